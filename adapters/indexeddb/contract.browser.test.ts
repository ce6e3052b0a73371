import { storageContract } from '../../test/contract/storage-contract.js';
import { IndexedDbStorage } from './index.js';
import { freshName } from './testing.js';

storageContract('IndexedDbStorage', { describe, it, make: () => new IndexedDbStorage({ name: freshName() }) });
