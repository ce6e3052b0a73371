/** Rules S44, S48 and S49 of docs/rules/server.md: ranges, validators, and that a file of the data folder is a whole one, or none, and never acts. */
import { readdirSync, renameSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { expect } from 'chai';
import { startServer, type ServerProcess } from '../../test/support/server-process.js';
import { pngOf, PNG } from '../testing/content.js';

const SIZE = 70_001;
const CONTENT = pngOf(SIZE);
for (let at = PNG.length; at < SIZE; at++) CONTENT[at] = (at * 31 + (at >> 8)) & 255;

/** A small generator (mulberry32), so that a failing run can be made again. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

describe('GET /data', () => {
  let server: ServerProcess;
  const path = (name: string): string => join(server.data, 'input', name);
  const get = (headers: Record<string, string> = {}, method = 'GET'): Promise<Response> =>
    server.get('/data/input/file.png', { headers, method });

  before(async () => {
    server = await startServer();
    writeFileSync(path('file.png'), CONTENT);
  });
  after(() => server.stop());

  it('gives any range as a slice of the whole', async () => {
    const seed = Number(process.env.GDS_SEED ?? Date.now() % 2 ** 31);
    const below = generator(seed);
    /** Near the ends more often than anywhere. */
    const position = (): number => [below(SIZE + 10), below(3), SIZE - 2 + below(5), 0][below(4)]!;
    for (let round = 0; round < 200; round++) {
      const [first, last] = [position(), position()];
      const header = [`bytes=${first}-${last}`, `bytes=${first}-`, `bytes=-${last}`][below(3)]!;
      const what = `seed ${seed}, ${header}`;
      const answer = await get({ Range: header });
      const body = Buffer.from(await answer.arrayBuffer());
      const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header)!;
      const slice =
        from === '' ? CONTENT.subarray(Math.max(0, SIZE - Number(to))) : CONTENT.subarray(Number(from), to === '' ? SIZE : Number(to) + 1);
      const start = from === '' ? SIZE - slice.length : Number(from);
      if (from !== '' && to !== '' && Number(to) < Number(from)) {
        expect(answer.status, what).to.equal(200);
        expect(body.equals(CONTENT), what).to.equal(true);
      } else if (slice.length === 0) {
        expect(answer.status, what).to.equal(416);
        expect(answer.headers.get('content-range'), what).to.equal(`bytes */${SIZE}`);
      } else {
        expect(answer.status, what).to.equal(206);
        expect(body.equals(slice), what).to.equal(true);
        expect(answer.headers.get('content-range'), what).to.equal(`bytes ${start}-${start + slice.length - 1}/${SIZE}`);
        expect(answer.headers.get('content-length'), what).to.equal(String(slice.length));
      }
    }
  });

  it('takes one range: several, other units and nonsense get the whole', async () => {
    for (const range of ['bytes=0-1,5-6', 'bytes=0-0,-1', 'items=0-1', 'bytes=', 'bytes=a-b', 'bytes=1-2-3', 'bytes=--1', '0-1']) {
      const answer = await get({ Range: range });
      expect(answer.status, range).to.equal(200);
      expect((await answer.arrayBuffer()).byteLength, range).to.equal(SIZE);
    }
  });

  it('knows what the client has: If-None-Match, If-Range, HEAD', async () => {
    const head = await get({}, 'HEAD');
    expect(head.headers.get('content-length')).to.equal(String(SIZE));
    const etag = head.headers.get('etag')!;
    expect(etag).to.match(/^"[^"]+"$/);
    for (const known of [etag, `W/${etag}`, `"x", ${etag}`, '*'])
      expect((await get({ 'If-None-Match': known })).status, known).to.equal(304);
    expect((await get({ 'If-None-Match': '"x"' })).status).to.equal(200);
    expect((await get({ Range: 'bytes=0-9', 'If-Range': etag })).status).to.equal(206);
    for (const other of ['"x"', `W/${etag}`, head.headers.get('last-modified')!]) {
      expect((await get({ Range: 'bytes=0-9', 'If-Range': other })).status, other).to.equal(200);
    }
    writeFileSync(path('new.png'), CONTENT);
    renameSync(path('new.png'), path('file.png'));
    expect((await get({ 'If-None-Match': etag })).status).to.equal(200);
  });

  it('lets nothing act: types, sniffing, policy, what is saved instead of shown', async () => {
    const files: readonly [string, string, string, boolean][] = [
      ['input', 'a.png', 'image/png', true],
      ['input', 'a.svg', 'image/svg+xml', false],
      ['output', 'a.glb', 'model/gltf-binary', false],
      ['output', 'a.mp4', 'video/mp4', true],
      ['canvases', 'a.json', 'application/octet-stream', false],
      ['models', 'a.onnx', 'application/octet-stream', false],
    ];
    for (const [folder, name, type, shown] of files) {
      writeFileSync(join(server.data, folder, name), '<svg xmlns="http://www.w3.org/2000/svg"/>');
      const { status, headers } = await server.get(`/data/${folder}/${name}`);
      expect(status, name).to.equal(200);
      expect(headers.get('content-type'), name).to.equal(type);
      expect(headers.get('x-content-type-options'), name).to.equal('nosniff');
      expect(headers.get('content-security-policy'), name).to.match(/^default-src 'none';.*sandbox$/);
      expect(headers.get('content-disposition'), name).to.match(shown ? /^inline$/ : /^attachment; filename="a\.\w+"/);
      expect(headers.get('cross-origin-resource-policy'), name).to.equal('same-site');
    }
    writeFileSync(join(server.data, 'input', 'odd "name"\n(ä).svg'), '<svg/>');
    const odd = await server.get(`/data/input/${encodeURIComponent('odd "name"\n(ä).svg')}`);
    expect(odd.headers.get('content-disposition')).to.equal(
      `attachment; filename="odd__name_____.svg"; filename*=UTF-8''odd%20%22name%22%0A%28%C3%A4%29.svg`,
    );
    for (const name of ['a.html', 'a.xhtml', 'a.js', 'a.txt', 'a']) {
      writeFileSync(path(name), '<script>1</script>');
      expect((await server.get(`/data/input/${name}`)).status, name).to.equal(404);
    }
  });

  it('never follows a link that takes the place of a file meanwhile', async () => {
    writeFileSync(join(server.data, 'secret.png'), 'what nobody may read');
    let swapping = true;
    let swaps = 0;
    const swap = (async () => {
      for (; swapping; swaps++) {
        writeFileSync(path('next.png'), PNG);
        renameSync(path('next.png'), path('swapped.png'));
        symlinkSync(join(server.data, 'secret.png'), path('link.png'));
        renameSync(path('link.png'), path('swapped.png'));
        await new Promise(setImmediate);
      }
    })();
    for (let round = 0; round < 150; round++) {
      const answer = await server.get('/data/input/swapped.png');
      const body = await answer.text();
      expect([200, 404]).to.include(answer.status);
      expect(body).to.not.contain('what nobody may read');
    }
    swapping = false;
    await swap;
    expect(swaps).to.be.greaterThan(20);
    unlinkSync(path('swapped.png'));
  });

  it('closes its files when clients leave in the middle', async () => {
    writeFileSync(join(server.data, 'models', 'large.onnx'), Buffer.alloc(30_000_000));
    const openFiles = (): number => readdirSync(`/proc/${server.process.pid}/fd`).length;
    const before = openFiles();
    for (let round = 0; round < 20; round++) {
      const abort = new AbortController();
      const answer = await server.get('/data/models/large.onnx', { signal: abort.signal });
      await answer.body!.getReader().read();
      abort.abort();
    }
    for (let tries = 0; openFiles() > before + 5; tries++) {
      expect(tries, 'files still open').to.be.lessThan(200);
      await server.get('/api/ready').then((answer) => answer.text());
    }
  });
});
