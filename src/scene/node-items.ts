/** Builds the display items of one node. Pure: the same view gives the same list. */
import { NODE } from './layout.js';
import { PALETTE } from './palette.js';
import { ellipsize, wrap, type MeasureText } from './text.js';
import type { Detail, Item } from './items.js';
import type { NodeDefinition, PortShape } from '../registry/types.js';
import type { NodeRecord } from '../graph/types.js';
import type { NodeLayout, NodeVisual } from './types.js';

/** How a port looks at the moment. */
export interface PortView {
  readonly title: string;
  readonly direction: 'in' | 'out';
  readonly x: number;
  readonly y: number;
  readonly shape: PortShape;
  readonly color: number;
  readonly named: boolean;
  readonly swollen: boolean;
  readonly faded: boolean;
}

export interface NodeView {
  readonly record: NodeRecord;
  readonly definition: NodeDefinition | undefined;
  readonly layout: NodeLayout;
  /** Height with the error strip. */
  readonly height: number;
  readonly visual: NodeVisual | undefined;
  readonly hasMedia: boolean;
  /** The media is a preview of the run under way: shown as it is, where an older result would be dimmed. */
  readonly preview: boolean;
  readonly selected: boolean;
  readonly hovered: boolean;
  readonly faded: boolean;
  /** Parameter that is being edited in the page: its text here is hidden. */
  readonly editing: string | undefined;
  readonly ports: readonly PortView[];
}

const BADGE = { size: 11, weight: 400 } as const;
const ERROR_LINE = 15;
const ERROR_PADDING = 7;
export const ERROR_SIZE = 11;

/** Message of a failed node, wrapped to at most three lines. */
export const errorLines = (message: string, measure: MeasureText): string[] =>
  wrap(message, NODE.width - 2 * NODE.padding - 28, 3, ERROR_SIZE, 400, measure);

/** Height that the error strip adds to a node. */
export const errorHeight = (lines: number): number => (lines === 0 ? 0 : lines * ERROR_LINE + 2 * ERROR_PADDING + NODE.inset);

/** Baseline that centres text of `size` on `y`: half the height of a capital below the middle. */
const baseline = (y: number, size: number): number => y + size * 0.36;

export function nodeItems(view: NodeView, detail: Detail, measure: MeasureText): Item[] {
  const items: Item[] = [];
  const { layout, visual, height } = view;
  const { width } = layout;
  const { radius } = NODE;
  const muted = view.record.mode === 'muted';
  const dim = (muted ? 0.45 : 1) * (view.faded ? 0.5 : 1);
  const body = { x: 0, y: 0, width, height };
  const failed = visual?.status === 'error';
  const running = visual?.status === 'running';

  if (detail < 2) items.push({ kind: 'shadow', ...body, y: 4, radius, blur: 9, color: PALETTE.shadow, alpha: 0.55 });
  items.push({
    kind: 'box',
    ...body,
    radius,
    fill: detail === 4 ? PALETTE.border : PALETTE.surface,
    alpha: 1,
    border: PALETTE.border,
    borderWidth: detail === 4 ? 0 : 1,
  });
  if (view.record.mode === 'bypassed' && detail < 4) {
    items.push({
      kind: 'stripes',
      x: 1,
      y: 1,
      width: width - 2,
      height: NODE.header - 2,
      radius: radius - 1,
      color: PALETTE.muted,
      alpha: 0.22,
    });
  }
  if (detail < 4) {
    header(items, view, detail, dim, measure);
    media(items, view, detail, dim, measure);
    field(items, view, detail, dim, measure);
    rows(items, view, detail, dim, measure);
    footer(items, view, detail, dim, measure);
    if (failed) errorStrip(items, view, detail, measure);
  }

  if (failed) items.push(ring(body, PALETTE.error, 1));
  if (view.selected) items.push(ring(body, PALETTE.accent, 1));
  if (running && !view.selected) {
    items.push(ring(body, PALETTE.running, 0.3));
    items.push({
      kind: 'arc',
      ...grown(body),
      radius: radius + 1,
      line: 2,
      fraction: visual?.fraction ?? 0.12,
      color: PALETTE.running,
      alpha: 1,
    });
  } else if (visual?.status === 'queued' && !view.selected) items.push(ring(body, PALETTE.running, 0.3));
  if (detail < 3) ports(items, view, detail, measure);
  return items;
}

const grown = (body: { x: number; y: number; width: number; height: number }) => ({
  x: body.x - 1,
  y: body.y - 1,
  width: body.width + 2,
  height: body.height + 2,
});

/** The 2 px ring of a state, centred on the node's edge; seen from afar too. */
const ring = (body: { x: number; y: number; width: number; height: number }, color: number, alpha: number): Item => ({
  kind: 'box',
  ...grown(body),
  radius: NODE.radius + 1,
  fill: color,
  alpha: 0,
  border: color,
  borderAlpha: alpha,
  borderWidth: 2,
  minBorder: 2,
});

function header(items: Item[], view: NodeView, detail: Detail, dim: number, measure: MeasureText): void {
  const { layout, definition, record, visual } = view;
  const middle = 19.3;
  const title = record.title || definition?.title || record.type;
  let end = layout.width - NODE.padding;
  if (detail === 3) {
    items.push({ kind: 'box', x: NODE.padding, y: 13, width: 120, height: 11, radius: 4, fill: PALETTE.muted, alpha: 0.5 * dim });
    return;
  }
  items.push({
    kind: 'icon',
    x: NODE.padding,
    y: middle - 7.5,
    size: 15,
    name: definition?.icon ?? 'circle-dashed',
    color: PALETTE.muted,
    alpha: dim,
  });
  if ((view.hovered || view.selected) && detail < 2) {
    items.push({ kind: 'icon', x: end - 13, y: middle - 7.5, size: 15, name: 'ellipsis', color: PALETTE.muted, alpha: 1 });
    end -= 22;
  }
  // Without a picture to carry it, a run's own word stands in the place of the badge.
  const word = layout.media ? undefined : visual?.status === 'running' ? visual.label : undefined;
  const badge = word ?? definition?.face?.badge;
  if (visual?.cached && detail < 2) {
    items.push({ kind: 'icon', x: end - 11, y: middle - 6, size: 12, name: 'check', color: PALETTE.muted, alpha: dim });
    end -= 17;
  }
  if (badge) {
    const text = ellipsize(badge, word ? 120 : 80, BADGE.size, BADGE.weight, measure);
    items.push({
      kind: 'text',
      x: end,
      y: baseline(18.6, 11),
      text,
      ...BADGE,
      color: word ? PALETTE.running : PALETTE.muted,
      alpha: dim,
      align: 'end',
    });
    end -= measure(text, BADGE.size, BADGE.weight) + 8;
  }
  const start = NODE.padding + 24;
  if (view.editing === 'title') return;
  items.push({
    kind: 'text',
    x: start,
    y: baseline(middle, 13),
    text: ellipsize(title, end - start, 13, 500, measure),
    size: 13,
    weight: 500,
    color: PALETTE.text,
    alpha: dim,
    align: 'start',
  });
}

function media(items: Item[], view: NodeView, detail: Detail, dim: number, measure: MeasureText): void {
  const area = view.layout.media;
  if (!area) return;
  const { visual } = view;
  const radius = NODE.mediaRadius;
  items.push({ kind: 'box', ...area, radius, fill: PALETTE.well, alpha: 1 });
  if (view.hasMedia) {
    const waiting = visual?.status === 'running' || visual?.status === 'queued';
    const old = visual?.stale === true || (waiting && !view.preview);
    // The checkerboard would show through a dimmed picture and look like transparency.
    if (view.definition?.face?.media === 'image' && detail < 3 && !old)
      items.push({ kind: 'checker', ...area, radius, color: PALETTE.border, alpha: 0.5 });
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
  const lines = wrap(empty ? placeholder : text, area.width - 20, 3, 13, 400, measure);
  lines.forEach((line, index) => {
    if (line === '') return;
    items.push({
      kind: 'text',
      x: area.x + 10,
      y: baseline(area.y + 17.5 + index * 16, 13),
      text: line,
      size: 13,
      weight: 400,
      color: empty ? PALETTE.muted : PALETTE.text,
      alpha: dim * (empty ? 0.85 : 0.95),
      align: 'start',
    });
  });
}

function rows(items: Item[], view: NodeView, detail: Detail, dim: number, measure: MeasureText): void {
  if (detail === 3) return;
  const left = NODE.padding;
  const right = view.layout.width - NODE.padding;
  for (const row of view.layout.rows) {
    const y = baseline(row.y, 12);
    const value = view.editing === row.param && row.param !== '' ? '' : ellipsize(row.value, 130, 12, 500, measure);
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

function errorStrip(items: Item[], view: NodeView, detail: Detail, measure: MeasureText): void {
  const strip = view.height - view.layout.height;
  if (strip <= 0) return;
  const y = view.layout.height;
  const area = { x: NODE.inset, y, width: view.layout.width - 2 * NODE.inset, height: strip - NODE.inset };
  items.push({ kind: 'box', ...area, radius: NODE.mediaRadius, fill: PALETTE.error, alpha: 0.14 });
  if (detail === 3) return;
  items.push({ kind: 'icon', x: area.x + 8, y: y + ERROR_PADDING + 0.5, size: 14, name: 'circle-alert', color: PALETTE.error, alpha: 1 });
  errorLines(view.visual?.error ?? '', measure).forEach((text, index) => {
    items.push({
      kind: 'text',
      x: area.x + 28,
      y: baseline(y + ERROR_PADDING + 7.5 + index * ERROR_LINE, ERROR_SIZE),
      text,
      size: ERROR_SIZE,
      weight: 400,
      color: PALETTE.text,
      alpha: 1,
      align: 'start',
    });
  });
}

function ports(items: Item[], view: NodeView, detail: Detail, measure: MeasureText): void {
  for (const port of view.ports) {
    const alpha = port.faded ? 0.25 : 1;
    items.push({ kind: 'port', x: port.x, y: port.y, shape: port.shape, size: port.swollen ? 7 : 4.4, color: port.color, alpha });
    if (!port.named || detail > 0) continue;
    const into = port.direction === 'in';
    // A plate under the name: it may lie over a neighbour.
    const width = measure(port.title, 11, port.swollen ? 500 : 400) + 12;
    const plate = { x: port.x + (into ? -10 - width : 10), y: port.y - 9, width, height: 18, radius: 5 };
    items.push({ kind: 'box', ...plate, fill: PALETTE.surfaceRaised, alpha: 0.92 * alpha });
    items.push({
      kind: 'text',
      x: port.x + (into ? -16 : 16),
      y: baseline(port.y, 11),
      text: port.title,
      size: 11,
      weight: port.swollen ? 500 : 400,
      color: port.swollen ? PALETTE.text : PALETTE.muted,
      alpha,
      align: into ? 'end' : 'start',
    });
  }
}
