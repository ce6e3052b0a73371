/** A theme and pixel arithmetic for tests. The colours stand near those of the design; no test depends on their exact values. */
import { ITEM_COLORS } from '../graph/types.js';
import type { ItemColor } from '../scene/palette.js';
import type { RenderTheme, Rgba } from './types.js';

const rgb = (hex: string, alpha = 1): Rgba =>
  [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255).concat(alpha) as unknown as Rgba;

const SCHEMES = {
  dark: {
    colors: ['0e0f12', '333438', '1a1b1d', '25272b', '0d0e11', '35373c', 'eeeeee', 'a3a6ab', '6fd88b', '5fb6f5', 'e8b94f', 'ff6b5e'],
    ports: ['f2b441', '4fa3ea', '44cbb8', 'b18cf0', 'ef7fb9', 'a3a6ab'],
    items: ['85888d', 'e0716c', 'd98a4e', 'c9a63f', '5fae74', '5f9fe0', 'a98be6'],
    shadow: rgb('000000', 0.45),
  },
  light: {
    colors: ['f6f7f9', 'cfd1d4', 'ffffff', 'f1f2f4', 'f1f2f4', 'd9dbdf', '191b1f', '5b5f66', '0c7f38', '0a6fb5', '96690a', 'cc1420'],
    ports: ['b87508', '0a77c8', '0b8f80', '7c3fd0', 'b83a86', '686b70'],
    items: ['7b7f86', 'c23a3a', 'b0631a', '8f7410', '2e8048', '2a6fc0', '7a4fd0'],
    shadow: rgb('282c36', 0.14),
  },
} as const;

export function testTheme(scheme: 'dark' | 'light'): RenderTheme {
  const { colors, ports, items, shadow } = SCHEMES[scheme];
  const [canvas, gridDot, surface, surfaceRaised, well, border, text, muted, accent, running, warning, error] = colors.map((hex) =>
    rgb(hex),
  ) as unknown as readonly [Rgba, Rgba, Rgba, Rgba, Rgba, Rgba, Rgba, Rgba, Rgba, Rgba, Rgba, Rgba];
  const [string, image, mesh, tensor, number, any] = ports.map((hex) => rgb(hex)) as unknown as readonly [
    Rgba,
    Rgba,
    Rgba,
    Rgba,
    Rgba,
    Rgba,
  ];
  return {
    canvas,
    gridDot,
    surface,
    surfaceRaised,
    well,
    border,
    text,
    muted,
    accent,
    running,
    warning,
    error,
    shadow,
    items: Object.fromEntries(ITEM_COLORS.map((name, index) => [name, rgb(items[index]!)])) as Record<ItemColor, Rgba>,
    ports: { string, image, mesh, tensor, number, any },
    font: 'sans-serif',
    reducedMotion: false,
  };
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/** Red, green and blue of one pixel, 0 to 255. */
export function pixelAt(picture: Picture, x: number, y: number): [number, number, number] {
  const at = (Math.floor(y) * picture.width + Math.floor(x)) * 4;
  const { data } = picture;
  return [data[at]!, data[at + 1]!, data[at + 2]!];
}

/** Largest difference of a channel, 0 to 255. */
export const difference = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...[0, 1, 2].map((index) => Math.abs(a[index]! - b[index]!)));

export const bytes = ([r, g, b]: Rgba): [number, number, number] => [Math.round(r * 255), Math.round(g * 255), Math.round(b * 255)];

/** Mean difference of two pictures of one size, and the share of pixels that differ by more than `limit`. */
export function compare(a: Picture, b: Picture, limit = 24): { mean: number; share: number } {
  if (a.width !== b.width || a.height !== b.height) return { mean: 255, share: 1 };
  let sum = 0;
  let beyond = 0;
  for (let index = 0; index < a.data.length; index += 4) {
    const worst = Math.max(
      Math.abs(a.data[index]! - b.data[index]!),
      Math.abs(a.data[index + 1]! - b.data[index + 1]!),
      Math.abs(a.data[index + 2]! - b.data[index + 2]!),
    );
    sum += worst;
    if (worst > limit) beyond += 1;
  }
  return { mean: sum / (a.width * a.height), share: beyond / (a.width * a.height) };
}
