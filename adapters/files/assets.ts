/**
 * Content-addressed assets on a server: what was made here goes to `output`, what came from elsewhere to `input`, as `HASH.png`.
 * Bytes that the server says it has already, under whatever name, are not sent again.
 */
import { sha256Hex } from '../../src/hash.js';
import { assetRecord } from '../../src/persistence/asset-record.js';
import type { FileFolder } from '../../src/persistence/files.js';
import { Listeners } from '../../src/persistence/listeners.js';
import type { AssetDraft, AssetRecord, AssetStore } from '../../src/persistence/types.js';
import { ASSET_INDEX_CODEC, type AssetIndex, type IndexedAsset } from './asset-index.js';
import { Gate } from './gate.js';
import { ASSET_INDEX, THUMBNAIL_PREFIX, type HttpFiles } from './http-files.js';
import { kindOf } from './magic.js';
import { extensionOf, typeOf } from './names.js';
import { SharedFile } from './shared-file.js';
import { atServer } from './storage-errors.js';

/** Thumbnails fetched at once. */
const FETCHES = 4;
/** Bytes by which a kind is known. */
const HEAD = 256;

export class FilesAssets implements AssetStore {
  private readonly listeners = new Listeners<void>();
  private readonly index: SharedFile<AssetIndex>;
  /** Thumbnails by file name: those never change. */
  private readonly thumbnails = new Map<string, Promise<Blob | undefined>>();
  private readonly fetches = new Gate(FETCHES);

  constructor(
    private readonly files: HttpFiles,
    rest: number,
  ) {
    this.index = new SharedFile(files, 'canvases', ASSET_INDEX, ASSET_INDEX_CODEC, rest);
  }

  put(blob: Blob, draft: AssetDraft): Promise<AssetRecord> {
    return this.guard(async () => {
      const hash = await sha256Hex(blob);
      const known = await this.find(hash);
      if (known && !known.deleted) return this.withThumbnail(known);
      if (known) await this.edit(hash, (asset) => without(asset, 'deleted'));
      else await this.add(hash, blob, draft);
      this.listeners.emit();
      return this.withThumbnail((await this.find(hash))!);
    });
  }

  get(hash: string): Promise<Blob | undefined> {
    return this.guard(async () => {
      const asset = await this.find(hash);
      if (!asset) return undefined;
      const bytes = await this.read(asset.folder, asset.file);
      // Somebody put another file in its place.
      if (!bytes || (await sha256Hex(bytes)) !== hash) return undefined;
      return new Blob([bytes], { type: asset.record.mime });
    });
  }

  info(hash: string): Promise<AssetRecord | undefined> {
    return this.guard(async () => {
      const asset = await this.find(hash);
      return asset && this.withThumbnail(asset);
    });
  }

  list(): Promise<readonly AssetRecord[]> {
    return this.guard(async () => {
      const assets = (await this.index.read()) ?? [];
      const shown = assets.filter(({ deleted }) => !deleted).reverse();
      return Promise.all(shown.map((asset) => this.withThumbnail(asset)));
    });
  }

  rename(hash: string, name: string): Promise<void> {
    return this.change(hash, (asset) => ({ ...asset, record: { ...asset.record, name } }));
  }

  async setThumbnail(hash: string, thumbnail: Blob): Promise<void> {
    const known = await this.guard(() => this.find(hash));
    if (!known) return;
    const file = await this.guard(() => this.storeThumbnail(thumbnail));
    await this.change(hash, (asset) => ({ ...asset, thumbnail: file }));
  }

  delete(hash: string): Promise<void> {
    return this.change(hash, (asset) => ({ ...asset, deleted: true }));
  }

  restore(hash: string): Promise<void> {
    return this.change(hash, (asset) => without(asset, 'deleted'));
  }

  subscribe(listener: () => void): () => void {
    return this.listeners.add(listener);
  }

  /** From what is known here; what somebody else has added since is asked for. */
  private async find(hash: string): Promise<IndexedAsset | undefined> {
    const here = this.index.latest?.find(({ record }) => record.hash === hash);
    return here ?? (await this.index.read())?.find(({ record }) => record.hash === hash);
  }

  private async add(hash: string, blob: Blob, draft: AssetDraft): Promise<void> {
    const { thumbnail, ...rest } = draft;
    const record = assetRecord(hash, blob, rest);
    const folder: FileFolder = draft.origin === 'generated' ? 'output' : 'input';
    const file = await this.place(hash, blob, folder, record);
    const picture = thumbnail && (await this.storeThumbnail(thumbnail));
    const asset: IndexedAsset = { record, folder, file, ...(picture ? { thumbnail: picture } : {}) };
    await this.index.change((assets = []) => (assets.some((other) => other.record.hash === hash) ? assets : [...assets, asset]));
  }

  /** Name of the file that holds the bytes. */
  private async place(hash: string, blob: Blob, folder: FileFolder, { mime, name }: AssetRecord): Promise<string> {
    const there = (await this.files.listFiles(folder)).find((entry) => entry.sha256 === hash);
    if (there) return there.name;
    const kind = kindOf(new Uint8Array(await blob.slice(0, HEAD).arrayBuffer()));
    const extension = (kind === 'jpeg' ? '.jpg' : kind && `.${kind}`) ?? (extensionOf(mime) || `.${typeOf(name) || 'bin'}`);
    return (await this.files.write(folder, hash + extension, blob)).entry.name;
  }

  private async storeThumbnail(thumbnail: Blob): Promise<string> {
    const extension = extensionOf(thumbnail.type) || '.png';
    const name = THUMBNAIL_PREFIX + (await sha256Hex(thumbnail)).slice(0, 32) + extension;
    const { entry } = await this.files.write('output', name, thumbnail);
    this.thumbnails.set(entry.name, Promise.resolve(thumbnail));
    return entry.name;
  }

  private async withThumbnail({ record, thumbnail }: IndexedAsset): Promise<AssetRecord> {
    const blob = thumbnail === undefined ? undefined : await this.thumbnail(thumbnail);
    return Object.freeze({ ...record, ...(blob ? { thumbnail: blob } : {}) });
  }

  /** A thumbnail that does not come is left out, and asked for again another time. */
  private thumbnail(file: string): Promise<Blob | undefined> {
    const known = this.thumbnails.get(file);
    if (known) return known;
    const fetched = this.fetches
      .run(undefined, () => this.read('output', file))
      .catch(() => {
        this.thumbnails.delete(file);
        return undefined;
      });
    this.thumbnails.set(file, fetched);
    return fetched;
  }

  private async read(folder: FileFolder, file: string): Promise<Blob | undefined> {
    try {
      return (await this.files.readVersion(folder, file)).blob;
    } catch (error) {
      if ((error as { code?: unknown }).code === 'GDS_FILES_MISSING') return undefined;
      throw error;
    }
  }

  private async change(hash: string, edit: (asset: IndexedAsset) => IndexedAsset): Promise<void> {
    await this.guard(async () => {
      if (!(await this.find(hash))) return;
      await this.edit(hash, edit);
      this.listeners.emit();
    });
  }

  private async edit(hash: string, edit: (asset: IndexedAsset) => IndexedAsset): Promise<void> {
    await this.index.change((assets = []) => assets.map((asset) => (asset.record.hash === hash ? edit(asset) : asset)));
  }

  private async guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw atServer(error, this.files.label);
    }
  }
}

function without(asset: IndexedAsset, key: 'deleted'): IndexedAsset {
  const { [key]: _, ...rest } = asset;
  return rest;
}
