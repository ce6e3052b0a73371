/** Where a run's noise comes from: the seed's generator, or a recorded list. Draw order follows diffusers with one generator. */
import { GdsError } from '../../../src/errors.js';
import { TorchCpuGenerator } from '../rng/torch-cpu.js';

/** Each call gives the next `size` numbers. @throws GdsError `GDS_SEED` unless the seed is a whole number from 0 to 2^32 − 1. */
export function noiseSource(seed: number, size: number, recorded?: readonly Float32Array[]): () => Float32Array {
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) {
    throw new GdsError('GDS_SEED', `${seed} is not a seed. Choose a whole number from 0 to 4294967295.`);
  }
  const generator = new TorchCpuGenerator(seed);
  const queue = [...(recorded ?? [])];
  return () => queue.shift() ?? generator.normal(size);
}
