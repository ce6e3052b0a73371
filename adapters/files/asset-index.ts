/**
 * What is known of the assets on a server beside their bytes: one file among the canvases, itself a graph without nodes, so that nothing
 * stumbles over it. The bytes are files of their own, named by their hash.
 */
import type { FileFolder } from '../../src/persistence/files.js';
import { STORED_KEY } from '../../src/graph/replica.js';
import type { AssetRecord } from '../../src/persistence/types.js';
import { isRecord } from './json.js';
import type { Codec } from './shared-file.js';

export interface IndexedAsset {
  readonly record: Omit<AssetRecord, 'thumbnail'>;
  readonly folder: FileFolder;
  readonly file: string;
  readonly deleted?: true;
  /** Name of its thumbnail's file, in `output`. */
  readonly thumbnail?: string;
}

/** In order of arrival. */
export type AssetIndex = readonly IndexedAsset[];

export const ASSET_INDEX_CODEC: Codec<AssetIndex> = {
  read(text) {
    const json = JSON.parse(text) as unknown;
    const kept = isRecord(json) ? json[STORED_KEY] : undefined;
    const assets: readonly unknown[] = isRecord(kept) && Array.isArray(kept['assets']) ? kept['assets'] : [];
    return assets.filter(isIndexed);
  },
  write: (content) => ({
    content,
    text: JSON.stringify({ format: 'gds-graph', version: 1, nodes: [], edges: [], [STORED_KEY]: { assets: content } }),
  }),
  /** Assets are never taken out, only marked. */
  merge(theirs, mine) {
    const known = new Set(theirs.map(({ record }) => record.hash));
    return [...theirs, ...mine.filter(({ record }) => !known.has(record.hash))];
  },
};

function isIndexed(value: unknown): value is IndexedAsset {
  if (!isRecord(value) || typeof value['file'] !== 'string' || typeof value['folder'] !== 'string' || !isRecord(value['record']))
    return false;
  const { hash, name, mime, bytes, createdAt } = value['record'];
  return [hash, name, mime].every((text) => typeof text === 'string') && [bytes, createdAt].every((number) => typeof number === 'number');
}
