/** What can have the keyboard's focus on the canvas: a node, note or frame, one of a node's ports, or a wire at one of its ends. */
import type { PortRef } from '../../../graph/types.js';

export type Direction = 'in' | 'out';

export type Target =
  | { readonly kind: 'item'; readonly id: string }
  | { readonly kind: 'port'; readonly ref: PortRef; readonly direction: Direction }
  /** Listed below one of its two ports: `ref`, which is an input where `at` is `in`. */
  | { readonly kind: 'wire'; readonly id: string; readonly ref: PortRef; readonly at: Direction };

/** Names a target within one canvas. */
export function keyOf(target: Target): string {
  if (target.kind === 'item') return `item ${target.id}`;
  return target.kind === 'port' ? `${target.direction} ${JSON.stringify(target.ref)}` : `wire ${target.at} ${target.id}`;
}

export const sameTarget = (a: Target | undefined, b: Target | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && keyOf(a) === keyOf(b));
