/**
 * Links of a file as edges that the document takes: one per input, no cycle, types that fit.
 *
 * ComfyUI decides later and elsewhere whether types fit. Where the two disagree the port is opened (`any`) rather than the link lost,
 * unless both ends are nodes of ours.
 */
import type { GraphEdgeJSON, GraphNodeJSON, PortInfo } from '../../src/graph/types.js';
import { OWN_INPUTS, OWN_OUTPUTS } from './singles.js';
import { ANY } from './slots.js';

export type End = readonly [nodeId: string, port: string];

/** A link both of whose ends the graph has. */
export interface Candidate {
  readonly from: End;
  readonly to: End;
}

export class Wiring {
  readonly edges: GraphEdgeJSON[] = [];
  readonly #nodes = new Map<string, GraphNodeJSON>();
  readonly #sources = new Map<string, End>();

  addNode(node: GraphNodeJSON): void {
    this.#nodes.set(node.id, node);
  }

  /** Adds the links of one level as edges; answers those that cannot be any, and why. */
  join<T extends Candidate>(candidates: readonly T[]): Map<T, string> {
    const problems = new Map<T, string>();
    for (const candidate of candidates) {
      const input = JSON.stringify(candidate.to);
      if (candidate.from[0] === candidate.to[0]) problems.set(candidate, 'It joins a node with itself.');
      else if (this.#sources.has(input)) problems.set(candidate, 'The input has another link.');
      else this.#sources.set(input, candidate.from);
    }
    const drop = (candidate: T, problem: string): void => {
      problems.set(candidate, problem);
      this.#sources.delete(JSON.stringify(candidate.to));
    };
    for (const closing of cycleClosers(candidates.filter((each) => !problems.has(each)))) drop(closing, 'It closes a cycle.');
    for (const candidate of candidates) {
      if (!problems.has(candidate) && !this.#fits(candidate)) drop(candidate, 'It joins types that do not fit.');
    }
    for (const candidate of candidates) {
      if (!problems.has(candidate)) this.edges.push({ from: [...candidate.from], to: [...candidate.to] });
    }
    return problems;
  }

  #fits({ from, to }: Candidate): boolean {
    const given = this.#outType(from, new Set());
    const taken = this.#inType(to);
    return given === ANY || taken === ANY || given === taken || this.#open(to, 'in') || this.#open(from, 'out');
  }

  #outType([id, port]: End, seen: Set<string>): string {
    const node = this.#nodes.get(id)!;
    if (node.type === 'reroute') {
      const source = this.#sources.get(JSON.stringify([id, 'in']));
      if (!source || seen.has(id)) return ANY;
      return this.#outType(source, seen.add(id));
    }
    if (node.type === 'subgraph-input') return boundaryType(node);
    if (node.type === 'subgraph') return boundaryType(this.#nodes.get(port));
    return OWN_OUTPUTS[`${node.type}.${port}`] ?? portOf(node.ports?.outputs, port)?.type ?? ANY;
  }

  #inType([id, port]: End): string {
    const node = this.#nodes.get(id)!;
    if (node.type === 'reroute') return ANY;
    if (node.type === 'subgraph-output') return boundaryType(node);
    if (node.type === 'subgraph') return boundaryType(this.#nodes.get(port));
    return OWN_INPUTS[`${node.type}.${port}`] ?? portOf(node.ports?.inputs, port)?.type ?? ANY;
  }

  #open([id, port]: End, direction: 'in' | 'out'): boolean {
    const node = this.#nodes.get(id)!;
    const boundary = node.type === 'subgraph' ? this.#nodes.get(port) : node.type.startsWith('subgraph-') ? node : undefined;
    if (boundary?.params) {
      boundary.params['type'] = ANY;
      return true;
    }
    const found = portOf(direction === 'in' ? node.ports?.inputs : node.ports?.outputs, port);
    if (!found) return false;
    (found as { type: string }).type = ANY;
    return true;
  }
}

const portOf = (ports: readonly PortInfo[] | undefined, id: string): PortInfo | undefined => ports?.find((port) => port.id === id);
const boundaryType = (node: GraphNodeJSON | undefined): string => String(node?.params?.['type'] ?? ANY);

/** The edges, in their order, that would close a cycle with those before them. */
function cycleClosers<T extends Candidate>(candidates: readonly T[]): T[] {
  if (!hasCycle(candidates)) return [];
  const next = new Map<string, string[]>();
  return candidates.filter(({ from: [from], to: [to] }) => {
    const seen = new Set([to]);
    for (const id of seen) for (const after of next.get(id) ?? []) seen.add(after);
    if (seen.has(from)) return true;
    next.set(from, [...(next.get(from) ?? []), to]);
    return false;
  });
}

/** Kahn's algorithm: a cycle is what remains when nodes without predecessors are taken away again and again. */
function hasCycle(candidates: readonly Candidate[]): boolean {
  const waiting = new Map<string, number>();
  const next = new Map<string, string[]>();
  for (const {
    from: [from],
    to: [to],
  } of candidates) {
    waiting.set(to, (waiting.get(to) ?? 0) + 1);
    const list = next.get(from);
    if (list) list.push(to);
    else next.set(from, [to]);
  }
  const free = [...next.keys()].filter((id) => !waiting.has(id));
  for (const id of free) {
    for (const after of next.get(id) ?? []) {
      const left = waiting.get(after)! - 1;
      if (left > 0) waiting.set(after, left);
      else {
        waiting.delete(after);
        free.push(after);
      }
    }
  }
  return waiting.size > 0;
}
