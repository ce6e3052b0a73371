/**
 * One subject of the suite `server` in a process of its own: `node host.mjs KIND FOLDER`. Tells its port to its parent.
 *
 *   ours    gds-canvas-server from dist/server, as `npx gds-canvas-server` starts it
 *   jobs    the same, but what computes is replaced by something that computes nothing: it tells steps, or waits for ever
 *   sirv, send   what others serve static files with
 *   plain   node:http that writes a body to a file and nothing else; `plain-sync` also waits for the disk, as ours does
 */
import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

const [kind, folder] = process.argv.slice(2);
const root = join(import.meta.dirname, '../..');
const peer = createRequire(join(root, 'bench/package.json'));

const KINDS = {
  ours: () => serveOurs(),
  jobs: async () => {
    const { computeNothing } = await import('./nothing.mjs');
    await computeNothing(root);
    return serveOurs();
  },
  sirv: () => {
    const handler = peer('sirv')(folder, { dev: true, etag: true });
    return serve((request, response) => handler(request, response, () => response.writeHead(404).end()));
  },
  send: () => {
    const send = peer('send');
    return serve((request, response) => send(request, request.url, { root: folder }).pipe(response));
  },
  plain: () => serve(write(false)),
  'plain-sync': () => serve(write(true)),
};

async function serveOurs() {
  const { createApp, listen } = await import(join(root, 'dist/server/index.js'));
  const app = await createApp({ data: folder, packages: join(root, 'models'), logLevel: 'silent', queue: 100_000 });
  return (await listen(app, { port: 0 })).port;
}

const serve = (handler) =>
  new Promise((resolve) => {
    const server = createServer(handler);
    server.listen(0, '127.0.0.1', () => resolve(server.address().port));
  });

let files = 0;
const write = (sync) => async (request, response) => {
  const path = join(folder, `${files++ % 8}.png`);
  await pipeline(request, createWriteStream(path));
  if (sync) {
    const file = await open(path, 'r+');
    await file.sync();
    await file.close();
  }
  response.end('{}');
};

process.on('message', (message) => {
  if (message !== 'memory') return;
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  process.send({ memory: { rss, heapUsed } });
});
process.on('disconnect', () => process.exit(0));
process.send({ port: await KINDS[kind]() });
