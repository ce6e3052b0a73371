/** An executor on a graph of its own, with tasks that answer at once and an asset store in memory. */
import { sha256Hex } from '../hash.js';
import { GraphStore } from '../graph/store.js';
import { createDefaultRegistry } from '../registry/registry.js';
import type { ExecuteContext, ExecuteResult, NodeDefinition, TaskRunner } from '../registry/types.js';
import { Executor } from './executor.js';
import type { ExecutorOptions } from './options.js';
import type { ExecutorEvent, RunResult } from './types.js';

/** A node type that joins its inputs and its text; `run` can stand in for that. */
export function textNode(type: string, run?: (context: ExecuteContext) => Promise<ExecuteResult> | ExecuteResult): NodeDefinition {
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
export class TestTasks implements TaskRunner {
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

export function setup(options: Partial<ExecutorOptions> = {}, types: NodeDefinition[] = []) {
  const registry = createDefaultRegistry();
  for (const type of [textNode('join'), ...types]) registry.register(type);
  let ids = 0;
  const graph = new GraphStore({ registry, makeId: () => `id-${++ids}` });
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
export function studio(options: Partial<ExecutorOptions> = {}) {
  const world = setup(options);
  const prompt = world.add('prompt', { text: 'a red apple' });
  const turbo = world.add('sdxl-turbo');
  const output = world.add('output');
  const mesh = world.add('triposr');
  world.graph.addEdge([prompt, 'text'], [turbo, 'prompt']);
  world.graph.addEdge([turbo, 'image'], [output, 'image']);
  world.graph.addEdge([output, 'image'], [mesh, 'image']);
  return { ...world, prompt, turbo, output, mesh };
}

export const failures = (result: RunResult): Record<string, string> =>
  Object.fromEntries(result.failed.map(({ id, error }) => [id, error.code]));
