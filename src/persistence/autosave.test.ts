/** Autosave over the memory storage: one behaviour after another of one class, with the same doubles, so it stays one file. */
import { describe, it } from 'node:test';
import { expect } from 'chai';
import * as Y from 'yjs';
import { MemoryStorage } from '../../adapters/memory/index.js';
import type { ExecutorEvent, StoredResult } from '../execution/types.js';
import { Autosave, type SavedExecutor, type SavedGraph } from './autosave.js';
import { storageFull, storageReset, storageUnavailable } from './errors.js';
import type { AssetStore, ProjectStore, SaveState, StorageAdapter, StoredView } from './types.js';

const rest = (milliseconds = 0) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function bareGraph(ydoc = new Y.Doc()): SavedGraph & { set(key: string, value: unknown): void; json(): unknown } {
  const map = ydoc.getMap('nodes');
  return {
    ydoc,
    get nodes() {
      return map as unknown as ReadonlyMap<string, unknown>;
    },
    applyUpdate: (update, origin) => Y.applyUpdate(ydoc, update, origin),
    set: (key, value) => void map.set(key, value),
    json: () => map.toJSON(),
  };
}

/** Passes calls on and counts them; `before` may throw. */
class Watched extends MemoryStorage {
  appends = 0;
  descriptions = 0;
  views: StoredView[] = [];
  before: (call: 'append' | 'saveResult' | 'saveView' | 'describe') => unknown = () => undefined;

  override async openProject(id: string): Promise<ProjectStore> {
    const inner = await super.openProject(id);
    const pass =
      <A extends unknown[]>(call: 'append' | 'saveResult' | 'saveView' | 'describe', go: (...args: A) => Promise<void>) =>
      async (...args: A) => {
        await this.before(call);
        await go(...args);
      };
    return {
      load: () => inner.load(),
      close: () => inner.close(),
      append: pass('append', async (update: Uint8Array) => {
        this.appends++;
        await inner.append(update);
      }),
      saveResult: pass('saveResult', (result: StoredResult) => inner.saveResult(result)),
      saveView: pass('saveView', async (view: StoredView) => {
        this.views.push(view);
        await inner.saveView(view);
      }),
      describe: pass('describe', async (record: { title?: string; nodes: number }) => {
        this.descriptions++;
        await inner.describe(record);
      }),
    };
  }
}

async function contentOf(storage: StorageAdapter): Promise<unknown> {
  const graph = bareGraph();
  const autosave = new Autosave({ graph, storage, project: 'p' });
  await autosave.start();
  await autosave.stop();
  return graph.json();
}

describe('Autosave', () => {
  // P1
  it('is saving from the edit on, and saved only once the write is durable', async () => {
    const storage = new Watched();
    const graph = bareGraph();
    const autosave = new Autosave({ graph, storage, project: 'p' });
    const seen: string[] = [];
    autosave.subscribe((state) => seen.push(state.status));
    expect(autosave.state.status).to.equal('off');
    expect(await autosave.start()).to.deep.equal({ empty: true, damaged: 0, lost: 0 });
    expect(autosave.state.status).to.equal('saved');
    let finish = () => {};
    storage.before = () => new Promise<void>((resolve) => (finish = resolve));
    graph.set('a', 1);
    expect(autosave.state.status).to.equal('saving');
    await rest(5);
    expect(autosave.state.status).to.equal('saving');
    let flushed = false;
    const flushing = autosave.flush().then(() => (flushed = true));
    await rest(5);
    expect(flushed).to.equal(false);
    storage.before = () => undefined;
    finish();
    await flushing;
    expect(autosave.state.status).to.equal('saved');
    expect(seen).to.deep.equal(['loading', 'saved', 'saving', 'saved']);
    await autosave.stop();
    expect(autosave.state.status).to.equal('off');
    expect(await contentOf(storage)).to.deep.equal({ a: 1 });
  });

  // P12
  it('writes one record per transaction, however much is in it, and merges what comes while it writes', async () => {
    const storage = new Watched();
    const graph = bareGraph();
    const autosave = new Autosave({ graph, storage, project: 'p' });
    await autosave.start();
    graph.ydoc.transact(() => {
      for (let index = 0; index < 100; index++) graph.set(`n${index}`, index);
    });
    await autosave.flush();
    expect(storage.appends).to.equal(1);
    expect(storage.descriptions).to.equal(1);
    graph.set('n1', 'moved');
    await autosave.flush();
    expect([storage.appends, storage.descriptions]).to.deep.equal([2, 1]);
    for (let index = 0; index < 1000; index++) graph.set('n2', index);
    await autosave.flush();
    expect(storage.appends).to.be.lessThan(5);
    await autosave.stop();
    expect(await contentOf(storage)).to.deep.include({ n1: 'moved', n2: 999 });
    expect((await storage.listProjects())[0]).to.include({ id: 'p', nodes: 100 });
  });

  // P3
  it('loses nothing and reports it when the k-th write fails, for every k up to 50', async () => {
    for (let k = 1; k <= 50; k++) {
      const storage = new Watched();
      const graph = bareGraph();
      const autosave = new Autosave({ graph, storage, project: 'p' });
      await autosave.start();
      const errors: string[] = [];
      autosave.subscribe((state) => state.status === 'error' && errors.push(state.error.code));
      let calls = 0;
      storage.before = () => {
        if (++calls === k) throw storageFull();
      };
      for (let edit = 1; edit <= 50; edit++) {
        graph.set(`n${edit}`, edit);
        // The failed write is tried again at once, for whoever waits.
        await autosave.flush();
      }
      expect((graph.json() as Record<string, unknown>)['n50']).to.equal(50);
      expect(errors, `k ${k}`).to.deep.equal(['GDS_STORAGE_QUOTA']);
      await autosave.flush();
      expect(autosave.state.status).to.equal('saved');
      await autosave.stop();
      expect(await contentOf(storage), `k ${k}`).to.deep.equal(graph.json());
    }
  });

  it('recovers by itself once storage takes writes again', async () => {
    const storage = new Watched();
    const graph = bareGraph();
    const autosave = new Autosave({ graph, storage, project: 'p' });
    await autosave.start();
    storage.before = () => {
      throw new Error('disk on fire');
    };
    graph.set('a', 1);
    const states: SaveState[] = [];
    await new Promise<void>((resolve) => {
      autosave.subscribe((state) => {
        states.push(state);
        if (state.status === 'error') storage.before = () => undefined;
        if (state.status === 'saved') resolve();
      });
    });
    expect(states.map(({ status }) => status).at(0)).to.equal('error');
    expect((states[0] as { error: { code: string; message: string } }).error).to.include({ code: 'GDS_STORAGE_FAILED' });
    await autosave.stop();
    expect(await contentOf(storage)).to.deep.equal({ a: 1 });
  });

  // P8
  it('goes on in the fallback where storage is refused, and says memory, never saved', async () => {
    const refused = new MemoryStorage();
    refused.openProject = () => Promise.reject(storageUnavailable('the browser refused to open it.'));
    const fallback = new MemoryStorage();
    const graph = bareGraph();
    const autosave = new Autosave({ graph, storage: refused, project: 'p', fallback });
    const seen: string[] = [];
    autosave.subscribe((state) => seen.push(state.status));
    await autosave.start();
    expect(autosave.storage).to.equal(fallback);
    graph.set('a', 1);
    await autosave.flush();
    expect(seen).to.deep.equal(['loading', 'memory']);
    expect((autosave.state as { error: { code: string } }).error.code).to.equal('GDS_STORAGE_UNAVAILABLE');
    expect(await contentOf(fallback)).to.deep.equal({ a: 1 });
    await autosave.stop();
  });

  it('without a fallback it says memory too, and editing works', async () => {
    const refused = new MemoryStorage();
    refused.openProject = () => Promise.reject(new DOMException('no', 'SecurityError'));
    const graph = bareGraph();
    const autosave = new Autosave({ graph, storage: refused, project: 'p' });
    expect(await autosave.start()).to.include({ empty: true });
    graph.set('a', 1);
    await autosave.flush();
    expect(autosave.state.status).to.equal('memory');
    await autosave.stop();
  });

  it('keeps edits that were made while it was loading', async () => {
    const storage = new MemoryStorage();
    const graph = bareGraph();
    const autosave = new Autosave({ graph, storage, project: 'p' });
    const starting = autosave.start();
    graph.set('early', 1);
    await starting;
    await autosave.flush();
    await autosave.stop();
    expect(await contentOf(storage)).to.deep.equal({ early: 1 });
  });

  it('does not store again what it loaded, and loading is no undo step', async () => {
    const storage = new Watched();
    await (await storage.openProject('p')).append(updateOf((map) => map.set('a', 1)));
    storage.appends = 0;
    const graph = bareGraph();
    const undo = new Y.UndoManager(graph.ydoc.getMap('nodes'));
    const autosave = new Autosave({ graph, storage, project: 'p' });
    expect((await autosave.start()).empty).to.equal(false);
    await autosave.stop();
    expect(graph.json()).to.deep.equal({ a: 1 });
    expect(storage.appends).to.equal(0);
    expect(undo.undoStack).to.have.length(0);
  });

  it('takes what can be read of a log with junk and a missing update', async () => {
    const storage = new MemoryStorage();
    const project = await storage.openProject('p');
    const source = new Y.Doc();
    const updates: Uint8Array[] = [];
    source.on('update', (update: Uint8Array) => updates.push(update));
    for (const key of ['a', 'b', 'c', 'd']) source.getMap('nodes').set(key, key);
    for (const update of [updates[0]!, Uint8Array.of(9, 9, 9), updates[2]!.slice(0, -4), updates[3]!]) await project.append(update);
    const graph = bareGraph();
    const autosave = new Autosave({ graph, storage, project: 'p' });
    const started = await autosave.start();
    expect(started.lost).to.equal(2);
    expect(graph.json()).to.deep.equal({ a: 'a', d: 'd' });
    graph.set('e', 'e');
    await autosave.stop();
    expect(await contentOf(storage)).to.deep.equal({ a: 'a', d: 'd', e: 'e' });
  });

  it('writes everything anew where the stored copy has vanished', async () => {
    const storage = new Watched();
    const graph = bareGraph();
    const autosave = new Autosave({ graph, storage, project: 'p' });
    await autosave.start();
    graph.set('a', 1);
    await autosave.flush();
    await storage.deleteProject('p');
    storage.before = () => {
      storage.before = () => undefined;
      throw storageReset('p');
    };
    graph.set('b', 2);
    await new Promise<void>((resolve) => autosave.subscribe(({ status }) => status === 'saved' && resolve()));
    await autosave.stop();
    expect(await contentOf(storage)).to.deep.equal({ a: 1, b: 2 });
  });

  it('does not bring back a project that was deleted elsewhere, until the person asks', async () => {
    const storage = new MemoryStorage();
    const graph = bareGraph();
    const autosave = new Autosave({ graph, storage, project: 'p' });
    await autosave.start();
    graph.set('a', 1);
    await autosave.flush();
    await storage.deleteProject('p');
    graph.set('b', 2);
    expect(
      await autosave.flush().then(
        () => '',
        (error: { code: string }) => error.code,
      ),
    ).to.equal('GDS_STORAGE_DELETED');
    expect(await storage.listProjects()).to.have.length(0);
    expect(autosave.state.status).to.equal('error');
    await autosave.retry();
    expect(autosave.state.status).to.equal('saved');
    await autosave.stop();
    expect(await contentOf(storage)).to.deep.equal({ a: 1, b: 2 });
  });

  it('stores the view after it has rested, the latest only, and at once on flush; the view alone is not work', async () => {
    const storage = new Watched();
    const autosave = new Autosave({ graph: bareGraph(), storage, project: 'p' });
    await autosave.start();
    const seen: string[] = [];
    autosave.subscribe(({ status }) => seen.push(status));
    for (let x = 0; x < 10; x++) autosave.saveView({ camera: { x, y: 0, zoom: 1 } });
    expect(storage.views).to.have.length(0);
    while (storage.views.length === 0) await rest(20);
    expect(storage.views.map(({ camera }) => camera.x)).to.deep.equal([9]);
    autosave.saveView({ camera: { x: 42, y: 0, zoom: 1 } });
    await autosave.flush();
    expect(storage.views.at(-1)!.camera.x).to.equal(42);
    expect(seen).to.deep.equal([]);
    await autosave.stop();
    const again = new Autosave({ graph: bareGraph(), storage, project: 'p' });
    expect((await again.start()).view).to.deep.equal({ camera: { x: 42, y: 0, zoom: 1 } });
    await again.stop();
  });

  it('stores a result once it is complete, once per key, and hands it back on start', async () => {
    const storage = new MemoryStorage();
    const listeners = new Set<(event: ExecutorEvent) => void>();
    const restored: [StoredResult[], AssetStore][] = [];
    let key = 'k1';
    const executor: SavedExecutor = {
      restore: async (results, assets) => void restored.push([results, assets]),
      exportResult: (nodeId) => (nodeId === 'n' ? { nodeId, key, outputs: {} } : undefined),
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    };
    const emit = (id: string, status: 'running' | 'complete') => {
      for (const listener of listeners) listener({ type: 'node', id, state: { status } });
    };
    const autosave = new Autosave({ graph: bareGraph(), storage, project: 'p', executor });
    await autosave.start();
    expect(restored).to.have.length(0);
    emit('n', 'running');
    expect(autosave.state.status).to.equal('saved');
    emit('n', 'complete');
    expect(autosave.state.status).to.equal('saving');
    emit('other', 'complete');
    await autosave.flush();
    emit('n', 'complete');
    expect(autosave.state.status).to.equal('saved');
    key = 'k2';
    emit('n', 'complete');
    await autosave.stop();
    expect(listeners.size).to.equal(0);
    const again = new Autosave({ graph: bareGraph(), storage, project: 'p', executor });
    await again.start();
    expect(restored).to.deep.equal([[[{ nodeId: 'n', key: 'k2', outputs: {} }], storage.assets]]);
    await again.stop();
  });

  it('does not store again a result that the executor reports while it takes it back', async () => {
    const storage = new Watched();
    const result = { nodeId: 'n', key: 'k', outputs: {} };
    await (await storage.openProject('p')).saveResult(result);
    let tell: (event: ExecutorEvent) => void = () => undefined;
    const executor: SavedExecutor = {
      restore: async () => tell({ type: 'node', id: 'n', state: { status: 'complete', key: 'k' } }),
      exportResult: () => result,
      subscribe: (listener) => {
        tell = listener;
        return () => undefined;
      },
    };
    const calls: string[] = [];
    storage.before = (call) => calls.push(call);
    const autosave = new Autosave({ graph: bareGraph(), storage, project: 'p', executor });
    await autosave.start();
    await autosave.stop();
    expect(calls).to.deep.equal([]);
  });

  it('starts although results cannot be restored', async () => {
    const storage = new MemoryStorage();
    await (await storage.openProject('p')).saveResult({ nodeId: 'n', key: 'k', outputs: {} });
    const executor: SavedExecutor = {
      restore: () => Promise.reject(new Error('no such asset')),
      exportResult: () => undefined,
      subscribe: () => () => undefined,
    };
    const autosave = new Autosave({ graph: bareGraph(), storage, project: 'p', executor });
    await autosave.start();
    expect(autosave.state.status).to.equal('saved');
    await autosave.stop();
  });

  it('stop() ends everything, also where the last write is refused: then it says error', async () => {
    const storage = new Watched();
    const graph = bareGraph();
    const autosave = new Autosave({ graph, storage, project: 'p' });
    await autosave.start();
    storage.before = () => {
      throw storageFull();
    };
    graph.set('a', 1);
    await autosave.stop();
    expect(autosave.state.status).to.equal('error');
    const { appends } = storage;
    storage.before = () => undefined;
    graph.set('b', 2);
    await rest(400);
    expect(storage.appends).to.equal(appends);
    expect((graph.ydoc as unknown as { _observers: Map<string, unknown> })._observers.has('update')).to.equal(false);
  });

  it('stores on the next start what it could not store before, and what the graph held already; a plain restart stores nothing', async () => {
    const storage = new Watched();
    const graph = bareGraph();
    graph.set('before', 1);
    const autosave = new Autosave({ graph, storage, project: 'p' });
    await autosave.start();
    graph.set('a', 1);
    await autosave.flush();
    storage.before = () => {
      throw storageFull();
    };
    graph.set('b', 1);
    graph.set('a', 2);
    await autosave.stop();
    expect(await contentOf(storage)).to.deep.equal({ before: 1, a: 1 });
    storage.before = () => undefined;
    await autosave.start();
    await autosave.flush();
    await autosave.stop();
    expect(await contentOf(storage)).to.deep.equal({ before: 1, a: 2, b: 1 });
    const { appends } = storage;
    await autosave.start();
    await autosave.stop();
    expect(storage.appends).to.equal(appends);
  });

  it('can be started again after stop()', async () => {
    const storage = new MemoryStorage();
    const graph = bareGraph();
    const autosave = new Autosave({ graph, storage, project: 'p' });
    for (const key of ['a', 'b']) {
      await autosave.start();
      graph.set(key, 1);
      await autosave.stop();
    }
    expect(await contentOf(storage)).to.deep.equal({ a: 1, b: 1 });
  });

  it('takes nothing out for good where nobody can tell who else has the project open', async () => {
    let calls = 0;
    const graph = { ...bareGraph(), compact: () => (calls += 1) };
    const autosave = new Autosave({ graph, storage: new MemoryStorage(), project: 'p', compact: true });
    await autosave.start();
    await rest(20);
    expect(calls).to.equal(0);
    await autosave.stop();
  });
});

function updateOf(edit: (map: Y.Map<unknown>) => unknown): Uint8Array {
  const ydoc = new Y.Doc();
  edit(ydoc.getMap('nodes'));
  return Y.encodeStateAsUpdate(ydoc);
}
