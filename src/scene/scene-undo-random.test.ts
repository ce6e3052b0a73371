/** Seeded: scenes that follow a store through edits, undo and redo, on two levels, against ones made anew from it. */
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { SUBGRAPH } from '../graph/levels.js';
import { GraphStore } from '../graph/store.js';
import { Scene } from './scene.js';
import { connectedPorts, registry, schema } from './testing/fixture.js';

const TYPES = ['prompt', 'sdxl-turbo', 'output', 'triposr', 'mesh-output', 'subgraph-input', 'subgraph-output', 'reroute'] as const;
const STEPS = 600;
/** The subgraph whose inside the second scene shows; it is deleted and brought back like all else. */
const INSIDE = 'inside';

type Random = (below: number) => number;
const pick = <T>(random: Random, list: readonly T[]): T => list[random(list.length)]!;

/** What edits may refuse: ports that do not match, rings, parents that are no subgraph. */
const REFUSED = /^GDS_(EDGE|NODE|PARAM|LOCKED|GRAPH)/;

function connect(store: GraphStore, from: string, to: string, random: Random): string | false {
  const { outputs } = store.portsOf(from);
  const { inputs } = store.portsOf(to);
  return outputs.length > 0 && inputs.length > 0 && store.addEdge([from, pick(random, outputs).id], [to, pick(random, inputs).id]);
}

/** One edit, undo or redo; returns its name, '' where it was refused or there was nothing to do. */
function step(store: GraphStore, random: Random): string {
  const nodes = [...store.nodes.keys()];
  const all = [...nodes, ...store.groups.keys(), ...store.notes.keys()];
  const some = (list: readonly string[]): string[] => Array.from({ length: 1 + random(4) }, () => pick(random, list));
  /** Both ends of a wire, which goes with them. */
  const pair = (): string[] => {
    const edges = [...store.edges.values()];
    const edge = edges.length > 0 ? pick(random, edges) : undefined;
    return edge ? [edge.from[0], edge.to[0]] : some(all);
  };
  const place = { x: random(6000), y: random(6000) };
  const size = { width: 60 + random(400), height: 60 + random(400) };
  const parent = store.nodes.has(INSIDE) && random(3) === 0 ? INSIDE : '';
  const edits: Record<string, () => unknown> = {
    add: () => store.addNode({ type: pick(random, TYPES), ...place, ...(parent && { parent }) }),
    connect: () => connect(store, pick(random, nodes), pick(random, nodes), random),
    cut: () => store.deleteEdges(some([...store.edges.keys(), 'none'])),
    move: () => store.moveItems(some(all), random(400) - 200, random(400) - 200),
    delete: () => random(2) === 0 && store.deleteItems(some(all)),
    resize: () => store.setRect(pick(random, all), { ...place, ...size }),
    parameter: () => store.setParam(pick(random, nodes), pick(random, ['text', 'name', 'steps']), random(9)),
    title: () => store.setTitle(pick(random, nodes), `title ${random(9)}`),
    frame: () => store.addGroup({ ...place, ...size, title: 'Frame' }),
    note: () => store.addNote({ ...place, ...size, text: `note ${random(9)}` }),
    enclose: () => store.setParent(random(2) === 0 ? some(all) : pair(), parent),
    ports: () => store.moveItems([pick(random, [...store.childrenOf(INSIDE), INSIDE])], 0, random(2000) - 1000),
    several: () =>
      store.transact('Several', () => {
        store.deleteItems([pick(random, nodes)]);
        store.addNode({ type: pick(random, TYPES), ...place });
        store.moveItems(some(all), 10, 10);
      }),
    undo: () => store.undo(),
    redo: () => store.redo(),
  };
  // As often as all others together: runs of them, so that redo finds something.
  const name = random(2) === 0 ? pick(random, ['undo', 'undo', 'redo']) : pick(random, Object.keys(edits));
  try {
    return edits[name]!() === false ? '' : name;
  } catch (error) {
    if (!REFUSED.test((error as { code?: string }).code ?? '')) throw error;
    return '';
  }
}

/** What a scene shows, apart from who covers whom: nodes that came back lie on top. */
function told(scene: Scene) {
  const part = { x: 1000, y: 1000, width: 2500, height: 2500 };
  const elements = [...scene.nodes.values(), ...scene.notes.values()];
  const byId = <T extends { id: string }>(list: Iterable<T>): T[] => [...list].sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    rects: byId([...elements, ...scene.groups.values()]).map(({ id }) => [id, scene.rect(id)]),
    items: byId(elements).map((card) => [card.id, scene.makeItems(card, 0)]),
    frames: byId(scene.groups.values()).map((group) => [group.id, scene.groupItemsOf(group, 13, false)]),
    wires: byId(scene.edges.values()).map((edge) => [edge.id, scene.edgeEnds(edge), edge.color]),
    ports: connectedPorts(scene),
    near: byId(scene.visible(part)).map(({ id }) => id),
    wiresNear: byId(scene.wiresIn(part)).map(({ id }) => id),
    framesNear: byId(scene.visibleGroups(part)).map(({ id }) => id),
  };
}

describe('the scene behind a store, at random', () => {
  it('after edits, undo and redo is the same as one made anew, on two levels', () => {
    const seed = (Date.now() % 100_000) + 1;
    console.log(`seed ${seed}`);
    let state = seed;
    const random: Random = (below) => (state = (state * 48271) % 2147483647) % below;
    // Its clock moves on, so that no edits are joined to one step.
    let now = 0;
    const store = new GraphStore({ schema, now: () => (now += 5000) });
    store.addNode({ id: INSIDE, type: SUBGRAPH, x: 500, y: 500 });
    // Its ports, in the order of their height; three wires end there.
    for (let at = 0; at < 3; at += 1) {
      const port = store.addNode({ type: 'subgraph-input', parent: INSIDE, x: 0, y: at * 100 });
      store.addEdge([store.addNode({ type: 'prompt', x: random(6000), y: random(6000) }), 'text'], [INSIDE, port]);
    }
    for (let at = 0; at < 40; at += 1) store.addNode({ type: TYPES[at % 5]!, x: random(6000), y: random(6000) });
    const made = (level: string): Scene => {
      const scene = new Scene(registry);
      // Palette entries are given out in the order of asking.
      for (const type of ['string', 'image', 'mesh', 'tensor', 'number', 'any']) scene.portColor(type);
      scene.setGraph(store);
      if (level !== scene.level) scene.setLevel(level);
      return scene;
    };
    const scenes = [made(''), made(INSIDE)];
    store.subscribe((change) => scenes.forEach((scene) => scene.applyChange(change)));
    const counts = new Map<string, number>();
    for (let at = 0; at < STEPS; at += 1) {
      const name = step(store, random);
      counts.set(name, (counts.get(name) ?? 0) + 1);
      for (const scene of scenes) {
        // Asked after each step, so that what is kept for questions has to follow.
        scene.wiresIn({ x: 0, y: 0, width: 100, height: 100 });
        if (at % 10 === 0 || name === 'redo')
          expect(told(scene), `${name}, step ${at}, seed ${seed}`).to.deep.equal(told(made(scene.level)));
      }
    }
    for (const name of ['add', 'connect', 'move', 'ports', 'delete', 'enclose', 'several', 'undo', 'redo'])
      expect(counts.get(name) ?? 0, `${name}, seed ${seed}`).to.be.above(0);
  });
});
