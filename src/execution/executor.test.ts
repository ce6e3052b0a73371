import { describe, it } from 'node:test';
import { expect } from 'chai';
import { GdsError } from '../errors.js';
import { sha256Hex } from '../hash.js';
import { GraphStore } from '../graph/store.js';
import { seededRandom } from '../graph/schema.fixture.js';
import { createDefaultRegistry } from '../registry/registry.js';
import type { ExecuteContext, NodeDefinition, NodeOutputs, TaskRunner } from '../registry/types.js';
import { Executor } from './executor.js';
import type { ExecutorOptions } from './options.js';
import type { ExecutorEvent, RunResult } from './types.js';

/** A node type that joins its inputs and its text; `run` can stand in for that. */
function textNode(type: string, run?: (context: ExecuteContext) => Promise<NodeOutputs> | NodeOutputs): NodeDefinition {
  return {
    type,
    version: 1,
    title: type,
    category: 'test',
    description: '',
    icon: 'x',
    inputs: ['a', 'b'].map((id) => ({ id, title: id.toUpperCase(), type: 'string' })),
    outputs: [{ id: 'out', title: 'Out', type: 'string' }],
    parameters: [{ kind: 'text', name: 'text', title: 'Text', default: '' }],
    execute: async (context) =>
      run ? run(context) : { out: `${context.inputs['a'] ?? ''}${context.inputs['b'] ?? ''}${String(context.params['text'])}` },
  };
}

/** Answers tasks with small files whose bytes depend on the input. */
class TestTasks implements TaskRunner {
  readonly calls: { task: string; input: Record<string, unknown> }[] = [];
  hang = false;
  signals: AbortSignal[] = [];
  run: TaskRunner['run'] = async (task, input, { signal, onProgress }) => {
    this.calls.push({ task, input: input as unknown as Record<string, unknown> });
    this.signals.push(signal);
    onProgress?.({ stage: 'denoise', label: 'Drawing', step: 1, total: 4, fraction: 0.25 });
    onProgress?.({ stage: 'denoise', label: 'Drawing', step: 1, total: 4, fraction: 0.25 });
    if (this.hang) await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
    const blob = new Blob([JSON.stringify({ task, ...input })]);
    const info = { adapter: 'test', model: 'm', modelLabel: 'm', backend: 'cpu', timings: { total: 1 } };
    return (task === 'image-to-mesh' ? { blob, vertices: 4, faces: 4, info } : { blob, width: 8, height: 8, info }) as never;
  };
}

function setup(options: Partial<ExecutorOptions> = {}, types: NodeDefinition[] = []) {
  const registry = createDefaultRegistry();
  for (const type of [textNode('join'), ...types]) registry.register(type);
  const graph = new GraphStore({ registry });
  const tasks = new TestTasks();
  const blobs = new Map<string, Blob>();
  const names: string[] = [];
  const assets = {
    get: async (hash: string) => blobs.get(hash),
    put: async (blob: Blob, draft: { name: string }) => {
      blobs.set(await sha256Hex(blob), blob);
      names.push(draft.name);
    },
  };
  const executor = new Executor({ graph, registry, tasks, assets, ...options });
  const events: ExecutorEvent[] = [];
  executor.subscribe((event) => events.push(event));
  const add = (type: string, params: Record<string, string | number | boolean> = {}): string => graph.addNode({ type, x: 0, y: 0, params });
  const statuses = (id: string): string[] =>
    events.flatMap((event) => (event.type === 'node' && event.id === id ? [event.state.status] : []));
  return { registry, graph, tasks, executor, events, add, statuses, blobs, names, assets };
}

/** prompt → sdxl-turbo → output → triposr → mesh-output, the last one and the output made by the run itself. */
function studio() {
  const world = setup();
  const prompt = world.add('prompt', { text: 'a red apple' });
  const turbo = world.add('sdxl-turbo');
  const output = world.add('output');
  const mesh = world.add('triposr');
  world.graph.addEdge([prompt, 'text'], [turbo, 'prompt']);
  world.graph.addEdge([turbo, 'image'], [output, 'image']);
  world.graph.addEdge([output, 'image'], [mesh, 'image']);
  return { ...world, prompt, turbo, output, mesh };
}

const failures = (result: RunResult): Record<string, string> => Object.fromEntries(result.failed.map(({ id, error }) => [id, error.code]));

describe('Executor: a run', () => {
  it('carries a prompt to a picture to a mesh and stores both', async () => {
    const { executor, graph, prompt, turbo, output, mesh, events, names, tasks, statuses } = studio();
    const result = await executor.run();
    expect(result.status).to.equal('complete');
    expect(result.failed).to.deep.equal([]);
    const meshOutput = [...graph.nodes.values()].find((node) => node.type === 'mesh-output')!;
    expect(result.ran).to.have.members([prompt, turbo, output, mesh, meshOutput.id]);
    expect(executor.state(meshOutput.id).outputs!['mesh']).to.deep.include({ kind: 'mesh', vertices: 4, name: 'red apple' });
    expect(executor.state(output).outputs!['image']).to.deep.include({ kind: 'image', width: 8, name: 'red apple' });
    expect(executor.state(turbo)).to.deep.include({ status: 'complete', fresh: true });
    expect(executor.state(turbo).info!.model).to.equal('m');
    expect(names).to.deep.equal(['red apple', 'red apple']);
    expect(tasks.calls.map((call) => call.task)).to.deep.equal(['text-to-image', 'image-to-mesh']);
    expect(tasks.calls[0]!.input).to.deep.include({ prompt: 'a red apple', steps: 4, guidance: 0, width: 256, seed: 42, sampler: 'ddim' });
    expect(tasks.calls[1]!.input).to.deep.include({ resolution: 256, foregroundRatio: 0.85, removeBackground: true, textureSize: 1024 });
    expect(statuses(turbo)).to.deep.equal(['queued', 'running', 'running', 'complete']);
    expect(events[0]!.type).to.equal('run-start');
    expect(events.at(-1)!.type).to.equal('run-end');
    expect(executor.running).to.equal(false);
  });

  it('runs nothing twice while nothing changes, and creates result nodes once', async () => {
    const { executor, graph, tasks } = studio();
    await executor.run();
    const nodes = graph.nodes.size;
    const again = await executor.run();
    expect(again.ran).to.deep.equal([]);
    expect(again.cached).to.have.length(nodes);
    expect(tasks.calls).to.have.length(2);
    expect(graph.nodes.size).to.equal(nodes);
  });

  it('puts the result node to the right, clear of other nodes', async () => {
    const { executor, graph, add } = setup();
    const turbo = add('sdxl-turbo', { prompt: 'a dog' });
    graph.addNode({ type: 'prompt', x: 350, y: 20, params: { text: 'in the way' } });
    await executor.run();
    const output = [...graph.nodes.values()].find((node) => node.type === 'output')!;
    expect(output.x).to.equal(320);
    expect(output.y).to.be.above(300);
    expect([...graph.edges.values()].map((edge) => [edge.from, edge.to])).to.deep.equal([
      [
        [turbo, 'image'],
        [output.id, 'image'],
      ],
    ]);
    graph.undo();
    expect(graph.nodes.has(output.id)).to.equal(false);
  });

  it('marks results stale on an edit, runs only what depends on it, and finds the old result after undo', async () => {
    const { executor, graph, prompt, turbo, output, tasks, add } = studio();
    const other = add('join', { text: 'unrelated' });
    await executor.run();
    const apple = executor.state(output).outputs;
    graph.setParam(prompt, 'text', 'a green apple');
    expect(executor.state(turbo)).to.include({ fresh: false, status: 'complete' });
    expect(executor.state(output).outputs).to.equal(apple);
    expect(executor.state(other).fresh).to.equal(true);
    const second = await executor.run();
    expect(second.ran).to.not.include(other);
    expect(tasks.calls).to.have.length(4);
    graph.undo();
    expect(executor.state(output)).to.include({ fresh: true, cached: true });
    expect(executor.state(output).outputs).to.deep.equal(apple);
    expect((await executor.run()).ran).to.deep.equal([]);
    expect(tasks.calls).to.have.length(4);
  });

  it("gets a deleted node's result back with undo", async () => {
    const { executor, graph, output } = studio();
    await executor.run();
    graph.deleteNodes([output]);
    expect(executor.state(output).status).to.equal('idle');
    graph.undo();
    expect(executor.state(output)).to.include({ status: 'complete', fresh: true });
  });

  it('does not count titles, positions and what a port overrides as edits', async () => {
    const { executor, graph, turbo } = studio();
    await executor.run();
    graph.setTitle(turbo, 'My model');
    graph.moveNodes([turbo], 50, 50);
    graph.setParam(turbo, 'prompt', 'not used: the port is connected');
    graph.setParam(turbo, 'seed_after', 'increment');
    expect(executor.state(turbo).fresh).to.equal(true);
    graph.setParam(turbo, 'steps', 2);
    expect(executor.state(turbo).fresh).to.equal(false);
  });

  it('runs a node and what it needs, and no more', async () => {
    const { executor, prompt, turbo, output, mesh } = studio();
    const result = await executor.run({ nodes: [output] });
    expect(result.ran).to.deep.equal([prompt, turbo, output]);
    expect(executor.state(mesh).status).to.equal('idle');
  });

  it('runs independent branches at the same time and equal nodes once', async () => {
    let inside = 0;
    let most = 0;
    let runs = 0;
    const slow = textNode('slow', async ({ params }) => {
      runs++;
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setTimeout(resolve, 5));
      inside--;
      return { out: String(params['text']) };
    });
    const { executor, add } = setup({}, [slow]);
    for (const text of ['x', 'y', 'z', 'z']) add('slow', { text });
    const result = await executor.run();
    expect(most).to.equal(3);
    expect(runs).to.equal(3);
    expect([...result.ran, ...result.cached]).to.have.length(4);
  });
});

describe('Executor: failures', () => {
  it('stops what depends on a failed node and nothing else', async () => {
    const { executor, graph, add } = setup({}, [
      textNode('broken', () => {
        throw new Error('boom');
      }),
    ]);
    const broken = add('broken');
    const after = add('join');
    const last = add('join');
    const fine = add('join', { text: 'fine' });
    graph.addEdge([broken, 'out'], [after, 'a']);
    graph.addEdge([after, 'out'], [last, 'a']);
    const result = await executor.run();
    expect(result.status).to.equal('error');
    expect(failures(result)).to.deep.equal({ [broken]: 'GDS_NODE_FAILED' });
    expect(executor.state(broken).error!.message).to.equal('"broken" failed: boom');
    expect([after, last].map((id) => [executor.state(id).status, executor.state(id).error!.code])).to.deep.equal([
      ['cancelled', 'GDS_UPSTREAM'],
      ['cancelled', 'GDS_UPSTREAM'],
    ]);
    expect(executor.state(fine).status).to.equal('complete');
    graph.setParam(broken, 'text', 'mended');
    expect(executor.state(broken)).to.not.have.property('error');
    expect(executor.state(broken).status).to.equal('idle');
  });

  const nonsense: [string, unknown][] = [
    ['a text', 'text'],
    ['nothing', undefined],
    ['a list', []],
    ['an output of another type', { out: 7 }],
    ['an output that is no value', { out: { kind: 'image', blob: 'no' } }],
    ['NaN', { out: Number.NaN }],
  ];
  for (const [what, value] of nonsense) {
    it(`fails a node that hands back ${what}`, async () => {
      const { executor, add } = setup({}, [textNode('odd', () => value as NodeOutputs)]);
      const odd = add('odd');
      expect(failures(await executor.run())).to.deep.equal({ [odd]: 'GDS_NODE_OUTPUT' });
    });
  }

  it('survives a definition whose execute throws before it returns a promise', async () => {
    const type: NodeDefinition = {
      ...textNode('sync'),
      execute: (() => {
        throw new GdsError('GDS_OWN', 'own words');
      }) as unknown as NonNullable<NodeDefinition['execute']>,
    };
    const { executor, add } = setup({}, [type]);
    const id = add('sync');
    expect(failures(await executor.run())).to.deep.equal({ [id]: 'GDS_OWN' });
  });

  it('names an unknown node type at its node and lets the rest run', async () => {
    const { executor, graph, add } = setup();
    const fine = add('join', { text: 'x' });
    const unknown = graph.addNode({ type: 'from-the-future', x: 0, y: 0 });
    expect(failures(await executor.run())).to.deep.equal({ [unknown]: 'GDS_NODE_UNKNOWN' });
    expect(executor.state(fine).status).to.equal('complete');
    expect(graph.nodes.has(unknown)).to.equal(true);
  });

  it('says what an empty prompt needs, and runs once it is there', async () => {
    const { executor, graph, prompt } = studio();
    graph.setParam(prompt, 'text', '  ');
    const result = await executor.run();
    expect(failures(result)).to.deep.equal({ [prompt]: 'GDS_PROMPT_EMPTY' });
    expect(executor.state(prompt).error!.message).to.equal('Write what you want to see.');
    graph.setParam(prompt, 'text', 'a dog');
    expect((await executor.run()).status).to.equal('complete');
  });

  it('skips a model node that nothing is connected to, but names the port that lacks a connection otherwise', async () => {
    const { executor, graph, add } = setup();
    const lonely = add('model');
    const turbo = add('sdxl-turbo');
    expect((await executor.run()).status).to.equal('complete');
    expect([executor.state(lonely).status, executor.state(turbo).status]).to.deep.equal(['idle', 'idle']);
    const prompt = add('prompt', { text: 'x' });
    graph.addEdge([prompt, 'text'], [lonely, 'prompt']);
    const result = await executor.run();
    expect(failures(result)).to.deep.equal({ [lonely]: 'GDS_INPUT_MISSING' });
    expect(result.failed[0]!.error.message).to.equal(
      '"Image to image" needs something at its input "Image". Connect Image or Text to image.',
    );
    expect(failures(await executor.run({ nodes: [turbo] }))).to.deep.equal({ [turbo]: 'GDS_PROMPT_EMPTY' });
  });

  it('refuses a picture that does not decode, at its node', async () => {
    const { executor, graph, add, blobs } = setup();
    const hash = 'a'.repeat(64);
    const image = add('image', { image: hash });
    expect(failures(await executor.run())).to.deep.equal({ [image]: 'GDS_ASSET_MISSING' });
    blobs.set(hash, new Blob(['not a picture']));
    expect(failures(await executor.run())).to.deep.equal({ [image]: 'GDS_IMAGE_DECODE' });
    graph.setParam(image, 'image', '');
    expect(failures(await executor.run())).to.deep.equal({ [image]: 'GDS_IMAGE_MISSING' });
  });

  it('keeps the result where the asset store refuses it, with a warning', async () => {
    const put = async (): Promise<never> => {
      throw new Error('QuotaExceededError');
    };
    const { executor, add } = setup({ assets: { get: async () => undefined, put } });
    const turbo = add('sdxl-turbo', { prompt: 'a dog' });
    expect((await executor.run()).status).to.equal('complete');
    expect(executor.state(turbo).warning!.code).to.equal('GDS_ASSET_STORE');
    expect(executor.state(turbo).outputs!['image']).to.include({ kind: 'image' });
  });
});

describe('Executor: cancelling', () => {
  it('reaches the adapter at once; the next run works', async () => {
    const { executor, graph, prompt, turbo, output, tasks } = studio();
    tasks.hang = true;
    const running = executor.run();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(executor.state(turbo).status).to.equal('running');
    const busy = await executor.run().catch((error: GdsError) => error);
    expect((busy as GdsError).code).to.equal('GDS_RUN_BUSY');
    executor.cancel();
    expect(tasks.signals[0]!.aborted).to.equal(true);
    const result = await running;
    expect(result).to.deep.include({ status: 'cancelled', ran: [prompt], failed: [] });
    expect([turbo, output].map((id) => executor.state(id).status)).to.deep.equal(['cancelled', 'idle']);
    expect(graph.nodes.size).to.equal(4);
    tasks.hang = false;
    expect((await executor.run()).status).to.equal('complete');
  });

  it('does not wait for a node that never answers', async () => {
    const { executor, add } = setup({}, [textNode('deaf', () => new Promise(() => undefined))]);
    const deaf = add('deaf');
    const abort = new AbortController();
    const running = executor.run({ signal: abort.signal });
    await Promise.resolve();
    abort.abort();
    expect((await running).status).to.equal('cancelled');
    expect(executor.state(deaf).status).to.not.equal('running');
    expect((await executor.run({ signal: AbortSignal.abort() })).status).to.equal('cancelled');
  });
});

describe('Executor: edits during a run', () => {
  it('apply to the next run', async () => {
    let release = (): void => undefined;
    const gate = textNode('gate', ({ params }) => new Promise((resolve) => (release = () => resolve({ out: String(params['text']) }))));
    const { executor, graph, add } = setup({}, [gate]);
    const first = add('gate', { text: 'old' });
    const second = add('join');
    graph.addEdge([first, 'out'], [second, 'a']);
    const running = executor.run();
    await new Promise((resolve) => setTimeout(resolve, 2));
    graph.setParam(first, 'text', 'new');
    const late = add('join', { text: 'late' });
    release();
    const result = await running;
    expect(result.ran).to.deep.equal([first, second]);
    expect(executor.state(second).outputs).to.deep.equal({ out: 'old' });
    expect([executor.state(first).fresh, executor.state(second).fresh]).to.deep.equal([false, false]);
    expect(executor.state(late).status).to.equal('idle');
    const next = executor.run();
    await new Promise((resolve) => setTimeout(resolve, 2));
    release();
    await next;
    expect(executor.state(second).outputs).to.deep.equal({ out: 'new' });
  });

  it('survive the deletion of the node that runs', async () => {
    const { executor, graph, turbo, tasks, events } = studio();
    tasks.hang = true;
    const running = executor.run();
    await new Promise((resolve) => setTimeout(resolve, 5));
    graph.deleteNodes([turbo]);
    const told = events.length;
    executor.cancel();
    expect((await running).status).to.equal('cancelled');
    expect(events.slice(told).some((event) => event.type === 'node' && event.id === turbo)).to.equal(false);
  });
});

describe('Executor: modes and seeds', () => {
  it('leaves a muted node and what depends on it alone', async () => {
    const { executor, graph, turbo, output, mesh } = studio();
    graph.setMode(turbo, 'muted');
    const result = await executor.run();
    expect(result.status).to.equal('complete');
    expect([turbo, output, mesh].map((id) => executor.state(id).status)).to.deep.equal(['idle', 'idle', 'idle']);
  });

  it('hands on what enters a bypassed node', async () => {
    const { executor, graph, add } = setup();
    const [a, b, c] = [add('join', { text: 'a' }), add('join', { text: 'b' }), add('join', { text: 'c' })] as [string, string, string];
    graph.addEdge([a, 'out'], [b, 'a']);
    graph.addEdge([b, 'out'], [c, 'a']);
    await executor.run();
    expect(executor.state(c).outputs).to.deep.equal({ out: 'abc' });
    graph.setMode(b, 'bypassed');
    const result = await executor.run();
    expect(result.ran).to.deep.equal([c]);
    expect(executor.state(c).outputs).to.deep.equal({ out: 'ac' });
  });

  it('moves seeds after a run in which the node ran; the result stays fresh and undo does not see it', async () => {
    const { executor, graph, turbo, output, mesh } = studio();
    graph.setParam(turbo, 'seed_after', 'increment');
    await executor.run();
    expect(graph.nodes.get(turbo)!.params['seed']).to.equal(43);
    expect([turbo, output, mesh].map((id) => executor.state(id).fresh)).to.deep.equal([true, true, true]);
    expect(graph.history().done).to.not.include('Change seed');
    const again = await executor.run();
    expect(again.ran).to.include(turbo);
    expect(graph.nodes.get(turbo)!.params['seed']).to.equal(44);
  });

  it('neither creates nodes nor moves seeds in a read-only graph', async () => {
    const { executor, graph, turbo } = studio();
    graph.setParam(turbo, 'seed_after', 'increment');
    graph.readonly = true;
    const nodes = graph.nodes.size;
    expect((await executor.run()).status).to.equal('complete');
    expect(graph.nodes.size).to.equal(nodes);
    expect(graph.nodes.get(turbo)!.params['seed']).to.equal(42);
  });
});

describe('Executor: results across reloads', () => {
  it('come back, fresh where the graph still asks for them', async () => {
    const { executor, graph, registry, tasks, assets, prompt, turbo, output } = studio();
    await executor.run();
    const kept = JSON.parse(JSON.stringify([...graph.nodes.keys()].map((id) => executor.exportResult(id)))) as never[];
    graph.setParam(prompt, 'text', 'a dog');
    const later = new Executor({ graph, registry, tasks, assets });
    await later.restore(kept, assets);
    expect([prompt, turbo, output].map((id) => later.state(id).fresh)).to.deep.equal([false, false, false]);
    graph.undo();
    expect(later.state(output)).to.include({ status: 'complete', fresh: true });
    expect(later.state(output).outputs!['image']).to.include({ kind: 'image', name: 'red apple' });
    expect((await later.run()).ran).to.deep.equal([]);
  });

  it('are passed over where their asset is gone or the record is damaged', async () => {
    const { executor, turbo, output } = studio();
    const gone = { nodeId: turbo, key: 'k', outputs: { image: { kind: 'image', hash: 'x', width: 1, height: 1 } } } as const;
    await executor.restore([gone, { nodeId: output, key: 'k', outputs: null } as never, { nodeId: 'none', key: 'k', outputs: {} }], {
      get: async () => undefined,
    });
    expect([turbo, output, 'none'].map((id) => executor.state(id).status)).to.deep.equal(['idle', 'idle', 'idle']);
  });
});

describe('Executor: conversions', () => {
  it('turn a value into what the input takes', async () => {
    const { executor, registry, graph, add } = setup({}, [
      { ...textNode('count', () => ({ out: 3 })), outputs: [{ id: 'out', title: 'Out', type: 'number' }] },
    ]);
    registry.registerConversion({ from: 'number', to: 'string', convert: (value) => `${String(value)}!` });
    const [from, to] = [add('count'), add('join')] as [string, string];
    graph.addEdge([from, 'out'], [to, 'a']);
    await executor.run();
    expect(executor.state(to).outputs).to.deep.equal({ out: '3!' });
  });
});

describe('Executor: random graphs', () => {
  for (const seed of [1, 2, 3, 20261124]) {
    it(`gives what a plain evaluation gives and runs no key twice (seed ${seed})`, async () => {
      const random = seededRandom(seed);
      const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
      const inputs = new Map<string, number>();
      const counted = textNode('counted', ({ inputs: given, params }) => {
        const out = `(${String(given['a'] ?? '')}|${String(given['b'] ?? '')}|${String(params['text'])})`;
        if (params['text'] === 'bad') throw new Error('bad');
        inputs.set(out, (inputs.get(out) ?? 0) + 1);
        return { out };
      });
      const { executor, graph, add } = setup({}, [counted]);
      const ids: string[] = [];
      const evaluate = (id: string): string | undefined => {
        const node = graph.nodes.get(id)!;
        if (node.params['text'] === 'bad') return undefined;
        const values = ['a', 'b'].map((port) => {
          const edge = graph.edgeAt(id, port);
          return edge ? evaluate(edge.from[0]) : '';
        });
        return values.includes(undefined) ? undefined : `(${values[0]}|${values[1]}|${String(node.params['text'])})`;
      };
      for (let round = 0; round < 15; round++) {
        for (let edit = 0; edit < 6; edit++) {
          const what = random();
          if (what < 0.4 || ids.length < 2) ids.push(add('counted', { text: pick(['x', 'y', 'bad', 'z']) }));
          else if (what < 0.7) {
            const [from, to] = [pick(ids), pick(ids)];
            if (graph.nodes.has(from) && graph.nodes.has(to) && !graph.edgeProblem([from, 'out'], [to, 'a']))
              graph.addEdge([from, 'out'], [to, pick(['a', 'b'])]);
          } else if (what < 0.85) {
            const id = pick(ids);
            if (graph.nodes.has(id)) graph.setParam(id, 'text', pick(['x', 'y', 'z', 'bad', String(edit)]));
          } else if (what < 0.93) graph.undo();
          else graph.deleteNodes([pick(ids)]);
        }
        await executor.run();
        for (const id of graph.nodes.keys()) {
          const expected = evaluate(id);
          const state = executor.state(id);
          expect(state.status === 'complete', `node ${id} in round ${round} is ${state.status}`).to.equal(expected !== undefined);
          if (expected !== undefined) expect(state.outputs).to.deep.equal({ out: expected });
        }
      }
      expect([...inputs.values()].filter((runs) => runs > 1)).to.deep.equal([]);
      expect(inputs.size).to.be.above(3);
    });
  }
});
