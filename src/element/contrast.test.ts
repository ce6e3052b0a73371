// The contrast that the token table promises: computed from OKLCH by our own conversion (Björn Ottosson, "A perceptual color
// space for image processing", 2020) and the WCAG 2.2 formula of relative luminance.
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { COLOR_TOKENS, type ColorTokenName } from './tokens.js';

type Theme = 'dark' | 'light';

/** Linear sRGB of `oklch(L C H)`, clipped to the gamut. */
function linear(value: string): [number, number, number] {
  const match = /^oklch\(([\d.]+) ([\d.]+) ([\d.]+)/.exec(value);
  if (!match) throw new Error(`Not a plain oklch() colour: ${value}`);
  const [lightness, chroma, hue] = match.slice(1).map(Number) as [number, number, number];
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const rgb = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ] as const;
  return rgb.map((channel) => Math.min(1, Math.max(0, channel))) as [number, number, number];
}

const luminance = (value: string): number => {
  const [r, g, b] = linear(value);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

function contrast(theme: Theme, front: ColorTokenName, back: ColorTokenName): number {
  const [a, b] = [luminance(COLOR_TOKENS[front][theme]), luminance(COLOR_TOKENS[back][theme])];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

const GROUNDS: readonly ColorTokenName[] = ['surface', 'surface-raised', 'well', 'canvas'];
const TEXTS: readonly ColorTokenName[] = ['text', 'muted', 'error', 'running', 'warning', 'accent'];
const MARKS: readonly ColorTokenName[] = [
  'accent',
  'running',
  'warning',
  'error',
  'port-string',
  'port-image',
  'port-mesh',
  'port-tensor',
  'port-number',
  'port-any',
  'item-neutral',
  'item-red',
  'item-orange',
  'item-yellow',
  'item-green',
  'item-blue',
  'item-violet',
];

describe('contrast of the token table', () => {
  it('converts OKLCH as the CSS specification does', () => {
    // Reference: white, black and sRGB red, which CSS Color 4 writes as oklch(0.628 0.2577 29.23).
    expect(luminance('oklch(1 0 0)')).to.be.closeTo(1, 1e-3);
    expect(luminance('oklch(0 0 0)')).to.be.closeTo(0, 1e-6);
    const [r, g, b] = linear('oklch(0.628 0.2577 29.23)');
    expect(r).to.be.closeTo(1, 0.01);
    expect(g).to.be.closeTo(0, 0.01);
    expect(b).to.be.closeTo(0, 0.01);
  });

  for (const theme of ['dark', 'light'] as const) {
    for (const back of GROUNDS) {
      for (const front of TEXTS) {
        it(`${theme}: text in ${front} on ${back} has 4.5:1`, () => {
          expect(contrast(theme, front, back)).to.be.at.least(4.5);
        });
      }
    }
    it(`${theme}: text on the accent has 4.5:1`, () => {
      expect(contrast(theme, 'on-accent', 'accent')).to.be.at.least(4.5);
    });
    for (const front of MARKS) {
      it(`${theme}: a mark in ${front} has 3:1 on surface and canvas`, () => {
        expect(contrast(theme, front, 'surface')).to.be.at.least(3);
        expect(contrast(theme, front, 'canvas')).to.be.at.least(3);
      });
    }
    it(`${theme}: outlines of controls have 3:1 on panels`, () => {
      expect(contrast(theme, 'border-strong', 'surface')).to.be.at.least(3);
    });
  }
});
