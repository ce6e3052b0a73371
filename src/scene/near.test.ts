/** Seeded: what the grids say lies near a point against a look at everything, while all kinds of things move. */
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { countCalls } from '../../test/support/counters.js';
import { BoxGrid } from './box-grid.js';
import { intersects } from './rect.js';
import { Scene } from './scene.js';
import { change, FakeGraph, registry } from './testing/fixture.js';
import type { Rect } from './types.js';
import { wireBounds } from './wire.js';

const SPREAD = 6000;

describe('what lies near a point', () => {
  it('is what a look at everything finds, after drags, moves and wires and nodes that come and go', () => {
    const seed = (Date.now() % 100_000) + 1;
    console.log(`seed ${seed}`);
    let state = seed;
    const random = (below: number): number => (state = (state * 48271) % 2147483647) % below;
    const graph = new FakeGraph();
    const scene = new Scene(registry);
    let next = 0;
    const addNode = (): string => {
      const id = `n${next++}`;
      graph.node(id, next % 2 ? 'sdxl-turbo' : 'output', random(SPREAD), random(SPREAD));
      return id;
    };
    // More than a question looks at one by one: after a drag of all, cards are found by a scan, and by the grid after the next wire.
    for (let at = 0; at < 300; at += 1) addNode();
    scene.setGraph(graph);
    const ids = (): string[] => [...graph.nodes.keys()];
    const any = (): string => ids()[random(graph.nodes.size)]!;
    const steps: Record<string, () => void> = {
      node: () => scene.applyChange(change({ nodesAdded: [addNode()] })),
      wire: () => {
        const to = any();
        const before = new Set(graph.edges.keys());
        graph.edge([any(), 'image'], [to, graph.nodes.get(to)!.type === 'output' ? 'image' : 'prompt']);
        scene.applyChange(change({ edgesAdded: [...graph.edges.keys()].filter((id) => !before.has(id)) }));
      },
      cut: () => {
        const edges = [...graph.edges.keys()];
        const gone = edges.length > 0 ? [edges[random(edges.length)]!] : [];
        for (const id of gone) graph.edges.delete(id);
        scene.applyChange(change({ edgesRemoved: gone }));
      },
      move: () => {
        const id = any();
        graph.nodes.set(id, { ...graph.nodes.get(id)!, x: random(SPREAD), y: random(SPREAD) });
        scene.applyChange(change({ nodesMoved: [id] }));
      },
      remove: () => {
        const id = any();
        const edges = [...graph.edges.values()].filter(({ from, to }) => from[0] === id || to[0] === id).map((edge) => edge.id);
        for (const edge of edges) graph.edges.delete(edge);
        graph.nodes.delete(id);
        scene.applyChange(change({ nodesRemoved: [id], edgesRemoved: edges }));
      },
      drag: () => scene.setDrag({ ids: new Set([any(), any()]), dx: random(2000) - 1000, dy: random(2000) - 1000 }),
      'drag all': () => scene.setDrag({ ids: new Set(ids()), dx: random(200) - 100, dy: random(200) - 100 }),
      drop: () => scene.setDrag(null),
      'open anew': () => scene.setGraph(graph),
    };
    const names = Object.keys(steps);
    const found = { cards: 0, wires: 0 };
    for (let step = 0; step < 1500; step += 1) {
      // Wires more often, so that there are as many as nodes.
      const name = random(3) === 0 ? 'wire' : names[random(names.length)]!;
      steps[name]!();
      const rect: Rect = { x: random(SPREAD), y: random(SPREAD), width: random(40), height: random(40) };
      const said = `step ${step}, ${name}, seed ${seed}`;
      const cards = scene.near(rect).map(({ id }) => id);
      expect(cards, said).to.deep.equal(scene.visible(rect).map(({ id }) => id));
      const wires = [...scene.edges.values()].filter((edge) => {
        const { from, to } = scene.edgeEnds(edge);
        return intersects(wireBounds(from, to), rect);
      });
      expect(
        scene.wiresIn(rect).map(({ id }) => id),
        said,
      ).to.deep.equal(wires.map(({ id }) => id));
      found.cards += cards.length;
      found.wires += wires.length;
    }
    expect(found.cards, `seed ${seed}`).to.be.above(500);
    expect(found.wires, `seed ${seed}`).to.be.above(500);
  });

  it('is found without putting everything into the grid anew while all of it is dragged', () => {
    const graph = new FakeGraph();
    for (let at = 0; at < 400; at += 1) graph.node(`n${at}`, 'output', at * 300, 0);
    const scene = new Scene(registry);
    scene.setGraph(graph);
    const rect = { x: 0, y: 0, width: 400, height: 10 };
    expect(scene.near(rect)).to.have.length(2);
    scene.prepareHits();
    const puts = countCalls(BoxGrid.prototype, 'put');
    scene.setDrag({ ids: new Set(graph.nodes.keys()), dx: 300, dy: 0 });
    expect(scene.near(rect).map(({ id }) => id)).to.deep.equal(['n0']);
    expect(puts.count).to.equal(0);
    // The control: a question about wires needs them there.
    scene.wiresIn(rect);
    expect(puts.count).to.equal(400);
    puts.stop();
  });
});
