/**
 * Model files over HTTP, checked and kept.
 *
 * A file is read as a stream, its size and SHA-256 are held against the manifest, and only then is it put into the cache, under its
 * hash, so models that share a file share it there too. A cache that refuses (private window, quota, insecure page) costs a download
 * the next time, nothing else.
 */
import { GdsError } from '../../src/errors.js';
import { sha256Hex } from '../../src/hash.js';
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
    const bytes = await this.download(url, file, controls);
    if ((await sha256Hex(bytes)) !== file.sha256) {
      throw new GdsError(
        'GDS_MODEL_HASH',
        `${url} is not the file that the model names: its SHA-256 differs. Put the right version there, or update the manifest.`,
      );
    }
    await this.cache?.put(file.sha256, bytes).catch(() => undefined);
    return bytes;
  }

  private async download(url: string, file: ModelFile, controls: FileControls): Promise<Uint8Array> {
    const { signal } = controls;
    const response = await this.fetchFile(url, signal ? { signal } : {}).catch((error: unknown) => {
      signal?.throwIfAborted();
      throw missing(url, 'the server cannot be reached', error);
    });
    if (!response.ok) throw missing(url, `the server answered ${response.status}`);
    // Many servers answer an unknown path with their start page.
    if (response.headers.get('content-type')?.startsWith('text/html')) throw missing(url, 'the server answered with a web page');
    const bytes = new Uint8Array(file.bytes);
    let loaded = 0;
    const reader = response.body!.getReader();
    for (;;) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        signal?.throwIfAborted();
        throw truncated(url, loaded, file.bytes, error);
      });
      if (done) break;
      if (loaded + value.length > file.bytes) {
        await reader.cancel();
        throw new GdsError(
          'GDS_MODEL_HASH',
          `${url} is longer than the ${file.bytes} bytes that the model names. Put the right version there, or update the manifest.`,
        );
      }
      bytes.set(value, loaded);
      loaded += value.length;
      controls.onBytes?.(loaded);
    }
    if (loaded < file.bytes) throw truncated(url, loaded, file.bytes);
    return bytes;
  }
}

function missing(url: string, why: string, cause?: unknown): GdsError {
  const advice = 'Serve the model packages there, or set "asset-base" to where they are.';
  return new GdsError('GDS_MODEL_MISSING', `The model file ${url} is not there: ${why}. ${advice}`, { cause });
}

function truncated(url: string, loaded: number, total: number, cause?: unknown): GdsError {
  return new GdsError(
    'GDS_MODEL_TRUNCATED',
    `${url} ended after ${loaded} of ${total} bytes. Run again; if it stays so, copy the file to the server anew.`,
    { cause },
  );
}
