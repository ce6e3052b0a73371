/** Parameter values: what each kind of control may hold, and the value a new node starts with. */
import { GdsError } from '../errors.js';
import { PROMOTED, checkPromoted } from '../graph/commands/subgraph/promoted.js';
import { SUBGRAPH } from '../graph/levels.js';
import type { ParamValue } from '../graph/types.js';
import type { NodeDefinition, ParameterSpec, SeedAfter } from './types.js';

export const SEED_AFTER: readonly SeedAfter[] = ['fixed', 'increment', 'decrement', 'randomize'];
const SEED_SUFFIX = '_after';
const SEED_RANGE = 2 ** 32;

/** Name of the parameter that says what happens to a seed after a run. */
export function seedAfterName(seed: string): string {
  return seed + SEED_SUFFIX;
}

/** Parameters a new node starts with, the partners of its seeds among them. */
export function defaultParams(definition: NodeDefinition): Record<string, ParamValue> {
  const params: Record<string, ParamValue> = {};
  for (const spec of definition.parameters) {
    params[spec.name] = spec.default;
    if (spec.kind === 'seed') params[seedAfterName(spec.name)] = 'fixed';
  }
  return params;
}

/** The seed for the next run. */
export function nextSeed(seed: number, after: SeedAfter, random: () => number = Math.random): number {
  if (after === 'increment') return (seed + 1) % SEED_RANGE;
  if (after === 'decrement') return (seed + SEED_RANGE - 1) % SEED_RANGE;
  return after === 'randomize' ? Math.floor(random() * SEED_RANGE) : seed;
}

/**
 * `value` as the parameter `name` of `definition` keeps it.
 * @throws GdsError `GDS_PARAM_UNKNOWN`, `GDS_PARAM_TYPE`, `GDS_PARAM_RANGE`, `GDS_PARAM_OPTION`, `GDS_PARAM_LENGTH`.
 */
export function validateParam(definition: NodeDefinition, name: string, value: unknown): ParamValue {
  // No control edits it: the commands `promote` and `demote` do.
  if (definition.type === SUBGRAPH && name === PROMOTED) return checkPromoted(value);
  const spec = definition.parameters.find((candidate) => candidate.name === name);
  if (spec) return validate(spec, value);
  const seed = definition.parameters.find((candidate) => candidate.kind === 'seed' && seedAfterName(candidate.name) === name);
  if (!seed) throw new GdsError('GDS_PARAM_UNKNOWN', `"${definition.title}" has no parameter "${name}".`, { path: name });
  if (!SEED_AFTER.includes(value as SeedAfter)) throw bad(seed, 'OPTION', `after a run must be one of ${SEED_AFTER.join(', ')}`);
  return value as SeedAfter;
}

function validate(spec: ParameterSpec, value: unknown): ParamValue {
  switch (spec.kind) {
    case 'text':
    case 'textarea': {
      if (typeof value !== 'string') throw bad(spec, 'TYPE', 'must be a text');
      if (spec.maxLength !== undefined && value.length > spec.maxLength)
        throw bad(spec, 'LENGTH', `may have ${spec.maxLength} characters at most`);
      return value;
    }
    case 'number':
    case 'slider': {
      if (typeof value !== 'number' || !Number.isFinite(value)) throw bad(spec, 'TYPE', 'must be a number');
      const rounded = spec.step === 1 && Number.isInteger(spec.min) ? Math.round(value) : value;
      if (rounded < spec.min || rounded > spec.max) throw bad(spec, 'RANGE', `must be from ${spec.min} to ${spec.max}`);
      return rounded;
    }
    case 'select': {
      if (!spec.options.some((option) => option.value === value)) {
        throw bad(spec, 'OPTION', `must be one of ${spec.options.map((option) => option.value).join(', ')}`);
      }
      return value as string | number;
    }
    case 'boolean':
      if (typeof value !== 'boolean') throw bad(spec, 'TYPE', 'must be true or false');
      return value;
    case 'color':
      if (typeof value !== 'string' || !/^#[0-9a-f]{6}([0-9a-f]{2})?$/i.test(value))
        throw bad(spec, 'TYPE', 'must be a colour such as #ff8800');
      return value;
    case 'seed':
      if (typeof value !== 'number' || !Number.isInteger(value)) throw bad(spec, 'TYPE', 'must be a whole number');
      if (value < 0 || value >= SEED_RANGE) throw bad(spec, 'RANGE', `must be from 0 to ${SEED_RANGE - 1}`);
      return value;
    case 'image':
      if (typeof value !== 'string' || !/^([0-9a-f]{64})?$/.test(value)) throw bad(spec, 'TYPE', 'must name a stored picture');
      return value;
  }
}

function bad(spec: ParameterSpec, code: 'TYPE' | 'RANGE' | 'OPTION' | 'LENGTH', problem: string): GdsError {
  return new GdsError(`GDS_PARAM_${code}`, `${spec.title} ${problem}.`, { path: spec.name });
}
