/**
 * What floats above the graph while a hand works on it, in canvas units: the marquee, the lasso, the knife, alignment guides and
 * other people's cursors. All of it passes with the gesture; none of it is in the document.
 *
 * Line widths and cursors are in CSS pixels, so that zooming changes nothing here.
 */
import type { Item } from './items.js';
import { PALETTE } from './palette.js';
import type { Point, Rect } from './types.js';

/** A line along which edges or middles of what is dragged and of what lies still agree. */
export interface Guide {
  readonly axis: 'x' | 'y';
  /** The coordinate they share: x of a vertical line, y of a horizontal one. */
  readonly at: number;
  /** Where the line begins and ends on the other axis. */
  readonly from: number;
  readonly to: number;
}

/** Where somebody else points. */
export interface SceneCursor {
  readonly id: string;
  readonly at: Point;
  /** Shown beside the arrow; '' for none. */
  readonly name: string;
  /** Palette index. */
  readonly color: number;
}

export interface Overlay {
  readonly marquee: Rect | null;
  /** The path drawn so far; it is shown closed. Fewer than two points show nothing. */
  readonly lasso: readonly Point[];
  /** The path of the knife that cuts wires. */
  readonly cut: readonly Point[];
  readonly guides: readonly Guide[];
  readonly cursors: readonly SceneCursor[];
}

export const NO_OVERLAY: Overlay = { marquee: null, lasso: [], cut: [], guides: [], cursors: [] };

/**
 * Items of row `WORLD`, in painter's order. `origin` is the rows' own: items are relative to it, so that they stand still on the GPU
 * far from zero too.
 */
export function overlayItems({ marquee, lasso, cut, guides, cursors }: Overlay, origin: Point): Item[] {
  const { accent, error } = PALETTE;
  const items: Item[] = [];
  for (const { axis, at, from, to } of guides) {
    const ends = axis === 'x' ? { x1: at, y1: from, x2: at, y2: to } : { x1: from, y1: at, x2: to, y2: at };
    items.push({ kind: 'line', ...moved(ends, origin), pixels: 1, dash: 0, from: 0, color: accent, alpha: 1 });
  }
  if (marquee) {
    const area = { ...marquee, x: marquee.x - origin.x, y: marquee.y - origin.y };
    items.push({ kind: 'box', ...area, radius: 2, fill: accent, alpha: 0.1, border: accent, borderWidth: 0.01, minBorder: 1 });
  }
  items.push(...path(lasso.length > 1 ? [...lasso, lasso[0]!] : [], origin, { pixels: 1.5, dash: 6, color: accent }));
  items.push(...path(cut, origin, { pixels: 1.5, dash: 0, color: error }));
  for (const { at, name, color } of cursors) items.push({ kind: 'cursor', x: at.x - origin.x, y: at.y - origin.y, name, color, alpha: 1 });
  return items;
}

interface Ends {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}
const moved = ({ x1, y1, x2, y2 }: Ends, { x, y }: Point): Ends => ({ x1: x1 - x, y1: y1 - y, x2: x2 - x, y2: y2 - y });

function path(
  points: readonly Point[],
  origin: Point,
  look: { readonly pixels: number; readonly dash: number; readonly color: number },
): Item[] {
  let from = 0;
  return points.slice(1).map((point, index) => {
    const { x, y } = points[index]!;
    const item = { kind: 'line', ...moved({ x1: x, y1: y, x2: point.x, y2: point.y }, origin), from, alpha: 1, ...look } as const;
    from += Math.hypot(point.x - x, point.y - y);
    return item;
  });
}
