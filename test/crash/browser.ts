/** For the tests of this folder: Chromium that can be killed as a whole, and the page that it shows. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import { chromium, type Page } from 'playwright-core';
import { chromiumPath, NETWORK_FLAGS } from '../../tools/chromium.mjs';

/** Serves page.ts. */
export async function servePage(): Promise<{ readonly server: Server; readonly url: string }> {
  const bundle = await build({
    entryPoints: [join(import.meta.dirname, 'page.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
  });
  const script = bundle.outputFiles[0]!.text;
  const server = createServer(({ url: path }, response) => {
    const isScript = path === '/page.js';
    response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? script : '<!doctype html><title>kill</title><script type="module" src="/page.js"></script>');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

export interface Running {
  readonly process: ChildProcess;
  readonly endpoint: string;
}

/** Chromium as the leader of a process group of its own, so that one signal reaches all its processes. */
export async function launch(profile: string): Promise<Running> {
  const flags = [
    '--headless=new',
    '--no-sandbox',
    '--disable-gpu',
    '--remote-debugging-port=0',
    `--user-data-dir=${profile}`,
    ...NETWORK_FLAGS,
  ];
  const process = spawn(chromiumPath(), [...flags, 'about:blank'], { detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
  const endpoint = await new Promise<string>((resolve, reject) => {
    let output = '';
    process.stderr!.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const found = /DevTools listening on (ws:\S+)/.exec(output)?.[1];
      if (found) resolve(found);
    });
    process.once('exit', () => reject(new Error(`Chromium ended before it was ready: ${output}`)));
  });
  return { process, endpoint };
}

export async function openPage({ endpoint }: Running, url: string): Promise<Page> {
  const browser = await chromium.connectOverCDP(endpoint);
  const page = await browser.contexts()[0]!.newPage();
  await page.goto(url);
  await page.waitForFunction(() => typeof window.edit === 'function');
  return page;
}

export async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  process.kill(-child.pid!, 'SIGKILL');
  await gone;
}
