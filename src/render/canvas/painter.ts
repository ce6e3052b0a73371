/** Draws display items with a 2D context. The twin of shaders/*.wgsl for machines that have neither WebGPU nor WebGL. */
import type { Item, Shadow } from '../../scene/items.js';
import { PALETTE } from '../../scene/palette.js';
import { fitImage } from '../../scene/rect.js';
import { isRightToLeft } from '../../scene/text.js';
import { ARROW, cursorTag, RIM, ROUNDING, TAG_BASELINE, TAG_RADIUS, TAG_TEXT } from '../cursor.js';
import type { Context2D } from '../surface.js';
import { drawIcon } from '../text/draw-icon.js';
import type { Rgba } from '../types.js';
import { css } from './color.js';
import type { CanvasPicture } from './pictures.js';

export interface PaintContext {
  readonly context: Context2D;
  readonly palette: readonly Rgba[];
  readonly font: string;
  /** Device pixels per canvas unit and per CSS pixel. */
  readonly scale: number;
  readonly dpr: number;
  /** Text as bars. */
  readonly greek: boolean;
  picture(nodeId: string): CanvasPicture | undefined;
}

/** `x`, `y`: the node's corner in whole device pixels. */
export function paintItem(paint: PaintContext, item: Item, x: number, y: number): void {
  const { context, palette, scale } = paint;
  const area = 'width' in item ? snapped(paint, item, x, y) : { left: 0, top: 0, width: 0, height: 0 };
  switch (item.kind) {
    case 'box':
      paintBox(paint, item, area);
      break;
    case 'arc':
      paintArc(paint, item, area);
      break;
    case 'stripes':
    case 'checker':
      paintPattern(paint, item, area);
      break;
    case 'port':
      paintPort(paint, item, x + item.x * scale, y + item.y * scale);
      break;
    case 'icon':
      context.strokeStyle = css(palette[item.color]!, item.alpha);
      drawIcon(context, item.name, x + item.x * scale, Math.round(y + item.y * scale), item.size * scale);
      break;
    case 'text': {
      context.font = `${item.weight} ${item.size * scale}px ${paint.font}`;
      context.textAlign = item.align === 'end' ? 'right' : 'left';
      context.direction = isRightToLeft(item.text) ? 'rtl' : 'ltr';
      const baseline = y + Math.round(item.y * scale);
      if (paint.greek && !item.letters) {
        const width = context.measureText(item.text).width;
        context.fillStyle = css(palette[item.color]!, item.alpha * 0.32);
        const left = x + item.x * scale - (item.align === 'end' ? width : 0);
        context.fillRect(left, baseline - item.size * 0.46 * scale, width, item.size * 0.46 * scale);
        break;
      }
      context.fillStyle = css(palette[item.color]!, item.alpha);
      context.fillText(item.text, x + item.x * scale, baseline);
      break;
    }
    case 'image':
      paintImage(paint, item, x, y);
      break;
    case 'line':
      paintLine(paint, item, x, y);
      break;
    case 'cursor':
      paintCursor(paint, item, x, y);
  }
}

interface PixelArea {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}
interface Placed {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly minSize?: number;
}
function snapped({ scale, dpr }: PaintContext, item: Placed, x: number, y: number): PixelArea {
  const least = (item.minSize ?? 0) * dpr;
  const growX = Math.max(0, least - item.width * scale) / 2;
  const growY = Math.max(0, least - item.height * scale) / 2;
  const left = Math.round(item.x * scale - growX);
  const top = Math.round(item.y * scale - growY);
  const width = Math.max(1, Math.round((item.x + item.width) * scale + growX) - left);
  const height = Math.max(1, Math.round((item.y + item.height) * scale + growY) - top);
  return { left: x + left, top: y + top, width, height };
}

function outline(context: Context2D, area: PixelArea, radius: number, inset = 0): void {
  const width = Math.max(0, area.width - 2 * inset);
  const height = Math.max(0, area.height - 2 * inset);
  context.beginPath();
  context.roundRect(area.left + inset, area.top + inset, width, height, Math.max(0, Math.min(radius - inset, width / 2, height / 2)));
}

/** Corners rounder than this many device pixels are drawn round; others would not be told apart, and a rectangle is quick. */
const SQUARE = 1;

/** Only the shadow is wanted: the shape itself is drawn far outside and its shadow brought back. */
function paintShadow(context: Context2D, shadow: Shadow, area: PixelArea, radius: number, scale: number, color: string): void {
  const away = 100_000;
  context.save();
  context.shadowColor = color;
  context.shadowBlur = shadow.blur * 2 * scale;
  context.shadowOffsetX = away;
  outline(context, { ...area, left: area.left - away, top: area.top + shadow.y * scale }, radius);
  context.fill();
  context.restore();
}

function paintBox({ context, palette, scale, dpr }: PaintContext, item: Item & { kind: 'box' }, area: PixelArea): void {
  const radius = item.radius * scale;
  if (item.shadow) paintShadow(context, item.shadow, area, radius, scale, css(palette[PALETTE.shadow]!, item.shadow.alpha));
  if (radius < SQUARE && item.border === undefined) {
    context.fillStyle = css(palette[item.fill]!, item.alpha);
    context.fillRect(area.left, area.top, area.width, area.height);
    return;
  }
  if (item.alpha > 0) {
    outline(context, area, radius);
    context.fillStyle = css(palette[item.fill]!, item.alpha);
    context.fill();
  }
  if (item.border === undefined || item.borderWidth === 0) return;
  const line = Math.max(1, Math.round((item.borderWidth ?? 1) * scale), (item.minBorder ?? 0) * dpr);
  outline(context, area, radius, line / 2);
  context.lineWidth = line;
  context.strokeStyle = css(palette[item.border]!, item.borderAlpha ?? 1);
  context.stroke();
}

function paintArc({ context, palette, scale, dpr }: PaintContext, item: Item & { kind: 'arc' }, area: PixelArea): void {
  const line = Math.max(item.line * scale, 2 * dpr);
  const { left, top, width, height } = area;
  const r = Math.min(item.radius * scale, width / 2, height / 2);
  const h = line / 2;
  const right = left + width - h;
  const bottom = top + height - h;
  const middle = left + width / 2;
  context.beginPath();
  context.moveTo(middle, top + h);
  context.arcTo(right, top + h, right, bottom, r);
  context.arcTo(right, bottom, left + h, bottom, r);
  context.arcTo(left + h, bottom, left + h, top + h, r);
  context.arcTo(left + h, top + h, middle, top + h, r);
  context.lineTo(middle, top + h);
  const length = 2 * (width + height - 4 * r - 2 * line) + 2 * Math.PI * r + 2 * line;
  context.save();
  context.setLineDash([length * item.fraction, length * 2]);
  context.lineWidth = line;
  context.strokeStyle = css(palette[item.color]!, item.alpha);
  context.stroke();
  context.restore();
}

function paintPattern({ context, palette, scale, dpr }: PaintContext, item: Item & { kind: 'stripes' | 'checker' }, area: PixelArea): void {
  context.save();
  outline(context, area, item.radius * scale);
  context.clip();
  const color = css(palette[item.color]!, item.alpha);
  const { left, top, width, height } = area;
  if (item.kind === 'stripes') {
    const period = Math.max(8 * scale, 5 * dpr);
    context.strokeStyle = color;
    context.lineWidth = period * 0.44 * Math.SQRT1_2;
    context.beginPath();
    for (let at = -height; at < width + height; at += period) {
      context.moveTo(left + at, top + height);
      context.lineTo(left + at + height, top);
    }
    context.stroke();
  } else {
    const cell = Math.max(2, 9 * scale);
    context.fillStyle = color;
    for (let row = 0; row * cell < height; row += 1) {
      for (let column = (row + 1) % 2; column * cell < width; column += 2)
        context.fillRect(left + column * cell, top + row * cell, cell, cell);
    }
  }
  context.restore();
}

function portPath(context: Context2D, shape: string, size: number): void {
  context.beginPath();
  const polygon = (points: readonly (readonly [number, number])[]): void => {
    for (const [px, py] of points) context.lineTo(px * size, py * size);
    context.closePath();
  };
  switch (shape) {
    case 'square':
      context.roundRect(-0.94 * size, -0.94 * size, 1.88 * size, 1.88 * size, 0.22 * size);
      break;
    case 'triangle':
      polygon([
        [-0.9, -1.155],
        [1.1, 0],
        [-0.9, 1.155],
      ]);
      break;
    case 'diamond':
      polygon([
        [0, -1.2],
        [1.2, 0],
        [0, 1.2],
        [-1.2, 0],
      ]);
      break;
    case 'hexagon':
      polygon([
        [1.155, 0],
        [0.577, 1],
        [-0.577, 1],
        [-1.155, 0],
        [-0.577, -1],
        [0.577, -1],
      ]);
      break;
    default:
      context.arc(0, 0, size, 0, Math.PI * 2);
  }
}

function paintPort({ context, palette, scale }: PaintContext, item: Item & { kind: 'port' }, x: number, y: number): void {
  const size = item.size * scale;
  context.save();
  context.translate(x, y);
  context.globalAlpha = item.alpha;
  portPath(context, item.shape, size);
  context.lineJoin = 'round';
  context.lineWidth = 3.6 * scale;
  context.strokeStyle = css(palette[PALETTE.surface]!);
  context.stroke();
  context.fillStyle = css(palette[item.shape === 'ring' ? PALETTE.surface : item.color]!);
  context.fill();
  if (item.shape === 'ring') {
    const line = Math.max(1, 1.8 * scale);
    context.beginPath();
    context.arc(0, 0, Math.max(0.5, size - line / 2), 0, Math.PI * 2);
    context.lineWidth = line;
    context.strokeStyle = css(palette[item.color]!);
    context.stroke();
  }
  context.restore();
}

function paintImage(paint: PaintContext, item: Item & { kind: 'image' }, x: number, y: number): void {
  const { context, scale, palette } = paint;
  const picture = paint.picture(item.nodeId);
  if (!picture) return;
  const fitted = fitImage(item, picture.aspect);
  const area = snapped(paint, fitted, x, y);
  context.save();
  context.globalAlpha = item.alpha;
  outline(context, area, fitted.radius * scale);
  if ('image' in picture) {
    context.clip();
    context.imageSmoothingQuality = 'high';
    context.drawImage(picture.image, area.left, area.top, area.width, area.height);
  } else {
    const { mean } = picture;
    context.fillStyle = mean ? `rgb(${mean[0]} ${mean[1]} ${mean[2]} / ${mean[3] / 255})` : css(palette[PALETTE.surfaceRaised]!);
    context.fill();
  }
  context.restore();
}

/** Twin of shaders/guide.wgsl. */
function paintLine({ context, palette, scale, dpr }: PaintContext, item: Item & { kind: 'line' }, x: number, y: number): void {
  const upright = item.x1 === item.x2;
  const level = item.y1 === item.y2;
  let line = Math.max(1, item.pixels * dpr);
  if (upright !== level) line = Math.round(line);
  const snapped = (value: number): number => Math.round(value - line / 2) + line / 2;
  const ends = [x + item.x1 * scale, y + item.y1 * scale, x + item.x2 * scale, y + item.y2 * scale] as const;
  const [x1, y1, x2, y2] = ends;
  const [left, right] = upright && !level ? [snapped(x1), snapped(x2)] : [x1, x2];
  const [top, bottom] = level && !upright ? [snapped(y1), snapped(y2)] : [y1, y2];
  context.save();
  context.setLineDash(item.dash > 0 ? [item.dash * dpr] : []);
  context.lineDashOffset = item.from * scale;
  context.lineWidth = line;
  context.lineCap = item.dash > 0 ? 'butt' : 'round';
  context.strokeStyle = css(palette[item.color]!, item.alpha);
  context.beginPath();
  context.moveTo(left, top);
  context.lineTo(right, bottom);
  context.stroke();
  context.restore();
}

/** Twin of shaders/cursor.wgsl. */
function paintCursor(paint: PaintContext, item: Item & { kind: 'cursor' }, x: number, y: number): void {
  const { context, palette, scale, dpr, font } = paint;
  const color = css(palette[item.color]!);
  const rim = css(palette[PALETTE.surface]!);
  context.save();
  context.globalAlpha = item.alpha;
  context.translate(x + Math.round(item.x * scale), y + Math.round(item.y * scale));
  context.scale(dpr, dpr);
  const { size, weight } = TAG_TEXT;
  context.font = `${weight} ${size}px ${font}`;
  const tag = cursorTag(item.name, (text) => context.measureText(text).width);
  if (tag) {
    const plate = (by: number, fill: string): void => {
      context.beginPath();
      context.roundRect(tag.x - by, tag.y - by, tag.width + 2 * by, tag.height + 2 * by, TAG_RADIUS + by);
      context.fillStyle = fill;
      context.fill();
    };
    plate(RIM, rim);
    plate(0, color);
    context.fillStyle = css(palette[PALETTE.canvas]!);
    context.textAlign = 'left';
    context.direction = isRightToLeft(tag.text) ? 'rtl' : 'ltr';
    context.fillText(tag.text, tag.start, TAG_BASELINE);
  }
  context.beginPath();
  for (const [px, py] of ARROW) context.lineTo(px, py);
  context.closePath();
  context.lineJoin = 'round';
  for (const [by, stroke] of [
    [ROUNDING + RIM, rim],
    [ROUNDING, color],
  ] as const) {
    context.lineWidth = 2 * by;
    context.strokeStyle = context.fillStyle = stroke;
    context.stroke();
    context.fill();
  }
  context.restore();
}
