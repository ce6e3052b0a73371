/**
 * A part of a graph as a graph of its own: what copying puts on the clipboard. It is an ordinary graph file, so it can be pasted into
 * any canvas, or saved.
 *
 * Of a subgraph everything inside comes along. A frame comes alone, as it does when it is deleted; whoever wants its content too names
 * it ({@link contentOf}). Edges come where both ends do.
 */
import { GdsError } from '../../errors.js';
import { isObject } from '../json.js';
import { SUBGRAPH } from '../levels.js';
import { migrateFile } from '../migrations.js';
import type { GraphStore } from '../store.js';
import type { GraphJSON } from '../types.js';
import { itemsOf } from './items.js';

/** The chosen nodes, groups and notes, by id. What is not inside another chosen thing lies on the top level of the fragment. */
export function copyItems(graph: GraphStore, ids: Iterable<string>): GraphJSON {
  const chosen = { node: new Set<string>(), group: new Set<string>(), note: new Set<string>() };
  for (const { kind, record } of itemsOf(graph, ids)) chosen[kind].add(record.id);
  const nodes = chosen.node;
  for (const id of nodes) if (graph.nodes.get(id)?.type === SUBGRAPH) for (const child of graph.childrenOf(id)) nodes.add(child);

  const whole = graph.toJSON();
  const part = <T extends { id?: string; parent?: string }>(items: T[], named: ReadonlySet<string>): T[] =>
    items.flatMap((item) => {
      const isInside = item.parent !== undefined && nodes.has(item.parent);
      if (!isInside && !named.has(item.id!)) return [];
      if (!isInside) delete item.parent;
      return [item];
    });
  return {
    format: whole.format,
    version: whole.version,
    nodes: part(whole.nodes, nodes),
    edges: whole.edges.filter(({ from, to }) => nodes.has(from[0]) && nodes.has(to[0])),
    groups: part(whole.groups, chosen.group),
    notes: part(whole.notes, chosen.note),
    meta: {},
  };
}

/**
 * The graph that a text holds; undefined where the text is something else, a prompt for example. Only what it claims to be is looked
 * at here: {@link pasteFragment} checks it whole.
 * @throws GdsError `GDS_GRAPH_FORMAT` where it is a damaged graph, `GDS_GRAPH_VERSION`.
 */
export function readFragment(text: string): GraphJSON | undefined {
  const trimmed = text.trim();
  if (!trimmed.startsWith('{') || !trimmed.includes('"gds-graph"')) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(trimmed);
  } catch (error) {
    throw new GdsError('GDS_GRAPH_FORMAT', 'This graph was cut short or damaged on its way. Copy it again.', { path: '', cause: error });
  }
  if (!isObject(json) || json['format'] !== 'gds-graph') return undefined;
  return migrateFile(json) as unknown as GraphJSON;
}
