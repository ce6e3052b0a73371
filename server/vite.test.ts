/** Rule S59 of docs/rules/server.md: the same handlers inside a real Vite development server, beside Vite's own. */
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { expect } from 'chai';
import { createServer, type ViteDevServer } from 'vite';
import { WebSocket } from 'ws';
import { PNG } from './testing/content.js';
import { gdsCanvasServer } from './vite.js';

describe('the plug-in for Vite', () => {
  let folder = '';
  let vite: ViteDevServer;
  let url = '';
  const get = (path: string, init?: RequestInit): Promise<Response> => fetch(new URL(path, url), init);

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gds-vite-'));
    mkdirSync(join(folder, 'src'));
    writeFileSync(join(folder, 'index.html'), '<!doctype html><title>host</title><script type="module" src="/src/main.ts"></script>');
    writeFileSync(join(folder, 'src/main.ts'), 'const x: number = 1; export default x;');
    vite = await createServer({
      root: folder,
      configFile: false,
      logLevel: 'silent',
      server: { port: 0, host: '127.0.0.1' },
      plugins: [gdsCanvasServer({ data: join(folder, 'data'), logLevel: 'silent' })],
    });
    await vite.listen();
    url = `http://127.0.0.1:${(vite.httpServer!.address() as AddressInfo).port}/`;
  });
  after(async () => {
    await vite.close();
    rmSync(folder, { recursive: true });
  });

  it('keeps files and answers as the server does', async () => {
    const origin = new URL(url).origin;
    const stored = await get('/api/files?name=a.png', { method: 'POST', body: PNG, headers: { Origin: origin } });
    expect(await stored.json()).to.include({ name: 'a.png', width: 64 });
    expect(existsSync(join(folder, 'data/input/a.png'))).to.equal(true);
    const part = await get('/data/input/a.png', { headers: { Range: 'bytes=0-3' } });
    expect(`${part.status} ${part.headers.get('content-type')}`).to.equal('206 image/png');
    expect((await get('/api/health')).status).to.equal(200);
    expect((await get('/api/nothing').then((answer) => answer.json())) as unknown).to.include({ code: 'GDS_NOT_FOUND' });
    expect((await get('/data/..%2findex.html')).status).to.equal(404);
    expect((await get('/data/%zz')).status).to.equal(404);
    const foreign = await get('/api/files?name=b.png', { method: 'POST', body: PNG, headers: { Origin: 'http://evil.example' } });
    expect(foreign.status).to.equal(403);
    expect((await get('/openapi.json').then((answer) => answer.json())) as unknown).to.have.property('openapi', '3.1.0');
  });

  it('leaves the rest to Vite', async () => {
    expect(await (await get('/')).text())
      .to.contain('<title>host</title>')
      .and.contain('/@vite/client');
    expect(await (await get('/src/main.ts')).text()).to.contain('const x = 1');
    expect((await get('/apiary.txt')).headers.get('x-request-id')).to.equal(null);
  });

  it('takes the socket of jobs, and leaves Vite its own', async () => {
    const jobs = new WebSocket(new URL('/api/jobs/socket', url.replace('http', 'ws')));
    await once(jobs, 'open');
    jobs.send(JSON.stringify({ type: 'subscribe', job_id: 'nothing' }));
    const [message] = (await once(jobs, 'message')) as [Buffer];
    expect(JSON.parse(message.toString())).to.include({ type: 'error', code: 'GDS_JOB_UNKNOWN' });
    jobs.close();
    const token = vite.config.webSocketToken;
    const own = new WebSocket(new URL(`/?token=${token}`, url.replace('http', 'ws')), 'vite-hmr');
    const [hello] = (await once(own, 'message')) as [Buffer];
    expect(JSON.parse(hello.toString())).to.include({ type: 'connected' });
    own.close();
  });

  it('ends with Vite, and starts again with it', async () => {
    await vite.restart();
    url = `http://127.0.0.1:${(vite.httpServer!.address() as AddressInfo).port}/`;
    expect((await get('/data/input/a.png')).status).to.equal(200);
    expect((await get('/api/ready')).status).to.equal(200);
    expect(readdirSync(join(folder, 'data')).filter((name) => name.endsWith('.owner'))).to.have.length(1);
  });
});
