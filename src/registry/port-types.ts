/** The port types every canvas knows, and how types fit together. Hosts add their own and conversions between them. */
import type { PortType } from './types.js';
import type { PortValue } from './values.js';

export const BUILT_IN_PORT_TYPES: readonly PortType[] = [
  { id: 'string', title: 'Text', colorToken: '--gds-port-string', shape: 'circle' },
  { id: 'image', title: 'Image', colorToken: '--gds-port-image', shape: 'square' },
  { id: 'mesh', title: 'Mesh', colorToken: '--gds-port-mesh', shape: 'triangle' },
  { id: 'tensor', title: 'Tensor', colorToken: '--gds-port-tensor', shape: 'diamond' },
  { id: 'number', title: 'Number', colorToken: '--gds-port-number', shape: 'hexagon' },
  { id: 'any', title: 'Anything', colorToken: '--gds-port-any', shape: 'ring' },
];

/** Turns a value of one port type into one of another. A port of type `from` may then be joined with one of type `to`. */
export interface Conversion {
  readonly from: string;
  readonly to: string;
  convert(value: PortValue): PortValue | Promise<PortValue>;
}

/** The port type of a value; undefined where it is no port value at all. Host types may carry any of them. */
export function typeOfValue(value: unknown): 'string' | 'number' | 'image' | 'mesh' | 'tensor' | undefined {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'number') return Number.isFinite(value) ? 'number' : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  const { kind, blob, hash } = value as { kind?: unknown; blob?: unknown; hash?: unknown };
  if (kind === 'tensor') return 'tensor';
  if (kind !== 'image' && kind !== 'mesh') return undefined;
  return blob instanceof Blob && typeof hash === 'string' ? kind : undefined;
}
