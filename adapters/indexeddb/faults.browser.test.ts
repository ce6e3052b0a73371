import { expect } from '@open-wc/testing';
import { codeOf } from '../../test/contract/storage-contract.js';
import { IndexedDbStorage } from './index.js';
import { freshName, interceptWrites, openRaw } from './testing.js';

/** A factory whose `open` does what a test wants. */
const factoryWith = (open: IDBFactory['open']): IDBFactory => ({ open }) as unknown as IDBFactory;

describe('IndexedDB that refuses', () => {
  // P8
  it('open that throws, errs, is blocked or never answers is GDS_STORAGE_UNAVAILABLE in bounded time', async () => {
    const silent = () => new EventTarget() as unknown as IDBOpenDBRequest;
    const cases: Record<string, IDBFactory['open']> = {
      throws: () => {
        throw new DOMException('denied', 'SecurityError');
      },
      silent,
      blocked: () => {
        const request = silent();
        setTimeout(() => request.onblocked?.(new Event('blocked') as IDBVersionChangeEvent), 1);
        return request;
      },
      errs: () => {
        const request = silent();
        setTimeout(() => request.onerror?.(new Event('error')), 1);
        return request;
      },
    };
    for (const [name, open] of Object.entries(cases)) {
      const storage = new IndexedDbStorage({ name: freshName(), indexedDB: factoryWith(open), openTimeout: 50 });
      expect(await codeOf(storage.openProject('p')), name).to.equal('GDS_STORAGE_UNAVAILABLE');
      expect(await codeOf(storage.getSetting('x')), name).to.equal('GDS_STORAGE_UNAVAILABLE');
      expect(await codeOf(storage.assets.put(new Blob(['x']), { name: 'x', origin: 'imported' })), name).to.equal(
        'GDS_STORAGE_UNAVAILABLE',
      );
      storage.close();
    }
  });

  it('opens when asked again, once the browser allows it', async () => {
    let refuse = true;
    const open: IDBFactory['open'] = (name, version) => {
      if (refuse) throw new DOMException('denied', 'SecurityError');
      return indexedDB.open(name, version);
    };
    const storage = new IndexedDbStorage({ name: freshName(), indexedDB: factoryWith(open) });
    expect(await codeOf(storage.openProject('p'))).to.equal('GDS_STORAGE_UNAVAILABLE');
    refuse = false;
    expect(await codeOf(storage.openProject('p'))).to.equal('resolved');
    storage.close();
  });

  it('opens once the files can be opened, where a browser that died still held them', async () => {
    let failures = 3;
    const open: IDBFactory['open'] = (name, version) => {
      if (failures-- <= 0) return indexedDB.open(name, version);
      const request = new EventTarget() as unknown as IDBOpenDBRequest & { error: DOMException };
      request.error = new DOMException('Internal error opening backing store for indexedDB.open.', 'UnknownError');
      setTimeout(() => request.onerror?.(new Event('error')), 1);
      return request;
    };
    const storage = new IndexedDbStorage({ name: freshName(), indexedDB: factoryWith(open) });
    expect(await codeOf(storage.openProject('p'))).to.equal('resolved');
    expect(failures).to.equal(-1);
    storage.close();

    failures = Infinity;
    const dead = new IndexedDbStorage({ name: freshName(), indexedDB: factoryWith(open), openTimeout: 200 });
    expect(await codeOf(dead.openProject('p'))).to.equal('GDS_STORAGE_UNAVAILABLE');
    dead.close();
  });

  it('a database of a newer version is left alone, with the reason', async () => {
    const name = freshName();
    await new Promise<void>((resolve) => {
      const request = indexedDB.open(name, 99);
      request.onsuccess = () => {
        request.result.close();
        resolve();
      };
    });
    const storage = new IndexedDbStorage({ name });
    const error: Error = await storage.openProject('p').then(
      () => new Error('opened'),
      (reason: Error) => reason,
    );
    expect(error.message).to.contain('newer version');
    storage.close();
  });

  // P9
  it('a full disk is GDS_STORAGE_QUOTA and leaves what was stored whole', async () => {
    const storage = new IndexedDbStorage({ name: freshName() });
    const project = await storage.openProject('p');
    await project.append(Uint8Array.of(1));
    const restore = interceptWrites(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    try {
      expect(await codeOf(project.append(Uint8Array.of(2)))).to.equal('GDS_STORAGE_QUOTA');
      expect(await codeOf(storage.assets.put(new Blob(['x']), { name: 'x', origin: 'imported' }))).to.equal('GDS_STORAGE_QUOTA');
    } finally {
      restore();
    }
    expect(await project.load()).to.deep.include({ updates: [Uint8Array.of(1)], damaged: 0 });
    expect(await storage.assets.list()).to.have.length(0);
    await project.append(Uint8Array.of(3));
    expect((await project.load()).updates).to.have.length(2);
    storage.close();
  });

  // P10
  it('a connection closed by another tab is opened again', async () => {
    const name = freshName();
    const connections: IDBDatabase[] = [];
    const open: IDBFactory['open'] = (...args) => {
      const request = indexedDB.open(...args);
      request.addEventListener('success', () => connections.push(request.result));
      return request;
    };
    const storage = new IndexedDbStorage({ name, indexedDB: factoryWith(open) });
    const project = await storage.openProject('p');
    await project.load();
    await project.append(Uint8Array.of(1));
    connections.at(-1)!.close();
    await project.append(Uint8Array.of(2));
    connections.at(-1)!.dispatchEvent(new Event('versionchange'));
    await project.append(Uint8Array.of(3));
    connections.at(-1)!.close();
    connections.at(-1)!.dispatchEvent(new Event('close'));
    await project.append(Uint8Array.of(4));
    expect((await project.load()).updates.map((update) => update[0])).to.deep.equal([1, 2, 3, 4]);
    expect(connections).to.have.length(4);
    storage.close();
  });

  it('a database deleted by another tab is not blocked by us, and the loss is named', async () => {
    const name = freshName();
    const storage = new IndexedDbStorage({ name });
    const project = await storage.openProject('p');
    await project.load();
    await project.append(Uint8Array.of(1));
    await new Promise<void>((resolve, reject) => {
      const request = indexedDB.deleteDatabase(name);
      request.onsuccess = () => resolve();
      request.onblocked = () => reject(new Error('blocked'));
    });
    expect(await codeOf(project.append(Uint8Array.of(2)))).to.equal('GDS_STORAGE_RESET');
    storage.close();
  });

  it('a Blob that cannot be stored is stored as bytes', async () => {
    const storage = new IndexedDbStorage({ name: freshName() });
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (value: unknown, key?: IDBValidKey) {
      if (value instanceof Blob) throw new DOMException('no blobs here', 'DataCloneError');
      return put.call(this, value, key);
    };
    try {
      const { hash } = await storage.assets.put(new Blob(['bytes'], { type: 'image/png' }), { name: 'x', origin: 'imported' });
      const blob = await storage.assets.get(hash);
      expect(await blob!.text()).to.equal('bytes');
      expect(blob!.type).to.equal('image/png');
    } finally {
      IDBObjectStore.prototype.put = put;
      storage.close();
    }
  });

  it('after close() every call says so, and the connection is let go', async () => {
    const name = freshName();
    const connections: IDBDatabase[] = [];
    const storage = new IndexedDbStorage({
      name,
      indexedDB: factoryWith((...of) => {
        const request = indexedDB.open(...of);
        request.addEventListener('success', () => connections.push(request.result));
        return request;
      }),
    });
    await storage.openProject('p');
    storage.close();
    expect(await codeOf(storage.openProject('p'))).to.equal('GDS_STORAGE_CLOSED');
    expect(connections).to.have.length(1);
    expect(() => connections[0]!.transaction('settings')).to.throw(DOMException, /clos/);
    // The note that the session has ended is still being written; the database can be deleted once it is there.
    await new Promise<void>((resolve, reject) => {
      const request = indexedDB.deleteDatabase(name);
      request.onsuccess = () => resolve();
      request.onerror = () => reject(request.error!);
    });
    (await openRaw(name)).close();
  });
});
