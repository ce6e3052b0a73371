/**
 * Lists on wires: which combinations of items a node runs for.
 *
 * Items that go back to the same list belong together (zip); lists that have nothing in common are combined each with each (cartesian
 * product), the input named first in the node type changing slowest. In the terms of databases it is a natural join on the sources.
 */
import { GdsError } from '../errors.js';
import { shorten } from '../graph/json.js';
import type { ListAxis, NodeOutputs } from '../registry/types.js';
import type { PortValue } from '../registry/values.js';
import { valueKey } from './keys.js';
import type { NodeResult, ResultItem } from './types.js';

/** A value on its way into an input. */
export interface Flow {
  /** Undefined where the source gave nothing at this port. */
  readonly value: PortValue | undefined;
  /** Key of the result that it is part of. */
  readonly key: string;
  readonly axes: readonly ListAxis[];
}

/** One set of inputs to run for. */
export interface Combination {
  readonly flows: ReadonlyMap<string, Flow>;
  readonly axes: readonly ListAxis[];
}

/** What a result hands on at one of its outputs. */
export function flowsOf(result: NodeResult, key: string, output: string): Flow[] {
  if (!result.items) return [{ value: result.outputs[output], key, axes: [] }];
  return result.items.map((item) => ({ value: item.outputs[output], key: item.key, axes: item.axes }));
}

/**
 * All combinations, in order.
 * @throws GdsError `GDS_RUN_TOO_MANY` where there are more than `most`.
 */
export function combine(inputs: ReadonlyMap<string, readonly Flow[]>, most: number): Combination[] {
  let combinations: Combination[] = [{ flows: new Map(), axes: [] }];
  for (const [port, flows] of inputs) {
    const shared = commonSources(combinations[0]?.axes ?? [], flows[0]?.axes ?? []);
    const matching = new Map<string, Flow[]>();
    for (const flow of flows) {
      const place = placeOf(flow.axes, shared);
      const list = matching.get(place);
      if (list) list.push(flow);
      else matching.set(place, [flow]);
    }
    const next: Combination[] = [];
    for (const { flows: before, axes } of combinations) {
      for (const flow of matching.get(placeOf(axes, shared)) ?? []) {
        if (next.length >= most) throw tooMany(most);
        next.push({ flows: new Map(before).set(port, flow), axes: joinAxes(axes, flow.axes) });
      }
    }
    combinations = next;
  }
  return combinations;
}

export function tooMany(most: number): GdsError {
  return new GdsError(
    'GDS_RUN_TOO_MANY',
    `The lists that meet here make more than ${most} combinations. Shorten one of them, or join only some at a time.`,
  );
}

/** The items of a list that a node gave, one result each. */
export function listItems(
  source: string,
  outputs: readonly NodeOutputs[],
  labels: readonly string[] | undefined,
  before: readonly ListAxis[],
): ResultItem[] {
  return outputs.map((values, index) => {
    const label = labels?.[index] ?? labelOf(Object.values(values)[0], index);
    return Object.freeze({
      outputs: values,
      key: valueKey(values),
      axes: Object.freeze([...before, Object.freeze({ source, index, label })]),
    });
  });
}

function labelOf(value: PortValue | undefined, index: number): string {
  if (typeof value === 'string') return shorten(value.trim());
  if (typeof value === 'number') return String(Number(value.toPrecision(6)));
  return (typeof value === 'object' && 'name' in value ? value.name : undefined) ?? `#${index + 1}`;
}

function commonSources(a: readonly ListAxis[], b: readonly ListAxis[]): string[] {
  return a.filter((axis) => b.some((other) => other.source === axis.source)).map((axis) => axis.source);
}

function placeOf(axes: readonly ListAxis[], sources: readonly string[]): string {
  return sources.map((source) => axes.find((axis) => axis.source === source)?.index).join(' ');
}

function joinAxes(a: readonly ListAxis[], b: readonly ListAxis[]): readonly ListAxis[] {
  if (b.length === 0) return a;
  return Object.freeze([...a, ...b.filter((axis) => !a.some((known) => known.source === axis.source))]);
}
