/** Which edges touch a node and what can be reached from it. Kept beside the edges; costs no scan of the whole graph. */
import type { EdgeRecord } from './types.js';

export class EdgeIndex {
  readonly #out = new Map<string, Map<string, EdgeRecord>>();
  readonly #in = new Map<string, Map<string, EdgeRecord>>();

  add(edge: EdgeRecord): void {
    bucket(this.#out, edge.from[0]).set(edge.id, edge);
    bucket(this.#in, edge.to[0]).set(edge.id, edge);
  }

  remove(edge: EdgeRecord): void {
    this.#out.get(edge.from[0])?.delete(edge.id);
    this.#in.get(edge.to[0])?.delete(edge.id);
  }

  clear(): void {
    this.#out.clear();
    this.#in.clear();
  }

  /** Edges that leave the node. */
  from(nodeId: string): Iterable<EdgeRecord> {
    return this.#out.get(nodeId)?.values() ?? [];
  }

  /** Edges that enter the node. */
  to(nodeId: string): Iterable<EdgeRecord> {
    return this.#in.get(nodeId)?.values() ?? [];
  }

  /** The edge at an input port. */
  at(nodeId: string, portId: string): EdgeRecord | undefined {
    for (const edge of this.to(nodeId)) if (edge.to[1] === portId) return edge;
    return undefined;
  }

  /** Whether a path along edges leads from `start` to `goal`; a node reaches itself. */
  reaches(start: string, goal: string): boolean {
    const seen = new Set([start]);
    const stack = [start];
    for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
      if (id === goal) return true;
      for (const { to } of this.from(id)) {
        if (seen.has(to[0])) continue;
        seen.add(to[0]);
        stack.push(to[0]);
      }
    }
    return false;
  }
}

/** Whether both are there and join the same ports. */
export function sameEnds(a: EdgeRecord | undefined, b: EdgeRecord | undefined): boolean {
  if (!a || !b) return false;
  return a.from[0] === b.from[0] && a.from[1] === b.from[1] && a.to[0] === b.to[0] && a.to[1] === b.to[1];
}

function bucket(map: Map<string, Map<string, EdgeRecord>>, key: string): Map<string, EdgeRecord> {
  let found = map.get(key);
  if (!found) map.set(key, (found = new Map()));
  return found;
}

/** Whether the edges contain a cycle (Kahn's algorithm), in time linear in their number. */
export function hasCycle(edges: Iterable<EdgeRecord>): boolean {
  const waiting = new Map<string, number>();
  const out = new Map<string, string[]>();
  for (const { from, to } of edges) {
    waiting.set(to[0], (waiting.get(to[0]) ?? 0) + 1);
    if (!waiting.has(from[0])) waiting.set(from[0], 0);
    const list = out.get(from[0]);
    if (list) list.push(to[0]);
    else out.set(from[0], [to[0]]);
  }
  const ready = [...waiting.keys()].filter((id) => waiting.get(id) === 0);
  let done = 0;
  for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
    done++;
    for (const next of out.get(id) ?? []) {
      const left = waiting.get(next)! - 1;
      waiting.set(next, left);
      if (left === 0) ready.push(next);
    }
  }
  return done < waiting.size;
}
