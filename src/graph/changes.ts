/**
 * Collects what one transaction did to the graph, so that listeners hear once, at its end, and only of real differences.
 */
import { sameEnds } from './edge-index.js';
import { equalJson } from './json.js';
import type { ChangeOrigin, EdgeRecord, GraphChange, GroupRecord, NodeRecord, NoteRecord } from './types.js';

/** What is there at the end of the transaction. */
export interface GraphView {
  readonly nodes: ReadonlyMap<string, NodeRecord>;
  readonly edges: ReadonlyMap<string, EdgeRecord>;
  readonly groups: ReadonlyMap<string, GroupRecord>;
  readonly notes: ReadonlyMap<string, NoteRecord>;
}

export class ChangeCollector {
  readonly nodes = new Before<NodeRecord>();
  readonly edges = new Before<EdgeRecord>();
  readonly groups = new Before<GroupRecord>();
  readonly notes = new Before<NoteRecord>();
  /** Nodes whose ports may be others than before because of another node or an edge. */
  readonly ports = new Set<string>();
  metaChanged = false;

  /** The difference to what is there now, and a fresh start; undefined where there is none. */
  take(label: string, origin: ChangeOrigin, now: GraphView): GraphChange | undefined {
    const nodes = this.nodes.take(now.nodes);
    const edges = this.edges.take(now.edges);
    const changed = <T>(items: readonly Difference<T>[]): string[] =>
      items.filter(({ before, after }) => !equalJson(before, after)).map(({ id }) => id);
    const updated = new Set(nodes.filter(({ before, after }) => before && after && differs(before, after)).map(({ id }) => id));
    const added = new Set(nodes.filter(({ before, after }) => !before && after).map(({ id }) => id));
    for (const id of this.ports) if (now.nodes.has(id) && !added.has(id)) updated.add(id);
    const change: GraphChange = {
      label,
      origin,
      nodesAdded: [...added],
      nodesRemoved: nodes.filter(({ before, after }) => before && !after).map(({ id }) => id),
      nodesMoved: nodes.filter(({ before: a, after: b }) => a && b && (a.x !== b.x || a.y !== b.y)).map(({ id }) => id),
      nodesUpdated: [...updated],
      edgesAdded: edges.filter(({ before, after }) => after && !sameEnds(before, after)).map(({ id }) => id),
      edgesRemoved: edges.filter(({ before, after }) => before && !sameEnds(before, after)).map(({ id }) => id),
      groupsChanged: changed(this.groups.take(now.groups)),
      notesChanged: changed(this.notes.take(now.notes)),
      metaChanged: this.metaChanged,
    };
    this.ports.clear();
    this.metaChanged = false;
    const empty = !change.metaChanged && Object.values(change).every((part) => !Array.isArray(part) || part.length === 0);
    return empty ? undefined : Object.freeze(change);
  }
}

interface Difference<T> {
  readonly id: string;
  readonly before: T | undefined;
  readonly after: T | undefined;
}

/** What records were before the transaction. */
class Before<T> {
  readonly #records = new Map<string, T | undefined>();

  /** Remembers a record; the first call for an id counts. */
  note(id: string, before: T | undefined): void {
    if (!this.#records.has(id)) this.#records.set(id, before);
  }

  take(now: ReadonlyMap<string, T>): Difference<T>[] {
    const list = Array.from(this.#records, ([id, before]) => ({ id, before, after: now.get(id) }));
    this.#records.clear();
    return list;
  }
}

function differs(a: NodeRecord, b: NodeRecord): boolean {
  return (
    a.type !== b.type ||
    a.title !== b.title ||
    a.mode !== b.mode ||
    a.parent !== b.parent ||
    a.width !== b.width ||
    a.height !== b.height ||
    a.locked !== b.locked ||
    !equalJson(a.params, b.params) ||
    !equalJson(a.ports, b.ports)
  );
}
