/**
 * Where everything on a node sits: a pure function of its definition and its record.
 *
 * All figures are canvas units, relative to the node's top left corner. The error strip is not here: it belongs to a run, so the
 * scene adds its height.
 */
import type { NodeRecord, ParamValue } from '../graph/types.js';
import type { NodeDefinition, ParameterSpec, PortSpec } from '../registry/types.js';
import type { NodeLayout, PortLayout } from './types.js';

/** Sizes of the node's parts, canvas units. One table, shared by layout, display items and hit testing. */
export const NODE = {
  width: 240,
  radius: 14,
  header: 36,
  /** Free space between the node's edge and a field or picture. */
  inset: 9,
  /** Free space between the node's edge and its text. */
  padding: 13,
  /** Top of the first field or picture. */
  bodyTop: 37,
  field: 59,
  media: 222,
  mediaRadius: 7,
  /** Distance from one row of text to the next, and the centre of the first. */
  rowPitch: 25,
  firstRow: 46.5,
  underRows: 4,
  footer: 32,
  /** Centre of the first port and the distance to the next. */
  firstPort: 72,
  portPitch: 24,
  /** Free space under the last port. */
  underPort: 19,
} as const;

/** How a parameter's value reads on a node row, short. */
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

const placePorts = (specs: readonly PortSpec[], direction: 'in' | 'out'): PortLayout[] =>
  specs.map((spec, slot) => ({
    id: spec.id,
    title: spec.title,
    type: spec.type,
    direction,
    x: direction === 'in' ? 0 : NODE.width,
    y: portY(slot),
  }));

/** Centre of the port in `slot`, counted from the top, from 0. */
export const portY = (slot: number): number => NODE.firstPort + NODE.portPitch * slot;

/** Height that `count` ports on one side need. */
const portHeight = (count: number): number => (count === 0 ? 0 : portY(count - 1) + NODE.underPort);

/** The node's geometry. An unknown type (no definition) is a plain card that names itself; its record is kept as it is. */
export function layoutNode(definition: NodeDefinition | undefined, record: NodeRecord): NodeLayout {
  const face = definition?.face ?? {};
  const inner = NODE.width - 2 * NODE.inset;
  const ports = [...placePorts(definition?.inputs ?? [], 'in'), ...placePorts(definition?.outputs ?? [], 'out')];

  let bottom: number = NODE.header;
  let field: NodeLayout['field'];
  if (face.field !== undefined) {
    field = { x: NODE.inset, y: NODE.bodyTop, width: inner, height: NODE.field, param: face.field };
    bottom = NODE.bodyTop + NODE.field + NODE.inset;
  }
  let media: NodeLayout['media'];
  if (face.media !== undefined) {
    const top = field ? bottom : NODE.bodyTop;
    media = { x: NODE.inset, y: top, width: inner, height: NODE.media };
    bottom = top + NODE.media;
  }
  const shown = definition ? rowsOf(definition, record) : [{ param: '', title: 'Unknown type', value: record.type }];
  const firstRow = bottom + (NODE.firstRow - NODE.header);
  const rows = shown.map((row, index) => ({ ...row, y: firstRow + index * NODE.rowPitch }));
  if (rows.length > 0) bottom += rows.length * NODE.rowPitch + NODE.underRows;
  let footer: NodeLayout['footer'];
  if (media) {
    footer = { x: NODE.padding, y: bottom, width: NODE.width - 2 * NODE.padding, height: NODE.footer };
    bottom += NODE.footer;
  }

  const portCount = Math.max(definition?.inputs.length ?? 0, definition?.outputs.length ?? 0);
  return {
    width: NODE.width,
    height: Math.round(Math.max(bottom, portHeight(portCount), NODE.header + 8)),
    header: { x: 0, y: 0, width: NODE.width, height: NODE.header },
    ...(field ? { field } : {}),
    ...(media ? { media } : {}),
    rows,
    ...(footer ? { footer } : {}),
    ports,
  };
}

function rowsOf(definition: NodeDefinition, record: NodeRecord): { param: string; title: string; value: string }[] {
  return (definition.face?.rows ?? []).flatMap((name) => {
    const spec = definition.parameters.find((parameter) => parameter.name === name);
    return spec ? [{ param: name, title: spec.title, value: formatValue(spec, record.params) }] : [];
  });
}
