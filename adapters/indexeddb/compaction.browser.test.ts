import { expect } from '@open-wc/testing';
import * as Y from 'yjs';
import { COMPACT_BEYOND_RECORDS, compact } from './compaction.js';
import { Database } from './database.js';
import { IndexedDbStorage } from './index.js';
import { freshName, interceptWrites, keysOf } from './testing.js';

/** A document whose every edit is appended. */
async function edited(storage: IndexedDbStorage) {
  const project = await storage.openProject('p');
  const ydoc = new Y.Doc();
  let writing = Promise.resolve();
  ydoc.on('update', (update: Uint8Array) => (writing = writing.then(() => project.append(update))));
  return {
    ydoc,
    project,
    set: async (key: string, value: number) => {
      ydoc.getMap('map').set(key, value);
      await writing;
    },
  };
}

async function contentOf(name: string): Promise<Record<string, unknown>> {
  const storage = new IndexedDbStorage({ name });
  const loaded = await (await storage.openProject('p')).load();
  storage.close();
  expect(loaded).to.include({ damaged: 0, lost: 0 });
  const ydoc = new Y.Doc();
  if (loaded.updates.length > 0) Y.applyUpdate(ydoc, Y.mergeUpdates([...loaded.updates]), 'test');
  return ydoc.getMap('map').toJSON();
}

describe('compaction', () => {
  // P11
  it('keeps the content, alternates the slots and trims only what the older snapshot holds', async () => {
    const name = freshName();
    const storage = new IndexedDbStorage({ name });
    const database = new Database({ name });
    const doc = await edited(storage);
    const sequences = async () => (await keysOf(name, 'log')).map((key) => (key as [string, number])[1]);
    for (let round = 1; round <= 3; round++) {
      for (let index = 0; index < 4; index++) await doc.set(`k${index}`, round * 10 + index);
      expect(await compact(database, 'p', name)).to.equal(true);
      expect(await contentOf(name)).to.deep.equal(doc.ydoc.getMap('map').toJSON());
      expect(await keysOf(name, 'snapshots')).to.have.length(Math.min(round, 2));
      expect(await keysOf(name, 'mirror')).to.have.length(0);
      expect(await sequences()).to.deep.equal(round === 1 ? [1, 2, 3, 4] : [4 * round - 3, 4 * round - 2, 4 * round - 1, 4 * round]);
    }
    expect(await compact(database, 'p', name), 'nothing new').to.equal(false);
    database.close();
    storage.close();
  });

  it('runs by itself past the threshold, without the edit waiting for it', async function () {
    this.timeout(120_000);
    const name = freshName();
    const storage = new IndexedDbStorage({ name });
    const doc = await edited(storage);
    for (let index = 0; index <= COMPACT_BEYOND_RECORDS; index++) doc.ydoc.getMap('map').set('moved', index);
    await doc.set('end', 1);
    for (let turn = 0; turn < 200 && (await keysOf(name, 'snapshots')).length === 0; turn++)
      await new Promise((resolve) => setTimeout(resolve, 25));
    expect(await keysOf(name, 'snapshots')).to.have.length(1);
    expect(await contentOf(name)).to.deep.equal({ moved: COMPACT_BEYOND_RECORDS, end: 1 });
    storage.close();
  });

  it('leaves the work to the tab that holds the lock', async () => {
    const name = freshName();
    const storage = new IndexedDbStorage({ name });
    const database = new Database({ name });
    await (await edited(storage)).set('k', 1);
    await navigator.locks.request('taken', async () => {
      expect(await compact(database, 'p', 'taken')).to.equal(false);
    });
    expect(await compact(database, 'p', 'taken')).to.equal(true);
    database.close();
    storage.close();
  });

  // P11
  it('loses nothing when it dies before any of its steps', async () => {
    for (const rounds of [0, 1, 2]) {
      let completed = false;
      for (let k = 1; !completed; k++) {
        const name = freshName();
        const storage = new IndexedDbStorage({ name });
        const database = new Database({ name });
        const doc = await edited(storage);
        for (let round = 0; round < rounds; round++) {
          await doc.set('before', round);
          await compact(database, 'p', name);
        }
        await doc.set('a', 1);
        await doc.set('b', 2);
        const expected = doc.ydoc.getMap('map').toJSON();
        let calls = 0;
        const restore = interceptWrites(() => {
          if (++calls >= k) throw new Error('the browser died');
        });
        completed = await compact(database, 'p', name)
          .catch(() => false)
          .finally(restore);
        expect(await contentOf(name), `before write ${k}`).to.deep.equal(expected);
        await doc.set('c', 3);
        await compact(database, 'p', name);
        expect(await contentOf(name), `after write ${k}`).to.deep.equal({ ...expected, c: 3 });
        expect(k).to.be.lessThan(10);
        database.close();
        storage.close();
      }
    }
  });

  it('loses nothing of what another tab appends meanwhile', async () => {
    const name = freshName();
    const storage = new IndexedDbStorage({ name });
    const other = new IndexedDbStorage({ name });
    const database = new Database({ name });
    const one = await edited(storage);
    const two = await edited(other);
    for (let index = 0; index < 10; index++) {
      await one.set(`a${index}`, index);
      await Promise.all([compact(database, 'p', name), two.set(`b${index}`, index), one.set(`c${index}`, index)]);
    }
    expect(Object.keys(await contentOf(name))).to.have.length(30);
    for (const closing of [database, storage, other]) closing.close();
  });
});
