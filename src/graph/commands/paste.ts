/**
 * Putting a fragment into a graph: everything in it is new there, under new ids, and all that names an id inside it (parents, edges,
 * ports of subgraphs, promoted parameters) names the new one.
 */
import { SUBGRAPH, isBoundary } from '../levels.js';
import { documentMaps, liveMap, type Extra } from '../schema.js';
import type { GraphStore } from '../store.js';
import type { NodeRecord, ParamValue, PortRef } from '../types.js';
import { checkGraph, type Checked, type CheckedGraph } from '../validate.js';
import { boundsOf, describe, rectOfItem, type Item, type Point } from './items.js';
import { PROMOTED, readPromoted } from './subgraph/promoted.js';

export interface PasteOptions {
  /** The subgraph to paste into; '' or left out: the top level. */
  readonly level?: string;
  /** Where the middle of what is pasted comes to lie. Left out: everything stays at its place, moved by `offset`. */
  readonly at?: Point;
  /** Canvas units. */
  readonly offset?: Point;
  /** Name of the undo step; left out: `Paste …`. */
  readonly label?: string;
}

/**
 * Adds the fragment as one step and returns the ids of what is new on the level, for selecting it. What was locked comes unlocked,
 * so that it can be put in its place; locks inside subgraphs stay. On the top level ports of a subgraph have no meaning and are left out.
 *
 * @param fragment A graph file, whoever wrote it: it is checked completely before anything changes.
 * @throws GdsError `GDS_GRAPH_*`, `GDS_EDGE_*`, `GDS_PARAM_*` with `path`; `GDS_NODE_PARENT` where the level is no subgraph; `GDS_READONLY`.
 */
export function pasteFragment(graph: GraphStore, fragment: unknown, options: PasteOptions = {}): string[] {
  const level = options.level ?? '';
  const all = checkGraph(fragment, graph.schema, () => graph.makeId());
  const checked = { ...all, nodes: parentsFirst(all.nodes).filter(({ record }) => level !== '' || !isStrayPort(record)) };
  const tops = topItems(checked);
  if (tops.length === 0) return [];
  const { x: dx, y: dy } = shiftOf(tops, options);
  const label = options.label ?? `Paste ${describe(graph, tops)}`;
  return graph.transact(label, () => new Paste(graph, checked, level, dx, dy).add());
}

class Paste {
  readonly #ids: ReadonlyMap<string, string>;
  readonly #types: ReadonlyMap<string, string>;

  constructor(
    readonly graph: GraphStore,
    readonly fragment: Pick<CheckedGraph, 'nodes' | 'edges' | 'groups' | 'notes'>,
    readonly level: string,
    readonly dx: number,
    readonly dy: number,
  ) {
    this.#ids = new Map(fragment.nodes.map(({ record }) => [record.id, graph.makeId()]));
    this.#types = new Map(fragment.nodes.map(({ record }) => [record.id, record.type]));
  }

  add(): string[] {
    const { graph, fragment } = this;
    const tops: string[] = [];
    const added = (kind: 'nodes' | 'groups' | 'notes', id: string, { record, extra }: Checked<{ readonly parent?: string }>): void => {
      if (record.parent === undefined) tops.push(id);
      this.#writeExtra(kind, id, extra);
    };
    for (const node of fragment.nodes) {
      const { record } = node;
      const id = this.#ids.get(record.id)!;
      added('nodes', graph.addNode({ ...record, ...this.#place(record), id, params: this.#params(record) }), node);
    }
    for (const { record, extra } of fragment.edges) {
      const [from, to] = [this.#end(record.from), this.#end(record.to)];
      if (from && to) this.#writeExtra('edges', graph.addEdge(from, to), extra);
    }
    for (const kind of ['groups', 'notes'] as const) {
      for (const item of fragment[kind]) {
        const place = this.#place(item.record);
        const placed = { ...item.record, ...place, id: graph.makeId() };
        added(kind, 'text' in placed ? graph.addNote(placed) : graph.addGroup(placed), item);
        if (place.locked) graph.setLocked([placed.id], true);
      }
    }
    return tops;
  }

  /** What changes of a thing's record because of where it is put. */
  #place({ x, y, parent, locked }: { x: number; y: number; parent?: string; locked?: true }) {
    if (parent !== undefined) return { parent: this.#ids.get(parent)!, x, y, locked: locked === true };
    return { parent: this.level, x: x + this.dx, y: y + this.dy, locked: false };
  }

  #params({ type, params }: NodeRecord): NodeRecord['params'] {
    if (type !== SUBGRAPH || params[PROMOTED] === undefined) return params;
    const promoted = readPromoted(params[PROMOTED]).flatMap(([node, name]): ParamValue[] => {
      const id = this.#ids.get(node);
      return id === undefined ? [] : [[id, name]];
    });
    return { ...params, [PROMOTED]: promoted };
  }

  /** The new end of an edge; undefined where its node was left out. A subgraph's port has the id of a node inside it. */
  #end([node, port]: PortRef): PortRef | undefined {
    const id = this.#ids.get(node);
    return id === undefined ? undefined : [id, this.#types.get(node) === SUBGRAPH ? (this.#ids.get(port) ?? port) : port];
  }

  /** Fields of newer versions, which the store's commands do not know. */
  #writeExtra(kind: 'nodes' | 'edges' | 'groups' | 'notes', id: string, extra: Extra): void {
    const map = liveMap(documentMaps(this.graph.ydoc)[kind], id);
    for (const [key, value] of Object.entries(extra)) map?.set(key, value);
  }
}

/** A node can be added only once the subgraph it lies in is there. */
function parentsFirst(nodes: CheckedGraph['nodes']): CheckedGraph['nodes'] {
  const inside = new Map<string | undefined, (typeof nodes)[number][]>();
  for (const node of nodes) {
    const { parent } = node.record;
    const siblings = inside.get(parent);
    if (siblings) siblings.push(node);
    else inside.set(parent, [node]);
  }
  const ordered = [...(inside.get(undefined) ?? [])];
  for (const { record } of ordered) for (const child of inside.get(record.id) ?? []) ordered.push(child);
  return ordered;
}

function isStrayPort({ type, parent }: NodeRecord): boolean {
  return parent === undefined && isBoundary(type);
}

function topItems({ nodes, groups, notes }: Pick<CheckedGraph, 'nodes' | 'groups' | 'notes'>): Item[] {
  const items: Item[] = [
    ...nodes.map(({ record }) => ({ kind: 'node', record }) as const),
    ...groups.map(({ record }) => ({ kind: 'group', record }) as const),
    ...notes.map(({ record }) => ({ kind: 'note', record }) as const),
  ];
  return items.filter(({ record }) => record.parent === undefined);
}

function shiftOf(items: readonly Item[], { at, offset }: PasteOptions): Point {
  const bounds = at && boundsOf(items.map((item) => rectOfItem(item, () => undefined)));
  if (!at || !bounds) return offset ?? { x: 0, y: 0 };
  return { x: Math.round(at.x - bounds.x - bounds.width / 2), y: Math.round(at.y - bounds.y - bounds.height / 2) };
}
