/** What the tests of adapters/comfyui share: recorded files, and a document that takes what is imported. */
import { readFileSync, readdirSync } from 'node:fs';
import { GraphStore } from '../../src/graph/store.js';
import type { GraphJSON } from '../../src/graph/types.js';
import { createDefaultRegistry } from '../../src/registry/registry.js';
import type { JsonObject } from '../../adapters/comfyui/json.js';

const EXAMPLES = new URL('../fixtures/comfyui/examples/', import.meta.url);

export const example = (name: string): JsonObject => JSON.parse(readFileSync(new URL(name, EXAMPLES), 'utf8')) as JsonObject;

/** Names of the recorded workflows and prompts, in order. */
export const exampleNames = (kind: RegExp): string[] =>
  readdirSync(EXAMPLES)
    .filter((name) => kind.test(name))
    .sort();

/** The graph in a document with all node types that a canvas has. */
export function documentOf(graph: GraphJSON): GraphStore {
  const store = new GraphStore({ schema: createDefaultRegistry() });
  store.load(graph);
  return store;
}
