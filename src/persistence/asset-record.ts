/** How a draft and its bytes become an asset's record; the same in every storage. */
import type { AssetDraft, AssetRecord } from './types.js';

export function assetRecord(hash: string, blob: Blob, draft: AssetDraft): AssetRecord {
  const mime = draft.mime || blob.type || 'application/octet-stream';
  return Object.freeze({ ...draft, hash, mime, bytes: blob.size, createdAt: Date.now() });
}
