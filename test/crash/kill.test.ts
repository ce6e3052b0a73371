/**
 * Rule P4 of docs/rules/persistence.md: an edit that was reported saved survives the death of every browser process.
 *
 * A real browser edits a project without pause; at a random moment its whole process group gets SIGKILL. A new browser on the same
 * profile must find every edit that was acknowledged before. Rounds go on in one profile, so that compaction happens on the way.
 * `KILL_ROUNDS` and `KILL_SEED` make it longer or repeat it.
 */
import { after, before, describe, it } from 'node:test';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { build } from 'esbuild';
import { chromium, type Page } from 'playwright-core';
import { random } from '../../adapters/indexeddb/testing.js';
import { chromiumPath, NETWORK_FLAGS } from '../../tools/chromium.mjs';

const ROUNDS = Number(process.env['KILL_ROUNDS'] ?? 8);
const SEED = Number(process.env['KILL_SEED'] ?? Date.now() & 0xffff);

describe('killing the browser', () => {
  let server: Server;
  let profile: string;
  let url: string;

  before(async () => {
    const bundle = await build({
      entryPoints: [join(import.meta.dirname, 'page.ts')],
      bundle: true,
      write: false,
      format: 'esm',
      target: 'es2022',
    });
    const script = bundle.outputFiles[0]!.text;
    server = createServer(({ url: path }, response) => {
      const isScript = path === '/page.js';
      response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html');
      response.end(isScript ? script : '<!doctype html><title>kill</title><script type="module" src="/page.js"></script>');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    profile = await mkdtemp(join(tmpdir(), 'gds-kill-'));
  });

  after(async () => {
    server.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  });

  it(`loses no edit that was reported saved (${ROUNDS} rounds)`, { timeout: 60_000 * ROUNDS }, async () => {
    console.log(`kill seed ${SEED}`);
    const dice = random(SEED);
    const acked = new Set<number>();
    let next = 1;
    for (let round = 1; round <= ROUNDS; round++) {
      const browser = await launch(profile);
      const page = await openPage(browser, url);
      const enough = new Promise<void>((resolve) => {
        const least = Math.floor(dice() * 200);
        let count = 0;
        void page
          .exposeFunction('acked', (edit: number) => {
            acked.add(edit);
            next = Math.max(next, edit + 1);
            if (++count > least) resolve();
          })
          .then(() => page.evaluate((from) => window.edit(from), next))
          .catch(() => undefined);
      });
      await enough;
      await new Promise((resolve) => setTimeout(resolve, dice() * 50));
      await kill(browser.process);

      const again = await launch(profile);
      const stored = await (await openPage(again, url)).evaluate(() => window.stored());
      await kill(again.process);
      expect(stored.state, `seed ${SEED}, round ${round}`).to.equal('saved');
      const missing = [...acked].filter((edit) => !stored.edits.includes(edit));
      expect(missing, `seed ${SEED}, round ${round}`).to.deep.equal([]);
      expect({ damaged: stored.damaged, lost: stored.lost }, `seed ${SEED}, round ${round}`).to.deep.equal({ damaged: 0, lost: 0 });
      next = Math.max(next, ...stored.edits.map((edit) => edit + 1));
    }
    console.log(`${acked.size} acknowledged edits, all there after ${ROUNDS} kills`);
    expect(acked.size).to.be.greaterThan(ROUNDS);
  });
});

interface Running {
  readonly process: ChildProcess;
  readonly endpoint: string;
}

/** Chromium as the leader of a process group of its own, so that one signal reaches all its processes. */
async function launch(profile: string): Promise<Running> {
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

async function openPage({ endpoint }: Running, url: string): Promise<Page> {
  const browser = await chromium.connectOverCDP(endpoint);
  const page = await browser.contexts()[0]!.newPage();
  await page.goto(url);
  await page.waitForFunction(() => typeof window.edit === 'function');
  return page;
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  process.kill(-child.pid!, 'SIGKILL');
  await gone;
}
