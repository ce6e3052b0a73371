/** Which edges touch a node and what can be reached from it. Kept beside the edges; costs no scan of the whole graph. */
import type { EdgeRecord } from './types.js';

/** Edges at one side of a node, in the order they came. Most have one or two: an array is a third of a map then. */
type Bucket = readonly EdgeRecord[] | Map<string, EdgeRecord>;
/** Edges that an array holds; more are found by id. */
const FEW = 8;

export class EdgeIndex {
  readonly #out = new Map<string, Bucket>();
  readonly #in = new Map<string, Bucket>();

  add(edge: EdgeRecord): void {
    put(this.#out, edge.from[0], edge);
    put(this.#in, edge.to[0], edge);
  }

  remove(edge: EdgeRecord): void {
    take(this.#out, edge.from[0], edge.id);
    take(this.#in, edge.to[0], edge.id);
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

function put(side: Map<string, Bucket>, node: string, edge: EdgeRecord): void {
  const bucket = side.get(node);
  if (!bucket) side.set(node, [edge]);
  else if (bucket instanceof Map) bucket.set(edge.id, edge);
  else if (bucket.some(({ id }) => id === edge.id)) {
    side.set(
      node,
      bucket.map((one) => (one.id === edge.id ? edge : one)),
    );
  } else if (bucket.length < FEW) side.set(node, bucket.concat(edge));
  else side.set(node, new Map([...bucket, edge].map((one) => [one.id, one])));
}

function take(side: Map<string, Bucket>, node: string, edge: string): void {
  const bucket = side.get(node);
  if (!bucket) return;
  if (bucket instanceof Map) {
    bucket.delete(edge);
    if (bucket.size === 0) side.delete(node);
    return;
  }
  const rest = bucket.filter(({ id }) => id !== edge);
  if (rest.length > 0) side.set(node, rest);
  else side.delete(node);
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
