/** Autosave on real IndexedDB: reloads, tabs (each with its own connection, document and channel), a closing browser. */
import { expect } from '@open-wc/testing';
import * as Y from 'yjs';
import { IndexedDbStorage } from '../../adapters/indexeddb/index.js';
import { ask } from '../../adapters/indexeddb/database.js';
import { freshName, interceptWrites, keysOf, raw } from '../../adapters/indexeddb/testing.js';
import { MemoryStorage } from '../../adapters/memory/index.js';
import { GraphStore } from '../graph/store.js';
import { Autosave } from './autosave.js';

async function open(
  name: string,
  options: { fallback?: MemoryStorage; compact?: boolean; indexedDB?: IDBFactory; openTimeout?: number } = {},
) {
  const { fallback, compact = false, ...rest } = options;
  const storage = new IndexedDbStorage({ name, ...rest });
  const graph = new GraphStore();
  const autosave = new Autosave({ graph, storage, project: 'p', fallback, compact });
  const started = await autosave.start();
  return {
    storage,
    graph,
    autosave,
    started,
    close: async () => {
      await autosave.stop();
      storage.close();
      graph.dispose();
    },
  };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Nodes in an order of their own: two replicas enumerate them differently. */
const nodesOf = ({ graph }: { graph: GraphStore }) => graph.toJSON().nodes.sort((a, b) => (a.id < b.id ? -1 : 1));

const prompt = (x: number) => ({ type: 'prompt', x, y: 0, params: { text: `at ${x}` } });

describe('Autosave on IndexedDB', () => {
  // P2
  it('brings graph, view and title back after the page was closed and opened again', async () => {
    const name = freshName();
    const first = await open(name);
    expect(first.started.empty).to.equal(true);
    const a = first.graph.addNode(prompt(10));
    first.graph.moveNodes([a], 5, 7);
    first.graph.setMeta('title', 'Apples');
    first.autosave.saveView({ camera: { x: 3, y: 4, zoom: 2 } });
    await first.autosave.flush();
    expect(first.autosave.state.status).to.equal('saved');
    const json = first.graph.toJSON();
    await first.close();
    const second = await open(name);
    expect(second.started).to.deep.equal({ view: { camera: { x: 3, y: 4, zoom: 2 } }, empty: false, damaged: 0, lost: 0 });
    expect(second.graph.toJSON()).to.deep.equal(json);
    expect(second.graph.canUndo).to.equal(false);
    expect((await second.storage.listProjects())[0]).to.include({ id: 'p', title: 'Apples', nodes: 1 });
    await second.close();
  });

  // P12
  it('appends one record for a drag of many nodes', async () => {
    const name = freshName();
    const page = await open(name);
    const ids = Array.from({ length: 100 }, (_, index) => page.graph.addNode(prompt(index)));
    await page.autosave.flush();
    const before = (await keysOf(name, 'log')).length;
    page.graph.moveNodes(ids, 100, 0);
    await page.autosave.flush();
    expect(await keysOf(name, 'log')).to.have.length(before + 1);
    await page.close();
  });

  it('survives a damaged record and says what it cost', async () => {
    const name = freshName();
    const page = await open(name);
    for (let index = 0; index < 5; index++) {
      page.graph.addNode(prompt(index));
      await page.autosave.flush();
    }
    await page.close();
    for (const store of ['log', 'mirror'] as const) await raw(name, store, (objects) => ask(objects.put('junk', ['p', 2])));
    const second = await open(name);
    expect(second.started.lost).to.equal(1);
    expect([...second.graph.nodes.values()].map(({ x }) => x)).to.have.members([0, 2, 3, 4]);
    await second.autosave.flush();
    await second.close();
    const third = await open(name);
    expect(third.started).to.include({ damaged: 0, lost: 0 });
    expect(third.graph.nodes.size).to.equal(4);
    await third.close();
  });

  // P13
  it('keeps two tabs in step, and stores what both did once', async () => {
    const name = freshName();
    const one = await open(name);
    const two = await open(name);
    for (let index = 0; index < 10; index++) {
      one.graph.addNode(prompt(index));
      two.graph.addNode(prompt(100 + index));
    }
    await until(() => one.graph.nodes.size === 20 && two.graph.nodes.size === 20);
    await Promise.all([one.autosave.flush(), two.autosave.flush()]);
    expect(nodesOf(two)).to.deep.equal(nodesOf(one));
    expect(one.graph.undo()).to.equal(true);
    await until(() => two.graph.nodes.size === 19);
    const nodes = nodesOf(one);
    const records = (await keysOf(name, 'log')).length;
    expect(records).to.be.at.most(21);
    await one.close();
    await two.close();
    const third = await open(name);
    expect(nodesOf(third)).to.deep.equal(nodes);
    await third.close();
  });

  it('a tab that storage refuses shows its edits to the others, and they store them', async () => {
    const name = freshName();
    const well = await open(name);
    const refusing = { open: () => new EventTarget() } as unknown as IDBFactory;
    const ill = await open(name, { indexedDB: refusing, openTimeout: 30, fallback: new MemoryStorage() });
    expect(ill.autosave.state.status).to.equal('memory');
    ill.graph.addNode(prompt(7));
    await until(() => well.graph.nodes.size === 1);
    await well.autosave.flush();
    well.graph.addNode(prompt(8));
    await until(() => ill.graph.nodes.size === 2);
    await ill.close();
    await well.close();
    const third = await open(name);
    expect(third.graph.nodes.size).to.equal(2);
    await third.close();
  });

  it('asks the other tabs for what storage has lost before it gives it up', async () => {
    const name = freshName();
    const holder = await open(name);
    for (let index = 0; index < 5; index++) {
      holder.graph.addNode(prompt(index));
      await holder.autosave.flush();
    }
    for (const store of ['log', 'mirror'] as const) await raw(name, store, (objects) => ask(objects.delete(['p', 2])));
    const second = await open(name);
    await until(() => second.graph.nodes.size === 5);
    await second.autosave.flush();
    await second.close();
    await holder.close();
    const third = await open(name);
    expect(third.graph.nodes.size).to.equal(5);
    await third.close();
  });

  // P3
  it('keeps editing through refused writes: nothing is thrown, nothing is lost', async () => {
    const name = freshName();
    const page = await open(name);
    let refuse = true;
    const restore = interceptWrites(() => {
      if (refuse) throw new DOMException('full', 'QuotaExceededError');
    });
    try {
      for (let index = 0; index < 200; index++) page.graph.addNode(prompt(index));
      await until(() => page.autosave.state.status === 'error');
      expect((page.autosave.state as { error: { code: string } }).error.code).to.equal('GDS_STORAGE_QUOTA');
      refuse = false;
      await page.autosave.retry();
      expect(page.autosave.state.status).to.equal('saved');
    } finally {
      restore();
    }
    await page.close();
    const second = await open(name);
    expect(second.graph.nodes.size).to.equal(200);
    await second.close();
  });

  it('a database that vanishes under the page is written anew', async () => {
    const name = freshName();
    const page = await open(name);
    page.graph.addNode(prompt(1));
    await page.autosave.flush();
    await new Promise((resolve) => (indexedDB.deleteDatabase(name).onsuccess = resolve));
    page.graph.addNode(prompt(2));
    await page.autosave.flush().catch(() => undefined);
    await until(() => page.autosave.state.status === 'saved');
    await page.close();
    const second = await open(name);
    expect(second.graph.nodes.size).to.equal(2);
    await second.close();
  });

  it('takes out for good what was deleted, once it is clear that no other tab has it open', async () => {
    const name = freshName();
    const mapSize = (page: { graph: GraphStore }): number => page.graph.ydoc.getMap('nodes').size;
    const first = await open(name);
    for (let index = 0; index < 20; index++) first.graph.addNode(prompt(index));
    first.graph.deleteNodes([...first.graph.nodes.keys()].slice(0, 15));
    await first.autosave.flush();

    const second = await open(name, { compact: true });
    await navigator.locks.query();
    await second.autosave.flush();
    expect(mapSize(second), 'the first could still undo').to.equal(20);
    expect(first.graph.undo()).to.equal(true);
    await until(() => second.graph.nodes.size === 20);
    first.graph.redo();
    await first.autosave.flush();
    await first.close();
    await second.close();

    const third = await open(name, { compact: true });
    await until(() => mapSize(third) === 5);
    expect(third.graph.nodes.size).to.equal(5);
    await third.autosave.flush();
    await third.close();
    const fourth = await open(name);
    expect([mapSize(fourth), fourth.graph.nodes.size]).to.deep.equal([5, 5]);
    await fourth.close();
  });

  it('stores the view when the page is left', async () => {
    const name = freshName();
    const page = await open(name);
    page.autosave.saveView({ camera: { x: 1, y: 1, zoom: 1 } });
    window.dispatchEvent(new PageTransitionEvent('pagehide'));
    const project = await page.storage.openProject('p');
    let stored = await project.load();
    for (let turn = 0; !stored.view && turn < 20; turn++) stored = await project.load();
    expect(stored.view).to.deep.equal({ camera: { x: 1, y: 1, zoom: 1 } });
    await page.close();
  });

  // P14
  it('stop() leaves no listener on page, document or graph, however often', async () => {
    const counts = new Map<string, number>();
    const watched = [window, document];
    const originals = watched.map((target) => target.addEventListener);
    const signals: AbortSignal[] = [];
    for (const target of watched) {
      target.addEventListener = function (this: EventTarget, type: string, listener: EventListener, options?: AddEventListenerOptions) {
        counts.set(type, (counts.get(type) ?? 0) + 1);
        if (options?.signal) signals.push(options.signal);
        EventTarget.prototype.addEventListener.call(this, type, listener, options);
      } as typeof target.addEventListener;
    }
    try {
      const ydoc = new Y.Doc();
      const observers = (ydoc as unknown as { _observers: Map<string, Set<unknown>> })._observers;
      const graph = new GraphStore({ ydoc });
      const before = observers.get('update')?.size ?? 0;
      const name = freshName();
      for (let round = 0; round < 5; round++) {
        const storage = new IndexedDbStorage({ name });
        const autosave = new Autosave({ graph, storage, project: 'p' });
        await autosave.start();
        await autosave.stop();
        storage.close();
      }
      expect(observers.get('update')?.size ?? 0).to.equal(before);
      // Of each round three listeners of the autosave and two of the storage.
      expect(counts.get('pagehide')).to.equal(10);
      expect(signals).to.have.length(25);
      expect(signals.every(({ aborted }) => aborted)).to.equal(true);
      graph.dispose();
    } finally {
      watched.forEach((target, index) => (target.addEventListener = originals[index]!));
    }
  });
});
