/** Subgraphs: collapsing, expanding, their ports, what they show of what is inside, and the way to them. */
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { seededRandom } from '../../schema.fixture.js';
import type { GraphStore } from '../../store.js';
import {
  connect,
  content,
  flow,
  newStore,
  oneStep,
  randomGraph,
  rectsOf,
  refused,
  registry,
  smallGraph,
  structure,
} from '../../../../test/support/graph-commands.js';
import { collapse } from './collapse.js';
import { expand } from './expand.js';
import { pathOf } from './path.js';
import { addPort, removePort, renamePort } from './ports.js';
import { demote, promote, promotedParams, readPromoted } from './promoted.js';

const ports = (store: GraphStore, id: string) => {
  const { inputs, outputs } = store.portsOf(id);
  return [inputs, outputs].map((side) => side.map(({ title, type }) => `${title}:${type}`));
};

describe('collapsing', () => {
  it('moves the selection one level down and gives the subgraph the ports it needs', () => {
    const store = smallGraph();
    const before = flow(store);
    const sub = oneStep(store, () => collapse(store, ['turbo'], rectsOf(store), { title: 'Draw', promoted: [['turbo', 'seed']] }));
    expect(ports(store, sub)).to.deep.equal([['Prompt:string'], ['Image:image']]);
    expect(store.nodes.get('turbo')!.parent).to.equal(sub);
    expect(store.nodes.get(sub)!.title).to.equal('Draw');
    expect(promotedParams(store, sub).map(({ value }) => value)).to.deep.equal([7]);
    expect(flow(store)).to.deep.equal(before);
    expect(store.edges.size).to.equal(4);
  });

  it('puts the subgraph in the middle of the selection and its ports left and right of what is inside', () => {
    const store = smallGraph();
    const sub = store.nodes.get(collapse(store, ['turbo', 'output'], rectsOf(store)))!;
    expect([sub.x, sub.y]).to.deep.equal([450, 15]);
    const input = [...store.childrenOf(sub.id)].map((id) => store.nodes.get(id)!).find(({ type }) => type === 'subgraph-input')!;
    expect([input.x, input.y]).to.deep.equal([300 - 80 - 160, 10]);
    expect([store.nodes.get('turbo')!.x, store.nodes.get('output')!.y]).to.deep.equal([300, 20]);
  });

  it('makes one input of an output that is used twice inside, one output of one that is used twice outside, and names them apart', () => {
    const store = newStore();
    store.addNode({ type: 'prompt', x: 0, y: 0, id: 'p' });
    store.addNode({ type: 'prompt', x: 0, y: 90, id: 'q' });
    for (const [index, id] of ['a', 'b'].entries()) {
      store.addNode({ type: 'sdxl-turbo', x: 300, y: index * 300, id });
      store.addNode({ type: 'output', x: 600, y: index * 300, id: `${id}1` });
      store.addNode({ type: 'output', x: 600, y: index * 300 + 100, id: `${id}2` });
      store.addEdge(['p', 'text'], [id, 'prompt']);
      store.addEdge([id, 'image'], [`${id}1`, 'image']);
      store.addEdge([id, 'image'], [`${id}2`, 'image']);
    }
    store.addEdge(['q', 'text'], ['b', 'prompt']);
    store.addEdge(['p', 'text'], ['b', 'negative_prompt']);
    const before = flow(store);
    const sub = oneStep(store, () => collapse(store, ['a', 'b'], rectsOf(store)));
    expect(ports(store, sub)).to.deep.equal([
      ['Prompt:string', 'Prompt 2:string'],
      ['Image:image', 'Image 2:image'],
    ]);
    expect(flow(store)).to.deep.equal(before);
  });

  it('takes notes and frames along, and leaves the ports of its own level where they are', () => {
    const store = smallGraph();
    store.addNote({ text: '', x: 0, y: 0, width: 50, height: 50, id: 'note' });
    store.addGroup({ x: 0, y: 0, width: 50, height: 50, id: 'frame' });
    const outer = collapse(store, ['turbo', 'output', 'note', 'frame'], rectsOf(store));
    expect([store.notes.get('note')!.parent, store.groups.get('frame')!.parent]).to.deep.equal([outer, outer]);
    const all = [...store.childrenOf(outer)];
    const inner = oneStep(store, () => collapse(store, all, rectsOf(store)));
    expect(store.nodes.get(inner)!.parent).to.equal(outer);
    expect([...store.childrenOf(outer)]).to.have.length(2);
    expect(ports(store, inner)).to.deep.equal([['Prompt:string'], []]);
    expect(ports(store, outer)).to.deep.equal([['Prompt:string'], []]);
  });

  it('is refused where it cannot be, and says why', () => {
    const store = smallGraph();
    const rectOf = rectsOf(store);
    const message = refused(store, 'GDS_SUBGRAPH_CYCLE', () => collapse(store, ['prompt', 'output'], rectOf)).message;
    expect(message).to.contain('"Fast"');
    refused(store, 'GDS_SELECTION_EMPTY', () => collapse(store, [], rectOf));
    refused(store, 'GDS_PARAM_TYPE', () => collapse(store, ['turbo'], rectOf, { promoted: ['x'] as never }));
    store.setLocked(['turbo'], true);
    refused(store, 'GDS_LOCKED', () => collapse(store, ['turbo', 'output'], rectOf));
    const sub = collapse(store, ['prompt'], rectOf);
    refused(store, 'GDS_SELECTION_LEVEL', () => collapse(store, ['prompt', 'image'], rectOf));
    store.readonly = true;
    refused(store, 'GDS_READONLY', () => collapse(store, ['image'], rectOf));
    refused(store, 'GDS_READONLY', () => expand(store, sub, rectOf));
  });
});

describe('expanding', () => {
  it('is the inverse of collapsing, and puts the middle where the subgraph was', () => {
    const store = smallGraph();
    const before = structure(store);
    const sub = collapse(store, ['turbo', 'output'], rectsOf(store));
    expect(oneStep(store, () => expand(store, sub, rectsOf(store)))).to.have.members(['turbo', 'output']);
    expect(structure(store)).to.deep.equal(before);
    expect([store.nodes.get('turbo')!.x, store.nodes.get('turbo')!.y]).to.deep.equal([300, 10]);
    const again = collapse(store, ['turbo', 'output'], rectsOf(store));
    store.moveItems([again], 100, -50);
    expand(store, again, rectsOf(store));
    expect([store.nodes.get('turbo')!.x, store.nodes.get('turbo')!.y]).to.deep.equal([400, -40]);
  });

  it('joins what a subgraph hands straight through', () => {
    const store = smallGraph();
    const sub = collapse(store, ['turbo'], rectsOf(store));
    const input = addPort(store, sub, 'in', { name: 'Through', type: 'string' }, rectsOf(store));
    const output = addPort(store, sub, 'out', { name: 'Through', type: 'string' }, rectsOf(store));
    store.addNode({ type: 'sdxl-turbo', x: 900, y: 0, id: 'late' });
    store.addEdge(['prompt', 'text'], [sub, input]);
    store.addEdge([input, 'value'], [output, 'value']);
    store.addEdge([sub, output], ['late', 'prompt']);
    const before = flow(store);
    expect(before).to.include('late.prompt ← prompt.text');
    oneStep(store, () => expand(store, sub, rectsOf(store)));
    expect(flow(store)).to.deep.equal(before);
  });

  it('of an empty one removes it', () => {
    const store = smallGraph();
    const sub = store.addNode({ type: 'subgraph', x: 0, y: 0 });
    expect(oneStep(store, () => expand(store, sub, rectsOf(store)))).to.deep.equal([]);
    expect(store.nodes.has(sub)).to.equal(false);
  });

  it('is refused where something is locked, where types would not fit and for what is no subgraph', () => {
    const store = smallGraph();
    const rectOf = rectsOf(store);
    const sub = collapse(store, ['turbo'], rectOf);
    store.setLocked(['turbo'], true);
    refused(store, 'GDS_LOCKED', () => expand(store, sub, rectOf));
    store.setLocked(['turbo'], false);
    store.setLocked([sub], true);
    refused(store, 'GDS_LOCKED', () => expand(store, sub, rectOf));
    store.setLocked([sub], false);
    refused(store, 'GDS_SUBGRAPH_MISSING', () => expand(store, 'image', rectOf));
    refused(store, 'GDS_NODE_MISSING', () => expand(store, 'nothing', rectOf));
    const [input] = store.portsOf(sub).inputs;
    store.setParam(input!.id, 'type', 'any');
    store.addEdge(['image', 'image'], [sub, input!.id]);
    refused(store, 'GDS_EDGE_TYPE', () => expand(store, sub, rectOf));
  });
});

describe('any selection of any graph', () => {
  for (let seed = 1; seed <= 24; seed++) {
    it(`collapses and expands without a change of what flows where (seed ${seed})`, () => {
      const random = seededRandom(seed);
      const store = randomGraph(random);
      const before = flow(store);
      let collapsed = 0;
      for (let round = 0; round < 12; round++) {
        const levels = ['', ...[...store.nodes.values()].filter(({ type }) => type === 'subgraph').map(({ id }) => id)];
        const level = levels[Math.floor(random() * levels.length)]!;
        const here = [
          ...store.childrenOf(level),
          ...[...store.groups.values(), ...store.notes.values()].filter(({ parent }) => (parent ?? '') === level).map(({ id }) => id),
        ];
        // One node alone can always be collapsed.
        const some = round === 0 ? ['node-0'] : here.filter(() => random() < 0.4);
        const sub = attempt(store, () => collapse(store, some, rectsOf(store)), /^GDS_(SUBGRAPH_CYCLE|SELECTION_EMPTY)$/);
        if (sub === undefined) continue;
        collapsed++;
        expect(flow(store)).to.deep.equal(before);
        store.undo();
        const flat = structure(store);
        const exact = content(store);
        store.redo();
        if (random() < 0.5) {
          oneStep(store, () => expand(store, sub, rectsOf(store)));
          expect(structure(store)).to.deep.equal(flat);
          store.undo();
          store.undo();
          expect(content(store)).to.deep.equal(exact);
          store.redo();
        }
      }
      expect(collapsed, 'the test tests something').to.be.greaterThan(0);
      for (;;) {
        const sub = [...store.nodes.values()].find(({ type }) => type === 'subgraph');
        if (!sub) break;
        expand(store, sub.id, rectsOf(store));
        expect(flow(store)).to.deep.equal(before);
      }
      while (store.canUndo) store.undo();
      expect(store.nodes.size).to.equal(0);
    });
  }

  it('does so whatever was joined inside meanwhile (seeds 100 to 115)', () => {
    for (let seed = 100; seed < 116; seed++) {
      const random = seededRandom(seed);
      const store = randomGraph(random, 10);
      for (let round = 0; round < 8; round++) {
        attempt(
          store,
          () =>
            collapse(
              store,
              [...store.childrenOf('')].filter(() => random() < 0.5),
              rectsOf(store),
            ),
          /^GDS_/,
        );
        const all = [...store.nodes.keys()];
        for (let i = 0; i < 30; i++)
          connect(store, all[Math.floor(random() * all.length)]!, all[Math.floor(random() * all.length)]!, random);
      }
      for (const { id } of [...store.nodes.values()].filter(({ type }) => type === 'subgraph')) {
        const before = flow(store);
        const refusedFor = attempt(store, () => expand(store, id, rectsOf(store)), /^GDS_EDGE_TYPE$/) === undefined;
        if (!refusedFor) expect(flow(store), `seed ${seed}`).to.deep.equal(before);
      }
    }
  });
});

/** The outcome; undefined where the command was refused with a code that is expected, and then nothing has changed. */
function attempt<T>(store: GraphStore, command: () => T, expected: RegExp): T | undefined {
  const before = content(store);
  try {
    return command();
  } catch (error) {
    const { code = '' } = error as { code?: string };
    if (!expected.test(code)) throw error;
    expect(content(store)).to.deep.equal(before);
    return undefined;
  }
}

describe('ports of a subgraph', () => {
  it('are added below the others, named and removed with the edges at them', () => {
    const store = smallGraph();
    const sub = collapse(store, ['turbo'], rectsOf(store));
    const rectOf = rectsOf(store);
    const second = oneStep(store, () => addPort(store, sub, 'in', { name: 'Extra' }, rectOf));
    const third = oneStep(store, () => addPort(store, sub, 'in', { name: 'Third', type: 'image' }, rectOf));
    oneStep(store, () => addPort(store, sub, 'out', { name: 'Late', type: 'mesh', at: { x: 5, y: 900 } }, rectOf));
    expect(ports(store, sub)).to.deep.equal([
      ['Prompt:string', 'Extra:any', 'Third:image'],
      ['Image:image', 'Late:mesh'],
    ]);
    oneStep(store, () => renamePort(store, second, 'More'));
    store.addEdge(['image', 'image'], [sub, third]);
    oneStep(store, () => removePort(store, third));
    expect(ports(store, sub)[0]).to.deep.equal(['Prompt:string', 'More:any']);
    expect(store.edgesOf('image')).to.deep.equal([]);
    const empty = store.addNode({ type: 'subgraph', x: 0, y: 0 });
    oneStep(store, () => addPort(store, empty, 'out', { name: 'First' }, rectOf));
  });

  it('are refused to what has none, and kept by a locked subgraph', () => {
    const store = smallGraph();
    const rectOf = rectsOf(store);
    const sub = collapse(store, ['turbo'], rectOf);
    const port = store.portsOf(sub).inputs[0]!.id;
    refused(store, 'GDS_SUBGRAPH_MISSING', () => addPort(store, 'turbo', 'in', { name: '' }, rectOf));
    refused(store, 'GDS_SUBGRAPH_PORT', () => removePort(store, 'turbo'));
    refused(store, 'GDS_SUBGRAPH_PORT', () => renamePort(store, 'nothing', ''));
    store.setLocked([sub], true);
    refused(store, 'GDS_LOCKED', () => addPort(store, sub, 'in', { name: '' }, rectOf));
    refused(store, 'GDS_LOCKED', () => removePort(store, port));
    refused(store, 'GDS_LOCKED', () => renamePort(store, port, 'x'));
  });
});

describe('promoted parameters', () => {
  const specOf = (node: { type: string }, name: string) => registry.get(node.type)?.parameters.find((spec) => spec.name === name);

  it('show the value of the node inside, through any number of levels, with what is known of it', () => {
    const store = smallGraph();
    const sub = collapse(store, ['turbo'], rectsOf(store));
    oneStep(store, () => promote(store, sub, 'turbo', 'steps'));
    promote(store, sub, 'turbo', 'steps');
    promote(store, sub, 'turbo', 'seed');
    const outer = collapse(store, [sub, 'prompt'], rectsOf(store));
    oneStep(store, () => promote(store, outer, 'turbo', 'seed'));
    promote(store, outer, 'prompt', 'text');
    const shown = (id: string) => promotedParams(store, id, specOf).map(({ node, value, spec }) => [node.id, value, spec?.title]);
    expect(shown(sub)).to.deep.equal([
      ['turbo', 2, 'Steps'],
      ['turbo', 7, 'Seed'],
    ]);
    store.setParam('turbo', 'seed', 99);
    expect(shown(outer)).to.deep.equal([
      ['turbo', 99, 'Seed'],
      ['prompt', 'a fox', registry.get('prompt')!.parameters[0]!.title],
    ]);
    expand(store, sub, rectsOf(store));
    expect(shown(outer)).to.have.length(2);
    expand(store, outer, rectsOf(store));
    store.undo();
    store.deleteItems(['prompt']);
    expect(shown(outer)).to.have.length(1);
    oneStep(store, () => demote(store, outer, 'turbo', 'seed'));
    expect(store.nodes.get(outer)!.params['promoted']).to.deep.equal([]);
  });

  it('are refused where there is nothing to show', () => {
    const store = smallGraph();
    const sub = collapse(store, ['turbo'], rectsOf(store));
    refused(store, 'GDS_SUBGRAPH_PARAM', () => promote(store, sub, 'prompt', 'text'));
    refused(store, 'GDS_SUBGRAPH_PARAM', () => promote(store, sub, 'turbo', 'toString'));
    refused(store, 'GDS_NODE_MISSING', () => promote(store, sub, 'nothing', 'text'));
    refused(store, 'GDS_SUBGRAPH_MISSING', () => promote(store, 'image', 'turbo', 'seed'));
    refused(store, 'GDS_PARAM_TYPE', () => store.setParam(sub, 'promoted', 'turbo'));
    store.setLocked([sub], true);
    refused(store, 'GDS_LOCKED', () => promote(store, sub, 'turbo', 'seed'));
  });

  it('are read from whatever a peer wrote', () => {
    expect(readPromoted([['a', 'b'], 7, ['a'], ['a', 'b'], null, ['a', '__proto__'], ['c', 'd', 'e'], ['', 'x']])).to.deep.equal([
      ['a', 'b'],
    ]);
    for (const nothing of [undefined, null, 'a', { length: 2 }]) expect(readPromoted(nothing)).to.deep.equal([]);
  });
});

describe('the way to a level', () => {
  it('leads from the outermost subgraph inwards', () => {
    const store = smallGraph();
    const inner = collapse(store, ['turbo'], rectsOf(store), { title: 'Inner' });
    const outer = collapse(store, [inner], rectsOf(store), { title: 'Outer' });
    expect(pathOf(store, inner).map(({ id }) => id)).to.deep.equal([outer, inner]);
    expect([pathOf(store, ''), pathOf(store, 'turbo'), pathOf(store, 'nothing')]).to.deep.equal([[], [], []]);
  });
});
