/** Seeded: what lies under a point against a plain reference, a scene that followed many changes against one made anew, far from zero. */
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { PORT_HIT_PIXELS } from './hit.js';
import { Scene } from './scene.js';
import { change, connectedPorts, FakeGraph, registry } from './testing/fixture.js';
import type { Hit, Point } from './types.js';
import { wirePoint, WIRE_WIDTH } from './wire.js';

const TYPES = ['prompt', 'sdxl-turbo', 'output', 'triposr', 'mesh-output'] as const;
/** Screen pixels, as hit.ts has it. */
const WIRE_REACH = 6;
/** Canvas units about a wire's reach where the nearest chord may answer otherwise than the curve. */
const DOUBT = 0.2;

function seeded(): { seed: number; random(below: number): number } {
  const seed = (Date.now() % 100_000) + 1;
  console.log(`seed ${seed}`);
  let state = seed;
  return { seed, random: (below) => (state = (state * 48271) % 2147483647) % below };
}

const crowd = (random: (below: number) => number, count: number, spread: number): FakeGraph => {
  const graph = new FakeGraph();
  for (let at = 0; at < count; at += 1) graph.node(`n${at}`, TYPES[at % 5]!, random(spread), random(spread));
  for (let at = 0; at + 5 < count; at += 5) {
    graph.edge([`n${at}`, 'text'], [`n${random(count / 5) * 5 + 1}`, 'prompt']);
    graph.edge([`n${at + 1}`, 'image'], [`n${random(count / 5) * 5 + 2}`, 'image']);
    graph.edge([`n${at + 3}`, 'mesh'], [`n${random(count / 5) * 5 + 4}`, 'mesh']);
  }
  return graph;
};

/** Every node, port and wire is looked at; undefined where the answer hangs on less than {@link DOUBT}. */
function reference(scene: Scene, point: Point): Pick<Hit, 'kind'> | null | undefined {
  const nodes = [...scene.nodes.values()].sort((a, b) => b.order - a.order);
  const top = nodes.find(({ id }) => {
    const { x, y, width, height } = scene.rect(id)!;
    return point.x >= x && point.x <= x + width && point.y >= y && point.y <= y + height;
  });
  const ports = nodes
    .flatMap((node) => node.layout.ports.map(({ id, direction }) => ({ node, id, direction })))
    .map((port) => ({ ...port, at: scene.portPosition(port.node.id, port.id, port.direction)! }))
    .map((port) => ({ ...port, distance: Math.hypot(port.at.x - point.x, port.at.y - point.y) }))
    .filter(({ distance }) => distance <= PORT_HIT_PIXELS)
    .sort((a, b) => a.distance - b.distance);
  const [port, next] = ports;
  if (port && next && next.distance - port.distance < 1e-6) return undefined;
  if (port && !(top && top.order > port.node.order))
    return { kind: 'port', ref: [port.node.id, port.id], direction: port.direction } as Hit;
  if (top) return { kind: 'node', nodeId: top.id } as Hit;
  const reach = WIRE_WIDTH / 2 + WIRE_REACH;
  const wires = [...scene.edges.values()]
    .map((edge) => {
      const { from, to } = scene.edgeEnds(edge);
      let distance = Infinity;
      for (let step = 0; step <= 4000; step += 1) {
        const on = wirePoint(from, to, step / 4000);
        distance = Math.min(distance, Math.hypot(on.x - point.x, on.y - point.y));
      }
      return { id: edge.id, distance };
    })
    .sort((a, b) => a.distance - b.distance);
  const [wire, second] = wires;
  if (!wire) return null;
  if (Math.abs(wire.distance - reach) < DOUBT || (wire.distance < reach && second && second.distance - wire.distance < DOUBT))
    return undefined;
  return wire.distance < reach ? ({ kind: 'edge', edgeId: wire.id } as Hit) : null;
}

describe('the scene, at random', () => {
  it('finds the node, port or wire under a point that a plain search finds', () => {
    const { seed, random } = seeded();
    const scene = new Scene(registry);
    scene.setGraph(crowd(random, 60, 3000));
    scene.setSelection(new Set(['n3', 'n10']));
    scene.setSelection(new Set());
    const kinds = new Map<string, number>();
    const aims: (() => Point)[] = [
      () => ({ x: random(3300), y: random(3300) }),
      () => {
        const node = scene.nodes.get(`n${random(60)}`)!;
        const port = node.layout.ports[random(node.layout.ports.length)]!;
        const at = scene.portPosition(node.id, port.id, port.direction)!;
        return { x: at.x + random(24) - 12, y: at.y + random(24) - 12 };
      },
      () => {
        const edges = [...scene.edges.values()];
        const { from, to } = scene.edgeEnds(edges[random(edges.length)]!);
        const on = wirePoint(from, to, random(1000) / 1000);
        return { x: on.x + random(20) - 10, y: on.y + random(20) - 10 };
      },
    ];
    const backward = [...scene.edges.values()].filter((edge) => scene.edgeEnds(edge).to.x < scene.edgeEnds(edge).from.x);
    expect(backward.length, 'backward wires').to.be.greaterThan(0);
    for (let step = 0; step < 600; step += 1) {
      const point = aims[step % 3]!();
      const found = scene.hitTest(point, 1);
      const expected = reference(scene, point);
      if (expected === undefined) continue;
      const plain =
        found && (found.kind === 'field' || found.kind === 'media' || found.kind === 'menu')
          ? { kind: 'node', nodeId: found.nodeId }
          : found;
      expect(plain, `at ${point.x} ${point.y}, seed ${seed}`).to.deep.equal(expected);
      const kind = expected?.kind ?? 'nothing';
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
    expect([...kinds.keys()].sort()).to.deep.equal(['edge', 'node', 'nothing', 'port']);
  });

  it('after thousands of additions, moves and removals is the same as one made anew', () => {
    const { seed, random } = seeded();
    const graph = crowd(random, 500, 20_000);
    const scene = new Scene(registry);
    scene.setGraph(graph);
    let next = 500;
    for (let step = 0; step < 3000; step += 1) {
      const ids = [...graph.nodes.keys()];
      const id = ids[random(ids.length)]!;
      const what = random(3);
      if (what === 0) {
        const added = `n${next++}`;
        graph.node(added, TYPES[random(5)]!, random(20_000), random(20_000));
        scene.applyChange(change({ nodesAdded: [added] }));
      } else if (what === 1 && ids.length > 50) {
        const edges = [...graph.edges.values()].filter(({ from, to }) => from[0] === id || to[0] === id);
        for (const edge of edges) graph.edges.delete(edge.id);
        graph.nodes.delete(id);
        scene.applyChange(change({ nodesRemoved: [id], edgesRemoved: edges.map((edge) => edge.id) }));
      } else {
        const node = graph.nodes.get(id)!;
        graph.nodes.set(id, { ...node, x: random(20_000), y: random(20_000) });
        scene.applyChange(change({ nodesMoved: [id] }));
        // Asked between changes, so that what is kept for questions has to follow.
        scene.wiresIn({ x: 0, y: 0, width: 100, height: 100 });
      }
    }
    const anew = new Scene(registry);
    anew.setGraph(graph);
    const told = (of: Scene) => ({
      rects: of
        .nodeIds()
        .sort()
        .map((id) => [id, of.rect(id)]),
      wires: [...of.edges.values()].map((edge) => [edge.id, of.edgeEnds(edge)]).sort(),
      ports: connectedPorts(of),
      near: of.nodesIn({ x: 3000, y: 3000, width: 4000, height: 4000 }).sort(),
      under: of
        .wiresIn({ x: 3000, y: 3000, width: 4000, height: 4000 })
        .map(({ id }) => id)
        .sort(),
    });
    expect(told(scene), `seed ${seed}`).to.deep.equal(told(anew));
  });

  it('keeps what the GPU reads within a hundredth of a pixel near a camera up to a billion units from zero', () => {
    for (const away of [1e6, 1e7, 1e8, 1e9]) {
      const graph = new FakeGraph();
      for (let at = 0; at < 20; at += 1) graph.node(`n${at}`, 'prompt', away + at * 317.3, -away + at * 113.7);
      const scene = new Scene(registry);
      scene.setGraph(graph);
      const farthest = (): number => {
        const { rows } = scene;
        let error = 0;
        for (const { record, row } of scene.nodes.values()) {
          error = Math.max(error, Math.abs(rows.relative[row * 4]! + rows.originX - record.x));
          error = Math.max(error, Math.abs(rows.relative[row * 4 + 1]! + rows.originY - record.y));
        }
        return error;
      };
      const before = farthest();
      scene.rows.rebase(away, -away);
      expect(farthest(), `at ${away}`).to.be.below(0.01);
      // The check can fail: seen from zero, f32 has steps of 64 units a billion away.
      if (away >= 1e8) expect(before).to.be.above(1);
    }
  });
});
