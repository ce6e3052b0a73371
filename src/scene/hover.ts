/** What lies under the pointer. */
import type { PortRef } from '../graph/types.js';
import { portKey } from './port-key.js';

export interface HoverState {
  readonly nodeId?: string;
  readonly port?: { readonly ref: PortRef; readonly direction: 'in' | 'out' };
  readonly edgeId?: string;
  readonly groupId?: string;
  readonly noteId?: string;
}
export type Hover = HoverState | null;

export function sameHover(a: Hover, b: Hover): boolean {
  if (a === b) return true;
  if (!a || !b) return false;
  const port = (hover: HoverState): string => (hover.port ? portKey(hover.port.ref, hover.port.direction) : '');
  return a.nodeId === b.nodeId && a.edgeId === b.edgeId && a.groupId === b.groupId && a.noteId === b.noteId && port(a) === port(b);
}
