/**
 * Promoted parameters: parameters of nodes inside a subgraph that are shown at the subgraph itself. The subgraph's parameter `promoted`
 * lists them as `[node id, parameter name]`; the value stays at the inner node and is set there, with `setParam`.
 *
 * The node may lie at any depth, so what an inner subgraph shows can be shown by the outer one too, and nothing changes where the
 * levels in between come and go. An entry whose node has left the subgraph is passed over.
 */
import { GdsError } from '../../../errors.js';
import { isSafeKey, shorten } from '../../json.js';
import type { GraphStore } from '../../store.js';
import type { NodeRecord, ParamValue, ReadonlyGraph } from '../../types.js';
import { describe, nodeOf, subgraphOf } from '../items.js';

/** Name of the subgraph's parameter. */
export const PROMOTED = 'promoted';

/** Node id and parameter name. */
export type PromotedRef = readonly [nodeId: string, name: string];

export interface PromotedParam<Spec = unknown> {
  readonly nodeId: string;
  readonly name: string;
  /** The node it belongs to, as it is now. */
  readonly node: NodeRecord;
  /** Undefined where the node has no value of this name. */
  readonly value: ParamValue | undefined;
  readonly spec?: Spec;
}

/** What can be read of a list that anyone may have written; each entry once. */
export function readPromoted(value: unknown): PromotedRef[] {
  const refs = (Array.isArray(value) ? (value as unknown[]) : []).filter(isRef);
  return [...new Map(refs.map((ref) => [JSON.stringify(ref), ref])).values()];
}

/** @throws GdsError `GDS_PARAM_TYPE` where the value is not a list of node ids and parameter names. */
export function checkPromoted(value: unknown): readonly PromotedRef[] {
  if (Array.isArray(value) && (value as unknown[]).every(isRef)) return value as PromotedRef[];
  throw new GdsError('GDS_PARAM_TYPE', 'Promoted parameters must be a list of pairs: node id and parameter name.', { path: PROMOTED });
}

function isRef(ref: unknown): ref is PromotedRef {
  return Array.isArray(ref) && ref.length === 2 && ref.every((part) => typeof part === 'string' && isSafeKey(part));
}

/**
 * Shows a parameter of a node inside, at any depth, at the subgraph.
 * @throws GdsError `GDS_NODE_MISSING`, `GDS_SUBGRAPH_MISSING`, `GDS_SUBGRAPH_PARAM` where the node is not inside or has no such
 *   parameter, `GDS_LOCKED`, `GDS_READONLY`.
 */
export function promote(graph: GraphStore, subgraphId: string, nodeId: string, name: string): void {
  const subgraph = subgraphOf(graph, subgraphId);
  const node = nodeOf(graph, nodeId);
  if (!isWithin(graph, node, subgraphId) || !Object.hasOwn(node.params, name)) {
    throw new GdsError(
      'GDS_SUBGRAPH_PARAM',
      `"${title(graph, subgraph)}" has no parameter "${shorten(name)}" of "${title(graph, node)}" inside. Choose one of a node inside it.`,
    );
  }
  write(graph, subgraph, (refs) => (refs.some((ref) => same(ref, nodeId, name)) ? refs : [...refs, [nodeId, name]]), 'Show parameter at');
}

/**
 * Shows it no longer; entries of nodes that are gone are dropped with it.
 * @throws GdsError `GDS_NODE_MISSING`, `GDS_SUBGRAPH_MISSING`, `GDS_LOCKED`, `GDS_READONLY`.
 */
export function demote(graph: GraphStore, subgraphId: string, nodeId: string, name: string): void {
  const subgraph = subgraphOf(graph, subgraphId);
  const stays = (ref: PromotedRef): boolean => !same(ref, nodeId, name) && isLive(graph, ref, subgraphId);
  write(graph, subgraph, (refs) => refs.filter(stays), 'Hide parameter at');
}

/**
 * The parameters that a subgraph shows, with their present values. The document does not know how a parameter is edited: `specOf` does.
 * @throws GdsError `GDS_NODE_MISSING`, `GDS_SUBGRAPH_MISSING`.
 */
export function promotedParams<Spec = unknown>(
  graph: ReadonlyGraph,
  subgraphId: string,
  specOf?: (node: NodeRecord, name: string) => Spec | undefined,
): PromotedParam<Spec>[] {
  return readPromoted(subgraphOf(graph, subgraphId).params[PROMOTED]).flatMap((ref) => {
    if (!isLive(graph, ref, subgraphId)) return [];
    const [nodeId, name] = ref;
    const node = nodeOf(graph, nodeId);
    const spec = specOf?.(node, name);
    const value = Object.hasOwn(node.params, name) ? node.params[name] : undefined;
    return [{ nodeId, name, node, value, ...(spec === undefined ? {} : { spec }) }];
  });
}

function isLive(graph: ReadonlyGraph, [nodeId]: PromotedRef, subgraphId: string): boolean {
  const node = graph.nodes.get(nodeId);
  return node !== undefined && isWithin(graph, node, subgraphId);
}

function isWithin(graph: ReadonlyGraph, node: NodeRecord, subgraphId: string): boolean {
  for (let { parent } = node; parent !== undefined; parent = graph.nodes.get(parent)?.parent) if (parent === subgraphId) return true;
  return false;
}

function write(graph: GraphStore, subgraph: NodeRecord, change: (refs: PromotedRef[]) => PromotedRef[], verb: string): void {
  const refs = readPromoted(subgraph.params[PROMOTED]);
  const next = change(refs);
  if (next.length === refs.length) return;
  graph.transact(`${verb} ${title(graph, subgraph)}`, () => graph.setParam(subgraph.id, PROMOTED, next));
}

function same([node, param]: PromotedRef, nodeId: string, name: string): boolean {
  return node === nodeId && param === name;
}

function title(graph: GraphStore, record: NodeRecord): string {
  return describe(graph, [{ kind: 'node', record }]);
}
