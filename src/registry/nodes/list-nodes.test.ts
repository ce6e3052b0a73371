import { describe, it } from 'node:test';
import { expect } from 'chai';
import type { GdsError } from '../../errors.js';
import type { ParamValue } from '../../graph/types.js';
import { createDefaultRegistry } from '../registry.js';
import type { ExecuteContext, ExecuteResult } from '../types.js';
import type { PortValue } from '../values.js';
import { promptVariants } from './prompt-matrix.js';
import { seedList } from './seeds.js';
import { sweepValues } from './sweep.js';

const registry = createDefaultRegistry();

async function execute(type: string, params: Record<string, ParamValue> = {}, inputs: Record<string, PortValue> = {}) {
  const names: string[] = [];
  const context: ExecuteContext = {
    nodeId: 'n',
    inputs,
    lists: {},
    nameItems: (labels) => names.push(...labels),
    params: { ...registry.defaults(type), ...params },
    progress: () => undefined,
    signal: new AbortController().signal,
    tasks: { run: () => Promise.reject(new Error('no tasks here')) },
    assets: { get: async () => undefined },
  };
  const result: ExecuteResult = await registry.get(type)!.execute!(context);
  return { result, names };
}

const codeOf = (run: () => unknown): string => {
  try {
    run();
    return 'no error';
  } catch (error) {
    return (error as GdsError).code;
  }
};

describe('sweep', () => {
  const cases: [string, Parameters<typeof sweepValues>[0], number[]][] = [
    ['goes by steps, the end included', { from: 1, to: 4, step: 1 }, [1, 2, 3, 4]],
    ['does not lose the end to rounding', { from: 0, to: 0.3, step: 0.1 }, [0, 0.1, 0.2, 0.3]],
    ['stops before the end where the steps do not meet it', { from: 1, to: 2, step: 0.4 }, [1, 1.4, 1.8]],
    ['goes down', { from: 3, to: 1, step: 1 }, [3, 2, 1]],
    ['does not mind the sign of the step', { from: 3, to: 1, step: -1 }, [3, 2, 1]],
    ['is one number where both ends are', { from: 5, to: 5, step: 1 }, [5]],
    ['goes by count', { from: 0, to: 1, count: 5 }, [0, 0.25, 0.5, 0.75, 1]],
    ['takes the start for a count of one', { from: 7, to: 9, count: 1 }, [7]],
    ['goes by equal ratios', { from: 1, to: 1000, count: 4, scale: 'log' }, [1, 10, 100, 1000]],
  ];
  for (const [what, sweep, values] of cases) {
    it(what, () => {
      expect(sweepValues(sweep)).to.deep.equal(values);
    });
  }

  it('refuses what makes no list', () => {
    expect(codeOf(() => sweepValues({ from: 0, to: 1, step: 0 }))).to.equal('GDS_SWEEP');
    expect(codeOf(() => sweepValues({ from: 0, to: 1, count: 0 }))).to.equal('GDS_SWEEP');
    expect(codeOf(() => sweepValues({ from: 0, to: 1, count: 3, scale: 'log' }))).to.equal('GDS_SWEEP');
    expect(codeOf(() => sweepValues({ from: 0, to: 1e9, step: 1e-9 }))).to.equal('GDS_RUN_TOO_MANY');
  });

  it('reads its parameters', async () => {
    expect((await execute('sweep')).result).to.deep.equal({ value: [1, 2, 3, 4] });
    expect((await execute('sweep', { from: 1, to: 8, by: 'log', count: 4 })).result).to.deep.equal({ value: [1, 2, 4, 8] });
  });
});

describe('seeds', () => {
  it('follow each other, past the last one too', () => {
    expect(seedList(2 ** 32 - 2, 4, 'sequence')).to.deep.equal([2 ** 32 - 2, 2 ** 32 - 1, 0, 1]);
  });

  it('scatter the same way every time, into the range of seeds, never twice', () => {
    const seeds = seedList(42, 256, 'random');
    expect(seeds).to.deep.equal(seedList(42, 256, 'random'));
    expect(new Set(seeds).size).to.equal(256);
    expect(seeds.every((seed) => Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)).to.equal(true);
    expect(seeds.slice(0, 255)).to.not.deep.equal([...seeds.slice(0, 255)].sort((a, b) => a - b));
  });
});

describe('prompt matrix', () => {
  const texts = (template: string): string[] => promptVariants(template).map(({ text }) => text);

  it('makes every choice once, the first braces changing slowest', () => {
    expect(texts('a {red|green} {apple|pear}')).to.deep.equal(['a red apple', 'a red pear', 'a green apple', 'a green pear']);
    expect(promptVariants('a {red|green} {apple|pear}')[1]!.chosen).to.deep.equal(['red', 'pear']);
  });

  it('takes nothing for an alternative too, and leaves no double space', () => {
    expect(texts('a {|shiny} apple')).to.deep.equal(['a apple', 'a shiny apple']);
  });

  it('leaves braces that are no choice as they are', () => {
    expect(texts('a {red} apple')).to.deep.equal(['a {red} apple']);
    expect(texts('a \\{red|green} apple')).to.deep.equal(['a {red|green} apple']);
    expect(texts('a {red\\|blue|green} {apple')).to.deep.equal(['a red|blue {apple', 'a green {apple']);
  });

  it('does not fill memory', () => {
    expect(codeOf(() => promptVariants('{a|b}'.repeat(30)))).to.equal('GDS_RUN_TOO_MANY');
  });

  it('names the variants after what was chosen, and takes what is connected before its own text', async () => {
    const { result, names } = await execute('prompt-matrix', { prompt: 'x' }, { prompt: '{a|b} {|c}' });
    expect(result).to.deep.equal({ text: ['a', 'a c', 'b', 'b c'] });
    expect(names).to.deep.equal(['a · –', 'a · c', 'b · –', 'b · c']);
  });
});

describe('batch, number and text', () => {
  it('gives every line that is not empty', async () => {
    expect((await execute('batch', { lines: ' a red apple \r\n\n  \na dog\r' })).result).to.deep.equal({ text: ['a red apple', 'a dog'] });
  });

  it('gives a number', async () => {
    expect((await execute('number', { value: 2.5 })).result).to.deep.equal({ value: 2.5 });
  });

  it('fills a template, and cleans up around what is not there', async () => {
    expect((await execute('text', { template: '{a}, {b}, {c} of {d}' }, { a: 'x', d: 0.1 + 0.2 })).result).to.deep.equal({
      text: 'x, of 0.3',
    });
    expect((await execute('text', {}, { b: 'only' })).result).to.deep.equal({ text: 'only' });
    expect((await execute('text', { template: '{a} {e} {}' }, { a: '{b}', b: 'no' })).result).to.deep.equal({ text: '{b} {e} {}' });
  });

  it('refuses a picture in a text', async () => {
    const image = { kind: 'image', blob: new Blob(), hash: 'h', width: 1, height: 1 } as const;
    const error = await execute('text', {}, { b: image }).catch((reason: GdsError) => reason);
    expect(error).to.include({ code: 'GDS_INPUT_TYPE', path: 'b' });
  });
});
