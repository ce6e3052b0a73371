/** gds-canvas as a subject of the suite `document`: its document and its executor, in Node. */
import * as Y from 'yjs';
import { Executor } from '../../src/execution/executor.js';
import { GraphStore } from '../../src/graph/store.js';
import type { GraphJSON } from '../../src/graph/types.js';
import { createDefaultRegistry } from '../../src/registry/registry.js';
import type { NodeDefinition } from '../../src/registry/types.js';

/** Passes on what it is given. */
const NOOP: NodeDefinition = {
  type: 'noop',
  version: 1,
  title: 'No-op',
  category: 'bench',
  description: '',
  icon: 'circle',
  inputs: [{ id: 'in', title: 'In', type: 'number' }],
  outputs: [{ id: 'out', title: 'Out', type: 'number' }],
  parameters: [],
  execute: async ({ inputs }) => ({ out: inputs['in'] ?? 1 }),
};

const registry = createDefaultRegistry();
registry.register(NOOP);

export const name = 'gds-canvas';

/** A store with `count` prompts. */
export function filled(count: number): GraphStore {
  const store = empty();
  add(store, count);
  return store;
}

export function empty(): GraphStore {
  return new GraphStore({ registry });
}

/** The registry holds on to every store that listens to it. */
export function drop(store: GraphStore): void {
  store.dispose();
}

/** One transaction, hence one undo step. */
export function add(store: GraphStore, count: number): void {
  store.transact('Add', () => {
    for (let i = 0; i < count; i++) {
      store.addNode({ type: 'prompt', x: (i % 100) * 300, y: Math.floor(i / 100) * 200, params: { text: `Text ${i}` } });
    }
  });
}

export function moveAll(store: GraphStore): void {
  store.moveItems(store.nodes.keys(), 10, 10);
}

export function undo(store: GraphStore): void {
  if (!store.undo()) throw new Error('There was nothing to undo.');
}

/** Half prompts, half image models, each of which is given a prompt. */
export function file(count: number): GraphJSON {
  const store = empty();
  store.transact('Fill', () => {
    for (let i = 0; i < count; i += 2) {
      const prompt = store.addNode({ id: `p${i}`, type: 'prompt', x: 0, y: i * 100, params: { text: `Text ${i}` } });
      const model = store.addNode({ id: `m${i}`, type: 'sdxl-turbo', x: 400, y: i * 100 });
      store.addEdge([prompt, 'text'], [model, 'prompt']);
    }
  });
  const json = store.toJSON();
  drop(store);
  return json;
}

export function load(store: GraphStore, json: GraphJSON): void {
  store.load(json);
}

/** Bytes of the document, and the number of single values that were ever written to it. */
export function size(store: GraphStore): { bytes: number; values: number } {
  const vector = Y.decodeStateVector(Y.encodeStateVector(store.ydoc));
  return { bytes: Y.encodeStateAsUpdate(store.ydoc).length, values: [...vector.values()].reduce((sum, clock) => sum + clock, 0) };
}

/** An executor on `count` no-ops in `rows` chains. */
export function engine(count: number, rows: number): { run: () => Promise<void>; drop: () => void } {
  const graph = empty();
  graph.transact('Fill', () => {
    for (let row = 0; row < rows; row++) {
      let before: string | undefined;
      for (let i = 0; i < count / rows; i++) {
        const id = graph.addNode({ type: 'noop', x: i * 300, y: row * 200 });
        if (before !== undefined) graph.addEdge([before, 'out'], [id, 'in']);
        before = id;
      }
    }
  });
  const executor = new Executor({ graph, registry, tasks: { run: () => Promise.reject(new Error('No-ops have no tasks.')) } });
  return {
    run: async () => {
      const { failed } = await executor.run();
      if (failed.length > 0) throw failed[0]!.error;
    },
    drop: () => {
      executor.dispose();
      drop(graph);
    },
  };
}
