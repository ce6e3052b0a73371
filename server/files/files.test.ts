/** Rules S42 to S47 of docs/rules/server.md: what the data folder takes, gives, refuses, and how it is written. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { expect } from 'chai';
import { requestText, sendRaw, startServer, type ServerProcess } from '../../test/support/server-process.js';
import {
  type Bytes,
  avifHeader,
  fixture,
  gifHeader,
  jpegHeader,
  PNG,
  pngHeader,
  pngOf,
  safetensors,
  webpHeader,
} from '../testing/content.js';
import type { FileEntry } from './store.js';

const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');
const GLB = fixture('triposr-ok.glb');
const JSON_FILE = Buffer.from('{"name":"My Canvas","nodes":[],"edges":[]}');
const ONNX = readFileSync('models/gds-tiny-sd/vae_encoder/model.onnx');
const SVG = Buffer.from('<?xml version="1.0"?><!-- drawn --><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');

describe('the files of the server', () => {
  let server: ServerProcess;
  const folder = (name: string): string => join(server.data, name);
  const post = (dir: string, name: string, body: Bytes, headers: Record<string, string> = {}): Promise<Response> =>
    server.get(`/api/files?${new URLSearchParams({ dir, name }).toString()}`, { method: 'POST', body, headers });
  const list = async (dir: string): Promise<FileEntry[]> => (await (await server.get(`/api/files?dir=${dir}`)).json()) as FileEntry[];
  const remove = async (dir: string, name: string): Promise<unknown> =>
    (await server.get(`/api/files?${new URLSearchParams({ dir, name }).toString()}`, { method: 'DELETE' })).json();
  const code = async (response: Response): Promise<string> => `${response.status} ${((await response.json()) as { code: string }).code}`;
  const left = (dir: string): string[] => readdirSync(folder(dir)).filter((name) => name.startsWith('.gds-'));

  before(async () => {
    server = await startServer([
      '--upload-bytes',
      '400000',
      '--model-bytes',
      '9000000',
      '--image-pixels',
      '1000000',
      '--uploads-bytes',
      '1000',
    ]);
  });
  after(() => server.stop());

  describe('as recorded', () => {
    interface Recording {
      readonly request: { readonly method: string; readonly path: string };
      readonly response: { readonly status: number; readonly json?: unknown; readonly text?: string };
    }
    const HEADER = JSON.stringify({
      __metadata__: {
        ...{ 'modelspec.title': 'Tiny', 'modelspec.hash_sha256': '0x0123456789abcdef', 'modelspec.date': '2026-01-01' },
        ...{ 'modelspec.author': 'me', 'modelspec.description': 'd', 'modelspec.architecture': 'stable-diffusion-v1' },
        ...{ 'modelspec.resolution': '512x512', 'modelspec.license': 'MIT' },
      },
    });
    /** In the order in which they were recorded, with the bodies that the recordings describe. */
    const STEPS: readonly [name: string, body?: Bytes][] = [
      ['list-default'],
      ['upload-png', PNG],
      ['list-input'],
      ['upload-overwrite', pngOf(305)],
      ['upload-noname', PNG],
      ['upload-space-unicode', PNG],
      ['upload-slash', PNG],
      ['upload-upper-ext', PNG],
      ['upload-canvas', Buffer.concat([JSON_FILE, Buffer.from('     ')])],
      ['upload-output-glb', GLB.subarray(0, 12)],
      ['upload-model-safetensors', safetensors(HEADER.padEnd(296))],
      ['upload-model-nometa', safetensors('{}')],
      ['list-after-canvases'],
      ['list-after-output'],
      ['delete-ok'],
      ['delete-again'],
      ['delete-original-name'],
      ['delete-sanitised-name'],
      ['delete-noname'],
      ['delete-emptyname'],
    ];
    /** What only ours says comes behind the original's keys; times and names made of times are times. */
    const asRecorded = (text: string): unknown =>
      JSON.parse(
        text
          .replace(/,"(width|height)":\d+|,"sha256":"\w+"|,"(detail|code)":"[^"]*"/g, '')
          .replace(/upload-\d+/g, 'upload-N')
          .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME'),
      );

    for (const [name, body] of STEPS) {
      it(name, async () => {
        const { request, response } = JSON.parse(readFileSync(`test/fixtures/backend/files-http/${name}.json`, 'utf8')) as Recording;
        const answer = await server.get(request.path, { method: request.method, ...(body && { body }) });
        const text = await answer.text();
        expect(answer.status, text).to.equal(response.status);
        const recorded = response.text ?? JSON.stringify(response.json);
        expect(JSON.stringify(asRecorded(text))).to.equal(JSON.stringify(asRecorded(recorded)));
      });
    }

    it('lists newest first, with what models say of themselves', async () => {
      const { response } = JSON.parse(readFileSync('test/fixtures/backend/files-http/list-after-models.json', 'utf8')) as Recording;
      writeFileSync(join(folder('models'), 'z.safetensors'), 'abc');
      writeFileSync(join(folder('models'), 'huge.safetensors'), Buffer.from([0, 0, 0, 0, 0, 1, 0, 0, 0x7b, 0x7d]));
      const now = Date.now() / 1000;
      for (const [at, name] of ['m', 'n', 'z', 'huge'].entries()) utimesSync(join(folder('models'), `${name}.safetensors`), now, now + at);
      const text = await (await server.get('/api/files?dir=models')).text();
      expect(JSON.stringify(asRecorded(text))).to.equal(JSON.stringify(asRecorded(JSON.stringify(response.json))));
    });
  });

  it('says of an entry what it knows: pixels, hash, what an ONNX file tells', async () => {
    const stored = (await (await post('input', 'wide.png', fixture('rgb96x64.png'))).json()) as FileEntry;
    expect(stored).to.include({ width: 96, height: 64, sha256: sha256(fixture('rgb96x64.png')) });
    expect((await list('input')).find(({ name }) => name === 'wide.png')).to.deep.equal(stored);
    for (const [name, width, height] of [
      ['rgb64.jpg', 64, 64],
      ['rgb64.webp', 64, 64],
      ['rgb67x45.png', 67, 45],
    ] as const) {
      expect(await (await post('input', name, fixture(name))).json(), name).to.include({ width, height });
    }
    expect((await post('models', 'vae.onnx', ONNX)).status).to.equal(200);
    const { metadata } = (await list('models')).find(({ name }) => name === 'vae.onnx')!;
    expect(metadata).to.have.property('opset').that.matches(/^\d+$/);
    expect(metadata).to.have.property('title').that.has.length.greaterThan(0);
  });

  it('lists and serves neither links nor hidden files, folders, pipes or foreign types', async () => {
    const input = folder('input');
    writeFileSync(join(input, 'real.png'), PNG);
    writeFileSync(join(server.data, 'target.png'), PNG);
    symlinkSync(join(server.data, 'target.png'), join(input, 'soft.png'));
    symlinkSync(server.data, join(input, 'up.png'));
    linkSync(join(server.data, 'target.png'), join(input, 'hard.png'));
    mkdirSync(join(input, 'folder.png'));
    execFileSync('mkfifo', [join(input, 'pipe.png')]);
    writeFileSync(join(input, 'note.txt'), 'text');
    const names = (await list('input')).map(({ name }) => name);
    expect(names).to.include('real.png');
    for (const name of ['soft.png', 'up.png', 'hard.png', 'folder.png', 'pipe.png', 'note.txt']) {
      expect(names).to.not.include(name);
      const answer = await server.get(`/data/input/${name}`);
      expect(answer.status, name).to.equal(404);
      expect(await answer.text()).to.not.contain('PNG');
    }
    expect((await server.get('/data/input/up.png/target.png')).status).to.equal(404);
    expect(await remove('input', 'folder.png')).to.deep.equal({ success: false });
    expect(await remove('input', 'soft.png')).to.deep.equal({ success: false });
    for (const name of ['soft.png', 'up.png', 'hard.png', 'folder.png', 'pipe.png', 'note.txt'])
      rmSync(join(input, name), { recursive: true });
  });

  it('takes what its folders are for, by its bytes', async () => {
    const taken: readonly [string, string, Bytes][] = [
      ['input', 'a.png', PNG],
      ['input', 'named-wrongly.png', fixture('rgb64.jpg')],
      ['input', 'a.gif', gifHeader(3, 2)],
      ['input', 'a.avif', avifHeader(300, 200)],
      ['input', 'a.svg', SVG],
      ['output', 'a.glb', GLB],
      ['output', 'a.gltf', Buffer.from('{"asset":{"version":"2.0"}}')],
      ['output', 'a.mp4', Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isommp42', 'latin1')],
      ['output', 'a.webm', Buffer.from([0x1a, 0x45, 0xdf, 0xa3, 0x9f])],
      ['models', 'a.ckpt', Buffer.from('PK\x03\x04rest', 'latin1')],
      ['canvases', 'a.json', JSON_FILE],
    ];
    for (const [dir, name, body] of taken) expect((await post(dir, name, body)).status, name).to.equal(200);
    const refused: readonly [string, string, Bytes][] = [
      ['input', 'a.txt', Buffer.from('hello')],
      ['input', 'noext', PNG],
      ['input', 'empty.png', Buffer.alloc(0)],
      ['input', 'page.html', Buffer.from('<!doctype html><script>1</script>')],
      ['input', 'page.png', Buffer.from('<!doctype html><script>1</script>')],
      ['input', 'drawing.png', SVG],
      ['input', 'page.svg', Buffer.from('<html><svg/></html>')],
      ['input', 'script.js', Buffer.from('alert(1)')],
      ['input', 'a.json', JSON_FILE],
      ['input', 'program.png', Buffer.from('\x7fELF', 'latin1')],
      ['output', 'not.glb', PNG],
      ['models', 'a.png', PNG],
      ['models', 'not.safetensors', Buffer.from('abc')],
      ['models', 'long.safetensors', Buffer.from([0, 0, 0, 0, 0, 1, 0, 0, 0x7b, 0x7d])],
      ['models', 'not.onnx', PNG],
      ['canvases', 'list.json', Buffer.from('[1]')],
      ['canvases', 'page.json', Buffer.from('<script>')],
    ];
    for (const [dir, name, body] of refused) expect(await code(await post(dir, name, body)), name).to.equal('415 GDS_TYPE');
    for (const dir of ['input', 'output', 'models', 'canvases']) expect(left(dir)).to.deep.equal([]);
  });

  it('refuses a picture by the pixels that its header announces', async () => {
    const bombs = { png: pngHeader, gif: gifHeader, webp: webpHeader, jpg: jpegHeader, avif: avifHeader };
    for (const [type, header] of Object.entries(bombs)) {
      expect((await post('input', `small.${type}`, header(1000, 1000))).status, type).to.equal(200);
      expect(await code(await post('input', `bomb.${type}`, header(1001, 1000))), type).to.equal('413 GDS_TOO_LARGE');
    }
    expect(await code(await post('input', 'none.png', pngHeader(0, 10)))).to.equal('415 GDS_TYPE');
    expect(await code(await post('input', 'cut.jpg', jpegHeader(9, 9).subarray(0, 900)))).to.equal('415 GDS_TYPE');
  });

  it('refuses too many bytes, announced or not, and keeps none of them', async () => {
    const before = readdirSync(folder('input')).sort();
    expect(await code(await post('input', 'large.png', pngOf(400_001)))).to.equal('413 GDS_TOO_LARGE');
    let sent = 0;
    const chunks = new ReadableStream({
      pull(controller) {
        controller.enqueue(pngOf(100_000));
        if (++sent === 10) controller.close();
      },
    });
    const unannounced = await server.get('/api/files?name=large.png', { method: 'POST', body: chunks, duplex: 'half' } as RequestInit).then(
      (answer) => answer.status,
      () => 'cut',
    );
    expect([413, 'cut']).to.include(unannounced);
    expect((await post('input', 'fits.png', pngOf(400_000))).status).to.equal(200);
    await remove('input', 'fits.png');
    expect(readdirSync(folder('input')).sort()).to.deep.equal(before);
  });

  it('writes under conditions: If-Match, If-None-Match', async () => {
    const first = await post('canvases', 'shared.json', JSON_FILE, { 'If-None-Match': '*' });
    const etag = first.headers.get('etag')!;
    expect(first.status).to.equal(200);
    expect((await server.get('/data/canvases/shared.json')).headers.get('etag')).to.equal(etag);
    expect(await code(await post('canvases', 'shared.json', JSON_FILE, { 'If-None-Match': '*' }))).to.equal('412 GDS_CHANGED');
    const second = await post('canvases', 'shared.json', Buffer.from('{"second":true}'), { 'If-Match': etag });
    expect(second.status).to.equal(200);
    expect(second.headers.get('etag')).to.not.equal(etag);
    expect(await code(await post('canvases', 'shared.json', Buffer.from('{"third":true}'), { 'If-Match': etag }))).to.equal(
      '412 GDS_CHANGED',
    );
    expect(await (await server.get('/data/canvases/shared.json')).text()).to.equal('{"second":true}');
    expect(await code(await post('canvases', 'absent.json', JSON_FILE, { 'If-Match': '*' }))).to.equal('412 GDS_CHANGED');
    const refused = await server.get('/api/files?dir=canvases&name=shared.json', { method: 'DELETE', headers: { 'If-Match': etag } });
    expect(await code(refused)).to.equal('412 GDS_CHANGED');
    const listing = await server.get('/api/files?dir=canvases');
    const known = { 'If-None-Match': listing.headers.get('etag')! };
    await listing.text();
    expect((await server.get('/api/files?dir=canvases', { headers: known })).status).to.equal(304);
    await remove('canvases', 'shared.json');
    expect((await server.get('/api/files?dir=canvases', { headers: known })).status).to.equal(200);
  });

  it('gives whole files to whoever reads while fifty write to one name', async () => {
    const contents = Array.from({ length: 50 }, (_, at) => pngOf(20_000 + at * 1000, at + 1));
    const hashes = new Set(contents.map(sha256));
    let writing = true;
    const reading = (async () => {
      let reads = 0;
      for (; writing || reads === 0; reads++) {
        const answer = await server.get('/data/input/contested.png');
        const body = Buffer.from(await answer.arrayBuffer());
        if (answer.status === 200) expect(hashes.has(sha256(body)), `${body.length} bytes of nobody`).to.equal(true);
      }
    })();
    const answers = await Promise.all(contents.map((content) => post('input', 'contested.png', content)));
    writing = false;
    await reading;
    for (const [at, answer] of answers.entries()) {
      expect(answer.status).to.equal(200);
      expect(await answer.json()).to.include({ sha256: sha256(contents[at]!), name: 'contested.png' });
    }
    expect(hashes.has(sha256(readFileSync(join(folder('input'), 'contested.png'))))).to.equal(true);
    expect(left('input')).to.deep.equal([]);
    const claims = await Promise.all(contents.map((content) => post('input', 'claimed.png', content, { 'If-None-Match': '*' })));
    expect(claims.filter(({ status }) => status === 200)).to.have.length(1);
    expect(claims.filter(({ status }) => status === 412)).to.have.length(49);
  });

  it('keeps inputs by their hash, and lets the least used go', async () => {
    const put = (content: Bytes, hash = sha256(content)): Promise<Response> =>
      server.get(`/api/uploads/${hash}`, { method: 'PUT', body: content });
    const head = async (content: Bytes): Promise<number> =>
      (await server.get(`/api/uploads/${sha256(content)}`, { method: 'HEAD' })).status;
    expect(await head(PNG)).to.equal(404);
    expect((await put(PNG)).status).to.equal(201);
    expect((await put(PNG)).status).to.equal(200);
    expect(await head(PNG)).to.equal(200);
    expect(readFileSync(join(folder('uploads'), sha256(PNG))).equals(PNG)).to.equal(true);
    expect((await server.get(`/data/uploads/${sha256(PNG)}`)).status).to.equal(404);
    expect(await code(await put(pngOf(310), sha256(pngOf(311))))).to.equal('422 GDS_HASH');
    expect(await code(await put(pngOf(310), 'x'.repeat(64)))).to.equal('422 GDS_HASH');
    expect(await code(await put(Buffer.from('text')))).to.equal('415 GDS_TYPE');
    expect(await code(await put(pngHeader(2000, 2000)))).to.equal('413 GDS_TOO_LARGE');
    const [first, second, third] = [pngOf(320, 1), pngOf(320, 2), pngOf(330, 3)];
    for (const [at, content] of [first, second].entries()) {
      expect((await put(content)).status).to.equal(201);
      utimesSync(join(folder('uploads'), sha256(content)), 0, Date.now() / 1000 - 200 + at);
    }
    utimesSync(join(folder('uploads'), sha256(PNG)), 0, Date.now() / 1000 - 100);
    expect((await put(third)).status).to.equal(201);
    expect(await Promise.all([PNG, first, second, third].map(head))).to.deep.equal([200, 404, 200, 200]);
  });

  it('keeps nothing of a body that ends before its length', async () => {
    const before = readdirSync(folder('input')).sort();
    const head = requestText('POST /api/files?name=short.png', { 'Content-Length': 5000 });
    const { status, text } = await sendRaw(server.port, Buffer.concat([Buffer.from(head), PNG]), { end: true });
    expect(`${status} ${text}`).to.contain('400').and.contain('GDS_BODY_LENGTH');
    const chunked = requestText('POST /api/files?name=short.png', { 'Transfer-Encoding': 'chunked' }, `${PNG.length.toString(16)}\r\n`);
    expect((await sendRaw(server.port, Buffer.concat([Buffer.from(chunked), PNG]), { end: true })).status).to.equal(400);
    await server.get('/api/files');
    expect(
      readdirSync(folder('input'))
        .filter((name) => !name.startsWith('.gds-'))
        .sort(),
    ).to.deep.equal(before);
  });

  it('cuts a body at its length, and ends the connection behind the answer', async () => {
    const head = requestText('POST /api/files?name=long.png', { 'Content-Length': PNG.length, Connection: 'keep-alive' });
    const { status, text } = await sendRaw(server.port, Buffer.concat([Buffer.from(head), PNG, Buffer.from('and more\r\n\r\n')]));
    expect(`${status} ${text}`).to.match(/^200 \{"name":"long.png".*\}$/);
    expect(readFileSync(join(folder('input'), 'long.png')).equals(PNG)).to.equal(true);
  });
});
