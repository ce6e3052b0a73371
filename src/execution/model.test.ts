import { describe, it } from 'node:test';
import { expect } from 'chai';
import { seededRandom } from '../graph/schema.fixture.js';
import type { GraphStore } from '../graph/store.js';
import { setup } from './executor.fixture.js';
import type { Executor } from './executor.js';
import { LINES, expected, indexes, modelTypes, type Expected } from './model.fixture.js';

const REAL = new Set(['work', 'lines', 'gather']);
const realIds = (graph: GraphStore): string[] => [...graph.nodes.values()].filter(({ type }) => REAL.has(type)).map(({ id }) => id);

/** What a node shows, in the form of what is expected of it. */
function shown(executor: Executor, id: string): Expected | undefined {
  const { outputs, items } = executor.state(id);
  if (!outputs) return undefined;
  const single = [{ value: String(outputs['out']), axes: {} }];
  return {
    items: items?.map((item) => ({ value: String(item.outputs['out']), axes: indexes(item.axes) })) ?? single,
    list: items !== undefined,
  };
}

function checkSettled(graph: GraphStore, executor: Executor, where: string): void {
  for (const node of graph.nodes.values()) {
    const state = executor.state(node.id);
    expect(['queued', 'running'], where).to.not.include(state.status);
    if (REAL.has(node.type)) {
      const now = shown(executor, node.id);
      const same = now !== undefined && JSON.stringify(now) === JSON.stringify(expected(graph, node.id));
      if (now) expect(state.fresh, `${where}: ${node.id} is fresh`).to.equal(same);
    } else if (node.type === 'subgraph') {
      expect(state.status, `${where}: ${node.id}`).to.equal(sumOf(graph, executor, node.id));
    } else expect(state.status, where).to.equal('idle');
  }
}

function sumOf(graph: GraphStore, executor: Executor, subgraph: string): string {
  const inside = (level: string): string[] =>
    [...graph.childrenOf(level)].flatMap((id) => (REAL.has(graph.nodes.get(id)!.type) ? [id] : inside(id)));
  const states = inside(subgraph).map((id) => executor.state(id).status);
  return ['error', 'cancelled', 'complete'].find((status) => states.includes(status as 'error')) ?? 'idle';
}

function checkComplete(graph: GraphStore, executor: Executor, where: string, snapshot?: ReadonlyMap<string, Expected>): void {
  for (const id of snapshot ? snapshot.keys() : realIds(graph)) {
    if (!graph.nodes.has(id)) continue;
    const wanted = snapshot ? snapshot.get(id)! : expected(graph, id);
    const { status, error } = executor.state(id);
    if (wanted === 'failed' || wanted === 'stopped') {
      if (!snapshot) expect(status === 'complete' && executor.state(id).fresh === true, `${where}: ${id}`).to.equal(false);
      if (!snapshot && wanted === 'failed') expect(['error', 'cancelled'], `${where}: ${id}`).to.include(status);
      if (error && wanted === 'stopped' && !snapshot) expect(status).to.not.equal('error');
    } else if (!snapshot || JSON.stringify(shown(executor, id)) !== JSON.stringify(expected(graph, id))) {
      // An undo during the run may have brought the result for the present back already.
      expect(shown(executor, id), `${where}: ${id} is ${status}`).to.deep.equal(wanted);
    }
  }
}

/** One random edit of a graph with all that runs look through. */
function edit(graph: GraphStore, random: () => number, step: number): void {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const ids = [...graph.nodes.keys()];
  const subgraphs = ids.filter((id) => graph.nodes.get(id)!.type === 'subgraph');
  const what = random();
  try {
    if (what < 0.32 || ids.length < 4) {
      const parent = pick(['', '', ...subgraphs]);
      const type = pick(['work', 'work', 'work', 'work', 'lines', 'gather', 'subgraph', 'subgraph-input', 'subgraph-output', 'reroute']);
      const params = type.startsWith('subgraph-') ? { type: 'string' } : REAL.has(type) ? { text: textFor(type, random) } : {};
      graph.addNode({ type, x: step, y: 0, params, ...(parent === '' ? {} : { parent }) });
    } else if (what < 0.66) {
      for (let attempt = 0; attempt < 6; attempt++) {
        const [from, to] = [pick(ids), pick(ids)];
        const [output, input] = [pick(graph.portsOf(from).outputs), pick(graph.portsOf(to).inputs)];
        if (!output || !input || graph.edgeAt(to, input.id) || graph.edgeProblem([from, output.id], [to, input.id])) continue;
        graph.addEdge([from, output.id], [to, input.id]);
        break;
      }
    } else if (what < 0.76) {
      const node = graph.nodes.get(pick(realIds(graph)));
      if (node) graph.setParam(node.id, 'text', textFor(node.type, random));
    } else if (what < 0.82) graph.setMode(pick(ids), pick(['active', 'active', 'active', 'active', 'muted', 'bypassed', 'bypassed']));
    else if (what < 0.86) graph.deleteEdges([pick([...graph.edges.keys()])]);
    else if (what < 0.88) graph.deleteNodes([pick(ids)]);
    else if (what < 0.95) graph.undo();
    else graph.redo();
  } catch {
    // Not every command fits every graph.
  }
}

function textFor(type: string, random: () => number): string {
  const texts = type === 'lines' ? LINES : ['x', 'y', 'z', 'x', 'y', 'z', 'v', 'w', 'bad'];
  return texts[Math.floor(random() * texts.length)]!;
}

/** No more of the many ways in which lists can be combined than a test has time for. */
const OPTIONS = { maxItems: 100_000, concurrency: 3, createOutputs: false };

describe('Executor against a plain model', () => {
  for (const seed of [1, 2, 3, 4, 5, 6, 20261128]) {
    it(`gives what is expected, runs no key twice, leaves what does not depend on a failure (seed ${seed})`, async () => {
      const random = seededRandom(seed);
      const { types, made } = modelTypes(() => Promise.resolve());
      const { executor, graph } = setup(OPTIONS, types);
      for (let round = 0; round < 25; round++) {
        for (let step = 0; step < 8; step++) edit(graph, random, step);
        await executor.run();
        checkComplete(graph, executor, `round ${round}`);
        checkSettled(graph, executor, `round ${round}`);
      }
      expect([...made].filter(([, times]) => times > 1)).to.deep.equal([]);
      expect(made.size).to.be.above(15);
    });

    it(`keeps to its snapshot while the graph is edited, and does not lose what was made to a cancel (seed ${seed})`, async () => {
      const random = seededRandom(seed + 1000);
      let during = (): void => undefined;
      const { types, made } = modelTypes(async () => {
        during();
        await Promise.resolve();
      });
      const { executor, graph } = setup(OPTIONS, types);
      for (let round = 0; round < 25; round++) {
        during = () => undefined;
        for (let step = 0; step < 6; step++) edit(graph, random, step);
        const snapshot = new Map(realIds(graph).map((id) => [id, expected(graph, id)]));
        const cancels = random() < 0.3;
        during = () => {
          const what = random();
          if (what < 0.1) edit(graph, random, round);
          else if (what < 0.15 && cancels) executor.cancel();
        };
        const { status } = await executor.run();
        if (status !== 'cancelled') checkComplete(graph, executor, `round ${round}`, snapshot);
        checkSettled(graph, executor, `round ${round}`);
      }
      expect([...made].filter(([, times]) => times > 1)).to.deep.equal([]);
    });
  }
});

describe('Executor: cancelled at every point', () => {
  /** A list, a subgraph with a reroute, a bypassed node, two branches, one of which fails. */
  function build(step: () => void) {
    const { types, made } = modelTypes(async () => {
      step();
      await Promise.resolve();
      step();
    });
    const world = setup({ ...OPTIONS, concurrency: 2 }, types);
    const { graph } = world;
    const add = (type: string, text = '', parent?: string): string =>
      graph.addNode({
        type,
        x: 0,
        y: 0,
        params: REAL.has(type) ? { text } : type.startsWith('subgraph-') ? { type: 'string' } : {},
        ...(parent === undefined ? {} : { parent }),
      });
    const [list, first, bypassed, gather, bad, behind] = [
      add('lines', '1\n2'),
      add('work', 'a'),
      add('work', 'b'),
      add('gather'),
      add('work', 'bad'),
      add('work', 'c'),
    ] as const;
    const subgraph = add('subgraph');
    const [input, inner, reroute, output] = [
      add('subgraph-input', '', subgraph),
      add('work', 'i', subgraph),
      add('reroute', '', subgraph),
      add('subgraph-output', '', subgraph),
    ] as const;
    const connect = (from: string, output: string, to: string, port: string): void => void graph.addEdge([from, output], [to, port]);
    connect(list, 'out', first, 'a');
    connect(first, 'out', subgraph, input);
    connect(input, 'value', inner, 'a');
    connect(inner, 'out', reroute, 'in');
    connect(reroute, 'out', output, 'value');
    connect(subgraph, output, bypassed, 'a');
    connect(bypassed, 'out', gather, 'a');
    connect(bad, 'out', behind, 'a');
    graph.setMode(bypassed, 'bypassed');
    return { ...world, made, subgraph, gather };
  }

  it('leaves nothing running, and the next run makes only what is missing', async () => {
    let points = 0;
    const whole = build(() => points++);
    let events = 0;
    whole.executor.subscribe(() => events++);
    await whole.executor.run();
    const total = points + events;
    expect(total).to.be.above(30);
    const wanted = whole.executor.state(whole.gather).outputs!['out'] as string;
    for (let at = 1; at <= total; at++) {
      let count = 0;
      const world: ReturnType<typeof build> = build(() => {
        if (++count === at) world.executor.cancel();
      });
      const stop = world.executor.subscribe((event) => {
        if (event.type !== 'run-end' && ++count === at) world.executor.cancel();
      });
      const result = await world.executor.run();
      stop();
      checkSettled(world.graph, world.executor, `cancelled at ${at}`);
      if (count >= at) expect(result.status, `cancelled at ${at}`).to.equal('cancelled');
      expect(world.executor.running).to.equal(false);
      count = total;
      const again = await world.executor.run();
      expect(again.status).to.equal('error');
      checkComplete(world.graph, world.executor, `after ${at}`);
      expect((world.executor.state(world.gather).outputs!['out'] as string).length).to.equal(wanted.length);
      expect(
        [...world.made].filter(([, times]) => times > 1),
        `cancelled at ${at}`,
      ).to.deep.equal([]);
    }
  });
});
