import { describe, it } from 'node:test';
import { expect } from 'chai';
import { codeOf } from '../../test/contract/storage-contract.js';
import { IndexedDbStorage } from './index.js';

describe('IndexedDbStorage where there is no IndexedDB', () => {
  it('can be imported and made, and says that storage is not available', async () => {
    const storage = new IndexedDbStorage();
    expect(await codeOf(storage.openProject('p'))).to.equal('GDS_STORAGE_UNAVAILABLE');
    expect(await codeOf(storage.listProjects())).to.equal('GDS_STORAGE_UNAVAILABLE');
    storage.close();
  });
});
