/**
 * The tree that stands for the canvas, as lines: each item of the level shown, its ports below it, their wires below those.
 *
 * Only a window of it is there at a time, around what has focus, whole items with everything below them: what it costs grows with the
 * window and not with the document. Pure.
 */
import type { EdgeRecord, NodePorts, PortInfo, PortRef } from '../../../graph/types.js';
import { keyOf, type Direction, type Target } from './target.js';
import { portWords, wireWords, type OtherEnd } from './words.js';

/** Most lines there are at a time, unless one item alone has more: the tree stays quick for assistive technology. */
export const MOST_LINES = 200;

export interface Line {
  readonly key: string;
  readonly target: Target;
  readonly level: 1 | 2 | 3;
  readonly label: string;
  /** From 1, among its siblings. */
  readonly position: number;
  readonly siblings: number;
  readonly hasChildren: boolean;
}

/** What the lines below a node are made from. */
export interface PortFacts {
  readonly ports: NodePorts;
  readonly edges: readonly EdgeRecord[];
  typeTitle(type: string): string;
  required(portId: string): boolean;
  /** Names the other end of a wire. */
  nameEnd(nodeId: string, portId: string, direction: Direction): OtherEnd;
}

/** Ports and wires of one node: inputs first, then outputs. */
export function portLines(nodeId: string, facts: PortFacts): Line[] {
  const all = [
    ...facts.ports.inputs.map((port) => ({ port, direction: 'in' as const })),
    ...facts.ports.outputs.map((port) => ({ port, direction: 'out' as const })),
  ];
  return all.flatMap(({ port, direction }, index) => {
    const wires = wiresAt(nodeId, port, direction, facts);
    const target: Target = { kind: 'port', ref: [nodeId, port.id], direction };
    const line: Line = {
      key: keyOf(target),
      target,
      level: 2,
      label: portWords(port, direction, facts.typeTitle(port.type), {
        required: facts.required(port.id),
        ends: wires.map(({ end }) => end),
      }),
      position: index + 1,
      siblings: all.length,
      hasChildren: wires.length > 0,
    };
    return [line, ...wires.map(({ edge, end }, at) => wireLine(edge, [nodeId, port.id], direction, end, at, wires.length))];
  });
}

function wiresAt(nodeId: string, port: PortInfo, direction: Direction, facts: PortFacts): { edge: EdgeRecord; end: OtherEnd }[] {
  const near = direction === 'in' ? 'to' : 'from';
  const far = direction === 'in' ? 'from' : 'to';
  return facts.edges
    .filter((edge) => edge[near][0] === nodeId && edge[near][1] === port.id)
    .map((edge) => ({ edge, end: facts.nameEnd(...edge[far], direction === 'in' ? 'out' : 'in') }));
}

function wireLine({ id }: EdgeRecord, ref: PortRef, at: Direction, end: OtherEnd, index: number, siblings: number): Line {
  const target: Target = { kind: 'wire', id, ref, at };
  return { key: keyOf(target), target, level: 3, label: wireWords(at, end), position: index + 1, siblings, hasChildren: false };
}

/** First and one past the last item of the window: `at` and as many around it as fit, each with `sizeOf` lines. */
export function windowAround(count: number, at: number, sizeOf: (index: number) => number, most = MOST_LINES): readonly [number, number] {
  if (count === 0) return [0, 0];
  const centre = Math.min(Math.max(at, 0), count - 1);
  let [start, end] = [centre, centre + 1];
  let lines = sizeOf(centre);
  for (let grown = true; grown;) {
    grown = false;
    for (const next of [start - 1, end]) {
      if (next < 0 || next >= count || lines + sizeOf(next) > most) continue;
      lines += sizeOf(next);
      if (next < start) start = next;
      else end = next + 1;
      grown = true;
    }
  }
  return [start, end];
}
