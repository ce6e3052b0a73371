/**
 * Links of a file as edges that the document takes: one per input, no cycle, types that fit.
 *
 * ComfyUI decides later and elsewhere whether types fit. Where the two disagree the port is opened (`any`) rather than the link lost,
 * unless both ends are nodes of ours.
 */
import type { GraphEdgeJSON, GraphNodeJSON, PortInfo } from '../../src/graph/types.js';
import { push } from './json.js';
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

/** Edges without which there is no cycle: those that a search in depth finds leading back to where it came from. In linear time. */
function cycleClosers<T extends Candidate>(candidates: readonly T[]): T[] {
  const next = new Map<string, T[]>();
  for (const candidate of candidates) push(next, candidate.from[0], candidate);
  const closers: T[] = [];
  const done = new Set<string>();
  for (const start of next.keys()) {
    const path = [{ id: start, at: 0 }];
    const open = new Set(done.has(start) ? [] : [start]);
    while (open.size > 0) {
      const top = path.at(-1)!;
      const edge = next.get(top.id)?.[top.at++];
      const to = edge?.to[0];
      if (to === undefined) {
        open.delete(top.id);
        done.add(top.id);
        path.pop();
      } else if (open.has(to)) closers.push(edge!);
      else if (!done.has(to)) {
        open.add(to);
        path.push({ id: to, at: 0 });
      }
    }
  }
  return closers;
}
