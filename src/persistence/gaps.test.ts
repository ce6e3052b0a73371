import { describe, it } from 'node:test';
import { expect } from 'chai';
import * as Y from 'yjs';
import { fillGaps, hasGap } from './gaps.js';
import { random } from '../../adapters/indexeddb/testing.js';

function recorded(ydoc: Y.Doc): Uint8Array[] {
  const updates: Uint8Array[] = [];
  ydoc.on('update', (update: Uint8Array) => updates.push(update));
  return updates;
}

function loaded(updates: readonly Uint8Array[]): Y.Doc {
  const ydoc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(ydoc, update, 'test');
  return ydoc;
}

describe('fillGaps', () => {
  it('leaves a whole document alone', () => {
    const ydoc = new Y.Doc();
    const updates = recorded(ydoc);
    ydoc.getMap('m').set('a', 1);
    const copy = loaded(updates);
    expect(hasGap(copy)).to.equal(false);
    expect(fillGaps(copy, 'test')).to.equal(0);
  });

  it('shows what Yjs holds back behind a missing update', () => {
    const ydoc = new Y.Doc();
    const updates = recorded(ydoc);
    for (let index = 0; index < 50; index++) ydoc.getMap('m').set(`k${index}`, index);
    const copy = loaded(updates.filter((_, index) => index !== 3 && index !== 20));
    // This is why: of 48 edits that are there, 3 show.
    expect(copy.getMap('m').size).to.equal(3);
    expect(fillGaps(copy, 'test')).to.equal(2);
    expect(hasGap(copy)).to.equal(false);
    expect(copy.getMap('m').size).to.equal(48);
  });

  it('fills across clients whose edits build on lost ones, and client ids beyond 31 bits', () => {
    const one = new Y.Doc();
    const two = new Y.Doc();
    one.clientID = 0xfffffffe;
    two.clientID = 0xffffffff;
    const first = recorded(one);
    const node = new Y.Map();
    one.getMap('nodes').set('n', node);
    Y.applyUpdate(two, first[0]!, 'test');
    const second = recorded(two);
    (two.getMap('nodes').get('n') as Y.Map<unknown>).set('x', 1);
    two.getMap('nodes').set('other', 2);
    const copy = loaded(second);
    expect(copy.getMap('nodes').size).to.equal(0);
    fillGaps(copy, 'test');
    expect(hasGap(copy)).to.equal(false);
    expect(copy.getMap('nodes').toJSON()).to.deep.equal({ other: 2 });
  });

  it('gives the filling to whoever stores updates, and a reload of all of it is the same document', () => {
    const ydoc = new Y.Doc();
    const updates = recorded(ydoc);
    for (let index = 0; index < 10; index++) ydoc.getMap('m').set(`k${index}`, index);
    const kept = updates.filter((_, index) => index !== 4);
    const copy = loaded(kept);
    const filling = recorded(copy);
    fillGaps(copy, 'test');
    const again = loaded([...kept, ...filling]);
    expect(hasGap(again)).to.equal(false);
    expect(again.getMap('m').toJSON()).to.deep.equal(copy.getMap('m').toJSON());
  });

  it('ends without a gap whichever updates of whichever client are lost (200 seeded cases)', () => {
    const seed = Date.now() & 0xffff;
    console.log(`gaps seed ${seed}`);
    const dice = random(seed);
    for (let round = 0; round < 200; round++) {
      const peers = [new Y.Doc(), new Y.Doc(), new Y.Doc()];
      const log: Uint8Array[] = [];
      for (const peer of peers) {
        peer.on('update', (update: Uint8Array, origin: unknown) => {
          if (origin === 'peer') return;
          log.push(update);
          for (const other of peers) if (other !== peer) Y.applyUpdate(other, update, 'peer');
        });
      }
      for (let step = 0; step < 30; step++) {
        const nodes = peers[Math.floor(dice() * 3)]!.getMap('nodes');
        const id = `n${Math.floor(dice() * 8)}`;
        const node = nodes.get(id);
        if (!(node instanceof Y.Map)) nodes.set(id, new Y.Map([['x', 0]]));
        else if (dice() < 0.2) nodes.delete(id);
        else node.set(['x', 'y', 'z'][Math.floor(dice() * 3)]!, step);
      }
      const copy = loaded(log.filter(() => dice() > 0.15));
      fillGaps(copy, 'test');
      expect(hasGap(copy), `seed ${seed}, round ${round}`).to.equal(false);
      copy.getMap('after').set('edit', round);
      const again = loaded([Y.encodeStateAsUpdate(copy)]);
      for (const name of ['nodes', 'after']) {
        expect(again.getMap(name).toJSON(), `seed ${seed}, round ${round}`).to.deep.equal(copy.getMap(name).toJSON());
      }
    }
  });
});
