import { describe, it, beforeEach } from 'node:test';
import { expect } from 'chai';
import { GraphStore } from '../graph/store.js';
import type { Item } from './items.js';
import { FIRST_NODE } from './rows.js';
import { Scene } from './scene.js';
import { change, connectedPorts, registry, schema, showcaseGraph, type FakeGraph } from './testing/fixture.js';

const TOP = ['prompt', 'generate', 'locked', 'plain', 'muted', 'bypassed', 'sub', 'foreign', 'reroute'];
const INNER = ['in', 'seed', 'inner', 'out'];

describe('levels in the scene', () => {
  let graph: FakeGraph;
  let scene: Scene;
  beforeEach(() => {
    graph = showcaseGraph();
    scene = new Scene(registry);
    scene.setGraph(graph);
  });

  it('shows nodes, wires, frames and notes of one level only', () => {
    expect(scene.nodeIds()).to.have.members(TOP);
    expect([...scene.groups.keys()]).to.have.members(['frame', 'locked-frame', 'plain-frame']);
    expect([...scene.notes.keys()]).to.have.members(['note', 'locked-note', 'empty-note']);
    expect(scene.edges.size).to.equal(3);
    scene.setLevel('sub');
    expect(scene.level).to.equal('sub');
    expect(scene.nodeIds()).to.have.members(INNER);
    expect([...scene.groups.keys()]).to.deep.equal(['inner-frame']);
    expect([...scene.notes.keys()]).to.deep.equal(['inner-note']);
    expect(scene.edges.size).to.equal(2);
    expect(scene.rect('prompt')).to.equal(undefined);
    expect(scene.hitTest({ x: 100, y: 40 }, 1), 'a node of the other level').to.equal(null);
  });

  it('leaves nothing behind when it switches', () => {
    const before = scene.rows.count;
    const bounds = scene.bounds();
    for (let round = 0; round < 20; round += 1) {
      scene.setLevel('sub');
      expect(scene.rows.count).to.equal(FIRST_NODE + INNER.length + 2);
      scene.setLevel('');
      expect(scene.rows.count).to.equal(before);
    }
    expect(scene.bounds()).to.deep.equal(bounds);
    expect(connectedPorts(scene)).to.have.length(6);
    expect(scene.visible({ x: -1e6, y: -1e6, width: 2e6, height: 2e6 })).to.have.length(TOP.length + 3);
  });

  it('tells the GPU of every row of the new level, also where the origin has moved in between', () => {
    scene.rows.takeDirty();
    scene.setLevel('sub');
    expect(scene.rows.takeDirty()).to.deep.equal({ from: 0, to: scene.rows.count });
    scene.setLevel('');
    scene.rows.rebase(1e7, 0);
    scene.setLevel('sub');
    const { row } = scene.nodes.get('inner')!;
    expect(scene.rows.relative[row * 4]).to.equal(300 - 1e7);
  });

  it('ends what the hand was doing, and keeps the run state and pictures of nodes out of sight', () => {
    const pixels = { width: 1, height: 1, data: new Uint8ClampedArray(4) };
    scene.setMedia('inner', { pixels });
    scene.setVisual('inner', { status: 'complete', cached: true });
    scene.setVisual('prompt', { status: 'running' });
    scene.setHover({ nodeId: 'prompt' });
    scene.setDrag({ ids: new Set(['prompt']), dx: 9, dy: 9 });
    scene.setOverlay({ marquee: { x: 0, y: 0, width: 1, height: 1 } });
    scene.setLevel('sub');
    expect([scene.hover, scene.overlay.marquee, scene.draft, scene.editing]).to.deep.equal([null, null, null, null]);
    expect(scene.media('inner')).to.deep.equal({ pixels });
    expect(scene.itemsOf(scene.nodes.get('inner')!, 0).some(({ kind }) => kind === 'image')).to.equal(true);
    scene.setLevel('');
    expect(scene.visual('prompt')).to.deep.equal({ status: 'running' });
    expect(scene.rect('prompt')).to.include({ x: 0, y: 20 });
  });

  it('draws nothing for changes on another level, but forgets pictures of nodes removed there', () => {
    const reasons: string[] = [];
    scene.setMedia('inner', { pixels: { width: 1, height: 1, data: new Uint8ClampedArray(4) } });
    graph.node('late', 'output', 0, 500, {}, { parent: 'sub' });
    scene.applyChange(change({ nodesAdded: ['late'] }));
    expect(scene.layout('sub')!.rows[0]!.value).to.equal('2 nodes');
    scene.onInvalidate = (reason) => reasons.push(reason);
    graph.node('late', 'output', 50, 500, { text: 'x' }, { parent: 'sub' }).note('far', 0, 0, 100, 100, { parent: 'sub' });
    scene.applyChange(change({ nodesMoved: ['late'], nodesUpdated: ['late'], notesChanged: ['far'], groupsChanged: ['gone'] }));
    expect(reasons).to.deep.equal([]);
    expect(scene.nodes.has('late')).to.equal(false);
    graph.nodes.delete('inner');
    scene.applyChange(change({ nodesRemoved: ['inner'] }));
    expect(scene.media('inner')).to.equal(undefined);
  });

  it('is at the top again with a graph that has no such subgraph', () => {
    scene.setLevel('sub');
    const other = showcaseGraph();
    scene.setGraph(other);
    expect(scene.level).to.equal('sub');
    other.nodes.delete('sub');
    scene.setGraph(other);
    expect(scene.level).to.equal('');
  });
});

describe('the scene behind a store', () => {
  function setup() {
    const store = new GraphStore({ schema });
    store.load({
      format: 'gds-graph',
      version: 1,
      nodes: [...showcaseGraph().nodes.values()],
      edges: [...showcaseGraph().edges.values()].map(({ from, to }) => ({ from, to })),
      groups: [...showcaseGraph().groups.values()],
      notes: [...showcaseGraph().notes.values()],
      meta: {},
    });
    const scene = new Scene(registry);
    scene.setGraph(store);
    store.subscribe((event) => scene.applyChange(event));
    return { store, scene };
  }
  const portsOf = (scene: Scene, id: string) => scene.layout(id)!.ports.map(({ id: port, title, type }) => `${port} ${title} ${type}`);
  const texts = (items: readonly Item[]) => items.flatMap((item) => (item.kind === 'text' ? [item.text] : []));

  it('changes a subgraph’s ports with the nodes inside it that are its ports', () => {
    const { store, scene } = setup();
    expect(portsOf(scene, 'sub')).to.deep.equal(['in picture image', 'seed seed number', 'out larger picture image']);
    store.setParam('in', 'name', 'photo');
    expect(texts(scene.itemsOf(scene.nodes.get('sub')!, 0))).to.include('photo');
    const [edge] = [...scene.edges.values()].filter(({ record }) => record.to[0] === 'sub');
    expect(edge!.toSlot).to.equal(0);
    store.moveNodes(['in'], 0, 400);
    expect(portsOf(scene, 'sub').slice(0, 2)).to.deep.equal(['seed seed number', 'in photo image']);
    expect(scene.edges.get(edge!.id)!.toSlot, 'the wire follows its port').to.equal(1);
    store.deleteNodes(['seed']);
    expect(portsOf(scene, 'sub')).to.have.length(2);
    expect(scene.edges.get(edge!.id)!.toSlot).to.equal(0);
  });

  it('says how many nodes a subgraph holds, its ports not counted', () => {
    const { store, scene } = setup();
    const inside = () => scene.layout('sub')!.rows[0]!.value;
    expect(inside()).to.equal('1 node');
    store.addNode({ type: 'output', x: 0, y: 0, parent: 'sub' });
    expect(inside()).to.equal('2 nodes');
    store.undo();
    expect(inside()).to.equal('1 node');
  });

  it('shows the parameters promoted to a subgraph, as they are inside, below its ports', () => {
    const { store, scene } = setup();
    const inner = store.addNode({ type: 'sdxl-turbo', x: 0, y: 400, parent: 'sub', params: { steps: 3 } });
    const { height } = scene.layout('sub')!;
    store.setParam('sub', 'promoted', [
      [inner, 'steps'],
      ['gone', 'steps'],
    ]);
    const layout = scene.layout('sub')!;
    expect(layout.rows[1]).to.include({ title: 'Steps', value: '3' });
    expect(layout.rows[1]!.y).to.be.above(Math.max(...layout.ports.map(({ y }) => y)) + 12);
    expect(layout.height).to.be.above(height + 20);
    store.setParam(inner, 'steps', 7);
    expect(scene.layout('sub')!.rows[1]!.value).to.equal('7');
    expect(texts(scene.itemsOf(scene.nodes.get('sub')!, 0))).to.include('7');
    store.deleteNodes([inner]);
    expect(scene.layout('sub')!.rows).to.have.length(1);
  });

  it('gives a reroute and its wires the colour of what passes through', () => {
    const { store, scene } = setup();
    const color = () => [...scene.edges.values()].find(({ record }) => record.from[0] === 'reroute')!.color;
    expect(color()).to.equal(scene.portColor('image'));
    const into = [...store.edges.values()].find(({ to }) => to[0] === 'reroute')!;
    store.deleteEdges([into.id]);
    expect(color()).to.equal(scene.portColor('any'));
    expect(scene.layout('reroute')!.ports.map(({ type }) => type)).to.deep.equal(['any', 'any']);
  });

  it('takes nodes with their wires in and out of a subgraph', () => {
    const { store, scene } = setup();
    store.setParent(['prompt', 'generate', 'reroute'], 'sub');
    expect(scene.nodes.has('prompt')).to.equal(false);
    expect([...scene.edges.values()].map(({ record }) => record.from[0])).not.to.include('prompt');
    scene.setLevel('sub');
    expect([...scene.edges.values()].map(({ record }) => record.from[0])).to.include('prompt');
    store.setParent(['prompt', 'generate', 'reroute'], '');
    expect(scene.nodes.has('prompt')).to.equal(false);
    scene.setLevel('');
    store.setParent(['prompt', 'generate'], 'sub');
    store.undo();
    expect([...scene.edges.values()].map(({ record }) => record.from[0])).to.include('prompt');
  });

  it('is empty when the subgraph it shows is deleted', () => {
    const { store, scene } = setup();
    scene.setLevel('sub');
    store.deleteItems(['sub']);
    expect([scene.nodes.size, scene.edges.size, scene.groups.size, scene.notes.size]).to.deep.equal([0, 0, 0, 0]);
    store.undo();
    expect(scene.nodeIds()).to.have.members(INNER);
  });

  it('comes to the same by steps as afresh, whatever is done', () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    let state = seed;
    const random = (below: number): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    const pick = <T>(all: Iterable<T>): T | undefined => {
      const list = [...all];
      return list[random(list.length)];
    };
    let { store, scene } = setup();
    const levels = () => ['', ...[...store.nodes.values()].flatMap(({ id, type }) => (type === 'subgraph' ? [id] : []))];
    const anyNode = () => pick(store.nodes.keys()) ?? store.addNode({ type: 'prompt', x: 0, y: 0 });
    const item = () => pick([...store.nodes.keys(), ...store.groups.keys(), ...store.notes.keys()]);
    const types = ['prompt', 'sdxl-turbo', 'output', 'subgraph', 'subgraph-input', 'subgraph-output', 'reroute'];
    const rect = () => ({ x: random(900), y: random(900), width: 120 + random(400), height: 90 + random(400) });
    const commands: (() => unknown)[] = [
      () => store.addNode({ type: pick(types)!, x: random(900), y: random(900), parent: pick(levels())! }),
      () => store.addNote({ ...rect(), text: 'note', parent: pick(levels())! }),
      () => store.addGroup({ ...rect(), parent: pick(levels())! }),
      () => store.deleteItems([item() ?? anyNode()]),
      () => store.moveItems([item() ?? anyNode()], random(100), random(100)),
      () => store.setRect(item() ?? anyNode(), rect()),
      () => store.setParent([anyNode(), item() ?? anyNode()], pick(levels())!),
      () => {
        const boundary = pick([...store.nodes.values()].filter(({ type }) => type.startsWith('subgraph-')));
        if (boundary) store.setParam(boundary.id, 'type', pick(['image', 'string', 'mesh'])!);
      },
      () => {
        const edge = pick(store.edges.values());
        if (edge) store.setParent([edge.from[0], edge.to[0]], pick(levels())!);
      },
      () => {
        const edge = pick(store.edges.values());
        if (edge) store.deleteEdges([edge.id]);
      },
      () => store.undo(),
      () => store.redo(),
      ...Array<() => void>(4).fill(() => {
        const from = anyNode();
        const to = pick(store.childrenOf(store.nodes.get(from)!.parent ?? ''))!;
        const output = pick(store.portsOf(from).outputs);
        const input = pick(store.portsOf(to).inputs);
        if (output && input) store.addEdge([from, output.id], [to, input.id]);
      }),
      () => scene.setLevel(pick(levels())!),
    ];
    for (let step = 0; step < 300; step += 1) {
      if (step % 60 === 0) ({ store, scene } = setup());
      try {
        commands[random(commands.length)]!();
      } catch (error) {
        // Refusals are the store's own; anything else is a defect.
        if (!(error instanceof Error && 'code' in error)) throw error;
      }
      const fresh = new Scene(registry);
      for (const type of scene.portTypes) fresh.portColor(type);
      fresh.setGraph(store);
      fresh.setLevel(scene.level);
      expect(snapshot(scene), `seed ${seed}, step ${step}`).to.deep.equal(snapshot(fresh));
    }
  });
});

/** All that is drawn, without painter's order and rows, which depend on the way there. */
function snapshot(scene: Scene): unknown {
  const byId = <T extends { id: string }>(all: Iterable<T>): T[] => [...all].sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    nodes: byId(scene.nodes.values()).map(({ id, record, layout }) => ({ id, record, layout, rect: scene.rect(id) })),
    items: byId([...scene.notes.values(), ...scene.groups.values()]).map(({ id, record }) => ({ id, record, rect: scene.rect(id) })),
    edges: byId(scene.edges.values()).map((edge) => ({ id: edge.id, color: edge.color, ends: scene.edgeEnds(edge) })),
    connected: connectedPorts(scene),
    rows: scene.visible({ x: -1e9, y: -1e9, width: 2e9, height: 2e9 }).length,
  };
}
