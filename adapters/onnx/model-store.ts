/**
 * Model files over HTTP, checked and kept.
 *
 * A file is read as a stream, taken up again where it was cut (`download.ts`), its size and SHA-256 are held against the manifest, and
 * only then is it put into the cache, under its hash, so models that share a file share it there too. A cache that refuses (private
 * window, quota, insecure page) costs a download the next time, nothing else.
 */
import { GdsError } from '../../src/errors.js';
import { sha256Hex } from '../../src/hash.js';
import { Download, type PartCache } from './download.js';
import type { ModelFile, ModelManifest } from './manifest.js';
import type { FileControls } from './model-host.js';

/** Keeps bytes by hash. Both may reject; that is not an error of the run. */
export interface ByteCache {
  get(sha256: string): Promise<Uint8Array | undefined>;
  put(sha256: string, bytes: Uint8Array): Promise<void>;
}

export class ModelStore {
  constructor(
    private readonly assetBase: string,
    private readonly cache: ByteCache | undefined,
    private readonly parts: PartCache | undefined = undefined,
    private readonly fetchFile: typeof fetch = (...args) => fetch(...args),
  ) {}

  /**
   * The whole file.
   * @throws GdsError `GDS_MODEL_MISSING` when nothing is there, `GDS_MODEL_TRUNCATED` when it ends early, `GDS_MODEL_HASH` when it is
   * another file; the signal's reason once aborted.
   */
  async read(manifest: ModelManifest, file: ModelFile, controls: FileControls = {}): Promise<Uint8Array> {
    const kept = await this.cache?.get(file.sha256).catch(() => undefined);
    if (kept && (await sha256Hex(kept)) === file.sha256) {
      controls.onBytes?.(file.bytes);
      return kept;
    }
    const url = new URL(file.path, manifest.base ?? `${this.assetBase}models/${manifest.id}/`).href;
    const download = new Download({ url, bytes: file.bytes, sha256: file.sha256 }, this.fetchFile, this.parts, controls);
    let bytes = await download.whole();
    let right = (await sha256Hex(bytes)) === file.sha256;
    if (!right && download.resumed) {
      // A server that gives two versions the same validator, or counts a compressed body's bytes: once more in one piece.
      await download.forget();
      bytes = await download.whole();
      right = (await sha256Hex(bytes)) === file.sha256;
    }
    await download.forget();
    if (!right) {
      throw new GdsError(
        'GDS_MODEL_HASH',
        `${url} is not the file that the model names: its SHA-256 differs. Put the right version there, or update the manifest.`,
      );
    }
    await this.cache?.put(file.sha256, bytes).catch(() => undefined);
    return bytes;
  }
}
