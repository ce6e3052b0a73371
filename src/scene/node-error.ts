/** The message of a failed node, under its body. */
import type { Detail, Item } from './items.js';
import { NODE } from './layout.js';
import { baseline } from './marks.js';
import type { NodeView } from './node-view.js';
import { PALETTE } from './palette.js';
import { wrap, type MeasureText } from './text.js';

const LINE = 15;
const PADDING = 7;
const SIZE = 11;

/** The message, wrapped to at most three lines of a node of `width`. */
export const errorLines = (message: string, width: number, measure: MeasureText): readonly string[] =>
  wrap(message, width - 2 * NODE.padding - 28, 3, SIZE, 400, measure);

/** Height that the error strip adds to a node. */
export const errorHeight = (lines: number): number => (lines === 0 ? 0 : lines * LINE + 2 * PADDING + NODE.inset);

export function errorStrip(items: Item[], view: NodeView, detail: Detail, measure: MeasureText): void {
  const strip = view.height - view.layout.height;
  if (strip <= 0) return;
  const y = view.layout.height;
  const area = { x: NODE.inset, y, width: view.layout.width - 2 * NODE.inset, height: strip - NODE.inset };
  items.push({ kind: 'box', ...area, radius: NODE.mediaRadius, fill: PALETTE.error, alpha: 0.14 });
  if (detail === 3) return;
  items.push({ kind: 'icon', x: area.x + 8, y: y + PADDING + 0.5, size: 14, name: 'circle-alert', color: PALETTE.error, alpha: 1 });
  errorLines(view.visual?.error ?? '', view.layout.width, measure).forEach((text, index) => {
    items.push({
      kind: 'text',
      x: area.x + 28,
      y: baseline(y + PADDING + 7.5 + index * LINE, SIZE),
      text,
      size: SIZE,
      weight: 400,
      color: PALETTE.text,
      alpha: 1,
      align: 'start',
    });
  });
}
