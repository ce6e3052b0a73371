/** The storage contract on both servers: ours as a process, and the original's file routes as recorded. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { storageContract } from '../../test/contract/storage-contract.js';
import { FilesStorage } from './index.js';
import { originalServer, type OriginalServer } from './testing/original.js';
import { ownServer, type OwnServer } from './testing/own.js';

describe('on the original', () => {
  let server: OriginalServer;
  before(async () => void (server = await originalServer()));
  beforeEach(() => server.folders.clear());
  after(() => server.close());
  storageContract('FilesStorage', { describe, it, make: () => new FilesStorage({ baseUrl: server.url, rest: 0 }) });
});

describe('on gds-canvas-server', () => {
  let server: OwnServer;
  before(async () => void (server = await ownServer()));
  beforeEach(() => {
    // The folders stay: the server made them at its start.
    for (const folder of ['input', 'output', 'canvases'].map((name) => join(server.data, name))) {
      for (const name of readdirSync(folder)) rmSync(join(folder, name));
    }
  });
  after(() => server.close());
  storageContract('FilesStorage', { describe, it, make: () => new FilesStorage({ baseUrl: server.url, rest: 0 }) });
});
