/** Content-addressed assets in memory. */
import { sha256Hex } from '../../src/hash.js';
import { assetRecord } from '../../src/persistence/asset-record.js';
import { Listeners } from '../../src/persistence/listeners.js';
import type { AssetDraft, AssetRecord, AssetStore } from '../../src/persistence/types.js';

interface Asset {
  record: AssetRecord;
  deleted: boolean;
  readonly blob: Blob;
}

export class MemoryAssets implements AssetStore {
  /** In order of arrival. */
  private readonly assets = new Map<string, Asset>();
  private readonly listeners = new Listeners<void>();

  async put(blob: Blob, draft: AssetDraft): Promise<AssetRecord> {
    const hash = await sha256Hex(blob);
    const known = this.assets.get(hash);
    if (known && !known.deleted) return known.record;
    if (known) known.deleted = false;
    const asset = known ?? { record: assetRecord(hash, blob, draft), deleted: false, blob };
    this.assets.set(hash, asset);
    this.listeners.emit();
    return asset.record;
  }

  async get(hash: string): Promise<Blob | undefined> {
    return this.assets.get(hash)?.blob;
  }

  async info(hash: string): Promise<AssetRecord | undefined> {
    return this.assets.get(hash)?.record;
  }

  async list(): Promise<readonly AssetRecord[]> {
    return [...this.assets.values()].flatMap(({ record, deleted }) => (deleted ? [] : [record])).reverse();
  }

  rename(hash: string, name: string): Promise<void> {
    return this.change(hash, (asset) => (asset.record = { ...asset.record, name }));
  }

  setThumbnail(hash: string, thumbnail: Blob): Promise<void> {
    return this.change(hash, (asset) => (asset.record = { ...asset.record, thumbnail }));
  }

  delete(hash: string): Promise<void> {
    return this.change(hash, (asset) => (asset.deleted = true));
  }

  restore(hash: string): Promise<void> {
    return this.change(hash, (asset) => (asset.deleted = false));
  }

  subscribe(listener: () => void): () => void {
    return this.listeners.add(listener);
  }

  private async change(hash: string, edit: (asset: Asset) => void): Promise<void> {
    const asset = this.assets.get(hash);
    if (!asset) return;
    edit(asset);
    this.listeners.emit();
  }
}
