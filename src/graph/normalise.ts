/**
 * Deciding which edges of a document are part of the graph, whoever wrote them and in whatever order they arrived: every peer that
 * holds the same document sees the same graph. Nothing is changed; what is set aside stays in the document and is reported.
 */
import * as Y from 'yjs';
import { EdgeIndex, hasCycle } from './edge-index.js';
import { typesFit } from './edge-rules.js';
import { REROUTE } from './levels.js';
import { hasPort, type PortContext } from './ports.js';
import { readEdge } from './read.js';
import { liveMap, type DocumentMaps } from './schema.js';
import type { EdgeRecord, GraphSchema, NodeRecord } from './types.js';

/** Something in the document that cannot be used as it is. */
export interface GraphProblem {
  /** Id of a node, an edge, a group or a note; `document` where it concerns the whole. */
  readonly id: string;
  readonly message: string;
}

export interface ResolvedEdges {
  readonly edges: ReadonlyMap<string, EdgeRecord>;
  readonly problems: ReadonlyMap<string, string>;
  /** Set aside although both ends exist; an edge that a person draws takes their place. */
  readonly rejected: ReadonlyMap<string, EdgeRecord>;
  /** Nodes that edges set aside name, whether they exist or not: a change of one may bring an edge back. */
  readonly awaited: ReadonlySet<string>;
}

/**
 * Which of all edges in the document are part of the graph. Concurrent edits can leave two edges at one input or close a cycle:
 * the edge with the smaller id stays. They can also leave an edge between levels, or between types that no longer fit.
 */
export function resolveEdges(maps: DocumentMaps, nodes: ReadonlyMap<string, NodeRecord>, schema: GraphSchema | undefined): ResolvedEdges {
  const problems = new Map<string, string>();
  const rejected = new Map<string, EdgeRecord>();
  const awaited = new Set<string>();
  const edges = new Map<string, EdgeRecord>();
  const setAside = (edge: EdgeRecord, problem: string): void => {
    problems.set(edge.id, problem);
    awaited.add(edge.from[0]).add(edge.to[0]);
  };
  const reject = (edge: EdgeRecord, problem: string): void => {
    setAside(edge, problem);
    rejected.set(edge.id, edge);
    edges.delete(edge.id);
  };
  const sources = new Map<string, EdgeRecord>();
  const context: PortContext = { nodes, schema, edgeAt: (nodeId) => sources.get(nodeId), rerouteTypes: new Map() };

  const taken = new Set<string>();
  for (const id of [...maps.edges.keys()].sort()) {
    const raw = maps.edges.get(id);
    const map = liveMap(maps.edges, id);
    if (!map) {
      if (raw !== undefined && !(raw instanceof Y.Map)) problems.set(id, 'The connection is not in a form that can be read.');
      continue;
    }
    const edge = readEdge(map, id);
    const from = edge && nodes.get(edge.from[0]);
    const to = edge && nodes.get(edge.to[0]);
    if (!edge) problems.set(id, 'The connection has no readable ends.');
    else if (!from || !to) setAside(edge, 'The connection leads to a node that does not exist.');
    else if (from === to) setAside(edge, 'The connection joins a node with itself.');
    else if (from.parent !== to.parent) reject(edge, 'The connection leads into or out of a subgraph.');
    else if (!exists(edge, context)) setAside(edge, 'The connection uses a port that its node does not have.');
    else {
      const input = JSON.stringify(edge.to);
      if (taken.has(input)) reject(edge, 'The input has another connection already.');
      else {
        taken.add(input);
        edges.set(id, edge);
      }
    }
  }
  if (hasCycle(edges.values())) {
    const index = new EdgeIndex();
    for (const edge of [...edges.values()]) {
      if (index.reaches(edge.to[0], edge.from[0])) reject(edge, 'The connection would close a cycle.');
      else index.add(edge);
    }
  }
  // An edge into a reroute always fits, so setting others aside changes no reroute's type.
  for (const edge of edges.values()) if (nodes.get(edge.to[0])!.type === REROUTE) sources.set(edge.to[0], edge);
  for (const edge of [...edges.values()]) {
    if (!typesFit(context, edge.from, edge.to)) reject(edge, 'The types of the two ports no longer fit.');
  }
  return { edges, problems, rejected, awaited };
}

function exists({ from, to }: EdgeRecord, context: PortContext): boolean {
  return hasPort(context, context.nodes.get(from[0])!, 'out', from[1]) && hasPort(context, context.nodes.get(to[0])!, 'in', to[1]);
}
