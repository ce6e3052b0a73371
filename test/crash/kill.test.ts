/**
 * Rule P4 of docs/rules/persistence.md: an edit that was reported saved survives the death of every browser process.
 *
 * A real browser edits a project without pause; at a random moment its whole process group gets SIGKILL. A new browser on the same
 * profile must find every edit that was acknowledged before. Rounds go on in one profile, so that compaction happens on the way.
 * `KILL_ROUNDS` and `KILL_SEED` make it longer or repeat it.
 */
import { after, before, describe, it } from 'node:test';
import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { random } from '../../adapters/indexeddb/testing.js';
import { kill, launch, openPage, servePage } from './browser.js';

const ROUNDS = Number(process.env['KILL_ROUNDS'] ?? 8);
const SEED = Number(process.env['KILL_SEED'] ?? Date.now() & 0xffff);

describe('killing the browser', () => {
  let server: Server;
  let profile: string;
  let url: string;

  before(async () => {
    ({ server, url } = await servePage());
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
