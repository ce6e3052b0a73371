/** How parameters read on a node, short. */
import type { ParamValue } from '../graph/types.js';
import type { ParameterSpec } from '../registry/types.js';

export function formatValue(spec: ParameterSpec, params: Readonly<Record<string, ParamValue>>): string {
  const value = params[spec.name] ?? spec.default;
  switch (spec.kind) {
    case 'boolean':
      return value === true ? 'On' : 'Off';
    case 'select':
      return spec.options.find((option) => option.value === value)?.title ?? String(value);
    case 'seed': {
      const after = params[`${spec.name}_after`];
      return typeof after === 'string' ? `${String(value)} · ${after}` : String(value);
    }
    case 'number':
    case 'slider':
      return `${formatNumber(value)}${spec.unit ? ` ${spec.unit}` : ''}`;
    case 'image':
      return value === '' ? 'None' : 'Picture';
    default:
      return String(value);
  }
}

/** At most four decimals, without trailing zeros; anything that is no number reads as it is. */
const formatNumber = (value: ParamValue): string => (typeof value === 'number' ? String(Math.round(value * 1e4) / 1e4) : String(value));
