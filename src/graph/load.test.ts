import { describe, it } from 'node:test';
import { expect } from 'chai';
import type * as Y from 'yjs';
import { GdsError } from '../errors.js';
import { testSchema } from './schema.fixture.js';
import { GraphStore } from './store.js';

const GOOD = {
  format: 'gds-graph',
  version: 1,
  nodes: [
    { id: 'a', type: 'text', x: 0, y: 0, params: { text: 'a red apple' }, title: 'Words', mode: 'active', colour: 'red' },
    { id: 'b', type: 'draw', x: 10.5, y: -3, params: { steps: 2 }, title: '', mode: 'bypassed' },
    { id: 'd', type: 'draw', x: 0, y: 0, params: { steps: 4 }, title: '', mode: 'active' },
    { id: 'c', type: 'from-the-future', x: 1, y: 1, params: { deep: [{ x: [1, 2] }] }, title: '', mode: 'active' },
  ],
  edges: [
    { id: 'e', from: ['a', 'text'], to: ['b', 'prompt'] },
    { id: 'f', from: ['b', 'image'], to: ['c', 'anything'], curve: 'soft' },
  ],
  groups: [{ id: 'g', title: 'Group', x: 0, y: 0, width: 100, height: 100, color: 'red', author: 'me' }],
  notes: [{ id: 'n', text: 'Hello', x: 5, y: -5, width: 20.5, height: 10, color: '' }],
  meta: { title: 'Test' },
  generator: 'elsewhere 2.0',
};

/** GOOD with the field at `path` set to another value, or left out. */
function bad(path: string, value?: unknown): unknown {
  const graph = structuredClone(GOOD) as Record<string, unknown>;
  const keys = path.split(/[.[\]]+/).filter(Boolean);
  const last = keys.pop()!;
  const parent = keys.reduce((object, key) => object[key] as Record<string, unknown>, graph);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return graph;
}

const PORT = { id: 'model', type: 'MODEL' };

/** GOOD with one node inside a subgraph. */
function within(id: string): unknown {
  const sub = { id: 's', type: 'subgraph', x: 0, y: 0 };
  return { ...GOOD, nodes: [sub, ...GOOD.nodes.map((node) => (node.id === id ? { ...node, parent: 's' } : node))] };
}

describe('GraphStore load and toJSON', () => {
  it('passes over what a storage keeps beside the graph', () => {
    const store = new GraphStore();
    store.load({
      format: 'gds-graph',
      version: 1,
      nodes: [],
      edges: [],
      author: 'kept',
      'gds-canvas': { updates: ['x'.repeat(3_000_000)] },
    });
    expect(store.toJSON()).to.include({ author: 'kept' }).and.not.to.have.property('gds-canvas');
  });

  it('round-trips, with fields and types it does not know', () => {
    const store = new GraphStore({ schema: testSchema });
    store.load(GOOD);
    expect(store.toJSON()).to.deep.equal(GOOD);
    expect(store.nodes.size).to.equal(4);
    const again = new GraphStore({ schema: testSchema });
    again.load(JSON.parse(JSON.stringify(store.toJSON())));
    expect(again.toJSON()).to.deep.equal(GOOD);
  });

  it('replaces in one step that undo takes back, even where ids are the same', () => {
    const store = new GraphStore({ schema: testSchema });
    store.load(GOOD);
    const before = store.toJSON();
    const origins: string[] = [];
    store.subscribe((change) => origins.push(change.origin));
    store.load({ format: 'gds-graph', version: 1, nodes: [{ id: 'b', type: 'text', x: 5, y: 5 }], edges: [] });
    expect(store.toJSON().nodes).to.deep.equal([{ id: 'b', type: 'text', x: 5, y: 5, params: { text: '' }, title: '', mode: 'active' }]);
    expect(store.toJSON().groups).to.deep.equal([]);
    store.undo();
    const restored = store.toJSON();
    expect(restored.nodes).to.have.deep.members(before.nodes);
    expect(restored.edges).to.have.deep.members(before.edges);
    expect(restored.meta).to.deep.equal(before.meta);
    expect(restored.groups).to.deep.equal(before.groups);
    expect(origins).to.deep.equal(['load', 'undo']);
  });

  it('checks each parameter and each edge once, and reads it once more from the document', () => {
    const asked = { params: 0, edges: 0 };
    const counting = (): GraphStore =>
      new GraphStore({
        schema: {
          ...testSchema,
          validateParam: (...param) => {
            asked.params += 1;
            return testSchema.validateParam!(...param);
          },
          compatible: (from, to) => {
            asked.edges += 1;
            return testSchema.compatible(from, to);
          },
        },
      });
    const store = counting();
    store.load(GOOD);
    // Three known nodes with one parameter each; of the two edges one leads to a type of which nothing is known.
    expect(asked).to.deep.equal({ params: 3 + 3, edges: 1 });
    // The check can fail: where something has been set aside, all edges are decided anew.
    store.ydoc.transact(() => (store.ydoc.getMap('edges') as Y.Map<unknown>).set('broken', 'no edge'));
    expect(store.problems).to.have.length(1);
    Object.assign(asked, { params: 0, edges: 0 });
    store.load(GOOD);
    expect(asked.edges).to.be.above(1);
  });

  it('holds the same as a store that reads the document anew, whatever else the transaction writes', () => {
    const sub = { id: 's', type: 'subgraph', x: 0, y: 0 };
    const levels = { ...GOOD, edges: [], nodes: [{ ...GOOD.nodes[0], parent: 's' }, ...GOOD.nodes.slice(1), sub] };
    for (const graph of [GOOD, levels]) {
      const store = new GraphStore({ schema: testSchema });
      const same = (): void => {
        const anew = new GraphStore({ schema: testSchema, ydoc: store.ydoc });
        for (const part of ['nodes', 'edges', 'groups', 'notes'] as const)
          expect([...store[part]].sort()).to.deep.equal([...anew[part]].sort());
        expect(store.problems).to.deep.equal(anew.problems);
        anew.dispose();
      };
      store.load(graph);
      same();
      store.load(graph);
      same();
      store.transact('Open and change', () => {
        store.load(graph);
        store.setTitle('a', 'Other words');
      });
      same();
      expect(store.nodes.get('a')!.title).to.equal('Other words');
      store.ydoc.transact(() => {
        store.load(graph);
        (store.ydoc.getMap('nodes') as Y.Map<Y.Map<unknown>>).get('a')!.set('title', 'By hand');
      });
      same();
      expect(store.nodes.get('a')!.title).to.equal('By hand');
    }
  });

  it('gives edges, groups and notes the ids they lack', () => {
    const store = new GraphStore({ schema: testSchema });
    store.load({ ...(bad('edges[0].id') as object), notes: [{ text: 'no id', x: 0, y: 0, width: 10, height: 10 }] });
    expect(store.toJSON().edges.every((edge) => typeof edge.id === 'string')).to.equal(true);
    expect(store.toJSON().notes).to.have.length(1);
  });

  it('keeps a very long text as it is', () => {
    const store = new GraphStore({ schema: testSchema });
    const text = 'x'.repeat(1_000_000);
    store.load(bad('nodes[0].params.text', text));
    expect(store.nodes.get('a')!.params['text']).to.equal(text);
  });

  const deep = (depth: number): unknown => (depth === 0 ? 1 : [deep(depth - 1)]);
  const cyclic: Record<string, unknown> = {};
  cyclic['self'] = cyclic;

  const refused: [string, unknown, string, string?][] = [
    ['nothing', undefined, 'GDS_GRAPH_FORMAT', ''],
    ['text', JSON.stringify(GOOD), 'GDS_GRAPH_FORMAT', ''],
    ['a list', [], 'GDS_GRAPH_FORMAT', ''],
    ['another format', { nodes: [] }, 'GDS_GRAPH_FORMAT', 'format'],
    ['a later version', bad('version', 2), 'GDS_GRAPH_VERSION', 'version'],
    ['no nodes', bad('nodes'), 'GDS_GRAPH_FIELD', 'nodes'],
    ['edges that are no list', bad('edges', {}), 'GDS_GRAPH_FIELD', 'edges'],
    ['a huge list', bad('nodes', new Array(100_001)), 'GDS_GRAPH_FIELD', 'nodes'],
    ['a node that is null', bad('nodes[1]', null), 'GDS_GRAPH_FIELD', 'nodes[1]'],
    ['an id twice', bad('nodes[1].id', 'a'), 'GDS_GRAPH_FIELD', 'nodes[1].id'],
    ['an id that is a number', bad('nodes[1].id', 7), 'GDS_GRAPH_FIELD', 'nodes[1].id'],
    ['an id that is __proto__', bad('nodes[3].id', '__proto__'), 'GDS_GRAPH_FIELD', 'nodes[3].id'],
    ['a type of 1e6 characters', bad('nodes[0].type', 'x'.repeat(1e6)), 'GDS_GRAPH_FIELD', 'nodes[0].type'],
    ['a title that is an object', bad('nodes[0].title', {}), 'GDS_GRAPH_FIELD', 'nodes[0].title'],
    ['NaN', bad('nodes[0].x', NaN), 'GDS_GRAPH_FIELD', 'nodes[0].x'],
    ['no position', bad('nodes[0].y'), 'GDS_GRAPH_FIELD', 'nodes[0].y'],
    ['an unknown mode', bad('nodes[0].mode', 'fast'), 'GDS_GRAPH_FIELD', 'nodes[0].mode'],
    ['params that are a list', bad('nodes[0].params', []), 'GDS_GRAPH_FIELD', 'nodes[0].params'],
    ['a parameter out of range', bad('nodes[1].params.steps', 500), 'GDS_PARAM_RANGE', 'nodes[1].params.steps'],
    ['Infinity inside a parameter', bad('nodes[3].params.deep[0].x[1]', Infinity), 'GDS_GRAPH_FIELD', 'nodes[3].params.deep[0].x[1]'],
    ['a __proto__ key', bad('nodes[3].params', JSON.parse('{"__proto__":{"polluted":1}}')), 'GDS_GRAPH_FIELD', 'nodes[3].params.__proto__'],
    [
      'a nested __proto__ key',
      bad('nodes[3].params.deep', JSON.parse('[{"__proto__":1}]')),
      'GDS_GRAPH_FIELD',
      'nodes[3].params.deep[0].__proto__',
    ],
    ['endless nesting', bad('nodes[3].params.deep', deep(5000)), 'GDS_GRAPH_FIELD'],
    ['a structure that contains itself', bad('meta', cyclic), 'GDS_GRAPH_FIELD'],
    ['a function', { ...GOOD, meta: { f: () => 1 } }, 'GDS_GRAPH_FIELD', 'meta.f'],
    ['an edge from nowhere', bad('edges[0].from', ['z', 'text']), 'GDS_GRAPH_FIELD', 'edges[0].from[0]'],
    ['an edge to nowhere', bad('edges[0].to', ['z', 'prompt']), 'GDS_GRAPH_FIELD', 'edges[0].to[0]'],
    ['an end that is no pair', bad('edges[1].to', 'c'), 'GDS_GRAPH_FIELD', 'edges[1].to'],
    ['an unknown output', bad('edges[0].from[1]', 'nope'), 'GDS_EDGE_PORT', 'edges[0].from[1]'],
    ['an unknown input', bad('edges[0].to[1]', 'nope'), 'GDS_EDGE_PORT', 'edges[0].to[1]'],
    ['types that do not fit', bad('edges[0]', { from: ['b', 'image'], to: ['d', 'prompt'] }), 'GDS_EDGE_TYPE', 'edges[0]'],
    ['a cycle', bad('edges[2]', { from: ['c', 'x'], to: ['b', 'negative'] }), 'GDS_EDGE_CYCLE', 'edges[2]'],
    ['a self edge', bad('edges[2]', { from: ['c', 'x'], to: ['c', 'y'] }), 'GDS_EDGE_SELF', 'edges[2]'],
    ['two edges at one input', bad('edges[2]', { from: ['a', 'text'], to: ['b', 'prompt'] }), 'GDS_GRAPH_FIELD', 'edges[2].to'],
    ['a parent that is not there', bad('nodes[0].parent', 'z'), 'GDS_GRAPH_FIELD', 'nodes[0].parent'],
    ['a parent that is no subgraph', bad('nodes[0].parent', 'b'), 'GDS_GRAPH_FIELD', 'nodes[0].parent'],
    ['a node inside itself', bad('nodes[3]', { ...GOOD.nodes[3], type: 'subgraph', parent: 'c' }), 'GDS_GRAPH_FIELD', 'nodes[3].parent'],
    ['an edge between levels', within('b'), 'GDS_EDGE_LEVEL', 'edges[0]'],
    ['a width of nothing', bad('nodes[0].width', 0), 'GDS_GRAPH_FIELD', 'nodes[0].width'],
    ['a lock that is a word', bad('nodes[0].locked', 'yes'), 'GDS_GRAPH_FIELD', 'nodes[0].locked'],
    ['ports of one side', bad('nodes[3].ports', { inputs: [] }), 'GDS_GRAPH_FIELD', 'nodes[3].ports.outputs'],
    ['two ports of one id', bad('nodes[3].ports', { inputs: [PORT, PORT], outputs: [] }), 'GDS_GRAPH_FIELD', 'nodes[3].ports.inputs[1].id'],
    [
      'an edge at a port the node does not carry',
      bad('nodes[3].ports', { inputs: [PORT], outputs: [] }),
      'GDS_EDGE_PORT',
      'edges[1].to[1]',
    ],
    ['a group without a height', bad('groups[0].height'), 'GDS_GRAPH_FIELD', 'groups[0].height'],
    ['a group of an unknown colour', bad('groups[0].color', 'beige'), 'GDS_GRAPH_FIELD', 'groups[0].color'],
    ['a group inside nothing', bad('groups[0].parent', 'z'), 'GDS_GRAPH_FIELD', 'groups[0].parent'],
    ['a note without text', bad('notes[0].text'), 'GDS_GRAPH_FIELD', 'notes[0].text'],
    ['two notes of one id', bad('notes[1]', GOOD.notes[0]), 'GDS_GRAPH_FIELD', 'notes[1].id'],
    ['a reserved field', bad('nodes[0].deleted', true), 'GDS_GRAPH_FIELD', 'nodes[0].deleted'],
  ];
  for (const [what, json, code, path] of refused) {
    it(`refuses ${what} and leaves what was there`, () => {
      const store = new GraphStore({ schema: testSchema });
      store.load(GOOD);
      let changes = 0;
      store.subscribe(() => changes++);
      let error: unknown;
      try {
        store.load(json);
      } catch (caught) {
        error = caught;
      }
      expect(error).to.be.instanceOf(GdsError);
      expect((error as GdsError).code).to.equal(code);
      if (path !== undefined) expect((error as GdsError).path).to.equal(path);
      expect((error as GdsError).message.length).to.be.below(400);
      expect(store.toJSON()).to.deep.equal(GOOD);
      expect(changes).to.equal(0);
      expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined);
    });
  }
});
