/** A registry and graphs as plain objects, for tests of scene and renderers: no store, no engine. */
import type { EdgeRecord, GraphChange, GroupRecord, NodePorts, NodeRecord, NoteRecord, ParamValue, ReadonlyGraph } from '../../graph/types.js';
import type { NodeDefinition, PortShape, PortType } from '../../registry/types.js';
import type { NodeRegistryLike } from '../scene.js';

const SHAPES: Record<string, PortShape> = { string: 'circle', image: 'square', mesh: 'triangle', tensor: 'diamond', number: 'hexagon' };

const definition = (part: Partial<NodeDefinition> & { type: string; title: string; icon: string }): NodeDefinition => ({
  version: 1,
  category: 'model',
  description: '',
  inputs: [],
  outputs: [],
  parameters: [],
  ...part,
});

export const DEFINITIONS: readonly NodeDefinition[] = [
  definition({
    type: 'prompt',
    title: 'Prompt',
    icon: 'text-cursor-input',
    outputs: [{ id: 'text', title: 'text', type: 'string' }],
    parameters: [{ kind: 'textarea', name: 'text', title: 'Text', default: '', placeholder: 'Describe a picture' }],
    face: { field: 'text' },
  }),
  definition({
    type: 'sdxl-turbo',
    title: 'Text to image',
    icon: 'sparkles',
    inputs: [{ id: 'prompt', title: 'prompt', type: 'string' }],
    outputs: [{ id: 'image', title: 'image', type: 'image' }],
    parameters: [
      { kind: 'number', name: 'steps', title: 'Steps', default: 4, min: 1, max: 8, step: 1 },
      { kind: 'select', name: 'size', title: 'Size', default: 256, options: [{ value: 256, title: '256 × 256' }] },
      { kind: 'seed', name: 'seed', title: 'Seed', default: 42 },
    ],
    face: { rows: ['steps', 'size', 'seed'], badge: 'turbo' },
  }),
  definition({
    type: 'output',
    title: 'Picture',
    icon: 'image',
    inputs: [{ id: 'image', title: 'image', type: 'image' }],
    outputs: [{ id: 'image', title: 'image', type: 'image' }],
    face: { media: 'image' },
  }),
  definition({
    type: 'triposr',
    title: 'Image to 3D',
    icon: 'box',
    inputs: [{ id: 'image', title: 'image', type: 'image' }],
    outputs: [{ id: 'mesh', title: 'mesh', type: 'mesh' }],
    parameters: [
      { kind: 'number', name: 'resolution', title: 'Resolution', default: 256, min: 16, max: 512, step: 1 },
      { kind: 'select', name: 'background', title: 'Background', default: 'remove', options: [{ value: 'remove', title: 'Remove' }] },
    ],
    face: { rows: ['resolution', 'background'] },
  }),
  definition({
    type: 'mesh-output',
    title: 'Mesh',
    icon: 'rotate-3d',
    inputs: [{ id: 'mesh', title: 'mesh', type: 'mesh' }],
    face: { media: 'mesh' },
  }),
];

export const registry: NodeRegistryLike = {
  get: (type) => DEFINITIONS.find((entry) => entry.type === type),
  portTypeInfo: (id): PortType => ({ id, title: id, colorToken: `--gds-port-${id}`, shape: SHAPES[id] ?? 'ring' }),
};

export class FakeGraph implements ReadonlyGraph {
  readonly nodes = new Map<string, NodeRecord>();
  readonly edges = new Map<string, EdgeRecord>();
  readonly groups = new Map<string, GroupRecord>();
  readonly notes = new Map<string, NoteRecord>();
  childrenOf(parent: string): ReadonlySet<string> {
    return new Set([...this.nodes.values()].filter((node) => (node.parent ?? '') === parent).map(({ id }) => id));
  }
  portsOf(nodeId: string): NodePorts {
    const type = this.nodes.get(nodeId)?.type;
    return DEFINITIONS.find((entry) => entry.type === type) ?? { inputs: [], outputs: [] };
  }
  portType(nodeId: string, direction: 'in' | 'out', portId: string): string | undefined {
    const ports = this.portsOf(nodeId);
    return ports[direction === 'in' ? 'inputs' : 'outputs'].find(({ id }) => id === portId)?.type;
  }
  subscribe(): () => void {
    return () => undefined;
  }
  node(id: string, type: string, x: number, y: number, params: Record<string, ParamValue> = {}, more: Partial<NodeRecord> = {}): this {
    this.nodes.set(id, { id, type, x, y, params, title: '', mode: 'active', ...more });
    return this;
  }
  edge(from: [string, string], to: [string, string]): this {
    const id = `${from.join('.')}→${to.join('.')}`;
    this.edges.set(id, { id, from, to });
    return this;
  }
}

export const change = (part: Partial<GraphChange>): GraphChange => ({
  label: 'Change',
  origin: 'local',
  nodesAdded: [],
  nodesRemoved: [],
  nodesMoved: [],
  nodesUpdated: [],
  edgesAdded: [],
  edgesRemoved: [],
  groupsChanged: [],
  notesChanged: [],
  metaChanged: false,
  ...part,
});

/** Prompt → Text to image → Picture → Image to 3D → Mesh, in one line. */
export function referenceGraph(): FakeGraph {
  return new FakeGraph()
    .node('prompt', 'prompt', 0, 0, { text: 'a 3d render of a red frog' })
    .node('generate', 'sdxl-turbo', 306, 0, { seed_after: 'increment' })
    .node('picture', 'output', 612, 0)
    .node('lift', 'triposr', 918, 0)
    .node('mesh', 'mesh-output', 1224, 0)
    .edge(['prompt', 'text'], ['generate', 'prompt'])
    .edge(['generate', 'image'], ['picture', 'image'])
    .edge(['picture', 'image'], ['lift', 'image'])
    .edge(['lift', 'mesh'], ['mesh', 'mesh']);
}
