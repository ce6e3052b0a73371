/**
 * What the original application's tests hold of ports and wires, by the names they have there (canvas/ports.test.ts).
 * Where ours differs, the name says so and docs/decisions/0040-original-behaviours.md says why.
 */
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { GraphStore } from '../../src/graph/store.js';
import { createDefaultRegistry } from '../../src/registry/registry.js';
import { PORT_HIT_PIXELS } from '../../src/scene/hit.js';
import { layoutNode, NODE } from '../../src/scene/layout.js';
import { Scene } from '../../src/scene/scene.js';
import { handleLength, wirePoint } from '../../src/scene/wire.js';

const registry = createDefaultRegistry();

function world() {
  const graph = new GraphStore({ registry });
  const scene = new Scene(registry);
  scene.setGraph(graph);
  graph.subscribe((change) => scene.applyChange(change));
  const add = (type: string, x: number, y: number): string => graph.addNode({ type, x, y });
  const port = (id: string, portId: string, direction: 'in' | 'out') =>
    scene.nodes.get(id)!.layout.ports.find((each) => each.id === portId && each.direction === direction);
  return { graph, scene, add, port };
}

describe('original: ports', () => {
  it('unknown node type has no ports; list and lookup return empty / nothing for it', () => {
    const { graph, scene } = world();
    const id = graph.addNode({ type: 'unknown', x: 0, y: 0 });
    expect(graph.portsOf(id)).to.deep.equal({ inputs: [], outputs: [] });
    expect(graph.portType(id, 'in', 'image')).to.equal(undefined);
    expect(scene.nodes.get(id)!.layout.ports).to.deep.equal([]);
  });

  it('image node: one output on the right edge (ours: below the header, not centred)', () => {
    const { add, scene } = world();
    const { ports, width, height } = scene.nodes.get(add('image', 0, 0))!.layout;
    expect(ports.map(({ id, direction, x }) => [id, direction, x])).to.deep.equal([['image', 'out', width]]);
    expect(ports[0]!.y).to.be.within(NODE.header, height);
  });

  it('model node: input on the left edge, output on the right', () => {
    const { add, port, scene } = world();
    const id = add('model', 0, 0);
    expect(port(id, 'image', 'in')!.x).to.equal(0);
    expect(port(id, 'image', 'out')!.x).to.equal(scene.nodes.get(id)!.layout.width);
  });

  it('several ports are spread over the node height (inside 0…height)', () => {
    for (const definition of registry.list()) {
      const { ports, height } = layoutNode(definition, {
        id: 'n',
        type: definition.type,
        x: 0,
        y: 0,
        params: {},
        title: '',
        mode: 'active',
      });
      const inputs = ports.filter(({ direction }) => direction === 'in');
      expect(new Set(inputs.map(({ y }) => y)).size, definition.type).to.equal(inputs.length);
      for (const { y } of ports) expect(y, definition.type).to.be.within(0, height);
    }
  });

  it('looking up a port needs id and direction: image in and image out are different ports', () => {
    const { add, port, graph } = world();
    const id = add('model', 0, 0);
    expect(port(id, 'image', 'in')).to.not.equal(port(id, 'image', 'out'));
    expect(graph.portType(id, 'in', 'image')).to.equal('image');
    expect(graph.portType(add('image', 0, 0), 'in', 'image')).to.equal(undefined);
  });

  it('port hit test: hit at the centre and 10 px away in the four directions, no hit at 20 px; none on port-less nodes', () => {
    const { add, port, scene } = world();
    const id = add('image', 100, 100);
    const { x, y } = port(id, 'image', 'out')!;
    const hit = (dx: number, dy: number) => scene.hitTest({ x: 100 + x + dx, y: 100 + y + dy }, 1);
    for (const [dx, dy] of [
      [0, 0],
      [10, 0],
      [-10, 0],
      [0, 10],
      [0, -10],
    ] as const) {
      expect(hit(dx, dy), `${dx},${dy}`).to.deep.equal({ kind: 'port', ref: [id, 'image'], direction: 'out' });
    }
    for (const [dx, dy] of [
      [20, 0],
      [-20, 0],
      [0, 20],
      [0, -20],
    ] as const)
      expect(hit(dx, dy)?.kind).to.not.equal('port');
  });

  it('a custom radius widens the port hit test (ours: the radius is in screen pixels, so it widens as one zooms out)', () => {
    const { add, port, scene } = world();
    const id = add('image', 100, 100);
    const { x, y } = port(id, 'image', 'out')!;
    expect(scene.hitTest({ x: 100 + x + 20, y: 100 + y }, 0.5)?.kind).to.equal('port');
    expect(scene.nearestPort({ x: 100 + x + 60, y: 100 + y }, 80)!.ref).to.deep.equal([id, 'image']);
  });

  it('nearest port: picks the closest by the wanted direction, nothing beyond the maximal distance, can exclude one node', () => {
    const { add, port, scene } = world();
    const [left, right] = [add('model', 0, 0), add('model', 600, 0)];
    const output = port(left, 'image', 'out')!;
    const near = { x: output.x + 30, y: output.y };
    expect(scene.nearestPort(near, 900, (_, direction) => direction === 'out')!.ref).to.deep.equal([left, 'image']);
    expect(scene.nearestPort(near, 900, (_, direction) => direction === 'in')!.ref[0]).to.equal(left);
    expect(scene.nearestPort(near, 900, ([id], direction) => direction === 'in' && id !== left)!.ref[0]).to.equal(right);
    expect(scene.nearestPort(near, 20)).to.equal(null);
  });

  it('Bézier: control points keep the y of their end; the offset is horizontal, also for right-to-left wires', () => {
    const level = { from: { x: 0, y: 10 }, to: { x: -300, y: 90 } };
    // Near its ends the wire is level and goes to the right, at the start and into the end.
    const [start, end] = [wirePoint(level.from, level.to, 0.001), wirePoint(level.from, level.to, 0.999)];
    expect(start.x).to.be.above(0);
    expect(Math.abs(start.y - 10)).to.be.below(0.01);
    expect(end.x).to.be.below(-300);
    expect(Math.abs(end.y - 90)).to.be.below(0.01);
  });

  it('Bézier: offset clamped to 50…150 (ours: half the way across, no less than a steep wire needs, without an upper limit)', () => {
    expect(handleLength({ x: 0, y: 0 }, { x: 1000, y: 0 })).to.equal(500);
    expect(handleLength({ x: 0, y: 0 }, { x: 0, y: 400 })).to.equal(56);
  });

  it('constants: 0 < handle radius < 20, hit radius ≥ handle radius (ours: one hit radius for all ports, below 20)', () => {
    expect(PORT_HIT_PIXELS).to.be.within(10, 20);
  });
});
