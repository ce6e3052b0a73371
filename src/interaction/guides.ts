/**
 * Alignment of a box with what lies around it: edges with edges, middles with middles, and equal gaps. Pure.
 *
 * What lies around is sorted once, at the beginning of a drag; each move asks it by binary search. Only what is in view is given
 * here, so the size of the document does not matter.
 */
import type { Guide } from '../scene/overlay.js';
import type { Rect } from '../scene/types.js';

type Axis = 'x' | 'y';
/** Which of a box's lines may snap: while resizing only the edge that is pulled. */
export type Line = 'start' | 'middle' | 'end';

export interface Aligned {
  /** What moves the box onto the nearest alignment; 0 where none is in reach. */
  readonly dx: number;
  readonly dy: number;
  /** On this axis the box lies on an alignment. */
  readonly x: boolean;
  readonly y: boolean;
  readonly guides: readonly Guide[];
}

export interface AlignOptions {
  /** Canvas units within which a line snaps. */
  readonly reach: number;
  /** Lines of the box that may snap, by axis; all by default. */
  readonly lines?: Readonly<Record<Axis, readonly Line[]>>;
  /** Also to equal gaps. */
  readonly gaps?: boolean;
}

interface Span {
  readonly start: number;
  readonly end: number;
}
interface Lines {
  readonly edges: readonly number[];
  readonly middles: readonly number[];
}

const ALL: Readonly<Record<Axis, readonly Line[]>> = { x: ['start', 'middle', 'end'], y: ['start', 'middle', 'end'] };
/** Canvas units within which coordinates count as the same. */
const SAME = 0.01;
/** Half the length of the ticks that end a gap, as a share of the reach. */
const TICK = 0.5;

const other = (axis: Axis): Axis => (axis === 'x' ? 'y' : 'x');
const spanOf = (rect: Rect, axis: Axis): Span =>
  axis === 'x' ? { start: rect.x, end: rect.x + rect.width } : { start: rect.y, end: rect.y + rect.height };
const middleOf = ({ start, end }: Span): number => (start + end) / 2;
const at = (span: Span, line: Line): number => (line === 'middle' ? middleOf(span) : span[line]);
const overlaps = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end;
const moved = (rect: Rect, axis: Axis, by: number): Rect => ({ ...rect, [axis]: rect[axis] + by });

export class Alignment {
  readonly #lines: Readonly<Record<Axis, Lines>>;

  constructor(private readonly around: readonly Rect[]) {
    this.#lines = { x: this.#sorted('x'), y: this.#sorted('y') };
  }

  align(box: Rect, options: AlignOptions): Aligned {
    const dx = this.#nearest(box, 'x', options);
    const acrossed = moved(box, 'x', dx ?? 0);
    const dy = this.#nearest(acrossed, 'y', options);
    const placed = moved(acrossed, 'y', dy ?? 0);
    return {
      dx: dx ?? 0,
      dy: dy ?? 0,
      x: dx !== undefined,
      y: dy !== undefined,
      guides: [
        ...(dx === undefined ? [] : this.#guides(placed, 'x', options)),
        ...(dy === undefined ? [] : this.#guides(placed, 'y', options)),
      ],
    };
  }

  #sorted(axis: Axis): Lines {
    const spans = this.around.map((rect) => spanOf(rect, axis));
    const ascending = (a: number, b: number): number => a - b;
    return {
      edges: spans.flatMap(({ start, end }) => [start, end]).sort(ascending),
      middles: spans.map(middleOf).sort(ascending),
    };
  }

  /** The shortest way onto an alignment. */
  #nearest(box: Rect, axis: Axis, { reach, lines = ALL, gaps = false }: AlignOptions): number | undefined {
    const span = spanOf(box, axis);
    let best: number | undefined;
    const offer = (delta: number): void => {
      if (Math.abs(delta) <= reach && (best === undefined || Math.abs(delta) < Math.abs(best))) best = delta;
    };
    for (const line of lines[axis]) {
      const own = at(span, line);
      const found = nearestIn(line === 'middle' ? this.#lines[axis].middles : this.#lines[axis].edges, own);
      if (found !== undefined) offer(found - own);
    }
    if (gaps) for (const gap of this.#gaps(box, axis)) offer(gap.delta);
    return best;
  }

  /** Places where the gap to a neighbour is as wide as another one, with the two gaps that are equal there. */
  #gaps(box: Rect, axis: Axis): { readonly delta: number; readonly between: readonly [Span, Span] }[] {
    const span = spanOf(box, axis);
    const across = spanOf(box, other(axis));
    let [before, behind] = [undefined, undefined] as [Span | undefined, Span | undefined];
    const row: Span[] = [];
    for (const rect of this.around) {
      if (!overlaps(across, spanOf(rect, other(axis)))) continue;
      const neighbour = spanOf(rect, axis);
      row.push(neighbour);
      if (middleOf(neighbour) < middleOf(span)) {
        if (!before || neighbour.end > before.end) before = neighbour;
      } else if (!behind || neighbour.start < behind.start) behind = neighbour;
    }
    const size = span.end - span.start;
    const gaps: { delta: number; between: readonly [Span, Span] }[] = [];
    if (before && behind && behind.start - before.end >= size) {
      const start = (before.end + behind.start - size) / 2;
      gaps.push({
        delta: start - span.start,
        between: [
          { start: before.end, end: start },
          { start: start + size, end: behind.start },
        ],
      });
    }
    const further =
      before &&
      row.reduce<Span | undefined>((best, one) => (one.end <= before!.start && (!best || one.end > best.end) ? one : best), undefined);
    if (before && further) {
      const gap = before.start - further.end;
      gaps.push({
        delta: before.end + gap - span.start,
        between: [
          { start: further.end, end: before.start },
          { start: before.end, end: before.end + gap },
        ],
      });
    }
    const beyond =
      behind &&
      row.reduce<Span | undefined>((best, one) => (one.start >= behind!.end && (!best || one.start < best.start) ? one : best), undefined);
    if (behind && beyond) {
      const gap = beyond.start - behind.end;
      gaps.push({
        delta: behind.start - gap - span.end,
        between: [
          { start: behind.end, end: beyond.start },
          { start: behind.start - gap, end: behind.start },
        ],
      });
    }
    return gaps;
  }

  /** What is aligned where the box lies now: one line for all that share a coordinate. */
  #guides(box: Rect, axis: Axis, { reach, lines = ALL, gaps = false }: AlignOptions): Guide[] {
    const span = spanOf(box, axis);
    const across = spanOf(box, other(axis));
    const guides: Guide[] = [];
    for (const line of lines[axis]) {
      const own = at(span, line);
      let { start, end } = across;
      let found = false;
      for (const rect of this.around) {
        const theirs = spanOf(rect, axis);
        const same = (coordinate: number): boolean => Math.abs(coordinate - own) < SAME;
        if (!(line === 'middle' ? same(middleOf(theirs)) : same(theirs.start) || same(theirs.end))) continue;
        const reached = spanOf(rect, other(axis));
        start = Math.min(start, reached.start);
        end = Math.max(end, reached.end);
        found = true;
      }
      if (found) guides.push({ axis, at: own, from: start, to: end });
    }
    if (gaps)
      for (const { delta, between } of this.#gaps(box, axis))
        if (Math.abs(delta) < SAME) guides.push(...between.flatMap((gap) => gapGuides(gap, axis, middleOf(across), reach)));
    return guides;
  }
}

/** A line through a gap with a tick at each end. */
function gapGuides({ start, end }: Span, axis: Axis, through: number, reach: number): Guide[] {
  const tick = (edge: number): Guide => ({ axis, at: edge, from: through - reach * TICK, to: through + reach * TICK });
  return [{ axis: other(axis), at: through, from: start, to: end }, tick(start), tick(end)];
}

/** The value of an ascending list that is nearest to `value`. */
function nearestIn(sorted: readonly number[], value: number): number | undefined {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  const [below, above] = [sorted[low - 1], sorted[low]];
  if (below === undefined || above === undefined) return below ?? above;
  return value - below <= above - value ? below : above;
}
