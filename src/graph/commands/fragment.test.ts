/** Copy, paste, duplicate and cut. */
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { seededRandom } from '../schema.fixture.js';
import type { GraphJSON } from '../types.js';
import { content, flow, newStore, oneStep, randomGraph, rectsOf, refused, smallGraph } from '../../../test/support/graph-commands.js';
import { cutItems, duplicateItems } from './duplicate.js';
import { copyItems, readFragment } from './fragment.js';
import { pasteFragment } from './paste.js';
import { collapse } from './subgraph/collapse.js';
import { promote, promotedParams } from './subgraph/promoted.js';

const EMPTY: GraphJSON = { format: 'gds-graph', version: 1, nodes: [], edges: [], groups: [], notes: [], meta: {} };

/** turbo and output inside `sub`, sub inside `outer`, with a promoted parameter, a note and a frame. */
function nested() {
  const store = smallGraph();
  const sub = collapse(store, ['turbo', 'output'], rectsOf(store), { title: 'Inner' });
  store.addNote({ text: 'inside', x: 0, y: 0, width: 100, height: 80, parent: sub, id: 'note' });
  store.addGroup({ title: 'Frame', x: 0, y: 0, width: 100, height: 80, parent: sub, color: 'blue', id: 'frame' });
  store.setLocked(['note', 'output'], true);
  const outer = collapse(store, [sub, 'prompt'], rectsOf(store), { title: 'Outer' });
  promote(store, outer, 'turbo', 'seed');
  promote(store, sub, 'turbo', 'steps');
  return { store, sub, outer };
}

describe('copying', () => {
  it('gives a graph of its own, with the edges among what is chosen and nothing else', () => {
    const store = smallGraph();
    store.addGroup({ x: -20, y: -20, width: 900, height: 300, id: 'frame' });
    const fragment = copyItems(store, ['turbo', 'output', 'frame', 'nothing']);
    expect(fragment.nodes.map(({ id }) => id)).to.deep.equal(['turbo', 'output']);
    expect(fragment.edges.map(({ from, to }) => [from, to])).to.deep.equal([
      [
        ['turbo', 'image'],
        ['output', 'image'],
      ],
    ]);
    expect(fragment.groups.map(({ id }) => id)).to.deep.equal(['frame']);
    const copy = newStore();
    copy.load(JSON.parse(JSON.stringify(fragment)));
    expect(copy.nodes.get('turbo')!.params).to.deep.equal(store.nodes.get('turbo')!.params);
  });

  it('takes all that is inside a subgraph along, at any depth', () => {
    const { store, outer, sub } = nested();
    const fragment = copyItems(store, [outer]);
    expect(fragment.nodes).to.have.length(store.nodes.size - 1);
    expect([fragment.notes.length, fragment.groups.length]).to.deep.equal([1, 1]);
    expect(fragment.nodes.find(({ id }) => id === sub)!.parent).to.equal(outer);
    const inner = copyItems(store, [sub]);
    expect('parent' in inner.nodes.find(({ id }) => id === sub)!).to.equal(false);
    newStore().load(inner);
  });
});

describe('duplicating', () => {
  it('puts copies 20 units to the right and below, with the same parameters, and gives their ids', () => {
    const store = smallGraph();
    const ids = oneStep(store, () => duplicateItems(store, ['turbo', 'output']));
    expect(ids).to.have.length(2);
    const [turbo, output] = ids.map((id) => store.nodes.get(id)!);
    const original = store.nodes.get('turbo')!;
    expect([turbo!.x, turbo!.y, turbo!.title, turbo!.params]).to.deep.equal([320, 30, 'Fast', original.params]);
    expect(store.edgeAt(output!.id, 'image')!.from).to.deep.equal([turbo!.id, 'image']);
    expect(store.edgeAt(turbo!.id, 'prompt'), 'edges from outside stay with the original').to.equal(undefined);
  });

  it('keeps the level, and copies ports of the level too', () => {
    const { store, sub } = nested();
    const port = [...store.childrenOf(sub)].find((id) => store.nodes.get(id)!.type === 'subgraph-input')!;
    const ids = oneStep(store, () => duplicateItems(store, ['turbo', port]));
    for (const id of ids) expect(store.nodes.get(id)!.parent).to.equal(sub);
    expect(store.portsOf(sub).inputs).to.have.length(2);
    refused(store, 'GDS_SELECTION_LEVEL', () => duplicateItems(store, ['turbo', 'image']));
  });

  it('gives every id inside a subgraph anew: parents, edges, ports, promoted parameters', () => {
    const { store, outer, sub } = nested();
    const [copy] = oneStep(store, () => duplicateItems(store, [outer]));
    const before = new Set([outer, sub]);
    const inner = [...store.childrenOf(copy!)].find((id) => store.nodes.get(id)!.type === 'subgraph')!;
    expect(before.has(inner)).to.equal(false);
    const [seed] = promotedParams(store, copy!);
    const [steps] = promotedParams(store, inner);
    expect([seed!.name, seed!.value, steps!.name, steps!.value]).to.deep.equal(['seed', 7, 'steps', 2]);
    expect(seed!.nodeId).to.equal(steps!.nodeId);
    expect(seed!.nodeId).not.to.equal('turbo');
    const names = (id: string) => store.portsOf(id).inputs.map(({ title, type }) => [title, type]);
    expect(names(inner)).to.deep.equal(names(sub));
    expect(flow(store).filter((line) => line.startsWith(`${seed!.nodeId}.prompt ←`))).to.have.length(1);
    const [lock] = [...store.notes.values()].filter(({ parent }) => parent === inner);
    expect(lock!.locked, 'what is locked inside stays so').to.equal(true);
  });

  it('gives unlocked copies of what is locked', () => {
    const store = smallGraph();
    store.setLocked(['turbo'], true);
    const [id] = oneStep(store, () => duplicateItems(store, ['turbo']));
    expect('locked' in store.nodes.get(id!)!).to.equal(false);
    expect(duplicateItems(store, [])).to.deep.equal([]);
  });
});

describe('pasting', () => {
  it('puts the middle of what is pasted at the point, on the level', () => {
    const { store, sub } = nested();
    const fragment = readFragment(JSON.stringify(copyItems(smallGraph(), ['turbo', 'output'])))!;
    const ids = oneStep(store, () => pasteFragment(store, fragment, { at: { x: 1000, y: 500 }, level: sub }));
    const [turbo, output] = ids.map((id) => store.nodes.get(id)!);
    expect([turbo!.parent, output!.parent]).to.deep.equal([sub, sub]);
    expect([turbo!.x, output!.x + 240].reduce((a, b) => a + b) / 2).to.equal(1000);
    expect([turbo!.y, output!.y + 160].reduce((a, b) => a + b) / 2).to.equal(500);
    expect(output!.x - turbo!.x).to.equal(300);
  });

  it('keeps foreign nodes and fields of newer versions', () => {
    const source = newStore();
    const ports = { inputs: [{ id: 'clip', type: 'CLIP', shape: 7 }], outputs: [{ id: '0', type: 'LATENT' }] };
    source.load({
      ...EMPTY,
      nodes: [
        {
          id: 'a',
          type: 'KSampler',
          x: 0,
          y: 0,
          ports,
          params: { widgets: [1, 'two', null] },
          future: { deep: [1] },
          width: 300,
          height: 90,
        },
        { id: 'b', type: 'prompt', x: 0, y: 0, params: { text: 'x', unheard: true }, mode: 'muted' },
        { id: 'c', type: 'Other', x: 9, y: 9 },
      ],
      edges: [{ id: 'e', from: ['a', '0'], to: ['c', 'x'], curve: 'soft' }],
      groups: [{ id: 'g', x: 0, y: 0, width: 10, height: 10, title: 'G', color: 'red', folded: true }],
      notes: [{ id: 't', x: 0, y: 0, width: 10, height: 10, text: 'T', pinned: 1 }],
    });
    const store = newStore();
    const fragment = JSON.parse(JSON.stringify(copyItems(source, ['a', 'b', 'c', 'g', 't']))) as GraphJSON;
    oneStep(store, () => pasteFragment(store, fragment));
    const plain = (json: GraphJSON) =>
      JSON.parse(JSON.stringify(json, (key, value) => (key === 'id' && typeof value === 'string' && value.length > 9 ? '' : value)));
    const pasted = plain(store.toJSON());
    const [a, b, c] = plain(source.toJSON()).nodes;
    expect(pasted.nodes).to.deep.equal([a, b, c].map((node) => ({ ...node, id: '' })));
    expect(pasted.edges[0].curve).to.equal('soft');
    expect(pasted.groups[0]).to.deep.include({ title: 'G', color: 'red', folded: true });
    expect(pasted.notes[0]).to.deep.include({ text: 'T', pinned: 1 });
  });

  it('leaves ports of a subgraph out where there is no subgraph', () => {
    const { store, sub } = nested();
    const fragment = copyItems(store, store.childrenOf(sub));
    const top = newStore();
    pasteFragment(top, fragment);
    expect([...top.nodes.values()].map(({ type }) => type)).to.have.members(['sdxl-turbo', 'output']);
    expect(top.edges.size).to.equal(1);
    const ports = copyItems(
      store,
      [...store.childrenOf(sub)].filter((id) => store.nodes.get(id)!.type.startsWith('subgraph-')),
    );
    expect(pasteFragment(top, ports)).to.deep.equal([]);
  });

  it('refuses what is no sound graph, with the path, and changes nothing', () => {
    const store = smallGraph();
    const node = { id: 'a', type: 'prompt', x: 0, y: 0 };
    const sub = { id: 's', type: 'subgraph', x: 0, y: 0 };
    const hostile: [string, string, unknown][] = [
      ['GDS_GRAPH_FORMAT', '', 7],
      ['GDS_GRAPH_FORMAT', 'format', { nodes: [], edges: [] }],
      ['GDS_GRAPH_VERSION', 'version', { ...EMPTY, version: 99 }],
      ['GDS_GRAPH_FIELD', 'nodes', { ...EMPTY, nodes: { length: 3 } }],
      ['GDS_GRAPH_FIELD', 'nodes[0].x', { ...EMPTY, nodes: [{ ...node, x: '0' }] }],
      ['GDS_GRAPH_FIELD', 'nodes[1].id', { ...EMPTY, nodes: [node, node] }],
      ['GDS_GRAPH_FIELD', 'nodes[0].parent', { ...EMPTY, nodes: [{ ...sub, parent: 's' }] }],
      ['GDS_GRAPH_FIELD', 'nodes[0].parent', { ...EMPTY, nodes: [{ ...node, parent: 'turbo' }] }],
      ['GDS_GRAPH_FIELD', 'edges[0].from[0]', { ...EMPTY, nodes: [node], edges: [{ from: ['turbo', 'image'], to: ['a', 'text'] }] }],
      ['GDS_PARAM_TYPE', 'nodes[0].params.text', { ...EMPTY, nodes: [{ ...node, params: { text: 4 } }] }],
      ['GDS_PARAM_TYPE', 'nodes[0].params.promoted', { ...EMPTY, nodes: [{ ...sub, params: { promoted: [['a']] } }] }],
      ['GDS_GRAPH_FIELD', 'notes[0].text', { ...EMPTY, notes: [{ x: 0, y: 0, width: 1, height: 1 }] }],
      [
        'GDS_GRAPH_FIELD',
        'nodes[0].params.__proto__',
        JSON.parse(
          '{"format":"gds-graph","version":1,"nodes":[{"id":"a","type":"t","x":0,"y":0,"params":{"__proto__":{"evil":1}}}],"edges":[]}',
        ),
      ],
    ];
    for (const [code, path, fragment] of hostile) expect(refused(store, code, () => pasteFragment(store, fragment)).path).to.equal(path);
    refused(store, 'GDS_NODE_PARENT', () => pasteFragment(store, { ...EMPTY, nodes: [node] }, { level: 'turbo' }));
    store.readonly = true;
    refused(store, 'GDS_READONLY', () => pasteFragment(store, { ...EMPTY, nodes: [node] }));
    expect(({} as { evil?: number }).evil).to.equal(undefined);
  });
});

describe('clipboard text', () => {
  it('that is no graph is left to others', () => {
    for (const text of ['', 'a fox', '{"a":1}', '[1,2]', 'about "gds-graph"', '{"kind":"gds-graph"}', '{not "gds-graph'])
      expect(readFragment(text), text).to.equal(undefined);
  });

  it('that is a damaged or newer graph is refused', () => {
    const store = smallGraph();
    const text = JSON.stringify(copyItems(store, ['turbo']));
    expect(readFragment(`\n${text}\n`)!.nodes).to.have.length(1);
    refused(store, 'GDS_GRAPH_FORMAT', () => readFragment(text.slice(0, -9)));
    refused(store, 'GDS_GRAPH_VERSION', () => readFragment(text.replace('"version":1', '"version":2')));
  });
});

/** A part of the graph with every node called by its type, place and level, which differ, in the place of its id. */
function byPlaces(json: GraphJSON, part: unknown = [...json.nodes, ...json.edges, ...json.groups, ...json.notes]): unknown[] {
  const levels = new Map(json.nodes.map(({ id, parent }) => [id, parent]));
  const nodes = new Map(json.nodes.map((node) => [node.id, node]));
  const name = (id: string | undefined): string => {
    const node = id === undefined ? undefined : nodes.get(id);
    return node ? `(${node.type} ${node.x},${node.y} in ${name(levels.get(node.id))})` : 'top';
  };
  const ids = [
    ...nodes.keys(),
    ...json.edges.map(({ id }) => id!),
    ...json.groups.map(({ id }) => id!),
    ...json.notes.map(({ id }) => id!),
  ];
  const pattern = new RegExp(ids.sort((a, b) => b.length - a.length).join('|'), 'g');
  const lines = (part as unknown[]).map((each) => JSON.stringify(each, sortedKeys));
  return lines.map((line) => line.replace(pattern, (id) => (nodes.has(id) ? name(id) : '#'))).sort();
}

function sortedKeys(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

describe('cutting', () => {
  it('deletes what it gives, as one step', () => {
    const store = smallGraph();
    const before = copyItems(store, ['turbo', 'output']);
    expect(oneStep(store, () => cutItems(store, ['turbo', 'output']))).to.deep.equal(before);
    expect([...store.nodes.keys()]).to.have.members(['prompt', 'image']);
    store.setLocked(['prompt'], true);
    refused(store, 'GDS_LOCKED', () => cutItems(store, ['prompt', 'image']));
  });

  for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
    it(`and pasting give the same graph again (seed ${seed})`, () => {
      const store = randomGraph(seededRandom(seed));
      for (let i = 0; i < 3; i++) {
        const some = [...store.childrenOf('')].filter((_, index) => index % 3 === i);
        try {
          collapse(store, some, rectsOf(store));
        } catch {
          // Something lies between them; the next ones then.
        }
      }
      const before = byPlaces(content(store));
      const flowBefore = byPlaces(content(store), flow(store));
      const all = [...store.childrenOf(''), ...store.groups.keys(), ...store.notes.keys()];
      const fragment = cutItems(store, all);
      expect(store.nodes.size + store.edges.size + store.groups.size + store.notes.size).to.equal(0);
      oneStep(store, () => pasteFragment(store, JSON.parse(JSON.stringify(fragment))));
      expect(byPlaces(content(store))).to.deep.equal(before);
      expect(byPlaces(content(store), flow(store))).to.deep.equal(flowBefore);
    });
  }
});
