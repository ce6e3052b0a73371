import { describe, it } from 'node:test';
import { storageContract } from '../../test/contract/storage-contract.js';
import { MemoryStorage } from './index.js';

storageContract('MemoryStorage', { describe, it, make: () => new MemoryStorage() });
