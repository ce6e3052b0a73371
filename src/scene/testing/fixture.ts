/** A registry and graphs as plain objects, for tests of scene and renderers: no store, no engine. */
import { LevelIndex, REROUTE, SUBGRAPH, SUBGRAPH_INPUT, SUBGRAPH_OUTPUT } from '../../graph/levels.js';
import { portsOf, portType } from '../../graph/ports.js';
import type {
  EdgeRecord,
  GraphChange,
  GraphSchema,
  GroupRecord,
  NodePorts,
  NodeRecord,
  NoteRecord,
  ParamValue,
  ReadonlyGraph,
} from '../../graph/types.js';
import type { NodeDefinition, PortShape, PortType } from '../../registry/types.js';
import type { NodeRegistryLike, Scene } from '../scene.js';

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
  definition({ type: SUBGRAPH, title: 'Subgraph', icon: 'layers' }),
  definition({ type: SUBGRAPH_INPUT, title: 'Input', icon: 'download' }),
  definition({ type: SUBGRAPH_OUTPUT, title: 'Output', icon: 'upload' }),
  definition({ type: REROUTE, title: 'Reroute', icon: 'circle-dashed' }),
];

export const registry: NodeRegistryLike = {
  get: (type) => DEFINITIONS.find((entry) => entry.type === type),
  portTypeInfo: (id): PortType => ({ id, title: id, colorToken: `--gds-port-${id}`, shape: SHAPES[id] ?? 'ring' }),
};

/** The registry as the document sees it. */
export const schema: GraphSchema = {
  portType: (type, direction, id) => schema.ports!(type)?.[direction === 'in' ? 'inputs' : 'outputs'].find((port) => port.id === id)?.type,
  ports: (type) => registry.get(type),
  knows: (type) => registry.get(type) !== undefined,
  compatible: () => true,
  defaults: () => ({}),
  titleOf: (type) => registry.get(type)?.title ?? type,
};

/** A graph without a store. Levels and ports are the document's own, found anew at each question. */
export class FakeGraph implements ReadonlyGraph {
  readonly nodes = new Map<string, NodeRecord>();
  readonly edges = new Map<string, EdgeRecord>();
  readonly groups = new Map<string, GroupRecord>();
  readonly notes = new Map<string, NoteRecord>();
  subscribe(): () => void {
    return () => undefined;
  }
  childrenOf(parentId: string): ReadonlySet<string> {
    const levels = new LevelIndex();
    for (const { id, parent } of this.nodes.values()) levels.add(id, parent ?? '');
    return levels.of(parentId);
  }
  portsOf(id: string): NodePorts {
    const node = this.nodes.get(id)!;
    return portsOf(this.#context, node, node.type === SUBGRAPH ? this.childrenOf(id) : new Set());
  }
  portType(id: string, direction: 'in' | 'out', port: string): string | undefined {
    const node = this.nodes.get(id);
    return node && portType(this.#context, node, direction, port);
  }
  edgesOf(id: string): EdgeRecord[] {
    return [...this.edges.values()].filter(({ from, to }) => from[0] === id || to[0] === id);
  }
  get #context() {
    const edgeAt = (id: string, port: string): EdgeRecord | undefined =>
      [...this.edges.values()].find(({ to }) => to[0] === id && to[1] === port);
    return { nodes: this.nodes, schema, edgeAt };
  }

  node(id: string, type: string, x: number, y: number, params: Record<string, ParamValue> = {}, more: Partial<NodeRecord> = {}): this {
    this.nodes.set(id, { id, type, x, y, params, title: '', mode: 'active', ...more });
    return this;
  }
  group(id: string, x: number, y: number, width: number, height: number, more: Partial<GroupRecord> = {}): this {
    this.groups.set(id, { id, title: '', x, y, width, height, color: '', ...more });
    return this;
  }
  note(id: string, x: number, y: number, width: number, height: number, more: Partial<NoteRecord> = {}): this {
    this.notes.set(id, { id, text: '', x, y, width, height, color: '', ...more });
    return this;
  }
  edge(from: [string, string], to: [string, string]): this {
    const id = `${from.join('.')}→${to.join('.')}`;
    this.edges.set(id, { id, from, to });
    return this;
  }
}

/** Ports of the level shown at which a wire ends. */
export const connectedPorts = (scene: Scene): string[] =>
  [...scene.nodes.values()]
    .flatMap(({ id, layout }) =>
      layout.ports.filter((port) => scene.connected([id, port.id], port.direction)).map((port) => `${port.direction} ${id} ${port.id}`),
    )
    .sort();

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

/** One of each thing that is no plain node, and each state, apart from each other on a grid. */
export function showcaseGraph(): FakeGraph {
  return new FakeGraph()
    .group('frame', -30, -20, 600, 300, { title: 'Generate', color: 'blue' })
    .group('locked-frame', 610, -20, 280, 300, { title: 'Do not touch', color: 'red', locked: true })
    .group('plain-frame', 930, -20, 280, 300)
    .node('prompt', 'prompt', 0, 20, { text: 'a 3d render of a red frog' })
    .node('generate', 'sdxl-turbo', 306, 20)
    .node('locked', 'prompt', 630, 20, { text: 'kept as it is' }, { locked: true })
    .node('plain', 'sdxl-turbo', 950, 20)
    .node('muted', 'sdxl-turbo', 0, 340, {}, { mode: 'muted' })
    .node('bypassed', 'sdxl-turbo', 306, 340, {}, { mode: 'bypassed' })
    .node('sub', SUBGRAPH, 630, 340, {}, { title: 'Upscale twice' })
    .node(
      'foreign',
      'KSampler',
      950,
      340,
      {},
      {
        ports: {
          inputs: [
            { id: 'model', type: 'MODEL' },
            { id: 'positive', type: 'CONDITIONING' },
            { id: 'latent_image', type: 'LATENT' },
          ],
          outputs: [{ id: 'LATENT', type: 'LATENT' }],
        },
      },
    )
    .node('in', SUBGRAPH_INPUT, 0, 0, { name: 'picture', type: 'image' }, { parent: 'sub' })
    .node('seed', SUBGRAPH_INPUT, 0, 60, { name: 'seed', type: 'number' }, { parent: 'sub' })
    .node('inner', 'output', 300, 0, {}, { parent: 'sub' })
    .node('out', SUBGRAPH_OUTPUT, 640, 30, { name: 'larger picture', type: 'image' }, { parent: 'sub' })
    .group('inner-frame', 280, -30, 280, 340, { title: 'Inside', color: 'violet', parent: 'sub' })
    .note('inner-note', 0, 140, 200, 90, { text: 'Only in here', color: 'green', parent: 'sub' })
    .node('reroute', REROUTE, 578, 108)
    .note('note', 0, 520, 260, 130, {
      text: 'Keep the seed fixed while you change the words, so that only the words make a difference.',
      color: 'yellow',
    })
    .note('locked-note', 300, 520, 200, 90, { text: 'Agreed with the client', color: 'violet', locked: true })
    .note('empty-note', 540, 520, 160, 80)
    .edge(['prompt', 'text'], ['generate', 'prompt'])
    .edge(['generate', 'image'], ['reroute', 'in'])
    .edge(['reroute', 'out'], ['sub', 'in'])
    .edge(['in', 'value'], ['inner', 'image'])
    .edge(['inner', 'image'], ['out', 'value']);
}
