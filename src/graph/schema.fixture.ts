/** Node types for the tests of this folder, which must not depend on the registry. */
import { GdsError } from '../errors.js';
import type { GraphSchema } from './types.js';

const PORTS: Record<string, { in: Record<string, string>; out: Record<string, string> }> = {
  text: { in: {}, out: { text: 'string' } },
  draw: { in: { prompt: 'string', negative: 'string' }, out: { image: 'image' } },
  filter: { in: { image: 'image' }, out: { image: 'image' } },
  any: { in: { value: 'any' }, out: { value: 'any' } },
};

export const testSchema: GraphSchema = {
  portType: (type, direction, port) => PORTS[type]?.[direction][port],
  knows: (type) => type in PORTS,
  compatible: (from, to) => from === to || from === 'any' || to === 'any',
  defaults: (type): Record<string, number | string> => (type === 'draw' ? { steps: 4 } : type === 'text' ? { text: '' } : {}),
  titleOf: (type, port) => port ?? type.toUpperCase(),
  validateParam: (type, name, value) => {
    if (type === 'draw' && name === 'steps' && (typeof value !== 'number' || value < 1 || value > 8)) {
      throw new GdsError('GDS_PARAM_RANGE', 'Steps must be from 1 to 8.');
    }
    if (type === 'draw' && name !== 'steps') throw new GdsError('GDS_PARAM_UNKNOWN', `There is no parameter ${name}.`);
    return value as number;
  },
};

/** mulberry32: a small seeded generator, 0 ≤ x < 1. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The code of the GdsError that `fn` throws. */
export function codeOf(fn: () => unknown): string {
  try {
    fn();
  } catch (error) {
    return error instanceof GdsError ? error.code : String(error);
  }
  return 'nothing thrown';
}
