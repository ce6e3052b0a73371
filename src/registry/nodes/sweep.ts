/** A list of numbers from one to another: what is behind it runs once for each. */
import { GdsError } from '../../errors.js';
import type { NodeDefinition } from '../types.js';

/** What a number field takes. */
export const NUMBER_RANGE = { min: -1e9, max: 1e9 } as const;
/** Digits that count: 0.1 + 0.2 is 0.3. */
const DIGITS = 12;
/** More steps than any run takes; keeps a step of 1e-9 from filling memory. */
const MOST = 10_000;

export interface Sweep {
  readonly from: number;
  readonly to: number;
  /** Between two numbers; its sign does not matter. Counts where `count` is absent. */
  readonly step?: number;
  /** How many numbers, both ends among them. */
  readonly count?: number;
  /** `linear`: equal differences. `log`: equal ratios; needs a count, and both ends above 0. */
  readonly scale?: 'linear' | 'log';
}

/** @throws GdsError `GDS_SWEEP` where the figures make no list, `GDS_RUN_TOO_MANY`. */
export function sweepValues({ from, to, step, count, scale = 'linear' }: Sweep): number[] {
  const wrong = (message: string, path: string): GdsError => new GdsError('GDS_SWEEP', message, { path });
  if (scale === 'log' && !(from > 0 && to > 0)) throw wrong('A logarithmic sweep goes between numbers above 0.', from > 0 ? 'to' : 'from');
  const distance = Math.abs(to - from);
  let steps: number;
  if (count !== undefined) {
    if (!Number.isInteger(count) || count < 1) throw wrong('A sweep needs one number or more.', 'count');
    steps = count - 1;
  } else {
    if (!step || !Number.isFinite(step)) throw wrong('The step of a sweep must not be 0.', 'step');
    steps = Math.floor(Number((distance / Math.abs(step)).toPrecision(DIGITS)));
  }
  if (steps >= MOST) throw new GdsError('GDS_RUN_TOO_MANY', `This sweep has more than ${MOST} numbers. Take larger steps.`);
  const sign = to < from ? -1 : 1;
  return Array.from({ length: steps + 1 }, (_, index) => {
    const share = steps === 0 ? 0 : index / steps;
    if (count === undefined) return exact(from + sign * Math.abs(step!) * index);
    return exact(scale === 'log' ? from * (to / from) ** share : from + (to - from) * share);
  });
}

function exact(value: number): number {
  return Number(value.toPrecision(DIGITS));
}

export const sweepNode: NodeDefinition = {
  type: 'sweep',
  version: 1,
  title: 'Sweep',
  category: 'list',
  description: 'Numbers from one to another; what is behind it runs once for each.',
  keywords: ['range', 'numbers', 'list', 'loop', 'compare', 'parameter', 'grid'],
  icon: 'chevrons-up-down',
  inputs: [],
  outputs: [{ id: 'value', title: 'Numbers', type: 'number', list: true }],
  parameters: [
    { kind: 'number', name: 'from', title: 'From', default: 1, ...NUMBER_RANGE, step: 0.1 },
    { kind: 'number', name: 'to', title: 'To', default: 4, ...NUMBER_RANGE, step: 0.1 },
    {
      kind: 'select',
      name: 'by',
      title: 'By',
      default: 'step',
      options: [
        { value: 'step', title: 'Step' },
        { value: 'count', title: 'Count' },
        { value: 'log', title: 'Count, equal ratios' },
      ],
      help: 'Steps of one size, so many numbers, or so many with equal ratios.',
    },
    { kind: 'number', name: 'step', title: 'Step', default: 1, min: 0, max: 1e9, step: 0.1 },
    { kind: 'number', name: 'count', title: 'Count', default: 4, min: 1, max: 256, step: 1 },
  ],
  face: { rows: ['from', 'to', 'by'] },
  cheap: true,
  async execute({ params }) {
    const [from, to, step, count] = ['from', 'to', 'step', 'count'].map((name) => Number(params[name])) as [number, number, number, number];
    const by = params['by'];
    return { value: sweepValues(by === 'step' ? { from, to, step } : { from, to, count, scale: by === 'log' ? 'log' : 'linear' }) };
  },
};
