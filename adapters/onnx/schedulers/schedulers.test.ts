/** Samplers against diffusers' own numbers (test/fixtures/diffusers/schedulers.json). */
import { describe, it } from 'node:test';
import { expect } from 'chai';
import type { SamplerName, ScheduleName } from '../../../src/registry/tasks.js';
import { TorchCpuGenerator } from '../rng/torch-cpu.js';
import { readJson } from '../testing/read-fixture.js';
import type { SchedulerConfig } from './config.js';
import { createScheduler, SUPPORTED_SAMPLERS } from './index.js';
import { noiseSchedule } from './noise-schedule.js';

interface Case {
  readonly id: string;
  readonly sampler: SamplerName;
  readonly schedule: ScheduleName;
  readonly spacing: SchedulerConfig['spacing'];
  readonly prediction: SchedulerConfig['prediction'];
  readonly finalAlphaOne: boolean;
  readonly steps: number;
  readonly seed: number;
  readonly initialScale: number;
  readonly timesteps: readonly number[];
  readonly draws: number;
  readonly probe: readonly (readonly number[])[];
}

const BASE: SchedulerConfig = {
  trainSteps: 1000,
  betaStart: 0.00085,
  betaEnd: 0.012,
  prediction: 'epsilon',
  spacing: 'trailing',
  stepsOffset: 1,
  finalAlphaOne: true,
};
const SIZE = 256;

/** The fixtures' stand-in for a U-Net. */
function analytic(x: Float32Array, timestep: number): Float32Array {
  return x.map((value, i) => (0.9 * value + 0.1 * (timestep / 1000) * x[(i + 17) % SIZE]!) / (1 + 0.05 * value * value));
}

describe('samplers equal diffusers', () => {
  const { cases } = readJson<{ cases: Case[] }>('test/fixtures/diffusers/schedulers.json');
  it('has cases for every sampler on offer', () => {
    expect([...new Set(cases.map(({ sampler }) => sampler))].sort()).to.deep.equal([...SUPPORTED_SAMPLERS].sort());
  });
  for (const one of cases) {
    it(one.id, () => {
      const config = { ...BASE, spacing: one.spacing, prediction: one.prediction, finalAlphaOne: one.finalAlphaOne };
      const scheduler = createScheduler(config, one.sampler, one.schedule, one.steps);
      expect(scheduler.initialScale).to.be.closeTo(one.initialScale, 2e-6 * one.initialScale);
      expect(scheduler.timesteps).to.have.length(one.timesteps.length);
      scheduler.timesteps.forEach((timestep, i) => expect(timestep, `time step ${i}`).to.be.closeTo(one.timesteps[i]!, 2e-3));
      const generator = new TorchCpuGenerator(one.seed);
      let x: Float32Array = generator.normal(SIZE).map((value) => value * scheduler.initialScale);
      let draws = 0;
      const noise = () => {
        draws++;
        return generator.normal(SIZE);
      };
      one.probe.forEach((wanted, index) => {
        x = scheduler.step(analytic(scheduler.scaleInput(x, index), scheduler.timesteps[index]!), index, x, noise).latents;
        const tolerance = 2e-5 * Math.max(1, ...x.map(Math.abs));
        wanted.forEach((value, k) => expect(x[k * 32], `step ${index}, element ${k * 32}`).to.be.closeTo(value, tolerance));
      });
      expect(draws, 'draws').to.equal(one.draws);
    });
  }
});

describe('noising for image to image equals diffusers', () => {
  interface Noising {
    readonly sampler: SamplerName;
    readonly spacing: SchedulerConfig['spacing'];
    readonly steps: number;
    readonly begin: number;
    readonly timesteps: readonly number[];
    readonly out: readonly number[];
  }
  const { clean, noise, cases } = readJson<{ clean: number[]; noise: number[]; cases: Noising[] }>(
    'test/fixtures/diffusers/add-noise.json',
  );
  for (const one of cases.filter(({ sampler }) => SUPPORTED_SAMPLERS.includes(sampler))) {
    it(`${one.sampler}, ${one.spacing}, ${one.steps} steps from ${one.begin}`, () => {
      const scheduler = createScheduler({ ...BASE, spacing: one.spacing }, one.sampler, 'normal', one.steps);
      expect(scheduler.timesteps.slice(one.begin).map(Math.fround)).to.deep.equal(one.timesteps.map(Math.fround));
      scheduler
        .addNoise(Float32Array.from(clean), Float32Array.from(noise), one.begin)
        .forEach((value, i) => expect(value).to.be.closeTo(one.out[i]!, 1e-4));
    });
  }
});

describe('noise schedule', () => {
  it('has the published values', () => {
    const { alphas, sigmas } = noiseSchedule(BASE);
    expect(alphas[0]).to.be.closeTo(0.99914998, 1e-8);
    expect(alphas[499]).to.be.closeTo(0.27766952, 1e-6);
    expect(alphas[999]).to.be.closeTo(0.0046600895, 1e-8);
    expect(sigmas[999]).to.be.closeTo(14.614655, 1e-5);
  });
});

describe('what a sampler cannot do', () => {
  const code = (run: () => unknown) => {
    try {
      run();
    } catch (error) {
      return (error as { code: string }).code;
    }
    return undefined;
  };
  it('names the samplers there are', () => {
    expect(() => createScheduler(BASE, 'dpmpp_sde', 'normal', 4)).to.throw(/dpmpp_sde.*ddim, euler/);
    expect(code(() => createScheduler(BASE, 'dpmpp_sde', 'normal', 4))).to.equal('GDS_SAMPLER_UNSUPPORTED');
  });
  it('refuses a spread of σ for a sampler without one', () => {
    expect(code(() => createScheduler(BASE, 'ddim', 'karras', 4))).to.equal('GDS_SAMPLER_UNSUPPORTED');
  });
  it('refuses step counts that are not whole, too few or too many', () => {
    for (const steps of [0, -1, 2.5, NaN, 1001])
      expect(
        code(() => createScheduler(BASE, 'euler', 'normal', steps)),
        String(steps),
      ).to.equal('GDS_STEPS');
    expect(code(() => createScheduler(BASE, 'lcm', 'normal', 51))).to.equal('GDS_STEPS');
  });
  it('takes "sgm_uniform" and "simple" as trailing', () => {
    for (const schedule of ['sgm_uniform', 'simple'] as const) {
      expect(createScheduler({ ...BASE, spacing: 'leading' }, 'euler', schedule, 4).timesteps).to.deep.equal([999, 749, 499, 249]);
    }
  });
});
