/** Every recorded exchange with the original backend, sent to our server as a real process. comparisons.ts says how each is compared. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { expect } from 'chai';
import { startServer, type ServerProcess } from '../support/server-process.js';
import { COMPARISONS } from './comparisons.js';
import { readRecording, recordingNames, send } from './recording.js';

describe('what was recorded of the original', () => {
  let servers: Record<'models' | 'none', ServerProcess>;
  const empty = mkdtempSync(join(tmpdir(), 'gds-none-'));
  before(async () => {
    const [models, none] = await Promise.all([startServer(['--packages', 'models']), startServer(['--packages', empty])]);
    servers = { models, none };
  });
  after(async () => {
    await Promise.all(Object.values(servers).map((server) => server.stop()));
    rmSync(empty, { recursive: true });
  });

  it('is in the table, each recording once', () => {
    expect(Object.keys(COMPARISONS).sort()).to.deep.equal(recordingNames().sort());
  });

  for (const [name, { where, why, extra, check }] of Object.entries(COMPARISONS)) {
    if (where !== 'models' && where !== 'none') continue;
    it(`${name}${why ? `: ${why}` : ''}`, async () => {
      const recording = readRecording(name);
      const response = await send(servers[where].url.replace(/\/$/, ''), recording, recording.request.path, extra);
      check({ response, text: await response.text() }, recording);
    });
  }
});
