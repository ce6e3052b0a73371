/** What the original application's tests hold of types and ids, by the names they have there (graph/types.test.ts). */
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { GraphStore } from '../../src/graph/store.js';
import { createDefaultRegistry } from '../../src/registry/registry.js';

describe('original: types', () => {
  it('port types match if equal or if either side is any', () => {
    const registry = createDefaultRegistry();
    const types = ['string', 'image', 'tensor', 'number', 'mesh'];
    for (const a of types) {
      for (const b of types) expect(registry.compatible(a, b), `${a} to ${b}`).to.equal(a === b);
      expect([registry.compatible(a, 'any'), registry.compatible('any', a)]).to.deep.equal([true, true]);
    }
  });

  it('generateId: non-empty, unique over many calls (ours: random, not time and random, so that two people never make the same)', () => {
    const graph = new GraphStore();
    const ids: string[] = [];
    graph.transact('Add many', () => {
      for (let count = 0; count < 1_000; count++) ids.push(graph.addNode({ type: 'image', x: 0, y: 0 }));
    });
    expect(new Set(ids).size).to.equal(1_000);
    for (const id of ids) expect(id).to.match(/^[\w-]{21}$/);
  });
});
