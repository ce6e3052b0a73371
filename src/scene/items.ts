/**
 * Display items: what a node, note or frame looks like, as a flat list in painter's order, in its own coordinates.
 *
 * All three renderers draw this list and nothing else, so they cannot differ in what they show. Items name colours by palette
 * index and know no pixels; how fine they are is the {@link Detail} they were built for.
 */
import type { PortShape } from '../registry/types.js';
import type { FontWeight } from './text.js';

interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What a box casts below itself: the palette's shadow colour, blurred. */
export interface Shadow {
  /** How far down it lies. */
  readonly y: number;
  /** Standard deviation of the blur, canvas units. */
  readonly blur: number;
  /** 0 to 1. */
  readonly alpha: number;
}
/** Rounded rectangle, filled, with an optional border that lies inside it. */
export interface BoxItem extends Area {
  readonly kind: 'box';
  readonly radius: number;
  readonly fill: number;
  /** 0 to 1, of the fill. */
  readonly alpha: number;
  readonly border?: number;
  readonly borderAlpha?: number;
  /** Canvas units; at least one device pixel is drawn. */
  readonly borderWidth?: number;
  /** Lower bound of the border in CSS pixels, for signs that must be seen from afar. */
  readonly minBorder?: number;
  /** Lower bound of both sides in CSS pixels, about its middle, for handles that a hand must find. */
  readonly minSize?: number;
  /** Drawn in one with the box, which is most of what it covers. Not with `minSize`. */
  readonly shadow?: Shadow;
}
/** The part from 0 to `fraction` of a rounded rectangle's outline, clockwise from the middle of its top edge. */
export interface ArcItem extends Area {
  readonly kind: 'arc';
  readonly radius: number;
  /** Width of the line, canvas units; at least two CSS pixels are drawn: a run must be seen from afar. */
  readonly line: number;
  readonly fraction: number;
  readonly color: number;
  readonly alpha: number;
}
/** Diagonal stripes (bypassed) or a checkerboard (transparency), clipped to a rounded rectangle. */
export interface PatternItem extends Area {
  readonly kind: 'stripes' | 'checker';
  readonly radius: number;
  readonly color: number;
  readonly alpha: number;
}
export interface TextItem {
  readonly kind: 'text';
  /** Start or end of the line, by `align`. */
  readonly x: number;
  /** Baseline. */
  readonly y: number;
  readonly text: string;
  readonly size: number;
  readonly weight: FontWeight;
  readonly color: number;
  readonly alpha: number;
  readonly align: 'start' | 'end';
  /** Drawn as letters at every detail, where others become bars. */
  readonly letters?: true;
}
export interface IconItem {
  readonly kind: 'icon';
  /** Top left corner. */
  readonly x: number;
  readonly y: number;
  readonly size: number;
  /** A name of the icon set or SVG markup of a 24 × 24 drawing. */
  readonly name: string;
  readonly color: number;
  readonly alpha: number;
}
export interface PortItem {
  readonly kind: 'port';
  /** Centre. */
  readonly x: number;
  readonly y: number;
  readonly shape: PortShape;
  /** Radius without the gap around it. */
  readonly size: number;
  readonly color: number;
  readonly alpha: number;
}
/** The node's picture, fitted into the area. */
export interface ImageItem extends Area {
  readonly kind: 'image';
  readonly nodeId: string;
  readonly radius: number;
  readonly alpha: number;
}

/** A straight line; its width is the same at every zoom. */
export interface LineItem {
  readonly kind: 'line';
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  /** Width, CSS pixels. */
  readonly pixels: number;
  /** Length of a dash and of the gap after it, CSS pixels; 0 draws the line whole. */
  readonly dash: number;
  /** Where it begins on the path it is a piece of, canvas units: dashes run on from piece to piece. */
  readonly from: number;
  readonly color: number;
  readonly alpha: number;
}
/** Somebody's pointer: an arrow with its tip here and a name tag beside it, the same size at every zoom. */
export interface CursorItem {
  readonly kind: 'cursor';
  readonly x: number;
  readonly y: number;
  readonly name: string;
  readonly color: number;
  readonly alpha: number;
}

export type Item = BoxItem | ArcItem | PatternItem | TextItem | IconItem | PortItem | ImageItem | LineItem | CursorItem;

/**
 * How fine a node is drawn, by zoom: 0 everything with port titles, 1 everything, 2 text as bars, 3 body, picture and state,
 * 4 a flat box.
 */
export type Detail = 0 | 1 | 2 | 3 | 4;

/** Lowest zoom of details 0 to 3. Text of 12 units is 4.8 pixels at 0.4: below that bars read better than letters. */
const LOWEST_ZOOM = [0.5, 0.4, 0.2, 0.08] as const;
/** A detail is left only this share beyond its threshold, so that a hand resting on it does not flicker. */
const HYSTERESIS = 0.1;

export function detailAt(zoom: number, before?: Detail): Detail {
  const plain = (z: number): Detail => {
    const index = LOWEST_ZOOM.findIndex((lowest) => z >= lowest);
    return (index === -1 ? 4 : index) as Detail;
  };
  const now = plain(zoom);
  // Exactly at a named threshold the finer detail holds; hysteresis only delays becoming coarser.
  return before !== undefined && now > before && plain(zoom * (1 + HYSTERESIS)) === before && before !== 0 ? before : now;
}
