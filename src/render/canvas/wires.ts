/**
 * Wires on a 2D canvas, the twin of shaders/wire.wgsl. Where there are thousands of them, many share a path and curves become lines.
 */
import type { Camera } from '../../scene/camera.js';
import type { ResolvedDraft, SceneEdge } from '../../scene/elements.js';
import { PALETTE } from '../../scene/palette.js';
import type { Scene } from '../../scene/scene.js';
import { slotX, slotY } from '../../scene/slots.js';
import type { Rect } from '../../scene/types.js';
import { handleFor, WIRE_WIDTH } from '../../scene/wire.js';
import type { Context2D } from '../surface.js';
import type { Rgba } from '../types.js';
import { HIDDEN_BELOW } from '../wire-ribbons.js';
import { css } from './color.js';

/** Canvas units, of a wire that is hovered, selected, about to go, or flows. */
const STRONG_WIDTH = 3.6;
/** Up to this many wires are stroked one by one, so that they add up where they cross, as on the other tiers. */
const ONE_BY_ONE = 300;
/** Wires in one path beyond that: longer paths take more than their share of time. */
const PATH = 200;
/** Beyond this many visible wires they are straight lines: a curve costs the CPU ten times as much. */
const STRAIGHT = 1500;

export interface WireView {
  readonly context: Context2D;
  readonly scene: Scene;
  readonly camera: Camera;
  /** Device pixels per canvas unit and per CSS pixel. */
  readonly scale: number;
  readonly dpr: number;
  readonly palette: readonly Rgba[];
  readonly view: Rect;
  /** How far the dashes of flowing wires have wandered, 0 to 1 of a period. */
  readonly phase: number;
}

export interface DrawnWires {
  readonly draws: number;
  /** A wire in sight flows. */
  readonly flows: boolean;
}

/** Selected, or about to be. */
const isSelected =
  ({ selection, marked }: Scene) =>
  ({ id }: SceneEdge): boolean =>
    selection.has(id) || marked.has(id);

export function paintWires(wires: WireView): DrawnWires {
  const { scene, camera, palette, scale, view } = wires;
  if (camera.zoom < HIDDEN_BELOW) return { draws: 0, flows: false };
  const plain = new Map<number, SceneEdge[]>();
  const others: SceneEdge[] = [];
  let count = 0;
  const { running, hover, leaving } = scene;
  const selected = isSelected(scene);
  for (const edge of scene.edges.values()) {
    if (!scene.wireTouches(edge, view)) continue;
    if (running.has(edge.record.to[0]) || selected(edge) || leaving.has(edge.id) || hover?.edgeId === edge.id) {
      others.push(edge);
      continue;
    }
    count += 1;
    const same = plain.get(edge.color);
    if (same) same.push(edge);
    else plain.set(edge.color, [edge]);
  }
  const { context } = wires;
  let draws = 0;
  context.lineWidth = Math.max(1, WIRE_WIDTH * scale);
  const together = count > ONE_BY_ONE ? PATH : 1;
  for (const [color, edges] of plain) {
    context.strokeStyle = css(palette[color]!, Math.min(1, WIRE_WIDTH * scale));
    for (let first = 0; first < edges.length; first += together) {
      context.beginPath();
      for (let index = first; index < Math.min(edges.length, first + together); index += 1) trace(wires, edges[index]!, count > STRAIGHT);
      context.stroke();
      draws += 1;
    }
  }
  let flows = false;
  for (const edge of others) {
    flows = paintStrong(wires, edge) || flows;
    draws += 1;
  }
  return { draws, flows };
}

/** Returns whether it flows. */
function paintStrong(wires: WireView, edge: SceneEdge): boolean {
  const { context, scene, palette, scale, dpr, phase } = wires;
  const flows = scene.running.has(edge.record.to[0]);
  const leaves = scene.leaving.has(edge.id);
  const light = !leaves && isSelected(scene)(edge) ? 0.25 : 0;
  const [r, g, b, a] = palette[leaves ? PALETTE.error : edge.color]!;
  const alpha = flows ? 1 : Math.min(1, WIRE_WIDTH * scale);
  const color: Rgba = [r + (1 - r) * light, g + (1 - g) * light, b + (1 - b) * light, a * alpha];
  context.save();
  context.beginPath();
  trace(wires, edge, false);
  context.lineWidth = Math.max(1, STRONG_WIDTH * scale, flows ? 1.6 * dpr : 0);
  context.strokeStyle = css(color, flows ? 0.3 : 1);
  context.stroke();
  if (flows) {
    const period = Math.max(26 * scale, 14 * dpr);
    context.setLineDash([0.58 * period, 0.42 * period]);
    context.lineDashOffset = -(0.21 + phase) * period;
    context.strokeStyle = css(color);
    context.stroke();
  }
  context.restore();
  return flows;
}

/** From port to port; nodes stand on whole pixels, and wires end at them. */
function trace({ context, scene, camera, scale }: WireView, edge: SceneEdge, straight: boolean): void {
  const { exact } = scene.rows;
  const a = edge.fromRow * 4;
  const b = edge.toRow * 4;
  const corner = (at: number, of: number): number => Math.round((exact[at]! - of) * scale);
  const x0 = corner(a, camera.x) + slotX(edge.fromSlot, exact[a + 2]!, 'out') * scale;
  const y0 = corner(a + 1, camera.y) + slotY(edge.fromSlot, exact[a + 3]!) * scale;
  const x1 = corner(b, camera.x) + slotX(edge.toSlot, exact[b + 2]!, 'in') * scale;
  const y1 = corner(b + 1, camera.y) + slotY(edge.toSlot, exact[b + 3]!) * scale;
  context.moveTo(x0, y0);
  if (straight) return context.lineTo(x1, y1);
  const handle = handleFor(Math.abs(x1 - x0) / scale, Math.abs(y1 - y0) / scale) * scale;
  context.bezierCurveTo(x0 + handle, y0, x1 - handle, y1, x1, y1);
}

/** The wire on its way. */
export function paintDraft({ context, camera, scale, palette }: WireView, { from, to, color }: ResolvedDraft): void {
  const x0 = (from.x - camera.x) * scale;
  const y0 = (from.y - camera.y) * scale;
  const x1 = (to.x - camera.x) * scale;
  const y1 = (to.y - camera.y) * scale;
  const handle = handleFor(Math.abs(to.x - from.x), Math.abs(to.y - from.y)) * scale;
  context.beginPath();
  context.moveTo(x0, y0);
  context.bezierCurveTo(x0 + handle, y0, x1 - handle, y1, x1, y1);
  context.lineWidth = Math.max(1, WIRE_WIDTH * scale);
  context.strokeStyle = css(palette[color]!, Math.min(1, WIRE_WIDTH * scale));
  context.stroke();
}
