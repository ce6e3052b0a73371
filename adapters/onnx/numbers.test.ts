/** Random numbers, half precision, tokens, resizing: each against recorded numbers of the program it must equal. */
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { fromHalf, toHalf } from './float16.js';
import { resize, fitImage } from './pipelines/resize.js';
import { TorchCpuGenerator } from './rng/torch-cpu.js';
import { PromptTokenizer } from './tokenizer.js';
import { readJson, readPicture } from './testing/read-fixture.js';
import { difference } from './testing/golden.js';

const FIXTURES = 'test/fixtures/diffusers/';

describe('noise equals torch.randn on the CPU', () => {
  interface Draw {
    readonly seed: number;
    readonly n: number;
    readonly are: string;
    readonly values: readonly number[];
    readonly sum: number;
    readonly absSum: number;
  }
  const file = readJson<{
    mt19937Seed5489First: number;
    cases: Draw[];
    sequences: { seed: number; draws: number[]; values: number[][] }[];
  }>(`${FIXTURES}rng.json`);
  it('starts MT19937 as published', () => {
    expect(new TorchCpuGenerator(5489).next()).to.equal(file.mt19937Seed5489First);
  });
  for (const { seed, n, are, values, sum, absSum } of file.cases) {
    it(`seed ${seed}, ${n} numbers`, () => {
      const found = new TorchCpuGenerator(seed).normal(n);
      const first = are === 'all' ? values.length : 32;
      expect(difference(found.subarray(0, first), values.slice(0, first))).to.be.below(2e-6);
      if (are !== 'all') expect(difference(found.subarray(n - 32, n - 32 + values.length - 32), values.slice(32))).to.be.below(2e-6);
      expect(found.reduce((total, value) => total + value, 0)).to.be.closeTo(sum, 1e-6 * n + 1e-5);
      expect(found.reduce((total, value) => total + Math.abs(value), 0)).to.be.closeTo(absSum, 1e-6 * n + 1e-5);
    });
  }
  for (const { seed, draws, values } of file.sequences) {
    it(`seed ${seed}, draws of ${draws.join(', ')} from one generator`, () => {
      const generator = new TorchCpuGenerator(seed);
      draws.forEach((count, i) => expect(difference(generator.normal(count).subarray(0, 16), values[i]!), `draw ${i}`).to.be.below(2e-6));
    });
  }
});

describe('half precision', () => {
  const { float32Bits, halfBits } = readJson<{ float32Bits: number[]; halfBits: number[] }>(`${FIXTURES}fp16.json`);
  it('rounds as NumPy, torch and ONNX Runtime do', () => {
    const floats = new Float32Array(Uint32Array.from(float32Bits).buffer);
    floats.forEach((value, i) => {
      if (Number.isNaN(value)) expect(fromHalf(toHalf(value))).to.be.NaN;
      else expect(toHalf(value), `${value}`).to.equal(halfBits[i]);
    });
  });
  it('brings every finite half back', () => {
    for (let half = 0; half < 0x7c00; half++) expect(toHalf(fromHalf(half))).to.equal(half);
    expect(fromHalf(0x7c00)).to.equal(Infinity);
    expect(fromHalf(0x8001)).to.equal(-(2 ** -24));
  });
});

describe('prompt tokens', () => {
  const folder = 'models/gds-tiny-sd/tokenizer/';
  const tokenizer = (pad: string) =>
    new PromptTokenizer(readJson<object>(`${folder}tokenizer.json`), {
      ...readJson<object>(`${folder}tokenizer_config.json`),
      pad_token: pad,
    });
  for (const { text, pad, ids } of readJson<{ cases: { text: string; pad: string; ids: number[] }[] }>(`${FIXTURES}prompts.json`).cases) {
    it(`"${text}", padded with ${pad}`, () => {
      expect(tokenizer(pad).encode(text)).to.deep.equal(ids);
    });
  }
  const own = tokenizer('<|endoftext|>');
  it('fills up an empty prompt', () => {
    expect(own.encode('')).to.deep.equal([4094, ...new Array<number>(76).fill(4095)]);
  });
  it('cuts a long prompt and closes it', () => {
    const ids = own.encode('apple '.repeat(200));
    expect(ids).to.have.length(77);
    expect(ids[76]).to.equal(4095);
    expect(ids[75]).to.equal(ids[1]);
  });
  it('takes a spelt-out end token as nothing, so it cannot cut the prompt', () => {
    expect(own.encode('a red <|endoftext|> apple')).to.deep.equal(own.encode('a red apple'));
  });
  it('knows one small sigma only', () => {
    expect(own.encode('ΟΔΟΣ')).to.deep.equal(own.encode('οδοσ'));
  });
});

describe('resizing', () => {
  for (const size of ['65x71', '100x50']) {
    it(`equals Pillow's Lanczos, ${size}`, () => {
      const wanted = readPicture(`${FIXTURES}lanczos-out-${size}.png`);
      expect(difference(resize(readPicture(`${FIXTURES}lanczos-in-${size}.png`), wanted.width, wanted.height).data, wanted.data)).to.equal(
        0,
      );
    });
  }
  it('cuts at the centre and lays on white', () => {
    const data = new Uint8ClampedArray(4 * 2 * 4);
    // Columns: red, transparent, blue at half strength, green.
    for (let y = 0; y < 2; y++) data.set([255, 0, 0, 255, 9, 9, 9, 0, 0, 0, 255, 128, 0, 255, 0, 255], y * 16);
    expect([...fitImage({ width: 4, height: 2, data }, 2, 2).data.slice(0, 8)]).to.deep.equal([255, 255, 255, 255, 127, 127, 255, 255]);
  });
});
