/** Builds the display items of one note: its text on a tinted card. Pure. */
import type { NoteRecord } from '../graph/types.js';
import type { Detail, Item } from './items.js';
import { handles, lockMark, ring } from './marks.js';
import { itemColor, PALETTE } from './palette.js';
import { NOTE } from './sizes.js';
import { isRightToLeft, wrap, type MeasureText } from './text.js';

export interface NoteView {
  readonly record: NoteRecord;
  readonly width: number;
  readonly height: number;
  readonly selected: boolean;
  readonly hovered: boolean;
  readonly editing: string | undefined;
}

const EMPTY = 'Empty note';
const LOCK = 12;

export function noteItems(view: NoteView, detail: Detail, measure: MeasureText): Item[] {
  const { record, width, height } = view;
  const color = itemColor(record.color);
  const body = { x: 0, y: 0, width, height };
  const { radius } = NOTE;
  const items: Item[] = [];
  const shadow = detail < 2 && { shadow: { y: 3, blur: 7, alpha: 0.4 } };
  items.push({ kind: 'box', ...body, radius, fill: PALETTE.surface, alpha: 1, ...shadow });
  items.push({ kind: 'box', ...body, radius, fill: color, alpha: 0.2, border: color, borderAlpha: 0.9, borderWidth: view.hovered ? 2 : 1 });
  if (detail < 4 && view.editing !== 'text') text(items, view, detail, measure);
  if (record.locked && detail < 4) {
    const size = detail < 2 ? LOCK : 2 * LOCK;
    items.push(...lockMark(width - NOTE.padding - size + 2, 10, size, PALETTE.text, 0.9));
  }
  if (view.selected) {
    items.push(ring(body, radius, PALETTE.accent, 1));
    if (!record.locked) items.push(...handles(body));
  }
  return items;
}

function text(items: Item[], { record, width, height }: NoteView, detail: Detail, measure: MeasureText): void {
  const { padding, size, pitch, firstLine } = NOTE;
  const room = width - 2 * padding - (record.locked ? LOCK + 6 : 0);
  const most = Math.max(1, Math.floor((height - firstLine - padding / 2) / pitch) + 1);
  if (detail === 3) {
    // Too far for lines: one block of grey where the text is.
    const block = { x: padding, y: padding, width: room, height: Math.max(size, height - 2 * padding), radius: 4 };
    if (record.text !== '') items.push({ kind: 'box', ...block, fill: PALETTE.muted, alpha: 0.3 });
    return;
  }
  const empty = record.text.trim() === '';
  wrap(empty ? EMPTY : record.text, room, most, size, 400, measure).forEach((line, index) => {
    if (line === '') return;
    const rtl = isRightToLeft(line);
    items.push({
      kind: 'text',
      x: rtl ? padding + room : padding,
      y: firstLine + index * pitch + size * 0.36 - 1,
      text: line,
      size,
      weight: 400,
      color: empty ? PALETTE.muted : PALETTE.text,
      alpha: 1,
      align: rtl ? 'end' : 'start',
    });
  });
}
