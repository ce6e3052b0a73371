/** Picture, text field, rows and footer of a node. */
import type { Detail, Item } from './items.js';
import { NODE } from './layout.js';
import { baseline } from './marks.js';
import type { NodeView } from './node-view.js';
import { PALETTE } from './palette.js';
import { fitImage } from './rect.js';
import { ellipsize, isRightToLeft, wrap, type MeasureText } from './text.js';

export function body(items: Item[], view: NodeView, detail: Detail, dim: number, measure: MeasureText): void {
  media(items, view, detail, dim, measure);
  field(items, view, detail, dim, measure);
  rows(items, view, detail, dim, measure);
  footer(items, view, detail, dim, measure);
}

function media(items: Item[], view: NodeView, detail: Detail, dim: number, measure: MeasureText): void {
  const area = view.layout.media;
  if (!area) return;
  const { visual } = view;
  const radius = NODE.mediaRadius;
  items.push({ kind: 'box', ...area, radius, fill: PALETTE.well, alpha: 1 });
  if (view.mediaAspect !== undefined) {
    const waiting = visual?.status === 'running' || visual?.status === 'queued';
    const old = visual?.stale === true || (waiting && !view.preview);
    // The checkerboard would show through a dimmed picture and look like transparency.
    if (view.definition?.face?.media === 'image' && detail < 3 && !old)
      items.push({ kind: 'checker', ...fitImage({ ...area, radius }, view.mediaAspect), color: PALETTE.border, alpha: 0.5 });
    items.push({ kind: 'image', ...area, radius, nodeId: view.record.id, alpha: dim * (old ? 0.55 : 1) });
  } else if (detail < 3) {
    const name = view.definition?.face?.media === 'mesh' ? 'box' : 'image';
    const size = 26;
    items.push({
      kind: 'icon',
      x: area.x + (area.width - size) / 2,
      y: area.y + (area.height - size) / 2,
      size,
      name,
      color: PALETTE.muted,
      alpha: 0.45 * dim,
    });
  }
  if (visual?.status !== 'running') return;
  const bar = { x: area.x + 2, y: area.y + area.height - 3, width: area.width - 4, height: 3, radius: 1.5 };
  items.push({ kind: 'box', ...bar, fill: PALETTE.running, alpha: 0.28 });
  items.push({ kind: 'box', ...bar, width: Math.max(3, bar.width * clamp01(visual.fraction ?? 0.12)), fill: PALETTE.running, alpha: 1 });
  if (!visual.label || detail > 1) return;
  const text = ellipsize(visual.label, area.width - 40, 11, 500, measure);
  const chip = { x: area.x + 8, y: area.y + area.height - 32, width: measure(text, 11, 500) + 16, height: 20 };
  items.push({ kind: 'box', ...chip, radius: 5, fill: PALETTE.surface, alpha: 0.88 });
  items.push({
    kind: 'text',
    x: chip.x + 8,
    y: baseline(chip.y + 10, 11),
    text,
    size: 11,
    weight: 500,
    color: PALETTE.text,
    alpha: 1,
    align: 'start',
  });
}

const clamp01 = (value: number): number => Math.min(1, Math.max(0, value));

/** Distance between lines of a text field, canvas units. */
const FIELD_PITCH = 16;

function field(items: Item[], view: NodeView, detail: Detail, dim: number, measure: MeasureText): void {
  const area = view.layout.field;
  if (!area) return;
  items.push({
    kind: 'box',
    x: area.x,
    y: area.y,
    width: area.width,
    height: area.height,
    radius: NODE.mediaRadius,
    fill: PALETTE.well,
    alpha: 1,
  });
  if (view.editing === area.param || detail === 3) return;
  const spec = view.definition?.parameters.find((parameter) => parameter.name === area.param);
  const value = view.record.params[area.param];
  const text = typeof value === 'string' ? value : '';
  const placeholder = spec && 'placeholder' in spec ? (spec.placeholder ?? '') : '';
  const empty = text === '';
  const most = Math.max(1, Math.floor((area.height - 10) / FIELD_PITCH));
  const lines = wrap(empty ? placeholder : text, area.width - 20, most, 13, 400, measure);
  lines.forEach((line, index) => {
    if (line === '') return;
    const rtl = isRightToLeft(line);
    items.push({
      kind: 'text',
      x: rtl ? area.x + area.width - 10 : area.x + 10,
      y: baseline(area.y + 17.5 + index * FIELD_PITCH, 13),
      text: line,
      size: 13,
      weight: 400,
      color: empty ? PALETTE.muted : PALETTE.text,
      alpha: dim * (empty ? 0.85 : 0.95),
      align: rtl ? 'end' : 'start',
    });
  });
}

function rows(items: Item[], view: NodeView, detail: Detail, dim: number, measure: MeasureText): void {
  if (detail === 3) return;
  const left = NODE.padding;
  const right = view.layout.width - NODE.padding;
  for (const row of view.layout.rows) {
    const y = baseline(row.y, 12);
    const value = view.editing === row.param && row.param !== '' ? '' : ellipsize(row.value, (right - left) * 0.61, 12, 500, measure);
    const room = right - left - measure(value, 12, 500) - 12;
    items.push({
      kind: 'text',
      x: left,
      y,
      text: ellipsize(row.title, room, 12, 400, measure),
      size: 12,
      weight: 400,
      color: PALETTE.muted,
      alpha: dim,
      align: 'start',
    });
    if (value) items.push({ kind: 'text', x: right, y, text: value, size: 12, weight: 500, color: PALETTE.text, alpha: dim, align: 'end' });
  }
}

function footer(items: Item[], view: NodeView, detail: Detail, dim: number, measure: MeasureText): void {
  const area = view.layout.footer;
  const words = view.visual?.footer;
  if (!area || !words || detail === 3) return;
  const y = baseline(area.y + 15, 11);
  const end = ellipsize(words[1], area.width * 0.55, 11, 400, measure);
  const room = area.width - measure(end, 11, 400) - 10;
  const common = { kind: 'text', y, size: 11, weight: 400, color: PALETTE.muted, alpha: dim } as const;
  items.push({ ...common, x: area.x, text: ellipsize(words[0], room, 11, 400, measure), align: 'start' });
  items.push({ ...common, x: area.x + area.width, text: end, align: 'end' });
}
