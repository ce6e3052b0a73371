/**
 * The title of a frame: a tab above its top left corner. Zooming out it grows in canvas units and so stays readable, in steps of a quarter
 * octave: between two steps nothing is built anew.
 */
import { ellipsize, type MeasureText } from './text.js';
import type { Rect } from './types.js';

/** Size of the text at 100 %, canvas units. */
const SIZE = 13;
/** Smallest size on screen, CSS pixels. */
const READABLE = 11;
/** Below this zoom titles shrink with everything else. */
const LOWEST_ZOOM = 1 / 8;
/** In ems of the title. */
const TAB = { height: 1.85, padding: 0.7, gap: 0.35, shortest: 4, lock: 1.2 } as const;
export const TITLE_WEIGHT = 600;
/** What a frame without a title is called. */
const UNTITLED = 'Frame';

/** How far the tab can reach above its frame, canvas units. */
export const TITLE_REACH = (READABLE / LOWEST_ZOOM) * (TAB.height + TAB.gap);

/** Size of the text at this zoom, canvas units. */
export function titleSizeAt(zoom: number): number {
  const step = 2 ** (Math.floor(Math.log2(Math.max(LOWEST_ZOOM, Math.min(1, zoom))) * 4) / 4);
  return Math.max(SIZE, READABLE / Math.max(LOWEST_ZOOM, step));
}

export interface GroupTitle {
  /** Relative to the frame's corner; a wide title ends at the frame's right edge. */
  readonly tab: Rect;
  readonly text: string;
  /** Baseline start of the text. */
  readonly x: number;
  readonly y: number;
  readonly named: boolean;
  /** Left edge of the lock, on locked frames. */
  readonly lock?: number;
}

export function groupTitle(
  record: { readonly title: string; readonly locked?: true },
  width: number,
  size: number,
  measure: MeasureText,
): GroupTitle {
  const padding = TAB.padding * size;
  const lock = record.locked ? TAB.lock * size : 0;
  const room = width - 2 * padding - lock;
  const text = ellipsize(record.title || UNTITLED, Math.max(size, room), size, TITLE_WEIGHT, measure);
  const height = TAB.height * size;
  const wanted = measure(text, size, TITLE_WEIGHT) + 2 * padding + lock;
  const tab = { x: 0, y: -(height + TAB.gap * size), width: Math.min(width, Math.max(TAB.shortest * size, wanted)), height };
  return {
    tab,
    text,
    x: padding + lock,
    y: tab.y + height / 2 + size * 0.36,
    named: record.title !== '',
    ...(record.locked ? { lock: padding } : {}),
  };
}
