import { describe, it } from 'node:test';
import { expect } from 'chai';
import { seededRandom } from '../graph/schema.fixture.js';
import { GraphStore } from '../graph/store.js';
import { createDefaultRegistry } from '../registry/registry.js';
import { textNode } from './executor.fixture.js';
import { KeyMaker } from './keys.js';
import { Planner, type PlannedNode } from './plan.js';

function setup(eager = true) {
  const registry = createDefaultRegistry();
  registry.register(textNode('join'));
  const graph = new GraphStore({ registry });
  const tasks = { run: () => Promise.reject(new Error('not here')) };
  let made = 0;
  class Counting extends KeyMaker {
    override make(...args: Parameters<KeyMaker['make']>): ReturnType<KeyMaker['make']> {
      made++;
      return super.make(...args);
    }
  }
  const planner = new Planner(graph, registry, new Counting(tasks), eager);
  const changed: string[][] = [];
  graph.subscribe((change) => changed.push(planner.update(change)));
  const add = (parent?: string, type = 'join'): string => graph.addNode({ type, x: 0, y: 0, ...(parent === undefined ? {} : { parent }) });
  const count = (edit: () => void): number => {
    made = 0;
    edit();
    return made;
  };
  const fresh = (): Planner => new Planner(graph, registry, new KeyMaker(tasks));
  return { registry, graph, planner, changed, add, count, fresh };
}

describe('Planner', () => {
  it('makes the keys of what depends on an edit, and no others', () => {
    const { graph, add, count, changed } = setup();
    const ids = Array.from({ length: 200 }, () => add());
    for (let at = 1; at < 100; at++) graph.addEdge([ids[at - 1]!, 'out'], [ids[at]!, 'a']);
    expect(count(() => graph.setParam(ids[90]!, 'text', 'x'))).to.be.at.most(11);
    expect(changed.at(-1)).to.deep.equal(ids.slice(90, 100));
    expect(count(() => graph.setTitle(ids[0]!, 'Another title'))).to.equal(0);
    expect(count(() => graph.moveNodes(ids, 5, 5))).to.equal(0);
    expect(count(() => graph.addEdge([ids[50]!, 'out'], [ids[150]!, 'a']))).to.equal(1);
    expect(count(() => graph.setMode(ids[150]!, 'muted'))).to.equal(0);
    expect(count(() => graph.deleteNodes([ids[199]!]))).to.equal(0);
  });

  it('orders what changed so that sources come first', () => {
    const { graph, add, changed } = setup();
    const [a, b, c] = [add(), add(), add()];
    graph.addEdge([a, 'out'], [c, 'b']);
    graph.addEdge([a, 'out'], [b, 'a']);
    graph.addEdge([b, 'out'], [c, 'a']);
    graph.setParam(a, 'text', 'x');
    expect(changed.at(-1)).to.deep.equal([a, b, c]);
  });

  it('plans nothing that nobody asked for, and from then on follows it', () => {
    for (const eager of [false, true]) {
      const { graph, add, planner, count, changed } = setup(eager);
      const ids: string[] = [];
      const build = (): void =>
        graph.transact('Build', () => {
          for (let at = 0; at < 300; at++) ids.push(add());
          for (let at = 1; at < 200; at++) graph.addEdge([ids[at - 1]!, 'out'], [ids[at]!, 'a']);
        });
      // The eager one is the control.
      expect(count(build)).to.equal(eager ? 300 : 0);
      expect(count(() => planner.modelsChanged())).to.equal(0);
      expect(count(() => planner.nodes.get(ids[9]!))).to.equal(eager ? 0 : 10);
      expect(count(() => planner.snapshot([ids[19]!]))).to.equal(eager ? 0 : 10);
      expect(count(() => graph.setParam(ids[10]!, 'text', 'x'))).to.equal(eager ? 190 : 10);
      expect(changed.at(-1)!.slice(0, 10)).to.deep.equal(ids.slice(10, 20));
      expect(planner.consumers(ids[30]!)).to.deep.equal([ids[31]!]);
      planner.eager = true;
      graph.setParam(ids[100]!, 'text', 'x');
      expect(changed.at(-1)).to.deep.equal(ids.slice(100, 200));
    }
  });

  it('takes chains as long as the document', () => {
    const { graph, add, planner } = setup();
    const ids: string[] = [];
    graph.transact('Build', () => {
      for (let at = 0; at < 5_000; at++) ids.push(add());
      for (let at = 1; at < ids.length; at++) graph.addEdge([ids[at - 1]!, 'out'], [ids[at]!, 'a']);
    });
    const before = planner.nodes.get(ids.at(-1)!)!.key;
    graph.setParam(ids[0]!, 'text', 'x');
    expect(planner.nodes.get(ids.at(-1)!)!.key).to.not.equal(before);
  });

  for (const seed of [1, 2, 3, 4, 5, 20261128]) {
    it(`is after every edit what a plan made afresh is (seed ${seed})`, () => {
      edits(seed, true, ({ planner, fresh, step }) => {
        const state = (nodes: Planner['nodes']): unknown[] => [...nodes.values()].map(summary).sort((a, b) => (a[0]! < b[0]! ? -1 : 1));
        expect(state(planner.nodes), `step ${step}`).to.deep.equal(state(fresh().nodes));
      });
    });

    it(`knows of what was asked for what a plan made afresh does, and tells of each change (seed ${seed})`, () => {
      const random = seededRandom(seed + 1);
      const asked = new Map<string, string | undefined>();
      edits(seed, false, ({ graph, planner, fresh, changed, step }) => {
        const told = new Set(changed.splice(0).flat());
        const expected = fresh().nodes;
        for (const [id, key] of asked) {
          const planned = planner.nodes.get(id);
          const known = expected.get(id);
          expect(planned && summary(planned), `step ${step}`).to.deep.equal(known && summary(known));
          if (planned && planned.key !== key) expect(told.has(id), `step ${step}: ${id} is told of`).to.equal(true);
          if (planned) asked.set(id, planned.key);
          else asked.delete(id);
        }
        const ids = [...graph.nodes.keys()];
        const id = ids[Math.floor(random() * ids.length)];
        const planned = id === undefined || asked.size > 8 ? undefined : planner.nodes.get(id);
        if (planned) asked.set(planned.record.id, planned.key);
        if (random() < 0.02) asked.clear();
      });
    });
  }
});

const summary = ({ record, key, stoppedBy, offBy, inputs, connected }: PlannedNode): unknown[] => [
  record.id,
  key,
  stoppedBy === undefined,
  offBy,
  [...inputs].sort(),
  connected,
];

/** Edits at random, `check` after each. */
function edits(seed: number, eager: boolean, check: (at: ReturnType<typeof setup> & { step: number }) => void): void {
  const random = seededRandom(seed);
  const made = setup(eager);
  const { graph } = made;
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const ids = (): string[] => [...graph.nodes.keys()];
  const TYPES = ['join', 'join', 'join', 'subgraph', 'subgraph-input', 'subgraph-output', 'reroute', 'foreign'];
  for (let step = 0; step < 250; step++) {
    const subgraphs = [...graph.nodes.values()].filter(({ type }) => type === 'subgraph').map(({ id }) => id);
    const what = random();
    try {
      if (what < 0.3 || graph.nodes.size < 3) {
        const parent = pick(['', ...subgraphs]);
        graph.addNode({ type: pick(TYPES), x: step, y: 0, ...(parent === '' ? {} : { parent }), params: {} });
      } else if (what < 0.65) {
        const [from, to] = [pick(ids()), pick(ids())];
        const [output, input] = [pick(graph.portsOf(from).outputs), pick(graph.portsOf(to).inputs)];
        if (output && input) graph.addEdge([from, output.id], [to, input.id]);
      } else if (what < 0.72) graph.setMode(pick(ids()), pick(['active', 'active', 'muted', 'bypassed']));
      else if (what < 0.78) graph.setParam(pick(ids()), 'text', pick(['x', 'y', 'z']));
      else if (what < 0.83) graph.setParent([pick(ids())], pick(['', ...subgraphs]));
      else if (what < 0.88 && graph.edges.size > 0) graph.deleteEdges([pick([...graph.edges.keys()])]);
      else if (what < 0.91) graph.deleteNodes([pick(ids())]);
      else if (what < 0.97) graph.undo();
      else graph.redo();
    } catch {
      // Not every command fits every graph.
    }
    check({ ...made, step });
  }
  expect(graph.nodes.size).to.be.above(10);
}
