/** Downloads against a real HTTP server that misbehaves in the ways servers do. */
import { after, before, describe, it } from 'node:test';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { sha256Hex } from '../../src/hash.js';
import { DEFAULT_MANIFESTS } from './manifests.js';
import type { ModelFile, ModelManifest } from './manifest.js';
import { ModelStore, type ByteCache } from './model-store.js';

const BYTES = Uint8Array.from({ length: 200_000 }, (_, i) => (i * 7) % 251);

class MemoryCache implements ByteCache {
  readonly entries = new Map<string, Uint8Array>();
  async get(sha256: string) {
    return this.entries.get(sha256);
  }
  async put(sha256: string, bytes: Uint8Array) {
    this.entries.set(sha256, bytes);
  }
}
const REFUSING: ByteCache = {
  get: () => Promise.reject(new DOMException('No storage here', 'SecurityError')),
  put: () => Promise.reject(new DOMException('Full', 'QuotaExceededError')),
};

describe('ModelStore', () => {
  let server: Server;
  let manifest: ModelManifest;
  let file: ModelFile;
  let requests = 0;
  const answers: Record<string, (response: ServerResponse) => void> = {
    '/whole': (response) => response.end(BYTES),
    '/short': (response) => response.end(BYTES.subarray(0, 1000)),
    '/broken': (response) => {
      response.writeHead(200, { 'content-length': BYTES.length });
      response.write(BYTES.subarray(0, 100_000), () => setTimeout(() => response.destroy(), 50));
    },
    '/other': (response) => response.end(BYTES.toReversed()),
    '/long': (response) => response.end(Buffer.concat([BYTES, BYTES])),
    '/page': (response) => response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<!doctype html>'),
    '/slow': (response) => response.write(BYTES.subarray(0, 1000)),
  };
  before(async () => {
    server = createServer((request, response) => {
      requests++;
      const answer = answers[request.url!];
      if (answer) answer(response);
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    manifest = { ...DEFAULT_MANIFESTS[0]!, base: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
    file = { role: 'unet', path: 'whole', bytes: BYTES.length, sha256: await sha256Hex(BYTES) };
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const failure = async (path: string, signal?: AbortSignal) => {
    const store = new ModelStore('http://unused.invalid/', undefined);
    return store.read(manifest, { ...file, path }, signal ? { signal } : {}).then(
      () => ({ code: 'none', message: '', name: '' }),
      (error: unknown) => error as { code: string; message: string; name: string },
    );
  };

  it('reads a file and counts its bytes up to the end', async () => {
    const counts: number[] = [];
    const bytes = await new ModelStore('http://unused.invalid/', undefined).read(manifest, file, {
      onBytes: (loaded) => counts.push(loaded),
    });
    expect(Buffer.compare(bytes, BYTES)).to.equal(0);
    expect(counts).to.deep.equal([...counts].sort((a, b) => a - b));
    expect(counts.at(-1)).to.equal(BYTES.length);
  });
  it('looks under the asset base where the manifest names no place', async () => {
    const { base, ...placeless } = manifest;
    await new ModelStore(base!, undefined).read(placeless, { ...file, path: '../../whole' });
  });
  for (const [path, code, message] of [
    ['nothing', 'GDS_MODEL_MISSING', /nothing is not there: the server answered 404.*asset-base/],
    ['page', 'GDS_MODEL_MISSING', /web page/],
    ['short', 'GDS_MODEL_TRUNCATED', /ended after 1000 of 200000 bytes/],
    ['broken', 'GDS_MODEL_TRUNCATED', /ended after \d+ of 200000 bytes/],
    ['other', 'GDS_MODEL_HASH', /SHA-256/],
    ['long', 'GDS_MODEL_HASH', /longer than the 200000 bytes/],
    ['http://127.0.0.1:1/', 'GDS_MODEL_MISSING', /cannot be reached/],
  ] as const) {
    it(`says what is wrong with "${path}"`, async () => {
      const error = await failure(path);
      expect(error.code).to.equal(code);
      expect(error.message).to.match(message);
    });
  }
  it('stops when aborted', async () => {
    const abort = new AbortController();
    const running = failure('slow', abort.signal);
    setTimeout(() => abort.abort(), 50);
    expect((await running).name).to.equal('AbortError');
  });

  it('keeps a checked file and does not ask for it again, under whatever path', async () => {
    const cache = new MemoryCache();
    const store = new ModelStore('http://unused.invalid/', cache);
    await store.read(manifest, file);
    const before = requests;
    await store.read({ ...manifest, id: 'another' }, { ...file, path: 'elsewhere' });
    expect(requests).to.equal(before);
  });
  it('never keeps a file that is wrong', async () => {
    const cache = new MemoryCache();
    await new ModelStore('http://unused.invalid/', cache).read(manifest, { ...file, path: 'other' }).catch(() => {});
    expect(cache.entries.size).to.equal(0);
  });
  it('takes a damaged entry for none', async () => {
    const cache = new MemoryCache();
    cache.entries.set(file.sha256, BYTES.subarray(1));
    await new ModelStore('http://unused.invalid/', cache).read(manifest, file);
    expect(cache.entries.get(file.sha256)!.length).to.equal(BYTES.length);
  });
  it('does without a cache that refuses', async () => {
    expect((await new ModelStore('http://unused.invalid/', REFUSING).read(manifest, file)).length).to.equal(BYTES.length);
  });
});
