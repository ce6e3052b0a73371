import { describe, it } from 'node:test';
import { expect } from 'chai';
import type { NodeRecord } from '../graph/types.js';
import { createDefaultRegistry } from '../registry/registry.js';
import { layoutNode } from './layout.js';
import { Layouts } from './layouts.js';

const registry = createDefaultRegistry();
const node = (id: number, type: string, more: Partial<NodeRecord> = {}): NodeRecord => ({
  id: `n${id}`,
  type,
  x: id,
  y: id,
  title: `Title ${id}`,
  mode: 'active',
  params: {},
  ...more,
});

describe('Layouts', () => {
  it('are made once for each kind of node, and are what they would be made by themselves', () => {
    const layouts = new Layouts();
    const types = ['prompt', 'sdxl-turbo', 'output'];
    for (let id = 0; id < 10_000; id++) {
      const record = node(id, types[id % 3]!, id % 3 === 0 ? { params: { text: `${id}` } } : {});
      const definition = registry.get(record.type);
      const ports = registry.ports(record.type);
      const layout = layouts.of(definition, record, { ports });
      if (id % 997 === 0) expect(layout).to.deep.equal(layoutNode(definition, record, { ports }));
    }
    expect(layouts.made).to.equal(3);
    // The control: a node that differs in what shows has its own.
    for (const more of [{ width: 300 }, { height: 500 }, { params: { steps: 2 } }, { params: { steps: 3 } }]) {
      const record = node(1, 'sdxl-turbo', more);
      const ports = registry.ports('sdxl-turbo');
      expect(layouts.of(registry.get('sdxl-turbo'), record, { ports })).to.deep.equal(
        layoutNode(registry.get('sdxl-turbo'), record, { ports }),
      );
    }
    expect(layouts.made).to.equal(7);
  });

  it('tell ports apart by name and order, and nodes of unknown types by type', () => {
    const layouts = new Layouts();
    const port = (id: string, title?: string) => ({ id, type: 'text', ...(title === undefined ? {} : { title }) });
    const sides = [
      { inputs: [port('a'), port('b')], outputs: [] },
      { inputs: [port('b'), port('a')], outputs: [] },
      { inputs: [port('a')], outputs: [port('b')] },
      { inputs: [], outputs: [port('a'), port('b')] },
      { inputs: [port('a', 'Other'), port('b')], outputs: [] },
    ];
    for (const ports of [...sides, ...sides]) {
      const record = node(1, 'foreign');
      expect(layouts.of(undefined, record, { ports })).to.deep.equal(layoutNode(undefined, record, { ports }));
    }
    expect(layouts.made).to.equal(sides.length);
    expect(layouts.of(undefined, node(1, 'other'), { ports: sides[0] }).rows[0]!.value).to.equal('other');
  });

  it('are not hoarded', () => {
    const layouts = new Layouts();
    const first = layouts.of(undefined, node(0, 'foreign'), {});
    for (let id = 1; id <= 2_500; id++) layouts.of(undefined, node(id, 'foreign', { width: 200 + id }), {});
    expect(layouts.of(undefined, node(0, 'foreign'), {})).to.not.equal(first);
    expect(layouts.of(undefined, node(0, 'foreign'), {})).to.deep.equal(first);
  });
});
