/** Nodes as clipboard text and back: the graph's own JSON, so that what is copied can be pasted into any canvas or a file. */
import type { GraphEdgeJSON, GraphJSON, GraphNodeJSON, NodeMode, ReadonlyGraph } from '../../graph/types.js';

/** The chosen nodes with the edges among them. */
export function excerpt(graph: ReadonlyGraph, ids: ReadonlySet<string>): GraphJSON {
  const nodes: GraphNodeJSON[] = [];
  for (const id of ids) {
    const node = graph.nodes.get(id);
    if (node) nodes.push({ id, type: node.type, x: node.x, y: node.y, params: { ...node.params }, title: node.title, mode: node.mode });
  }
  const edges: GraphEdgeJSON[] = [];
  for (const edge of graph.edges.values()) {
    if (ids.has(edge.from[0]) && ids.has(edge.to[0])) edges.push({ from: [...edge.from], to: [...edge.to] });
  }
  return { format: 'gds-graph', version: 1, nodes, edges, groups: [], notes: [], meta: {} };
}

/** Reads clipboard text; undefined where it is something else. The content is checked by the store when it is added. */
export function readExcerpt(text: string): GraphJSON | undefined {
  if (!text.includes('"gds-graph"')) return undefined;
  try {
    const json = JSON.parse(text) as Partial<GraphJSON>;
    return json.format === 'gds-graph' && Array.isArray(json.nodes) && Array.isArray(json.edges) ? (json as GraphJSON) : undefined;
  } catch {
    return undefined;
  }
}

/** The store's commands that pasting needs. */
export interface PasteTarget {
  transact(label: string, fn: () => void): void;
  addNode(node: { type: string; x: number; y: number; params?: GraphNodeJSON['params'] & object; title?: string }): string;
  setMode(id: string, mode: NodeMode): void;
  addEdge(from: [string, string], to: [string, string]): string;
}

/** Adds the excerpt moved by (dx, dy) as one command, under new ids; returns them. */
export function paste(graph: PasteTarget, json: GraphJSON, dx: number, dy: number, label: string): string[] {
  const ids = new Map<string, string>();
  graph.transact(label, () => {
    for (const node of json.nodes) {
      const { type, x, y, params, title, mode } = node;
      const id = graph.addNode({ type, x: x + dx, y: y + dy, ...(params ? { params } : {}), ...(title ? { title } : {}) });
      if (mode && mode !== 'active') graph.setMode(id, mode);
      ids.set(node.id, id);
    }
    for (const edge of json.edges) {
      const from = ids.get(edge.from[0]);
      const to = ids.get(edge.to[0]);
      if (from && to) graph.addEdge([from, edge.from[1]], [to, edge.to[1]]);
    }
  });
  return [...ids.values()];
}
