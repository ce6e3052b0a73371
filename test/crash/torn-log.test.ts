/**
 * Rule P17 of docs/rules/persistence.md: half a record that a killed browser left at the end of LevelDB's log costs nothing that was saved.
 * Left to itself Chromium passes over it at the next start and deletes the whole database at the one after that.
 */
import { after, before, describe, it } from 'node:test';
import { mkdtemp, readdir, rm, stat, truncate } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { kill, launch, openPage, servePage } from './browser.js';

describe('a log that ends in half a record', () => {
  let server: Server;
  let profile: string;
  let url: string;

  before(async () => {
    ({ server, url } = await servePage());
    profile = await mkdtemp(join(tmpdir(), 'gds-torn-'));
  });
  after(async () => {
    server.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  });

  /** What is stored, as a browser finds it that is killed at once afterwards. */
  async function stored() {
    const browser = await launch(profile);
    const found = await (await openPage(browser, url)).evaluate(() => window.stored());
    await kill(browser.process);
    return found;
  }

  /** Edits until that many are saved, then kills the browser. Gives the saved ones. */
  async function edit(from: number, count: number): Promise<number[]> {
    const browser = await launch(profile);
    const page = await openPage(browser, url);
    const saved: number[] = [];
    await new Promise<void>((resolve) => {
      void page
        .exposeFunction('acked', (each: number) => saved.push(each) === count && resolve())
        .then(() => page.evaluate((first) => window.edit(first), from))
        .catch(() => undefined);
    });
    await kill(browser.process);
    return saved;
  }

  /** Cuts the last bytes off LevelDB's newest log. */
  async function tear(): Promise<void> {
    const databases = join(profile, 'Default', 'IndexedDB');
    const [name] = (await readdir(databases)).filter((each) => each.endsWith('.leveldb'));
    const folder = join(databases, name!);
    const log = (await readdir(folder))
      .filter((each) => each.endsWith('.log'))
      .sort()
      .at(-1)!;
    await truncate(join(folder, log), (await stat(join(folder, log))).size - 5);
  }

  it('loses nothing that was saved after it, nor before, however often the browser starts again', { timeout: 120_000 }, async () => {
    const first = await edit(1, 40);
    await tear();
    // The half record was the last write of all: at most one edit of those before it.
    const before = await stored();
    const missing = first.filter((each) => !before.edits.includes(each));
    expect(missing.length, `missing ${missing.join(', ')}`).to.be.at.most(1);
    const second = await edit(1000, 20);
    for (const start of ['third', 'fourth']) {
      const { edits, state, damaged, lost } = await stored();
      expect({ state, damaged, lost }, start).to.deep.equal({ state: 'saved', damaged: 0, lost: 0 });
      expect(edits, start).to.include.members([...before.edits, ...second]);
    }
  });
});
