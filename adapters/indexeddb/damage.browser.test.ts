import { expect } from '@open-wc/testing';
import * as Y from 'yjs';
import { fillGaps } from '../../src/persistence/gaps.js';
import { compact } from './compaction.js';
import { ask, Database } from './database.js';
import { damageOf, seal, type Sealed } from './sealed.js';
import { IndexedDbStorage } from './index.js';
import { freshName, keysOf, random, raw } from './testing.js';

/** `count` edits, each its own key, each one record. Compacted after the ones named. */
async function projectWith(count: number, compactAfter: readonly number[] = []): Promise<string> {
  const name = freshName();
  const storage = new IndexedDbStorage({ name });
  const project = await storage.openProject('p');
  const ydoc = new Y.Doc();
  const updates: Uint8Array[] = [];
  ydoc.on('update', (update: Uint8Array) => updates.push(update));
  for (let index = 1; index <= count; index++) {
    ydoc.getMap('map').set(`k${index}`, index);
    await project.append(updates.pop()!);
    if (compactAfter.includes(index)) await compactNow(name);
  }
  storage.close();
  return name;
}

async function compactNow(name: string): Promise<void> {
  const database = new Database({ name });
  expect(await compact(database, 'p', `test/${name}`)).to.equal(true);
  database.close();
}

/** What a fresh page sees. */
async function reload(name: string) {
  const storage = new IndexedDbStorage({ name });
  const loaded = await (await storage.openProject('p')).load();
  storage.close();
  const ydoc = new Y.Doc();
  Y.applyUpdate(ydoc, Y.mergeUpdates([...loaded.updates]), 'test');
  fillGaps(ydoc, 'test');
  return { ...loaded, keys: [...ydoc.getMap('map').keys()].map((key) => Number(key.slice(1))).sort((a, b) => a - b) };
}

const upTo = (count: number, without: readonly number[] = []) =>
  Array.from({ length: count }, (_, index) => index + 1).filter((key) => !without.includes(key));

function overwrite(
  name: string,
  store: 'log' | 'mirror' | 'snapshots' | 'projects',
  key: IDBValidKey,
  change: (value: Sealed) => unknown,
): Promise<unknown> {
  return raw(name, store, async (objects) => ask(objects.put(change((await ask(objects.get(key))) as Sealed), key)));
}
const flipped = (record: Sealed): Sealed => {
  // Damaged before, with nothing left to flip.
  if (!(record?.data instanceof Uint8Array) || record.data.length === 0) return record;
  const data = record.data.slice();
  data[data.length >> 1]! ^= 0x10;
  return { ...record, data };
};

describe('damage in IndexedDB', () => {
  it('is noticed in every field of a record', () => {
    const whole = seal(3, Uint8Array.of(1, 2, 3));
    expect(damageOf(whole, 3)).to.equal(undefined);
    expect(damageOf(whole, 4)).to.contain('sequence');
    expect(damageOf(flipped(whole))).to.equal('checksum');
    expect(damageOf({ ...whole, data: whole.data.subarray(0, 2) })).to.contain('length');
    expect(damageOf({ ...whole, crc: 1 })).to.equal('checksum');
    expect(damageOf({ ...whole, sequence: 1.5 })).to.contain('sequence');
    for (const junk of [null, undefined, 7, 'x', {}, { data: [1, 2, 3] }]) expect(damageOf(junk)).to.equal('not a record');
  });

  // P5
  it('of a record in the log costs nothing: the mirror has it, and the log is mended', async () => {
    const name = await projectWith(10);
    await overwrite(name, 'log', ['p', 5], flipped);
    await raw(name, 'log', (objects) => ask(objects.delete(['p', 7])));
    const first = await reload(name);
    expect(first.keys).to.deep.equal(upTo(10));
    expect(first).to.include({ damaged: 1, lost: 0 });
    expect(await keysOf(name, 'quarantine')).to.have.length(1);
    await raw(name, 'mirror', (objects) => ask(objects.clear()));
    const second = await reload(name);
    expect(second.keys).to.deep.equal(upTo(10));
    expect(second).to.include({ damaged: 0, lost: 0 });
  });

  // P5
  it('of both copies costs that record, is reported once, and the next edits are kept', async () => {
    const name = await projectWith(10);
    await overwrite(name, 'log', ['p', 5], flipped);
    await overwrite(name, 'mirror', ['p', 5], () => 'junk');
    const first = await reload(name);
    expect(first.keys).to.deep.equal(upTo(10, [5]));
    expect(first).to.include({ damaged: 2, lost: 1 });
    expect(await reload(name)).to.include({ damaged: 0, lost: 0 });
  });

  // P6
  it('that leaves a gap in the sequence is noticed, at the end of the log too', async () => {
    for (const missing of [4, 10]) {
      const name = await projectWith(10);
      for (const store of ['log', 'mirror'] as const) await raw(name, store, (objects) => ask(objects.delete(['p', missing])));
      const first = await reload(name);
      expect(first.keys).to.deep.equal(upTo(10, [missing]));
      expect(first).to.include({ damaged: 1, lost: 1 });
      expect(await reload(name)).to.include({ damaged: 0, lost: 0 });
    }
  });

  // P7
  it('of the newest snapshot costs nothing: the older one and the log hold it all', async () => {
    const name = await projectWith(12, [4, 8]);
    const newest = (await raw(name, 'snapshots', async (objects) => [
      await ask(objects.get(['p', 0])),
      await ask(objects.get(['p', 1])),
    ])) as Sealed[];
    const slot = newest[0]!.sequence > newest[1]!.sequence ? 0 : 1;
    await overwrite(name, 'snapshots', ['p', slot], flipped);
    const loaded = await reload(name);
    expect(loaded.keys).to.deep.equal(upTo(12));
    expect(loaded).to.include({ damaged: 1, lost: 0 });
  });

  it('of both snapshots leaves what the log still holds', async () => {
    const name = await projectWith(12, [4, 8]);
    for (const slot of [0, 1]) await overwrite(name, 'snapshots', ['p', slot], () => null);
    const loaded = await reload(name);
    expect(loaded.keys).to.deep.equal([5, 6, 7, 8, 9, 10, 11, 12]);
    expect(loaded.lost).to.equal(4);
    expect(await reload(name)).to.include({ damaged: 0, lost: 0 });
  });

  it('of the head costs nothing, and editing goes on behind the last record', async () => {
    for (const junk of ['junk', { id: 'p', last: 3 }, undefined]) {
      const name = await projectWith(6, [3]);
      await raw(name, 'projects', (objects) =>
        ask((junk === undefined ? objects.delete('p') : objects.put(junk, 'p')) as IDBRequest<unknown>),
      );
      expect((await reload(name)).keys).to.deep.equal(upTo(6));
      const storage = new IndexedDbStorage({ name });
      const project = await storage.openProject('p');
      const { updates } = await project.load();
      const ydoc = new Y.Doc();
      Y.applyUpdate(ydoc, Y.mergeUpdates([...updates]), 'test');
      ydoc.getMap('map').set('k7', 7);
      await project.append(Y.encodeStateAsUpdate(ydoc));
      storage.close();
      expect((await reload(name)).keys).to.deep.equal(upTo(7));
      expect((await keysOf(name, 'log')).at(-1)).to.deep.equal(['p', 7]);
    }
  });

  it('of a head that claims millions of records does not stall loading', async () => {
    const name = await projectWith(3);
    await overwrite(name, 'projects', 'p', (head) => ({ ...head, last: 1e15 }));
    const loaded = await reload(name);
    expect(loaded.keys).to.deep.equal(upTo(3));
    expect(loaded).to.include({ damaged: 1, lost: 0 });
  });

  it('of one result or asset record hides that one only', async () => {
    const name = freshName();
    const storage = new IndexedDbStorage({ name });
    const project = await storage.openProject('p');
    for (const nodeId of ['a', 'b']) await project.saveResult({ nodeId, key: 'k', outputs: {} });
    const hashes: string[] = [];
    for (const text of ['x', 'y']) hashes.push((await storage.assets.put(new Blob([text]), { name: text, origin: 'imported' })).hash);
    await raw(name, 'results', (objects) => ask(objects.put(5, ['p', 'a'])));
    await raw(name, 'assets', (objects) => ask(objects.put({ order: 'first' }, hashes[0]!)));
    await raw(name, 'views', (objects) => ask(objects.put({ camera: { x: 'left' } }, 'p')));
    const loaded = await project.load();
    expect(loaded.results.map(({ nodeId }) => nodeId)).to.deep.equal(['b']);
    expect(loaded.damaged).to.equal(1);
    expect(loaded.view).to.equal(undefined);
    expect((await storage.assets.list()).map((record) => record.name)).to.deep.equal(['y']);
    storage.close();
  });

  // Seed 6650 of the test below: a loss in front of one that was known already went unreported.
  it('in front of a known loss is reported too', async () => {
    const name = await projectWith(6, [3]);
    await raw(name, 'snapshots', (objects) => ask(objects.clear()));
    for (const [sequence, lost] of [
      [2, 1],
      [1, 1],
    ] as const) {
      await raw(name, 'log', (objects) => ask(objects.delete(['p', sequence])));
      expect((await reload(name)).lost).to.equal(lost);
    }
  });

  // P5: whatever is damaged, loading ends, the undamaged is there, and a second load is quiet.
  it('survives 300 seeded cases of random damage to log, mirror and snapshots', async function () {
    this.timeout(240_000);
    const seed = Number(new URLSearchParams(location.search).get('seed')) || Date.now() & 0xffff;
    console.log(`damage seed ${seed}`);
    const dice = random(seed);
    const pick = (count: number) => Math.floor(dice() * count);
    for (let round = 0; round < 20; round++) {
      const count = 6 + pick(10);
      const first = 2 + pick(2);
      const name = await projectWith(count, dice() < 0.5 ? [first] : []);
      for (let fault = 0; fault < 15; fault++) {
        const store = (['log', 'mirror', 'log', 'snapshots'] as const)[pick(4)]!;
        const keys = await keysOf(name, store);
        if (keys.length === 0) continue;
        const key = keys[pick(keys.length)]! as [string, number];
        const before = await reload(name);
        const bothCopies = dice() < 0.3 && store !== 'snapshots';
        for (const target of bothCopies ? (['log', 'mirror'] as const) : [store]) {
          const there = (await keysOf(name, target)).some((other) => indexedDB.cmp(other, key) === 0);
          if (!there) continue;
          const kind = pick(4);
          if (kind === 0) await raw(name, target, (objects) => ask(objects.delete(key)));
          else if (kind === 1) await overwrite(name, target, key, () => ['junk', null, 0, {}, new Uint8Array(3)][pick(5)]);
          else if (kind === 2)
            await overwrite(name, target, key, (record) =>
              record?.data ? { ...record, data: record.data.subarray(0, pick(record.length)) } : 'short',
            );
          else await overwrite(name, target, key, flipped);
        }
        const label = `seed ${seed}, round ${round}, fault ${fault}: ${store} ${String(key[1])}${bothCopies ? ', both copies' : ''}`;
        const after = await reload(name);
        const gone = before.keys.filter((kept) => !after.keys.includes(kept));
        const quiet = await reload(name);
        expect(quiet, label).to.include({ damaged: 0, lost: 0 });
        expect(quiet.keys, label).to.deep.equal(after.keys);
        if (store === 'snapshots') continue;
        expect(
          gone.filter((lost) => lost !== key[1]),
          label,
        ).to.deep.equal([]);
        if (gone.length > 0) expect(after.lost, label).to.be.greaterThan(0);
      }
      indexedDB.deleteDatabase(name);
    }
  });
});
