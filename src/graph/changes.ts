/**
 * Collects what one transaction did to the graph, so that listeners hear once, at its end, and only of real differences.
 */
import { equalJson } from './json.js';
import type { ChangeOrigin, EdgeRecord, GraphChange, NodeRecord } from './types.js';

export class ChangeCollector {
  readonly #nodes = new Map<string, NodeRecord | undefined>();
  readonly #edges = new Map<string, EdgeRecord | undefined>();
  /** Meta, groups or notes changed. */
  metaChanged = false;

  /** Remembers what a node was before the transaction; the first call for an id counts. */
  node(id: string, before: NodeRecord | undefined): void {
    if (!this.#nodes.has(id)) this.#nodes.set(id, before);
  }

  edge(id: string, before: EdgeRecord | undefined): void {
    if (!this.#edges.has(id)) this.#edges.set(id, before);
  }

  /** The difference to what is there now, and a fresh start; undefined where there is none. */
  take(
    label: string,
    origin: ChangeOrigin,
    nodes: ReadonlyMap<string, NodeRecord>,
    edges: ReadonlyMap<string, EdgeRecord>,
  ): GraphChange | undefined {
    const change = {
      label,
      origin,
      nodesAdded: [] as string[],
      nodesRemoved: [] as string[],
      nodesMoved: [] as string[],
      nodesUpdated: [] as string[],
      edgesAdded: [] as string[],
      edgesRemoved: [] as string[],
      metaChanged: this.metaChanged,
    };
    for (const [id, before] of this.#nodes) {
      const now = nodes.get(id);
      if (!before && now) change.nodesAdded.push(id);
      else if (before && !now) change.nodesRemoved.push(id);
      else if (before && now) {
        if (before.x !== now.x || before.y !== now.y) change.nodesMoved.push(id);
        if (differs(before, now)) change.nodesUpdated.push(id);
      }
    }
    for (const [id, before] of this.#edges) {
      const now = edges.get(id);
      if (before && !sameEnds(before, now)) change.edgesRemoved.push(id);
      if (now && !sameEnds(before, now)) change.edgesAdded.push(id);
    }
    this.#nodes.clear();
    this.#edges.clear();
    this.metaChanged = false;
    const empty = !change.metaChanged && Object.values(change).every((part) => !Array.isArray(part) || part.length === 0);
    return empty ? undefined : Object.freeze(change);
  }
}

function differs(a: NodeRecord, b: NodeRecord): boolean {
  return a.type !== b.type || a.title !== b.title || a.mode !== b.mode || !equalJson(a.params, b.params);
}

function sameEnds(a: EdgeRecord | undefined, b: EdgeRecord | undefined): boolean {
  return a !== undefined && b !== undefined && equalJson(a.from, b.from) && equalJson(a.to, b.to);
}
