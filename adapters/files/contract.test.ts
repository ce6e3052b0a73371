import { after, before, beforeEach, describe, it } from 'node:test';
import { storageContract } from '../../test/contract/storage-contract.js';
import { FilesStorage } from './index.js';
import { originalServer, type OriginalServer } from './testing/original.js';

describe('against the original', () => {
  let server: OriginalServer;
  before(async () => void (server = await originalServer()));
  beforeEach(() => server.folders.clear());
  after(() => server.close());
  storageContract('FilesStorage', { describe, it, make: () => new FilesStorage({ baseUrl: server.url, rest: 0 }) });
});
