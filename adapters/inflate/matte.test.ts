import { describe, it } from 'node:test';
import { expect } from 'chai';
import { cutOut } from './matte.js';
import { keepLargest } from './regions.js';
import { paint, unhurried } from './testing.js';
import type { Pixels } from '../../src/registry/values.js';

const RED = [210, 40, 40] as const;
const WHITE = [250, 250, 250] as const;
const disc = (cx: number, cy: number, r: number) => (x: number, y: number) => Math.hypot(x - cx, y - cy) < r;
const at = (alpha: Float32Array, picture: Pixels, x: number, y: number) => alpha[y * picture.width + x]!;
const area = (alpha: Float32Array) => alpha.reduce((a, b) => a + b, 0);
const failure = async (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: { code: string; message: string }) => error,
  );

describe('cutOut', () => {
  it('keeps white areas inside the subject before a white background', async () => {
    const body = disc(64, 64, 44);
    const ring = (x: number, y: number) => disc(64, 64, 22)(x, y) && !disc(64, 64, 14)(x, y);
    const picture = paint(128, 128, (x, y) => (body(x, y) && !ring(x, y) ? RED : WHITE));
    const { alpha, source } = await cutOut(picture, true, unhurried);
    expect(source).to.equal('backdrop');
    expect(at(alpha, picture, 64 + 18, 64)).to.equal(1);
    expect(at(alpha, picture, 3, 3)).to.equal(0);
    expect(area(alpha)).to.be.closeTo(Math.PI * 44 * 44, 25);
  });

  it('measures soft edges: the disc has its true area within 0.5 %', async () => {
    const picture = paint(128, 128, (x, y) => (disc(64.3, 63.6, 40)(x, y) ? RED : WHITE));
    const { alpha } = await cutOut(picture, true, unhurried);
    expect(area(alpha) / (Math.PI * 1600)).to.be.closeTo(1, 0.005);
    expect(alpha.some((value) => value > 0.2 && value < 0.8)).to.equal(true);
  });

  it('follows a background gradient with slight noise', async () => {
    const body = disc(60, 70, 36);
    let seed = 7;
    const noise = () => ((seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648 - 0.5) * 6;
    const picture = paint(128, 128, (x, y) => {
      const n = noise();
      return body(x, y) ? [40 + n, 90 + n, 60 + n] : [120 + x * 0.8 + n, 140 + y * 0.6 + n, 230 - x * 0.5 + n];
    });
    const { alpha, source } = await cutOut(picture, true, unhurried);
    expect(source).to.equal('backdrop');
    expect(area(alpha) / (Math.PI * 36 * 36)).to.be.closeTo(1, 0.02);
  });

  it("takes the picture's own alpha, whatever the colours", async () => {
    const picture = paint(64, 64, (x, y) => (disc(32, 32, 20)(x, y) ? [250, 250, 250, 255] : [250, 250, 250, 0]));
    const { alpha, source } = await cutOut(picture, true, unhurried);
    expect(source).to.equal('alpha');
    expect(area(alpha)).to.be.closeTo(Math.PI * 400, 8);
  });

  it('drops specks and keeps every large part', async () => {
    const parts = [disc(30, 64, 22), disc(96, 64, 18)];
    const picture = paint(128, 128, (x, y) => (parts.some((part) => part(x, y)) || disc(64, 10, 2)(x, y) ? RED : WHITE));
    const { alpha } = await cutOut(picture, true, unhurried);
    expect(at(alpha, picture, 64, 10)).to.equal(0);
    expect(at(alpha, picture, 30, 64)).to.equal(1);
    expect(at(alpha, picture, 96, 64)).to.equal(1);
  });

  it('finds a subject before a busy background, roughly', async () => {
    const body = disc(64, 66, 34);
    const picture = paint(128, 128, (x, y) => {
      if (body(x, y)) return [225, 120 + 20 * Math.sin(x / 5), 30];
      return (Math.floor(x / 9) + Math.floor(y / 7)) % 2 ? [40, 90 + (x % 17) * 3, 60] : [90, 130, 190 - (y % 23) * 3];
    });
    const { alpha, source } = await cutOut(picture, true, unhurried);
    expect(source).to.equal('photo');
    let both = 0;
    let either = 0;
    alpha.forEach((value, i) => {
      const is = value > 0.5;
      const should = body((i % 128) + 0.5, Math.floor(i / 128) + 0.5);
      if (is && should) both++;
      if (is || should) either++;
    });
    expect(both / either).to.be.above(0.85);
  });

  for (const [what, picture] of [
    ['an empty background', paint(64, 64, () => WHITE)],
    ['a picture that is clear everywhere', paint(64, 64, () => [0, 0, 0, 0])],
    ['a single pixel', paint(1, 1, () => RED)],
    ['one stray pixel on a background', paint(64, 64, (x, y) => (Math.floor(x) === 20 && Math.floor(y) === 20 ? RED : WHITE))],
  ] as const) {
    it(`says that there is no subject in ${what}, and what to do`, async () => {
      const error = await failure(cutOut(picture, true, unhurried));
      expect(error?.code).to.equal('GDS_MESH_NO_SUBJECT');
      expect(error?.message).to.match(/Use a picture/);
    });
  }

  it('leaves an opaque picture whole when the background is to stay', async () => {
    const { alpha, source } = await cutOut(
      paint(32, 24, () => RED),
      false,
      unhurried,
    );
    expect(source).to.equal('whole');
    expect(area(alpha)).to.equal(32 * 24);
  });
});

describe('keepLargest', () => {
  it('bears a picture of nothing but specks', () => {
    const size = 1024;
    const matte = Float32Array.from({ length: size * size }, (_, i) => ((i % size) + Math.floor(i / size)) % 2);
    expect(keepLargest(matte, size, size, 0.03)).to.equal((size * size) / 2);
  });
});
