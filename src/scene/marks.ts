/** Signs that several things on the canvas share: state rings, resize handles, the lock. */
import type { BoxItem, Item } from './items.js';
import { PALETTE } from './palette.js';
import { HANDLE } from './resize.js';

interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Baseline that centres text of `size` on `y`: half the height of a capital below the middle. */
export const baseline = (y: number, size: number): number => y + size * 0.36;

export const grown = ({ x, y, width, height }: Area, by = 1): Area => ({
  x: x - by,
  y: y - by,
  width: width + 2 * by,
  height: height + 2 * by,
});

/** The 2 px ring of a state, centred on the edge of something with corners of `radius`; seen from afar too. */
export const ring = (body: Area, radius: number, color: number, alpha: number): BoxItem => ({
  kind: 'box',
  ...grown(body),
  radius: radius + 1,
  fill: color,
  alpha: 0,
  border: color,
  borderAlpha: alpha,
  borderWidth: 2,
  minBorder: 2,
});

/** Squares on the four corners of a selected frame or note. */
export function handles(body: Area): BoxItem[] {
  const { size, minPixels } = HANDLE;
  const corners = [
    [body.x, body.y],
    [body.x + body.width, body.y],
    [body.x, body.y + body.height],
    [body.x + body.width, body.y + body.height],
  ] as const;
  return corners.map(([x, y]) => ({
    kind: 'box',
    x: x - size / 2,
    y: y - size / 2,
    width: size,
    height: size,
    radius: 2,
    fill: PALETTE.surface,
    alpha: 1,
    border: PALETTE.accent,
    borderWidth: 1.5,
    minBorder: 1.5,
    minSize: minPixels,
  }));
}

/** A closed lock of `size`, of two boxes: an icon's thin lines are lost from afar. `x`, `y`: its top left corner. */
export function lockMark(x: number, y: number, size: number, color: number, alpha: number): Item[] {
  const line = size * 0.16;
  return [
    {
      kind: 'box',
      x: x + size * 0.2,
      y,
      width: size * 0.6,
      height: size * 0.75,
      radius: size * 0.3,
      fill: color,
      alpha: 0,
      border: color,
      borderAlpha: alpha,
      borderWidth: line,
      minBorder: 1,
    },
    {
      kind: 'box',
      x: x + size * 0.05,
      y: y + size * 0.42,
      width: size * 0.9,
      height: size * 0.58,
      radius: size * 0.14,
      fill: color,
      alpha,
    },
  ];
}
