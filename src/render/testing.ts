/** Themes for tests, from the package's own token table. */
import { COLOR_TOKENS, PLAIN_TOKENS } from '../element/tokens.js';
import type { RenderTheme, Rgba } from './types.js';

export function testTheme(scheme: 'dark' | 'light'): RenderTheme {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  const color = (name: keyof typeof COLOR_TOKENS): Rgba => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = COLOR_TOKENS[name][scheme];
    context.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
    return [r! / 255, g! / 255, b! / 255, a! / 255];
  };
  return {
    canvas: color('canvas'),
    gridDot: color('grid-dot'),
    surface: color('surface'),
    surfaceRaised: color('surface-raised'),
    well: color('well'),
    border: color('border'),
    text: color('text'),
    muted: color('muted'),
    accent: color('accent'),
    running: color('running'),
    warning: color('warning'),
    error: color('error'),
    shadow: color('shadow'),
    ports: {
      string: color('port-string'),
      image: color('port-image'),
      mesh: color('port-mesh'),
      tensor: color('port-tensor'),
      number: color('port-number'),
      any: color('port-any'),
    },
    font: PLAIN_TOKENS.font,
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
