/**
 * Where everything on a node sits: a pure function of its definition, its record and its ports.
 *
 * All figures are canvas units, relative to the node's top left corner. The error strip is not here: it belongs to a run, so the
 * scene adds its height.
 */
import { isBoundary, REROUTE, SUBGRAPH } from '../graph/levels.js';
import type { NodePorts, NodeRecord, PortInfo } from '../graph/types.js';
import type { NodeDefinition } from '../registry/types.js';
import { formatValue } from './format.js';
import { portHeight, SLOT, slotX, slotY } from './slots.js';
import type { NodeForm, NodeLayout, PortLayout } from './types.js';

/** Sizes of the node's parts, canvas units. One table, shared by layout, display items and hit testing. */
export const NODE = {
  width: 240,
  /** Narrowest that a person can make it. */
  minWidth: 160,
  radius: 14,
  header: 36,
  /** Free space between the node's edge and a field or picture. */
  inset: 9,
  /** Free space between the node's edge and its text. */
  padding: 13,
  /** Top of the first field or picture. */
  bodyTop: 37,
  field: 59,
  /** Side of a picture on a node of the usual width, and the lowest it can be made; it is square unless the node has a height. */
  media: 222,
  minMedia: 72,
  mediaRadius: 7,
  /** Distance from one row of text to the next, and the centre of the first. */
  rowPitch: 25,
  firstRow: 46.5,
  underRows: 4,
  footer: 32,
  boundaryWidth: 160,
  /** Side of a reroute. */
  reroute: 24,
} as const;

/** A subgraph from outside: how many nodes it holds, and the parameters promoted to it, as they read. */
export interface SubgraphFace {
  readonly nodes: number;
  readonly promoted: readonly { readonly title: string; readonly value: string }[];
}

/** What the layout depends on besides definition and record. */
export interface LayoutContext {
  /** Absent: those of the definition. */
  readonly ports?: NodePorts | undefined;
  /** What a subgraph shows of its inside. */
  readonly inside?: SubgraphFace | undefined;
}

/** The node's geometry. An unknown type (no definition) is a plain card that names itself; its record is kept as it is. */
export function layoutNode(definition: NodeDefinition | undefined, record: NodeRecord, context: LayoutContext = {}): NodeLayout {
  const ports = context.ports ?? { inputs: definition?.inputs ?? [], outputs: definition?.outputs ?? [] };
  if (record.type === REROUTE) return smallLayout('reroute', NODE.reroute, NODE.reroute, SLOT.centre, ports);
  if (isBoundary(record.type)) return smallLayout('boundary', NODE.boundaryWidth, NODE.header, SLOT.side, ports);
  return cardLayout(definition, record, ports, context.inside);
}

/** What a person calls the node; empty titles fall back on what it is. */
export function titleOf(definition: NodeDefinition | undefined, record: NodeRecord): string {
  const name = isBoundary(record.type) ? record.params['name'] : undefined;
  return (typeof name === 'string' && name) || record.title || definition?.title || record.type;
}

function smallLayout(form: NodeForm, width: number, height: number, slot: number, ports: NodePorts): NodeLayout {
  return {
    form,
    width,
    height,
    header: { x: 0, y: 0, width, height },
    rows: [],
    ports: [...placePorts(ports.inputs, 'in', width, height, slot), ...placePorts(ports.outputs, 'out', width, height, slot)],
    named: false,
  };
}

function cardLayout(
  definition: NodeDefinition | undefined,
  record: NodeRecord,
  nodePorts: NodePorts,
  inside: SubgraphFace | undefined,
): NodeLayout {
  const face = definition?.face ?? {};
  const width = Math.max(NODE.minWidth, record.width ?? NODE.width);
  const inner = width - 2 * NODE.inset;
  const shown = rowsOf(definition, record, inside);
  const promoted = inside?.promoted ?? [];
  const rowsHeight = shown.length > 0 ? shown.length * NODE.rowPitch + NODE.underRows : 0;
  // A node nothing is known of has room for one port: wires may end there.
  const portsHeight = portHeight(Math.max(nodePorts.inputs.length, nodePorts.outputs.length, definition ? 0 : 1));
  const bodyHeight = (field: number, media: number): number => {
    let bottom: number = NODE.header;
    if (face.field !== undefined) bottom = NODE.bodyTop + field + NODE.inset;
    if (face.media !== undefined) bottom = Math.max(bottom, NODE.bodyTop) + media + NODE.footer;
    return bottom + rowsHeight;
  };
  const promotedHeight = promoted.length > 0 ? promoted.length * NODE.rowPitch + NODE.underRows : 0;
  const heightWith = (media: number): number =>
    Math.round(Math.max(bodyHeight(NODE.field, media), portsHeight, NODE.header + 8) + promotedHeight);
  const minHeight = heightWith(NODE.minMedia);
  const given = record.height !== undefined;
  const height = given ? Math.max(minHeight, record.height) : heightWith(inner);
  // A picture takes what height there is, else the text field does.
  const mediaHeight = given ? height - bodyHeight(NODE.field, 0) : inner;
  const fieldHeight = given && face.media === undefined ? height - bodyHeight(0, 0) : NODE.field;

  let bottom: number = NODE.header;
  let field: NodeLayout['field'];
  if (face.field !== undefined) {
    field = { x: NODE.inset, y: NODE.bodyTop, width: inner, height: fieldHeight, param: face.field };
    bottom = NODE.bodyTop + fieldHeight + NODE.inset;
  }
  let media: NodeLayout['media'];
  if (face.media !== undefined) {
    const top = field ? bottom : NODE.bodyTop;
    media = { x: NODE.inset, y: top, width: inner, height: mediaHeight };
    bottom = top + mediaHeight;
  }
  const firstRow = bottom + (NODE.firstRow - NODE.header);
  const rows = shown.map((row, index) => ({ ...row, y: firstRow + index * NODE.rowPitch }));
  // Below the ports, which name themselves on a subgraph.
  const firstPromoted = Math.max(bottom + rowsHeight, portsHeight) + NODE.rowPitch / 2 - 2;
  promoted.forEach((row, index) => rows.push({ param: '', ...row, y: firstPromoted + index * NODE.rowPitch }));
  const footer = media && { x: NODE.padding, y: bottom + rowsHeight, width: width - 2 * NODE.padding, height: NODE.footer };
  const place = (ports: readonly PortInfo[], direction: 'in' | 'out'): PortLayout[] => placePorts(ports, direction, width, height);
  return {
    form: 'card',
    width,
    height,
    header: { x: 0, y: 0, width, height: NODE.header },
    ...(field ? { field } : {}),
    ...(media ? { media } : {}),
    rows,
    ...(footer ? { footer } : {}),
    ports: [...place(nodePorts.inputs, 'in'), ...place(nodePorts.outputs, 'out')],
    named: !definition || record.type === SUBGRAPH,
    min: { width: NODE.minWidth, height: minHeight },
  };
}

function placePorts(ports: readonly PortInfo[], direction: 'in' | 'out', width: number, height: number, only?: number): PortLayout[] {
  return ports.map((port, index) => {
    const slot = only ?? Math.min(index, SLOT.last);
    return {
      id: port.id,
      title: port.title ?? port.id,
      type: port.type,
      direction,
      x: slotX(slot, width, direction),
      y: slotY(slot, height),
      slot,
    };
  });
}

/** What the rows of the node's body say. */
export function rowsOf(
  definition: NodeDefinition | undefined,
  record: NodeRecord,
  inside?: SubgraphFace,
): { param: string; title: string; value: string }[] {
  if (!definition) return [{ param: '', title: 'Not available', value: record.type }];
  if (inside) return [{ param: '', title: 'Inside', value: inside.nodes === 1 ? '1 node' : `${inside.nodes} nodes` }];
  return (definition.face?.rows ?? []).flatMap((name) => {
    const spec = definition.parameters.find((parameter) => parameter.name === name);
    return spec ? [{ param: name, title: spec.title, value: formatValue(spec, record.params) }] : [];
  });
}
