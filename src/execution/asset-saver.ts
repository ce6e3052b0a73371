/** Pictures and meshes that a node made become assets; those it was given are there already. */
import { GdsError } from '../errors.js';
import type { AssetReader } from '../registry/types.js';
import type { GenerationInfo } from '../registry/tasks.js';
import type { ImageValue, MeshValue, PortValue } from '../registry/values.js';
import type { NodeResult } from './types.js';

/** How a result is entered in the asset store. */
export interface ResultDraft {
  readonly name: string;
  readonly origin: 'generated';
  readonly width?: number;
  readonly height?: number;
  readonly vertices?: number;
  readonly faces?: number;
  readonly info?: GenerationInfo;
}

/** The part of the asset store that runs use. */
export interface ExecutorAssets extends AssetReader {
  put(blob: Blob, draft: ResultDraft): Promise<unknown>;
}

/**
 * Stores what is new in `result`. `known` are hashes of what was there before.
 * @throws GdsError `GDS_ASSET_STORE` where the store refuses; what came before the refusal is stored.
 */
export async function saveAssets(assets: ExecutorAssets, result: NodeResult, known: ReadonlySet<string>): Promise<void> {
  const seen = new Set(known);
  const parts = result.items ?? [result];
  for (const { outputs, info } of parts) {
    for (const value of Object.values(outputs)) {
      if (!isBinary(value) || seen.has(value.hash)) continue;
      seen.add(value.hash);
      const { kind, blob } = value;
      const size = kind === 'image' ? { width: value.width, height: value.height } : { vertices: value.vertices, faces: value.faces };
      const name = value.name || (kind === 'image' ? 'picture' : 'mesh');
      try {
        await assets.put(blob, { name, origin: 'generated', ...size, ...(info ? { info } : {}) });
      } catch (error) {
        throw new GdsError('GDS_ASSET_STORE', 'The result could not be stored and is lost with the page. Download it to keep it.', {
          cause: error,
        });
      }
    }
  }
}

/** Hashes of the pictures and meshes among these values. */
export function hashesOf(values: Iterable<unknown>): Set<string> {
  const hashes = new Set<string>();
  for (const value of values) if (isBinary(value as PortValue)) hashes.add((value as ImageValue).hash);
  return hashes;
}

function isBinary(value: PortValue): value is ImageValue | MeshValue {
  return typeof value === 'object' && value !== null && (value.kind === 'image' || value.kind === 'mesh');
}
