/**
 * React Flow as a subject: what its store does, without React and without drawing. Changes are applied to the list of nodes as an
 * application does (`applyNodeChanges`), then taken over into the store's look-ups (`adoptUserNodes`, `updateConnectionLookup`). It
 * has no undo and runs nothing.
 */
import { applyNodeChanges } from '@xyflow/react';
import { adoptUserNodes, updateConnectionLookup } from '@xyflow/system';

export function empty() {
  return { nodes: [], lookup: new Map(), parents: new Map(), connections: new Map(), edges: new Map() };
}

export function filled(count) {
  const store = empty();
  add(store, count);
  return store;
}

const make = (i) => ({
  id: `${i}`,
  type: 'prompt',
  position: { x: (i % 100) * 300, y: Math.floor(i / 100) * 200 },
  data: { text: `Text ${i}` },
});

export function add(store, count) {
  apply(
    store,
    Array.from({ length: count }, (_, i) => ({ type: 'add', item: make(i) })),
  );
}

export function moveAll(store) {
  apply(
    store,
    store.nodes.map(({ id, position: { x, y } }) => ({ type: 'position', id, position: { x: x + 10, y: y + 10 } })),
  );
}

function apply(store, changes) {
  store.nodes = applyNodeChanges(changes, store.nodes);
  adoptUserNodes(store.nodes, store.lookup, store.parents, {});
}

export function file(count) {
  const nodes = Array.from({ length: count }, (_, i) => make(i));
  const edges = Array.from({ length: count / 2 }, (_, i) => ({ id: `e${i}`, source: `${2 * i}`, target: `${2 * i + 1}` }));
  return JSON.parse(JSON.stringify({ nodes, edges }));
}

export function load(store, json) {
  store.nodes = json.nodes;
  adoptUserNodes(store.nodes, store.lookup, store.parents, {});
  updateConnectionLookup(store.connections, store.edges, json.edges);
}
