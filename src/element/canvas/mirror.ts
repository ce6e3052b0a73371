/**
 * The semantic twin of the drawn canvas: a visually hidden list that a screen reader reads and focus can walk.
 *
 * One option per node, frame and note of the level that is shown, in reading order, around the focused one where there are many. It is rendered by the element; this is the
 * text and the template.
 */
import { html, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { NodeRunState } from '../../execution/types.js';
import type { EdgeRecord, GroupRecord, NodeRecord, NoteRecord } from '../../graph/types.js';
import type { NodeDefinition } from '../../registry/types.js';

/** Most items listed at a time: the tree stays quick for assistive technology. */
export const MIRROR_SIZE = 200;

export interface MirrorNode {
  readonly id: string;
  readonly label: string;
  readonly selected: boolean;
}

const STATUS: Readonly<Record<NodeRunState['status'], string>> = {
  idle: '',
  queued: 'waiting',
  running: 'running',
  complete: 'done',
  error: 'failed',
  cancelled: 'cancelled',
};

/** `Prompt “Hero text”: a red apple. Goes to Text to image. Done.` */
export function describeNode(
  node: NodeRecord,
  definition: NodeDefinition | undefined,
  state: NodeRunState,
  edges: Iterable<EdgeRecord>,
  nameOf: (id: string) => string,
): string {
  const kind = definition?.title ?? `unknown type ${node.type}`;
  const parts = [node.title && node.title !== kind ? `${kind} “${node.title}”` : kind];
  const field = definition?.face?.field;
  const text = field === undefined ? undefined : node.params[field];
  if (typeof text === 'string' && text !== '') parts.push(excerpt(text));
  const from: string[] = [];
  const to: string[] = [];
  for (const edge of edges) {
    if (edge.to[0] === node.id) from.push(nameOf(edge.from[0]));
    if (edge.from[0] === node.id) to.push(nameOf(edge.to[0]));
  }
  if (from.length > 0) parts.push(`from ${from.join(', ')}`);
  if (to.length > 0) parts.push(`goes to ${to.join(', ')}`);
  if (node.mode !== 'active') parts.push(node.mode);
  if (node.locked) parts.push('locked');
  if (STATUS[state.status]) parts.push(state.error && state.status === 'error' ? `failed: ${state.error.message}` : STATUS[state.status]);
  return parts.join(', ');
}

/** `Frame “Prompts”, 2 things inside, locked`. */
export function describeFrame({ title, locked }: GroupRecord, inside: number): string {
  const content = inside === 1 ? '1 thing inside' : `${inside} things inside`;
  return [title ? `Frame “${title}”` : 'Frame', content, ...(locked ? ['locked'] : [])].join(', ');
}

/** `Note: Try other words`. */
export function describeNote({ text, locked }: NoteRecord): string {
  return `Note: ${excerpt(text.trim()) || 'empty'}${locked ? ', locked' : ''}`;
}

const excerpt = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text);

/** The slice of `ids` that is listed: all of them, or a window around `focus`. */
export function mirrorWindow(ids: readonly string[], focus: string | undefined): readonly string[] {
  if (ids.length <= MIRROR_SIZE) return ids;
  const at = Math.max(0, focus === undefined ? 0 : ids.indexOf(focus));
  const start = Math.min(Math.max(0, at - MIRROR_SIZE / 2), ids.length - MIRROR_SIZE);
  return ids.slice(start, start + MIRROR_SIZE);
}

export function renderMirror(nodes: readonly MirrorNode[], total: number, first: number): TemplateResult {
  return html`<div class="hidden" role="listbox" aria-label="Nodes, frames and notes" aria-multiselectable="true">
    ${repeat(
      nodes,
      (node) => node.id,
      (node, index) =>
        html`<div
          role="option"
          tabindex="-1"
          data-node=${node.id}
          aria-selected=${node.selected ? 'true' : 'false'}
          aria-posinset=${first + index + 1}
          aria-setsize=${total}
        >
          ${node.label}
        </div>`,
    )}
  </div>`;
}
