/** Header of a node: icon, title and what stands at its end. */
import { SUBGRAPH } from '../graph/levels.js';
import type { Detail, Item, TextItem } from './items.js';
import { NODE, titleOf } from './layout.js';
import { baseline, lockMark } from './marks.js';
import type { NodeView } from './node-view.js';
import { PALETTE } from './palette.js';
import { ellipsize, type MeasureText } from './text.js';

/** Centre of the header's content, canvas units down. */
const MIDDLE = 19.3;
const BADGE = { size: 11, weight: 400 } as const;
const ICON = 15;

export function header(items: Item[], view: NodeView, detail: Detail, dim: number, measure: MeasureText): void {
  let end = view.layout.width - NODE.padding;
  if (view.record.locked) end = lock(items, end, detail, dim);
  if (view.record.mode === 'muted' && detail >= 2) end = noEntry(items, end);
  const start = NODE.padding + 24;
  if (detail === 3) {
    const width = Math.min(120, end - NODE.padding);
    items.push({ kind: 'box', x: NODE.padding, y: 13, width, height: 11, radius: 4, fill: PALETTE.muted, alpha: 0.5 * dim });
    return;
  }
  items.push(icon(iconOf(view), NODE.padding, view.definition ? PALETTE.muted : PALETTE.warning, dim));
  if (detail < 2 && (view.hovered || view.selected)) {
    items.push(icon('ellipsis', end - 13, PALETTE.muted, 1));
    end -= 22;
  }
  if (detail < 2 && view.visual?.cached) {
    items.push({ ...icon('check', end - 11, PALETTE.muted, dim), y: MIDDLE - 6, size: 12 });
    end -= 17;
  }
  const word = detail < 2 || view.record.mode === 'active' ? badge(view, end, dim, measure) : undefined;
  if (word) end -= measure(word.text, word.size, word.weight) + 8;
  if (view.editing !== 'title') items.push(title(view, start, end, dim, measure));
  if (word) items.push(word);
}

function title(view: NodeView, start: number, end: number, dim: number, measure: MeasureText): TextItem {
  return {
    kind: 'text',
    x: start,
    y: baseline(MIDDLE, 13),
    text: ellipsize(titleOf(view.definition, view.record), end - start, 13, 500, measure),
    size: 13,
    weight: 500,
    color: PALETTE.text,
    alpha: dim,
    align: 'start',
  };
}

const iconOf = ({ definition, record }: NodeView): string => definition?.icon ?? (record.type === SUBGRAPH ? 'layers' : 'triangle-alert');

const icon = (name: string, x: number, color: number, alpha: number) =>
  ({ kind: 'icon', x, y: MIDDLE - ICON / 2, size: ICON, name, color, alpha }) as const;

/** From afar a muted node has no word to say so: a round no-entry sign. */
function noEntry(items: Item[], end: number): number {
  const size = 22;
  const sign = { kind: 'box', x: end - size, y: MIDDLE - size / 2, width: size, height: size, radius: size / 2 } as const;
  items.push({ ...sign, fill: PALETTE.muted, alpha: 0, border: PALETTE.muted, borderWidth: 3, minBorder: 1 });
  items.push({ ...sign, x: sign.x + 3, y: MIDDLE - 2, width: size - 6, height: 4, radius: 1, fill: PALETTE.muted, alpha: 1 });
  return end - size - 7;
}

/** Larger from afar: what must be seen there is more than what must be read. */
function lock(items: Item[], end: number, detail: Detail, dim: number): number {
  const size = detail < 2 ? 12 : 22;
  items.push(...lockMark(end - size, MIDDLE - size / 2 - 0.5, size, PALETTE.text, Math.max(0.6, dim)));
  return end - size - 7;
}

/** A short word: what it is doing, else what keeps it from running, else its type's own. */
function badge(view: NodeView, end: number, dim: number, measure: MeasureText): TextItem | undefined {
  const { layout, visual, record, definition } = view;
  // Without a picture to carry it, a run's own word stands here.
  const running = layout.media === undefined && visual?.status === 'running' ? visual.label : undefined;
  const mode = record.mode === 'muted' ? 'Muted' : record.mode === 'bypassed' ? 'Bypassed' : undefined;
  const word = running ?? mode ?? definition?.face?.badge;
  if (!word) return undefined;
  const text = ellipsize(word, running ? 120 : 80, BADGE.size, BADGE.weight, measure);
  const color = running ? PALETTE.running : PALETTE.muted;
  return { kind: 'text', x: end, y: baseline(18.6, 11), text, ...BADGE, color, alpha: mode ? 1 : dim, align: 'end' };
}
