/**
 * The server as a real process over a real socket. Requests that must not be tidied up on the way (traversal) are written
 * byte by byte.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { expect } from 'chai';
import { CONTENT_SECURITY_POLICY } from './http/headers.js';

const MODEL = Buffer.from(Array.from({ length: 1000 }, (_, i) => i % 251));
const SECRET = 'what nobody may read';

/** A small installation: page, worker, model, a link that stays inside and one that leads out. */
function makeRoot(): string {
  const root = mkdtempSync(join(tmpdir(), 'gds-server-'));
  for (const folder of ['dist/studio/chunks', 'dist/workers', 'models/tiny/unet', 'node_modules/onnxruntime-web/dist', 'private']) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  const files: Record<string, string | Buffer> = {
    'dist/studio/index.html': '<!doctype html><title>studio</title>',
    'dist/studio/studio.js': 'export {};',
    'dist/studio/chunks/a-0123abcd.js': 'export {};',
    'dist/studio/.hidden.json': SECRET,
    'dist/workers/onnx.js': 'self.onmessage = () => {};',
    'models/tiny/unet/model.onnx': MODEL,
    'models/tiny/notes.py': SECRET,
    'node_modules/onnxruntime-web/dist/ort.wasm': 'wasm',
    'private/secret.json': SECRET,
    'package.json': SECRET,
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(root, name), content);
  symlinkSync(join(root, 'models/tiny/unet/model.onnx'), join(root, 'models/tiny/same.onnx'));
  symlinkSync(join(root, 'private/secret.json'), join(root, 'models/tiny/out.json'));
  symlinkSync(join(root, 'private'), join(root, 'models/out'));
  return root;
}

async function start(root: string, ...args: string[]): Promise<{ process: ChildProcess; url: string; port: number }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts', '--root', root, '--data', join(root, 'data'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stderr!.on('data', (data: Buffer) => (output += data.toString()));
  for await (const data of child.stdout!) {
    output += String(data);
    const match = /http:\/\/localhost:(\d+)\//.exec(output);
    if (match) return { process: child, url: match[0], port: Number(match[1]) };
  }
  throw new Error(`The server ended without an address: ${output}`);
}

/** Sends `path` exactly as it is. */
async function raw(port: number, path: string): Promise<{ status: number; body: string }> {
  const socket = connect(port, '127.0.0.1');
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  let text = '';
  for await (const data of socket) text += String(data);
  return { status: Number(text.split(' ')[1]), body: text };
}

describe('the server', () => {
  let root = '';
  let running: Awaited<ReturnType<typeof start>>;
  const get = (path: string, init?: RequestInit) => fetch(new URL(path, running.url), init);

  before(async () => {
    root = makeRoot();
    running = await start(root, '--port', '0');
  });
  after(async () => {
    running.process.kill();
    await once(running.process, 'exit');
    rmSync(root, { recursive: true });
  });

  it('serves the page at the root, isolated and under a strict policy', async () => {
    const response = await get('/');
    expect(response.status).to.equal(200);
    expect(await response.text()).to.contain('<title>studio</title>');
    expect(response.headers.get('content-type')).to.equal('text/html; charset=utf-8');
    expect(response.headers.get('cross-origin-opener-policy')).to.equal('same-origin');
    expect(response.headers.get('cross-origin-embedder-policy')).to.equal('require-corp');
    expect(response.headers.get('cross-origin-resource-policy')).to.equal('same-origin');
    expect(response.headers.get('x-content-type-options')).to.equal('nosniff');
    expect(response.headers.get('content-security-policy')).to.equal(CONTENT_SECURITY_POLICY);
    expect(CONTENT_SECURITY_POLICY).to.not.match(/unsafe-inline|'unsafe-eval'|\*|https?:/);
  });

  it('serves workers, runtime and models with their types', async () => {
    for (const [path, type] of [
      ['/studio.js', 'text/javascript; charset=utf-8'],
      ['/gds-assets/workers/onnx.js', 'text/javascript; charset=utf-8'],
      ['/gds-assets/ort/ort.wasm', 'application/wasm'],
      ['/gds-assets/models/tiny/unet/model.onnx', 'application/octet-stream'],
    ] as const) {
      const response = await get(path);
      expect(response.status, path).to.equal(200);
      expect(response.headers.get('content-type'), path).to.equal(type);
      await response.arrayBuffer();
    }
  });

  it('keeps chunks named by their hash for good, and asks again for everything else', async () => {
    expect((await get('/chunks/a-0123abcd.js')).headers.get('cache-control')).to.contain('immutable');
    expect((await get('/studio.js')).headers.get('cache-control')).to.equal('no-cache');
  });

  it('sends a model whole, in part, from the end, and says when a part is not there', async () => {
    const path = '/gds-assets/models/tiny/unet/model.onnx';
    const bytes = async (init?: RequestInit) => Buffer.from(await (await get(path, init)).arrayBuffer());
    expect((await bytes()).equals(MODEL)).to.equal(true);

    const part = await get(path, { headers: { Range: 'bytes=100-199' } });
    expect(part.status).to.equal(206);
    expect(part.headers.get('content-range')).to.equal('bytes 100-199/1000');
    expect(part.headers.get('content-length')).to.equal('100');
    expect(Buffer.from(await part.arrayBuffer()).equals(MODEL.subarray(100, 200))).to.equal(true);

    expect((await bytes({ headers: { Range: 'bytes=-10' } })).equals(MODEL.subarray(990))).to.equal(true);
    const beyond = await get(path, { headers: { Range: 'bytes=1000-' } });
    expect(beyond.status).to.equal(416);
    expect(beyond.headers.get('content-range')).to.equal('bytes */1000');
  });

  it('answers a validator with 304, and gives the whole file where If-Range no longer fits', async () => {
    const path = '/gds-assets/models/tiny/unet/model.onnx';
    const etag = (await get(path, { method: 'HEAD' })).headers.get('etag')!;
    expect((await get(path, { headers: { 'If-None-Match': etag } })).status).to.equal(304);
    expect((await get(path, { headers: { Range: 'bytes=0-9', 'If-Range': etag } })).status).to.equal(206);
    expect((await get(path, { headers: { Range: 'bytes=0-9', 'If-Range': '"other"' } })).status).to.equal(200);
  });

  it('answers HEAD with the length and no body', async () => {
    const response = await get('/gds-assets/models/tiny/unet/model.onnx', { method: 'HEAD' });
    expect(response.headers.get('content-length')).to.equal('1000');
    expect((await response.arrayBuffer()).byteLength).to.equal(0);
  });

  it('refuses other methods', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const response = await get('/', { method });
      expect(response.status, method).to.equal(405);
      expect(response.headers.get('allow')).to.equal('GET, HEAD');
    }
  });

  it('follows a link that stays inside and none that leads out', async () => {
    expect((await get('/gds-assets/models/tiny/same.onnx')).status).to.equal(200);
    expect((await get('/gds-assets/models/tiny/out.json')).status).to.equal(404);
    expect((await get('/gds-assets/models/out/secret.json')).status).to.equal(404);
  });

  it('gives nothing outside, hidden, of unknown type or malformed, however it is written', async () => {
    for (const path of [
      '/../private/secret.json',
      '/../../private/secret.json',
      '/%2e%2e/%2e%2e/private/secret.json',
      '/..%2f..%2fprivate/secret.json',
      '/..%5c..%5cprivate%5csecret.json',
      '/%252e%252e/%252e%252e/private/secret.json',
      '/gds-assets/models/../private/secret.json',
      '/gds-assets/models/../../package.json',
      '/gds-assets/models/..%2f..%2fpackage.json',
      '/gds-assets/models/%2e%2e/%2e%2e/package.json',
      '/gds-assets/models//etc/passwd',
      '/gds-assets/models/tiny/notes.py',
      '/gds-assets/models/tiny/unet',
      '/gds-assets/models/tiny/unet/',
      '/gds-assets/models',
      '/gds-assets/nowhere/x.json',
      '/gds-assets/__proto__/x.json',
      '/gds-assets/constructor/x.json',
      '/.hidden.json',
      '/package.json',
      '/%00.json',
      '/index.html%00.json',
      '/%ff%fe.json',
      '/%',
      '/gds-assets/',
      '/' + 'a'.repeat(5000) + '.json',
      '//localhost/package.json',
    ]) {
      const { status, body } = await raw(running.port, path);
      expect([400, 404], `${path} → ${status}`).to.include(status);
      expect(body, path).to.not.contain(SECRET);
    }
  });

  it('has its headers on refusals too', async () => {
    const response = await get('/nothing.json');
    expect(response.headers.get('x-content-type-options')).to.equal('nosniff');
    expect(response.headers.get('content-security-policy')).to.equal(CONTENT_SECURITY_POLICY);
  });

  it('goes on after a client has left in the middle of a file', async () => {
    for (let i = 0; i < 5; i++) {
      const socket = connect(running.port, '127.0.0.1');
      socket.write('GET /gds-assets/models/tiny/unet/model.onnx HTTP/1.1\r\nHost: localhost\r\n\r\n');
      await once(socket, 'connect');
      socket.destroy();
    }
    expect((await get('/api/health')).status).to.equal(200);
  });

  it('says which port is taken', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    const { port } = blocker.address() as AddressInfo;
    const failure = await start(root, '--port', String(port)).then(
      () => '',
      (error: Error) => error.message,
    );
    blocker.close();
    expect(failure).to.contain(`Port ${port} is in use`);
  });
});
