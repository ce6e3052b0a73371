/** Nodes that are no cards: the dot of a reroute, and the ports of a subgraph seen from inside. */
import type { Detail, Item } from './items.js';
import { NODE, titleOf } from './layout.js';
import { baseline, grown, lockMark, ring } from './marks.js';
import type { NodeView } from './node-view.js';
import { PALETTE } from './palette.js';
import { ports } from './node-ports.js';
import { ellipsize, type MeasureText } from './text.js';

/** A dot in the colour of what passes through it; from afar it is nothing but that colour. */
export function rerouteItems(view: NodeView, detail: Detail, dim: number): Item[] {
  const { width, height } = view.layout;
  const body = { x: 0, y: 0, width, height };
  const radius = width / 2;
  const port = view.ports.find(({ direction }) => direction === 'out') ?? view.ports[0];
  const color = port?.color ?? PALETTE.muted;
  const alpha = view.ports.every(({ faded }) => faded) && view.ports.length > 0 ? 0.25 : dim;
  const items: Item[] = [
    { kind: 'box', ...body, radius, fill: PALETTE.surface, alpha: 1, border: color, borderAlpha: alpha, borderWidth: 2, minBorder: 1 },
    { kind: 'box', ...grown(body, detail < 2 ? -6 : 0), radius, fill: color, alpha, minSize: 4 },
  ];
  if (view.ports.some(({ swollen }) => swollen)) items.push(ring(grown(body, 3), radius + 3, color, 1));
  if (view.hovered && !view.selected) items.push(ring(grown(body, 2), radius + 2, PALETTE.muted, 0.8));
  if (view.record.locked) items.push(...lockMark(width / 2 - 6, -16, 12, PALETTE.text, 1));
  if (view.visual?.status === 'error') items.push(ring(body, radius, PALETTE.error, 1));
  if (view.selected) items.push(ring(grown(body, 2), radius + 2, PALETTE.accent, 1));
  return items;
}

/** A pill with the port's name; its tint is the port's colour. */
export function boundaryItems(view: NodeView, detail: Detail, dim: number, measure: MeasureText): Item[] {
  const { width, height } = view.layout;
  const body = { x: 0, y: 0, width, height };
  const radius = height / 2;
  const color = view.ports[0]?.color ?? PALETTE.muted;
  const items: Item[] = [];
  const shadow = detail < 2 && { shadow: { y: 3, blur: 7, alpha: 0.4 } };
  items.push({ kind: 'box', ...body, radius, fill: PALETTE.surface, alpha: 1, ...shadow });
  items.push({
    kind: 'box',
    ...body,
    radius,
    fill: color,
    alpha: 0.16 * dim,
    border: color,
    borderAlpha: dim,
    borderWidth: 1.5,
    minBorder: 1,
  });
  if (detail < 4) {
    const middle = height / 2;
    const size = view.record.locked ? (detail < 2 ? 12 : 18) : 0;
    if (size > 0) items.push(...lockMark(width - NODE.padding - size - 4, middle - size / 2, size, PALETTE.text, 1));
    items.push({
      kind: 'icon',
      x: NODE.padding,
      y: middle - 7.5,
      size: 15,
      name: view.definition?.icon ?? 'circle-dashed',
      color: PALETTE.muted,
      alpha: dim,
    });
    const room = width - 2 * NODE.padding - 28 - size;
    if (view.editing !== 'title' && view.editing !== 'name')
      items.push({
        kind: 'text',
        x: NODE.padding + 24,
        y: baseline(middle, 13),
        text: ellipsize(titleOf(view.definition, view.record), room, 13, 500, measure),
        size: 13,
        weight: 500,
        color: PALETTE.text,
        alpha: dim,
        align: 'start',
      });
  }
  if (view.visual?.status === 'error') items.push(ring(body, radius, PALETTE.error, 1));
  if (view.selected) items.push(ring(body, radius, PALETTE.accent, 1));
  if (detail < 3) ports(items, view, detail, dim, measure);
  return items;
}
