/**
 * Scenes that every tier must draw alike, from what people see daily to what breaks renderers: states, shapes, long texts, far
 * zooms, odd wires, overlays. Each is a function of nothing but its seed, so that two renderers are given the very same.
 */
import type { Camera } from '../../src/scene/camera.js';
import { FIRST_PORT_COLOR, itemColor } from '../../src/scene/palette.js';
import { Scene } from '../../src/scene/scene.js';
import { FakeGraph, referenceGraph, registry, showcaseGraph } from '../../src/scene/testing/fixture.js';
import type { NodeMedia } from '../../src/scene/types.js';

export interface TestScene {
  readonly name: string;
  readonly camera: Camera;
  build(): Scene;
}

/** Small, even and odd, so that halves of pixels occur. */
export const SIZE = { width: 640, height: 400 } as const;

/** mulberry32: the same numbers on every run. */
function random(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const sceneOf = (graph: FakeGraph, more?: (scene: Scene) => void): Scene => {
  const scene = new Scene(registry);
  scene.setGraph(graph);
  more?.(scene);
  return scene;
};

/** Rings of colour around the middle, clear in the corners: edges in every direction and half transparency. */
export function rings(width: number, height: number): NodeMedia {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const r = Math.hypot((x - width / 2) / width, (y - height / 2) / height) * 2;
      const wave = 0.5 + 0.5 * Math.sin(r * 18);
      data.set([255 * wave, 140, 255 * (1 - wave), 255 * Math.min(1, Math.max(0, (1.05 - r) * 4))], (y * width + x) * 4);
    }
  return { pixels: { width, height, data } };
}

/** Nodes of every kind in rows, each wired to some of those before it: forward, backward and across. */
export function manyNodes(count: number, seed = 7): FakeGraph {
  const graph = new FakeGraph();
  const next = random(seed);
  const types = ['prompt', 'sdxl-turbo', 'output', 'triposr', 'mesh-output'] as const;
  const columns = Math.ceil(Math.sqrt(count * 1.4));
  const inputs = { prompt: '', 'sdxl-turbo': 'prompt', output: 'image', triposr: 'image', 'mesh-output': 'mesh' } as const;
  const outputs = { prompt: 'text', 'sdxl-turbo': 'image', output: 'image', triposr: 'mesh', 'mesh-output': '' } as const;
  for (let index = 0; index < count; index += 1) {
    const type = types[Math.floor(next() * types.length)]!;
    const x = (index % columns) * 320 + Math.floor(next() * 40);
    graph.node(`n${index}`, type, x, Math.floor(index / columns) * 330 + Math.floor(next() * 60), { text: `words of ${index}` });
  }
  const ids = [...graph.nodes.values()];
  for (let index = 0; index < count * 1.5; index += 1) {
    const from = ids[Math.floor(next() * count)]!;
    const near = Math.min(count - 1, Math.max(0, ids.indexOf(from) + Math.floor((next() - 0.4) * 8)));
    const to = next() < 0.8 ? ids[near]! : ids[Math.floor(next() * count)]!;
    const out = outputs[from.type as keyof typeof outputs];
    const into = inputs[to.type as keyof typeof inputs];
    if (out !== '' && into !== '' && from !== to) graph.edge([from.id, out], [to.id, into]);
  }
  return graph;
}

function states(): Scene {
  const graph = new FakeGraph();
  const kinds = ['idle', 'queued', 'running', 'complete', 'error', 'cached', 'selected', 'muted', 'bypassed', 'locked'] as const;
  kinds.forEach((id, index) => {
    const mode = id === 'muted' || id === 'bypassed' ? id : 'active';
    graph.node(
      id,
      index % 2 ? 'output' : 'sdxl-turbo',
      (index % 5) * 270,
      Math.floor(index / 5) * 300,
      {},
      { mode, ...(id === 'locked' && { locked: true }) },
    );
  });
  return sceneOf(graph, (scene) => {
    scene.setVisual('queued', { status: 'queued' });
    scene.setVisual('running', { status: 'running', fraction: 0.62, label: 'Step 5 of 8' });
    scene.setVisual('complete', { status: 'complete', footer: ['256 × 256 · seed 42', '0.31 s'] });
    scene.setVisual('error', { status: 'error', error: 'This node needs an image. Connect a picture to image.' });
    scene.setVisual('cached', { status: 'complete', cached: true });
    scene.setSelection(new Set(['selected']));
  });
}

function shapes(): Scene {
  const types = ['string', 'image', 'mesh', 'tensor', 'number', 'any'];
  const ports = (part: string) => types.map((type) => ({ id: `${part}-${type}`, type }));
  const graph = new FakeGraph()
    .node(
      'a',
      'Foreign',
      0,
      0,
      {},
      { ports: { inputs: [], outputs: ports('out') }, title: 'A node with a title that is far too long for it' },
    )
    .node('b', 'Foreign', 330, 0, {}, { ports: { inputs: ports('in'), outputs: [] } })
    .node('c', 'prompt', 0, 300, { text: `${'A long text that wraps over many lines. '.repeat(9)} مرحبا 数据 🐸` })
    .node('d', 'prompt', 330, 300, { text: 'Größe, naïveté, Ångström; fi fl; VA To' });
  for (const type of types) graph.edge(['a', `out-${type}`], ['b', `in-${type}`]);
  return sceneOf(graph, (scene) => scene.setHover({ nodeId: 'a' }));
}

/** Hairpins of every height, loops that cross themselves, steep wires, straight ones. */
function oddWires(): Scene {
  const graph = new FakeGraph();
  const at = (index: number, dx: number, dy: number, x: number, y: number): void => {
    graph.node(`a${index}`, 'sdxl-turbo', x, y).node(`b${index}`, 'sdxl-turbo', x + 240 + dx, y + dy);
    graph.edge([`a${index}`, 'image'], [`b${index}`, 'prompt']);
  };
  at(0, -700, 4, 700, 0);
  at(1, -700, 300, 700, 260);
  at(2, -430, 190, 700, 800);
  at(3, 900, 20, 1150, 0);
  at(4, 20, 700, 1150, 240);
  at(5, -240, 0, 1500, 700);
  return sceneOf(graph, (scene) => {
    scene.setSelection(new Set(['a2.image→b2.prompt']));
    scene.setHover({ edgeId: 'a1.image→b1.prompt' });
  });
}

function overlay(): Scene {
  return sceneOf(referenceGraph(), (scene) => {
    const lasso = Array.from({ length: 40 }, (_, index) => {
      const angle = (index / 40) * Math.PI * 2;
      return { x: 300 + Math.cos(angle) * (150 + 30 * Math.sin(angle * 5)), y: 170 + Math.sin(angle) * 110 };
    });
    scene.setOverlay({
      marquee: { x: 20.3, y: 30.7, width: 200, height: 120 },
      lasso,
      cut: [
        { x: 480, y: 20 },
        { x: 560, y: 120 },
        { x: 575, y: 260 },
      ],
      guides: [
        { axis: 'x', at: 306, from: -30, to: 330 },
        { axis: 'y', at: 215, from: -20, to: 600 },
      ],
      cursors: [
        { id: '1', at: { x: 90, y: 240 }, name: 'Ada', color: itemColor('blue') },
        { id: '2', at: { x: 400, y: 40 }, name: 'Ein sehr langer Name, der gekürzt werden muss', color: itemColor('red') },
        { id: '3', at: { x: 260, y: 280 }, name: '', color: FIRST_PORT_COLOR },
      ],
    });
    scene.setMarked(new Set(['picture.image→lift.image']), new Set(['prompt.text→generate.prompt']));
    scene.setDraft({ from: { ref: ['generate', 'image'], direction: 'out' }, to: { x: 470, y: 290 } }, () => true);
  });
}

/** A run under way: the wires that feed it flow. */
const running = (): Scene =>
  sceneOf(referenceGraph(), (scene) => {
    scene.setVisual('generate', { status: 'running', fraction: 0.4, label: 'Step 2 of 4' });
    scene.setVisual('picture', { status: 'queued' });
  });

const pictures = (): Scene =>
  sceneOf(
    new FakeGraph().node('a', 'output', 0, 0).node('b', 'output', 290, 0).node('c', 'output', 580, 0).node('d', 'mesh-output', 870, 0),
    (scene) => {
      scene.setMedia('a', rings(64, 64));
      scene.setMedia('b', rings(300, 140));
      scene.setMedia('c', rings(90, 240));
      scene.setMedia('d', rings(512, 512));
    },
  );

const FAR = 28 * 1_000_000;
const farAway = (): Scene =>
  sceneOf(
    new FakeGraph()
      .node('a', 'prompt', FAR + 20, FAR + 20, { text: 'far from zero' })
      .node('b', 'sdxl-turbo', FAR + 330, FAR + 60)
      .edge(['a', 'text'], ['b', 'prompt']),
    (scene) => {
      scene.setSelection(new Set(['b']));
      scene.setOverlay({
        marquee: { x: FAR + 40, y: FAR + 200, width: 90, height: 40 },
        guides: [{ axis: 'x', at: FAR + 300, from: FAR, to: FAR + 250 }],
        cursors: [{ id: '1', at: { x: FAR + 180, y: FAR + 220 }, name: 'Ada', color: itemColor('green') }],
      });
    },
  );

const many = (): Scene => sceneOf(manyNodes(300), (scene) => scene.setSelection(new Set(['n10', 'n11'])));

export const SCENES: readonly TestScene[] = [
  { name: 'reference graph', camera: { x: -20, y: -40, zoom: 1 }, build: () => sceneOf(referenceGraph()) },
  { name: 'run under way', camera: { x: -20, y: -40, zoom: 0.8 }, build: running },
  { name: 'states', camera: { x: -30, y: -30, zoom: 0.46 }, build: states },
  { name: 'states from afar', camera: { x: -30, y: -30, zoom: 0.25 }, build: states },
  { name: 'port shapes and long texts', camera: { x: -20, y: -20, zoom: 1 }, build: shapes },
  { name: 'frames, notes, subgraph', camera: { x: -50, y: -70, zoom: 0.51 }, build: () => sceneOf(showcaseGraph()) },
  { name: 'pictures', camera: { x: -10, y: -10, zoom: 0.6 }, build: pictures },
  { name: 'pictures from afar', camera: { x: -10, y: -10, zoom: 0.21 }, build: pictures },
  { name: 'odd wires', camera: { x: -120, y: -40, zoom: 0.33 }, build: oddWires },
  { name: 'odd wires, near', camera: { x: 740, y: 10, zoom: 1.7 }, build: oddWires },
  { name: 'overlay', camera: { x: -20, y: -40, zoom: 1 }, build: overlay },
  { name: 'far from zero', camera: { x: FAR, y: FAR, zoom: 1.1 }, build: farAway },
  { name: '300 nodes, everything', camera: { x: 2000, y: 1300, zoom: 0.55 }, build: many },
  { name: '300 nodes, bars for text', camera: { x: 900, y: 700, zoom: 0.3 }, build: many },
  { name: '300 nodes, bodies', camera: { x: 300, y: 300, zoom: 0.12 }, build: many },
  { name: '300 nodes, flat', camera: { x: -100, y: -100, zoom: 0.06 }, build: many },
];
