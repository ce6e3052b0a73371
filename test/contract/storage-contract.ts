/** What every StorageAdapter promises; run on each of ours. `make(name)` opens the storage of that name, again and again. */
import { expect } from 'chai';
import type { GdsError } from '../../src/errors.js';
import type { StorageAdapter } from '../../src/persistence/types.js';

export interface ContractOptions {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: (name: string, body: () => Promise<void>) => unknown;
  readonly make: () => StorageAdapter;
}

const PNG = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='),
  (character) => character.charCodeAt(0),
);
/** A picture that differs from others by `mark`: what is no picture some storages refuse. */
const picture = (mark: string, type = 'image/png'): Blob => new Blob([PNG, mark], { type });
const markOf = async (blob: Blob | undefined): Promise<string | undefined> => blob?.slice(PNG.length).text();

const PIXEL = picture('pixel');

export async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'resolved',
    (error: unknown) => (error as GdsError).code ?? String(error),
  );
}

export function storageContract(name: string, { describe, it, make }: ContractOptions): void {
  describe(`${name} keeps the storage contract`, () => {
    it('gives back updates in order, view and results, to every opening', async () => {
      const storage = make();
      const project = await storage.openProject('p');
      expect(await project.load()).to.deep.equal({ updates: [], results: [], damaged: 0, lost: 0 });
      await project.append(Uint8Array.of(1, 2));
      await project.append(Uint8Array.of(3));
      await project.saveView({ camera: { x: 1, y: 2, zoom: 0.5 } });
      const result = { nodeId: 'n', key: 'k', outputs: { text: { kind: 'plain', value: 'hi' } } } as const;
      await project.saveResult({ ...result, key: 'old' });
      await project.saveResult(result);
      const again = await (await storage.openProject('p')).load();
      expect(again.updates.map((update) => [...update])).to.deep.equal([[1, 2], [3]]);
      expect(again.view).to.deep.equal({ camera: { x: 1, y: 2, zoom: 0.5 } });
      expect(again.results).to.deep.equal([result]);
      expect((await (await storage.openProject('q')).load()).updates).to.have.length(0);
      storage.close();
    });

    it('does not let a caller change what is stored', async () => {
      const storage = make();
      const project = await storage.openProject('p');
      const update = Uint8Array.of(7);
      await project.append(update);
      update[0] = 9;
      expect([...(await project.load()).updates[0]!]).to.deep.equal([7]);
      storage.close();
    });

    it('lists a project once something was kept in it, latest first', async () => {
      const storage = make();
      await storage.openProject('untouched');
      await (await storage.openProject('a')).append(Uint8Array.of(1));
      await new Promise((resolve) => setTimeout(resolve, 5));
      await (await storage.openProject('b')).describe({ title: 'Bee', nodes: 3 });
      await new Promise((resolve) => setTimeout(resolve, 5));
      const [first, second, ...rest] = await storage.listProjects();
      expect(rest).to.have.length(0);
      expect(first).to.include({ id: 'b', title: 'Bee', nodes: 3 });
      expect(second).to.include({ id: 'a', title: '', nodes: 0 });
      const a = await storage.openProject('a');
      await a.load();
      await a.append(Uint8Array.of(2));
      expect((await storage.listProjects())[0]).to.include({ id: 'a' });
      storage.close();
    });

    it('deletes a project, refuses those who still hold it and lets it be made anew', async () => {
      const storage = make();
      const project = await storage.openProject('p');
      await project.load();
      await project.append(Uint8Array.of(1));
      await project.saveView({ camera: { x: 1, y: 1, zoom: 1 } });
      await storage.deleteProject('p');
      await storage.deleteProject('never there');
      expect(await storage.listProjects()).to.deep.equal([]);
      expect(await codeOf(project.append(Uint8Array.of(2)))).to.equal('GDS_STORAGE_DELETED');
      expect(await codeOf(project.describe({ nodes: 1 }))).to.equal('GDS_STORAGE_DELETED');
      expect(await codeOf(project.saveView({ camera: { x: 0, y: 0, zoom: 1 } }))).to.equal('GDS_STORAGE_DELETED');
      const anew = await storage.openProject('p');
      expect(await anew.load()).to.deep.equal({ updates: [], results: [], damaged: 0, lost: 0 });
      await anew.append(Uint8Array.of(5));
      expect((await anew.load()).updates.map((update) => [...update])).to.deep.equal([[5]]);
      expect(await codeOf(project.append(Uint8Array.of(2)))).to.equal('GDS_STORAGE_DELETED');
      storage.close();
    });

    it('refuses a project handle that was closed', async () => {
      const storage = make();
      const project = await storage.openProject('p');
      project.close();
      expect(await codeOf(project.append(Uint8Array.of(1)))).to.equal('GDS_STORAGE_CLOSED');
      expect(await codeOf(project.load())).to.equal('GDS_STORAGE_CLOSED');
      storage.close();
    });

    it('keeps settings', async () => {
      const storage = make();
      expect(await storage.getSetting('theme')).to.equal(undefined);
      await storage.setSetting('theme', { name: 'dark' });
      expect(await storage.getSetting('theme')).to.deep.equal({ name: 'dark' });
      storage.close();
    });

    it('stores the same bytes once, under their hash, as they were called first', async () => {
      const storage = make();
      const { assets } = storage;
      const record = await assets.put(PIXEL, { name: 'one.png', origin: 'imported', width: 1, height: 2 });
      expect(record).to.include({ name: 'one.png', mime: 'image/png', bytes: PIXEL.size, origin: 'imported', width: 1, height: 2 });
      expect(record.hash).to.match(/^[0-9a-f]{64}$/);
      expect((await assets.put(picture('pixel', ''), { name: 'two', origin: 'generated' })).name).to.equal('one.png');
      expect(await assets.list()).to.have.length(1);
      const blob = await assets.get(record.hash);
      expect(await markOf(blob)).to.equal('pixel');
      expect(blob!.type).to.equal('image/png');
      expect(await assets.info(record.hash)).to.deep.equal(record);
      expect(await assets.get('unknown')).to.equal(undefined);
      expect(await assets.info('unknown')).to.equal(undefined);
      storage.close();
    });

    it('lists assets newest first, hides deleted ones and keeps their bytes', async () => {
      const storage = make();
      const { assets } = storage;
      const hashes: string[] = [];
      for (const text of ['a', 'b', 'c']) hashes.push((await assets.put(picture(text), { name: text, origin: 'imported' })).hash);
      const names = async () => (await assets.list()).map((record) => record.name).join('');
      expect(await names()).to.equal('cba');
      await assets.delete(hashes[1]!);
      expect(await names()).to.equal('ca');
      expect(await markOf(await assets.get(hashes[1]!))).to.equal('b');
      await assets.restore(hashes[1]!);
      expect(await names()).to.equal('cba');
      await assets.delete(hashes[1]!);
      await assets.put(picture('b'), { name: 'again', origin: 'imported' });
      expect(await names()).to.equal('cba');
      storage.close();
    });

    it('renames assets, takes thumbnails and tells its listeners of changes only', async () => {
      const storage = make();
      const { assets } = storage;
      let calls = 0;
      const stop = assets.subscribe(() => calls++);
      const { hash } = await assets.put(PIXEL, { name: 'x', origin: 'imported', mime: 'image/x' });
      await assets.put(PIXEL, { name: 'x', origin: 'imported' });
      await assets.rename('unknown', 'y');
      expect(calls).to.equal(1);
      await assets.rename(hash, 'renamed');
      await assets.setThumbnail(hash, picture('small'));
      expect(calls).to.equal(3);
      const record = (await assets.list())[0]!;
      expect(record.name).to.equal('renamed');
      expect(record.mime).to.equal('image/x');
      expect(await markOf(record.thumbnail)).to.equal('small');
      stop();
      await assets.delete(hash);
      expect(calls).to.equal(3);
      storage.close();
    });
  });
}
