/** The adapter against `gds-canvas-server` as a process: many at once, cut off, killed and restarted, and with a token. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { expect } from 'chai';
import { codeOf } from '../../test/contract/storage-contract.js';
import { GraphStore } from '../../src/graph/store.js';
import { Autosave } from '../../src/persistence/autosave.js';
import { FilesStorage, HttpFiles, type FilesStorageOptions } from './index.js';
import { edited, opened } from '../../test/support/graph-edits.js';
import { ownServer, type OwnServer } from './testing/own.js';

const PNG = readFileSync(new URL('../../test/fixtures/backend/files/rgb64.png', import.meta.url));
const picture = (name: string, extra = 0): File => new File([PNG, new Uint8Array(extra)], name, { type: 'image/png' });

/** Long enough for a process to start again. */
const PATIENT = { attempts: 100, first: 100, most: 100 };

describe('the files adapter and gds-canvas-server', () => {
  let server: OwnServer;
  const storage = (options: Partial<FilesStorageOptions> = {}) => new FilesStorage({ baseUrl: server.url, rest: 0, ...options });
  const files = (): HttpFiles => new HttpFiles({ baseUrl: server.url });
  const kept = (folder: string): string[] => readdirSync(join(server.data, folder));

  before(async () => void (server = await ownServer()));
  after(() => server.close());

  it('loses no edit of six who write one canvas at the same time', async () => {
    const writers = Array.from({ length: 6 }, () => ({ own: edited(), storage: storage() }));
    await Promise.all(
      writers.map(async ({ own, storage: mine }, writer) => {
        const project = await mine.openProject('shared');
        const append = (step: number) =>
          project.append(own.edit((store) => store.addNode({ id: `${writer}-${step}`, type: 'gds/text', x: 0, y: 0 })));
        // All of them make the canvas, each with several edits in its first write.
        await Promise.all([0, 1, 2].map(append));
        for (let step = 0; step < 8; step++) {
          if (step > 2) await append(step);
          await project.saveResult({ nodeId: `${writer}-${step}`, key: 'k', outputs: {} });
        }
      }),
    );
    const project = await storage().openProject('shared');
    expect((await project.load()).results).to.have.length(48);
    expect((await opened(storage(), 'shared')).nodes.size).to.equal(48);
    const file = JSON.parse(readFileSync(join(server.data, 'canvases/shared.json'), 'utf8')) as { nodes: unknown[] };
    expect(file.nodes).to.have.length(48);
    expect((await storage().listProjects()).map(({ id }) => id)).to.deep.equal(['shared']);
  });

  it('loses no asset of four who store at the same time, and sends no bytes twice', async () => {
    const made = await Promise.all(
      Array.from({ length: 4 }, async (_, writer) => {
        const { assets } = storage();
        const blobs = Array.from({ length: 5 }, (_, index) => picture('x', 1 + writer * 5 + index));
        const own = await Promise.all(blobs.map((blob) => assets.put(blob, { name: 'x.png', origin: 'generated' })));
        return [...own, await assets.put(picture('same'), { name: 'same.png', origin: 'generated' })];
      }),
    );
    const hashes = new Set(made.flat().map(({ hash }) => hash));
    expect(new Set((await storage().assets.list()).map(({ hash }) => hash))).to.deep.equal(hashes);
    expect(kept('output').sort()).to.deep.equal([...hashes].map((hash) => `${hash}.png`).sort());
    // A job of the server has made this one, under a name of its own.
    const entry = await files().uploadFile('output', picture('img2img_1_2.png', 77));
    const record = await storage().assets.put(picture('again.png', 77), { name: 'again.png', origin: 'generated' });
    expect(record.hash).to.equal(entry.sha256);
    expect(kept('output')).to.have.length(hashes.size + 1);
    expect((await storage().assets.get(record.hash))!.size).to.equal(entry.bytes);
  });

  it('gives no bytes that are not those of the asset', async () => {
    const { assets } = storage();
    const { hash } = await assets.put(picture('x', 123), { name: 'x.png', origin: 'imported' });
    await files().uploadFile('input', picture(`${hash}.png`, 5));
    expect(await assets.get(hash)).to.equal(undefined);
    await files().deleteFile('input', `${hash}.png`);
    expect(await assets.get(hash)).to.equal(undefined);
    expect((await assets.info(hash))!.name).to.equal('x.png');
  });

  it('stores 50 files at once, each whole', async () => {
    const sent = Array.from({ length: 50 }, (_, index) => picture(`many-${index}.png`, index * 997));
    const service = files();
    const entries = await Promise.all(sent.map((file) => service.uploadFile('input', file)));
    for (const [index, entry] of entries.entries()) {
      expect(entry).to.include({ name: sent[index]!.name, bytes: sent[index]!.size, width: 64, height: 64 });
      expect(statSync(join(server.data, 'input', entry.name)).size).to.equal(sent[index]!.size);
    }
    const read = await service.readFile(entries[49]!);
    expect(Buffer.from(await read.arrayBuffer()).equals(Buffer.from(await sent[49]!.arrayBuffer()))).to.equal(true);
  });

  it('says what the server will not take', async () => {
    expect(await codeOf(files().uploadFile('input', new File(['hello'], 'x.txt')))).to.equal('GDS_FILES_TYPE');
    expect(await codeOf(files().uploadFile('canvases', picture('x.png')))).to.equal('GDS_FILES_TYPE');
    expect(await codeOf(files().write('input', 'a.png', picture('a.png'), '"another"'))).to.equal('GDS_FILES_CHANGED');
    expect(await codeOf(files().readVersion('input', 'nowhere.png'))).to.equal('GDS_FILES_MISSING');
  });

  it('leaves nothing of an upload that is aborted', async () => {
    const before = kept('input');
    const abort = new AbortController();
    const upload = files().uploadFile('input', picture('aborted.png', 40_000_000), {
      signal: abort.signal,
      onProgress: () => abort.abort(),
    });
    expect(await upload.catch((error: unknown) => (error as Error).name)).to.equal('AbortError');
    // The server needs a moment to see that nobody is there.
    for (let asked = 0; asked < 200 && kept('input').some((name) => name.startsWith('.')); asked++) await files().listFiles('input');
    expect(kept('input')).to.deep.equal(before);
  });

  it('carries an upload over a server that is killed in the middle and started again', async () => {
    const service = new HttpFiles({ baseUrl: server.url, retry: PATIENT });
    let restarted: Promise<void> | undefined;
    const restart = async (): Promise<void> => {
      await server.stop('SIGKILL');
      server = await ownServer([], server);
    };
    const file = picture('survivor.png', 30_000_000);
    const entry = await service.uploadFile('output', file, { onProgress: () => (restarted ??= restart()) });
    await restarted;
    expect(entry.bytes).to.equal(file.size);
    expect(kept('output').filter((name) => name.startsWith('.'))).to.deep.equal([]);
    expect(statSync(join(server.data, 'output/survivor.png')).size).to.equal(file.size);
  });

  it('keeps every edit over a server that is killed and started again', async () => {
    const graph = new GraphStore();
    const autosave = new Autosave({ graph, storage: storage({ retry: { attempts: 1 } }), project: 'kept' });
    await autosave.start();
    const add = (id: string) => graph.addNode({ id, type: 'gds/text', x: 0, y: 0 });
    add('before');
    await autosave.flush();
    await server.stop('SIGKILL');
    add('away');
    expect(await codeOf(autosave.flush())).to.equal('GDS_STORAGE_UNAVAILABLE');
    expect(autosave.state.status).to.equal('error');
    server = await ownServer([], server);
    add('back');
    await autosave.flush();
    expect(autosave.state.status).to.equal('saved');
    await autosave.stop();
    expect([...(await opened(storage(), 'kept')).nodes.keys()].sort()).to.deep.equal(['away', 'back', 'before']);
  });

  it('brings the token, a fresh one where it is refused', async () => {
    const guarded = await ownServer(['--token', 'right-token']);
    try {
      const plain = new HttpFiles({ baseUrl: guarded.url });
      expect(await codeOf(plain.listFiles('input'))).to.equal('GDS_FILES_REFUSED');
      const headers = ({ refresh }: { refresh: boolean }) => ({ Authorization: `Bearer ${refresh ? 'right-token' : 'stale-token'}` });
      const signedIn = new HttpFiles({ baseUrl: guarded.url, headers });
      expect((await signedIn.uploadFile('input', picture('x.png'))).name).to.equal('x.png');
      const refused = new FilesStorage({ baseUrl: guarded.url });
      const project = await refused.openProject('p');
      expect(await codeOf(project.load())).to.equal('GDS_STORAGE_FAILED');
    } finally {
      await guarded.close();
    }
  });
});
