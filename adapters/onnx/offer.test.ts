/** What the nodes offer is what the adapter can do: a choice marked "(server)" is refused here, any other runs. */
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { SAMPLERS, SCHEDULES } from '../../src/registry/nodes/diffusion-parameters.js';
import { DEFAULT_MANIFESTS } from './manifests.js';
import { createScheduler, SUPPORTED_SAMPLERS } from './schedulers/index.js';

const here = <T>(options: readonly { readonly value: T; readonly title: string }[]): T[] =>
  options.filter(({ title }) => !title.endsWith('(server)')).map(({ value }) => value);

describe('samplers on offer', () => {
  it('are the ones of the adapter', () => {
    expect(here(SAMPLERS)).to.have.members(SUPPORTED_SAMPLERS);
    expect(SAMPLERS.map(({ value }) => value)).to.include.members(SUPPORTED_SAMPLERS);
  });
  it('are there in every schedule on offer, for one sampler or more', () => {
    const { scheduler } = DEFAULT_MANIFESTS[1]!;
    for (const schedule of here(SCHEDULES)) expect(createScheduler(scheduler, 'dpmpp_2m', schedule, 4).timesteps).to.have.length(4);
  });
});
