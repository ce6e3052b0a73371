/** Builds the display items of one node. Pure: the same view gives the same list. */
import { SUBGRAPH } from '../graph/levels.js';
import type { Detail, Item } from './items.js';
import { NODE } from './layout.js';
import { grown, ring } from './marks.js';
import { body as bodyItems } from './node-body.js';
import { errorStrip } from './node-error.js';
import { header } from './node-header.js';
import { ports } from './node-ports.js';
import type { NodeView } from './node-view.js';
import { PALETTE } from './palette.js';
import { boundaryItems, rerouteItems } from './small-node-items.js';
import type { MeasureText } from './text.js';

/** How much of its content a muted node keeps. */
const MUTED = 0.45;
/** How far each card of a subgraph's stack looks out, canvas units. */
const STACK = 8;

export function nodeItems(view: NodeView, detail: Detail, measure: MeasureText): Item[] {
  const dim = view.record.mode === 'muted' ? MUTED : 1;
  if (view.layout.form === 'reroute') return rerouteItems(view, detail, dim);
  if (view.layout.form === 'boundary') return boundaryItems(view, detail, dim, measure);
  const items: Item[] = [];
  ground(items, view, detail);
  if (detail < 4) {
    header(items, view, detail, dim, measure);
    bodyItems(items, view, detail, dim, measure);
    if (view.visual?.status === 'error') errorStrip(items, view, detail, measure);
    if (detail < 2 && view.layout.min && !view.record.locked && (view.hovered || view.selected)) items.push(grip(view));
  }
  states(items, view);
  if (detail < 3) ports(items, view, detail, dim, measure);
  return items;
}

/** The card itself. What cannot run now looks hollow (muted), striped (bypassed) or of another making (not available). */
function ground(items: Item[], view: NodeView, detail: Detail): void {
  const { record, height } = view;
  const { width } = view.layout;
  const { radius } = NODE;
  const body = { x: 0, y: 0, width, height };
  const muted = record.mode === 'muted';
  if (record.type === SUBGRAPH) stack(items, view, detail);
  items.push({
    kind: 'box',
    ...body,
    radius,
    fill: detail === 4 ? PALETTE.border : muted ? PALETTE.canvas : PALETTE.surface,
    alpha: 1,
    border: PALETTE.border,
    borderWidth: detail === 4 ? 0 : 1,
    ...(detail < 2 && !muted && { shadow: { y: 4, blur: 9, alpha: 0.55 } }),
  });
  if (detail === 4) return;
  const strip = { x: 1, y: 1, width: width - 2, height: NODE.header - 2, radius: radius - 1 };
  if (record.mode === 'bypassed') items.push({ kind: 'stripes', ...strip, color: PALETTE.muted, alpha: detail < 2 ? 0.28 : 0.5 });
  if (!view.definition) items.push({ kind: 'box', ...strip, fill: PALETTE.warning, alpha: 0.22 });
}

/** More cards under this one. */
function stack(items: Item[], { layout, height }: NodeView, detail: Detail): void {
  for (const depth of [2, 1]) {
    const inset = depth * STACK;
    items.push({
      kind: 'box',
      x: inset,
      y: height - NODE.radius * 2,
      width: layout.width - 2 * inset,
      height: NODE.radius * 2 + depth * STACK,
      radius: NODE.radius,
      fill: detail === 4 ? PALETTE.border : PALETTE.surfaceRaised,
      alpha: 1,
      border: PALETTE.muted,
      borderAlpha: 0.7,
      borderWidth: detail === 4 ? 0 : 1,
    });
  }
}

/** Two short lines in the corner that resizes. */
function grip({ layout, height }: NodeView): Item {
  const size = 12;
  const lines = '<path d="M20 6 6 20"/><path d="M20 14 14 20"/>';
  return { kind: 'icon', x: layout.width - size - 3, y: height - size - 3, size, name: lines, color: PALETTE.muted, alpha: 1 };
}

/** Rings of run state and selection. */
function states(items: Item[], { layout, height, visual, selected }: NodeView): void {
  const body = { x: 0, y: 0, width: layout.width, height };
  const { radius } = NODE;
  if (visual?.status === 'error') items.push(ring(body, radius, PALETTE.error, 1));
  if (selected) {
    items.push(ring(body, radius, PALETTE.accent, 1));
    return;
  }
  if (visual?.status === 'running' || visual?.status === 'queued') items.push(ring(body, radius, PALETTE.running, 0.3));
  if (visual?.status !== 'running') return;
  items.push({
    kind: 'arc',
    ...grown(body),
    radius: radius + 1,
    line: 2,
    fraction: visual.fraction ?? 0.12,
    color: PALETTE.running,
    alpha: 1,
  });
}
