/** Downloads that are cut and taken up again, against a real HTTP server with ranges that loses its connections. */
import { after, before, beforeEach, describe, it } from 'node:test';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { sha256Hex } from '../../src/hash.js';
import type { PartCache, Parts } from './download.js';
import { DEFAULT_MANIFESTS } from './manifests.js';
import type { ModelFile, ModelManifest } from './manifest.js';
import { ModelStore } from './model-store.js';

const MIB = 2 ** 20;
const BYTES = Uint8Array.from({ length: 10 * MIB }, (_, i) => (i * 7 + (i >> 9)) % 251);
const OTHER = BYTES.toReversed();

class MemoryParts implements PartCache {
  readonly entries = new Map<number, Parts>();
  async open() {
    const first = this.entries.get(0);
    if (!first) return undefined;
    const bodies: Uint8Array[] = [];
    for (let offset = 0; this.entries.has(offset); offset += bodies.at(-1)!.length) bodies.push(this.entries.get(offset)!.bytes);
    return { validator: first.validator, bytes: Buffer.concat(bodies) };
  }
  async append(_: string, offset: number, { validator, bytes }: Parts) {
    this.entries.set(offset, { validator, bytes: bytes.slice() });
  }
  async drop() {
    this.entries.clear();
  }
}
const REFUSING: PartCache = {
  open: () => Promise.reject(new DOMException('No storage here', 'SecurityError')),
  append: () => Promise.reject(new DOMException('Full', 'QuotaExceededError')),
  drop: () => Promise.reject(new DOMException('No storage here', 'SecurityError')),
};

describe('a download that is cut', () => {
  let server: Server;
  let manifest: ModelManifest;
  let file: ModelFile;
  /** What the server has and how it behaves, anew for each test. */
  let content: Uint8Array;
  let etag: string | undefined;
  let ranges: boolean;
  /** Bytes after which each answer in turn loses its connection; beyond the list answers are whole. */
  let cuts: number[];
  let hang: boolean;
  /** Answers that are lost before they begin. */
  let drops: number;
  const requests: { range: string | undefined; ifRange: string | undefined; status: number }[] = [];

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const { range } = request.headers;
    if (range && drops-- > 0) return void response.destroy();
    const ifRange = request.headers['if-range'] as string | undefined;
    const asked = ranges && range && (ifRange === undefined || ifRange === etag) ? Number(/^bytes=(\d+)-$/.exec(range)![1]) : undefined;
    const status = asked === undefined ? 200 : asked < content.length ? 206 : 416;
    requests.push({ range, ifRange, status });
    const from = status === 206 ? asked! : 0;
    response.writeHead(status, {
      ...(etag ? { etag } : {}),
      ...(status === 206 ? { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` } : {}),
      'content-length': status === 416 ? 0 : content.length - from,
    });
    if (status === 416) return void response.end();
    const cut = cuts.shift();
    if (cut === undefined) return void response.end(content.subarray(from));
    response.write(content.subarray(from, from + cut), () => {
      if (!hang) setTimeout(() => response.destroy(), 50);
    });
  }

  before(async () => {
    server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    manifest = { ...DEFAULT_MANIFESTS[0]!, base: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
    file = { role: 'unet', path: 'file', bytes: BYTES.length, sha256: await sha256Hex(BYTES) };
  });
  beforeEach(() => {
    content = BYTES;
    etag = '"one"';
    ranges = true;
    cuts = [];
    hang = false;
    drops = 0;
    requests.length = 0;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const read = (parts?: PartCache, controls = {}) =>
    new ModelStore('http://unused.invalid/', undefined, parts).read(manifest, file, controls);
  const failure = (work: Promise<unknown>) =>
    work.then(
      () => ({ code: 'none', message: '', name: '' }),
      (error: unknown) => error as { code: string; message: string; name: string },
    );
  const isWhole = (bytes: Uint8Array) => expect(Buffer.compare(bytes, BYTES)).to.equal(0);

  it('is taken up again at once, as often as it brings something, and loads nothing twice', async () => {
    cuts = [3 * MIB, 5 * MIB, 1000];
    const counts: number[] = [];
    isWhole(await read(undefined, { onBytes: (loaded: number) => counts.push(loaded) }));
    expect(requests.map(({ status }) => status)).to.deep.equal([200, 206, 206, 206]);
    expect(requests.map(({ range }) => range)).to.deep.equal([undefined, 'bytes=3145728-', 'bytes=8388608-', 'bytes=8389608-']);
    expect(requests.slice(1).every(({ ifRange }) => ifRange === '"one"')).to.equal(true);
    expect(counts, 'the count never goes back').to.deep.equal([...counts].sort((a, b) => a - b));
  });

  it('is given up when it brings nothing more, and goes on from there the next time', async () => {
    const parts = new MemoryParts();
    cuts = [3 * MIB, 0];
    const error = await failure(read(parts));
    expect(error.code).to.equal('GDS_MODEL_TRUNCATED');
    expect(error.message).to.match(/ended after 3145728 of 10485760 bytes\. Run again, and it goes on from there/);
    requests.length = 0;
    isWhole(await read(parts));
    expect(requests).to.deep.equal([{ range: 'bytes=3145728-', ifRange: '"one"', status: 206 }]);
    expect(parts.entries.size, 'the parts are gone once the whole is there').to.equal(0);
  });

  it('goes on where a cancelled one stopped', async () => {
    const parts = new MemoryParts();
    const abort = new AbortController();
    cuts = [6 * MIB];
    hang = true;
    const cancelled = read(parts, { signal: abort.signal, onBytes: (loaded: number) => loaded >= 6 * MIB && abort.abort() });
    expect((await failure(cancelled)).name).to.equal('AbortError');
    requests.length = 0;
    isWhole(await read(parts));
    expect(requests.map(({ range }) => range)).to.deep.equal(['bytes=6291456-']);
  });

  it('goes on where a killed page had got to, but for the last part', async () => {
    const parts = new MemoryParts();
    cuts = [9 * MIB];
    hang = true;
    // Nobody tells this one to stop before the other has read all.
    const abort = new AbortController();
    let arrived = () => {};
    const there = new Promise<void>((resolve) => (arrived = resolve));
    const killed = failure(read(parts, { signal: abort.signal, onBytes: (loaded: number) => loaded >= 9 * MIB && arrived() }));
    await there;
    requests.length = 0;
    isWhole(await read(parts));
    expect(Number(/\d+/.exec(requests[0]!.range!)![0])).to.be.within(8 * MIB, 9 * MIB);
    abort.abort();
    await killed;
  });

  it('begins anew when the file is another one by now', async () => {
    const parts = new MemoryParts();
    content = OTHER;
    cuts = [3 * MIB, 0];
    await failure(read(parts));
    content = BYTES;
    etag = '"two"';
    isWhole(await read(parts));
    expect(requests.at(-1)).to.deep.equal({ range: 'bytes=3145728-', ifRange: '"one"', status: 200 });
  });

  it('finds out by the hash when the server calls two files the same, and begins anew', async () => {
    const parts = new MemoryParts();
    content = OTHER;
    cuts = [3 * MIB, 0];
    await failure(read(parts));
    content = BYTES;
    requests.length = 0;
    isWhole(await read(parts));
    expect(requests.map(({ status }) => status)).to.deep.equal([206, 200]);
  });

  it('begins anew on a server without ranges', async () => {
    ranges = false;
    cuts = [3 * MIB];
    isWhole(await read());
    expect(requests.map(({ status }) => status)).to.deep.equal([200, 200]);
  });

  it('begins anew when the range is refused', async () => {
    const parts = new MemoryParts();
    await parts.append('', 0, { validator: '"one"', bytes: OTHER.subarray(0, 9 * MIB) });
    content = BYTES.subarray(0, 8 * MIB);
    expect((await failure(read(parts))).code).to.equal('GDS_MODEL_TRUNCATED');
    expect(requests.map(({ status }) => status)).to.deep.equal([416, 200]);
    expect(parts.entries.size, 'what the server says is all there is is not kept').to.equal(0);
  });

  it('keeps what it has when the server cannot be reached for the rest, or has other trouble', async () => {
    const parts = new MemoryParts();
    cuts = [3 * MIB];
    drops = 1;
    expect((await failure(read(parts))).code).to.equal('GDS_MODEL_TRUNCATED');
    const address = file;
    file = { ...file, path: 'http://127.0.0.1:1/' };
    expect((await failure(read(parts))).code).to.equal('GDS_MODEL_TRUNCATED');
    file = address;
    const busy: typeof fetch = () => Promise.resolve(new Response('Later', { status: 503 }));
    const store = new ModelStore('http://unused.invalid/', undefined, parts, busy);
    expect((await failure(store.read(manifest, file))).message).to.match(/answered 503/);
    requests.length = 0;
    isWhole(await read(parts));
    expect(requests.map(({ range }) => range)).to.deep.equal(['bytes=3145728-']);
  });

  it('asks for all where another origin does not permit the headers', async () => {
    const parts = new MemoryParts();
    await parts.append('', 0, { validator: '"one"', bytes: BYTES.subarray(0, 5 * MIB) });
    const strict: typeof fetch = (url, init) =>
      Object.keys(init?.headers ?? {}).length > 0 ? Promise.reject(new TypeError('Failed to fetch')) : fetch(url, init);
    const page = { origin: 'https://studio.example', href: 'https://studio.example/' };
    Object.defineProperty(globalThis, 'location', { value: page, configurable: true });
    try {
      isWhole(await new ModelStore('http://unused.invalid/', undefined, parts, strict).read(manifest, file));
    } finally {
      Reflect.deleteProperty(globalThis, 'location');
    }
    expect(requests).to.deep.equal([{ range: undefined, ifRange: undefined, status: 200 }]);
  });

  for (const tag of ['W/"one"', undefined]) {
    it(`keeps nothing where the server promises nothing (ETag ${tag})`, async () => {
      const parts = new MemoryParts();
      etag = tag;
      cuts = [6 * MIB];
      expect((await failure(read(parts))).message).to.match(/Run again; if it stays so/);
      expect(parts.entries.size).to.equal(0);
      isWhole(await read(parts));
      expect(requests.map(({ range }) => range)).to.deep.equal([undefined, undefined]);
    });
  }

  it('does without a cache that refuses', async () => {
    cuts = [6 * MIB];
    isWhole(await read(REFUSING));
  });
});
