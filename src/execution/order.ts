/** Orders in which every node comes after those that feed it. Loops instead of recursion: chains may be as long as the document. */
import type { PortRef } from '../graph/types.js';

type Inputs = ReadonlyMap<string, PortRef>;

/** The nodes that feed these inputs, each once. */
export function sourcesOf(inputs: Inputs | undefined): string[] {
  if (!inputs || inputs.size === 0) return [];
  if (inputs.size === 1) for (const [source] of inputs.values()) return [source];
  return [...new Set([...inputs.values()].map(([source]) => source))];
}

/** `seeds` and all that depends on them (Kahn's algorithm on that part of the graph). */
export function topological(
  seeds: Iterable<string>,
  consumers: (id: string) => Iterable<string>,
  inputs: (id: string) => Inputs | undefined,
): string[] {
  const waiting = new Map<string, number>();
  const stack = [...seeds];
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    if (waiting.has(id)) continue;
    waiting.set(id, 0);
    for (const consumer of consumers(id)) stack.push(consumer);
  }
  const order: string[] = [];
  for (const id of waiting.keys()) {
    const open = sourcesOf(inputs(id)).filter((source) => waiting.has(source)).length;
    waiting.set(id, open);
    if (open === 0) order.push(id);
  }
  for (let next = 0; next < order.length; next++) {
    for (const id of consumers(order[next]!)) {
      const open = waiting.get(id)! - 1;
      waiting.set(id, open);
      if (open === 0) order.push(id);
    }
  }
  return order;
}

/**
 * What `targets` need, sources first. `enter` is asked once for every node on the way: false leaves it out, and with it what only it
 * needs.
 */
export function upstream(
  targets: Iterable<string>,
  inputs: (id: string) => Inputs | undefined,
  enter: (id: string, asked: boolean) => boolean,
): string[] {
  const order: string[] = [];
  const asked = new Set(targets);
  const seen = new Set<string>();
  for (const target of asked) {
    const stack: { id: string; rest: string[] }[] = [];
    const visit = (id: string): void => {
      if (seen.has(id)) return;
      seen.add(id);
      if (enter(id, asked.has(id))) stack.push({ id, rest: sourcesOf(inputs(id)) });
    };
    visit(target);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const next = top.rest.shift();
      if (next !== undefined) visit(next);
      else {
        order.push(top.id);
        stack.pop();
      }
    }
  }
  return order;
}
