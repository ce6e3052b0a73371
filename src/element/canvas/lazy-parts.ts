/**
 * The embedded defaults: what `<gds-canvas>` uses where the host has not set a part of its own.
 *
 * Adapters sit in their own chunks and are fetched when a canvas is on the page; their workers and models start with the first
 * run. A host that sets `inference` or `storage` never fetches them; what talks to a server is
 * fetched where `server` is set.
 */
import { GdsError } from '../../errors.js';
import type { InferenceAdapter } from '../../inference/types.js';
import type { FileService } from '../../persistence/files.js';
import type { StorageAdapter } from '../../persistence/types.js';
import type { ServerHeaders } from './server-link.js';

/** The adapters that run on this device. `assetBase` is a URL that ends with a slash. */
export async function deviceAdapters(assetBase: string): Promise<InferenceAdapter[]> {
  const options = { assetBase };
  const [{ OnnxAdapter }, { InflateAdapter }] = await Promise.all([
    import('../../../adapters/onnx/index.js'),
    import('../../../adapters/inflate/index.js'),
  ]);
  return [new OnnxAdapter(options), new InflateAdapter(options)];
}

/** What talks to the server at `baseUrl`, and to where its files are. */
export async function serverParts(
  baseUrl: string,
  filesBaseUrl: string,
  headers: ServerHeaders,
): Promise<{ readonly adapter: InferenceAdapter; readonly files: FileService }> {
  const [{ HttpAdapter }, { HttpFiles }] = await Promise.all([
    import('../../../adapters/http/index.js'),
    import('../../../adapters/files/index.js'),
  ]);
  return {
    adapter: new HttpAdapter({ baseUrl, filesBaseUrl, headers }),
    files: new HttpFiles({ baseUrl: filesBaseUrl, headers: async (request) => (await headers(request)) ?? {} }),
  };
}

export async function memoryStorage(): Promise<StorageAdapter> {
  const { MemoryStorage } = await import('../../../adapters/memory/index.js');
  return new MemoryStorage();
}

export interface OpenedStorage {
  readonly storage: StorageAdapter;
  /** Why content is kept in memory only. */
  readonly refused?: GdsError;
}

/** IndexedDB, or memory where the browser refuses it (private windows, blocked cookies, full disks). */
export async function durableStorage(): Promise<OpenedStorage> {
  try {
    const { IndexedDbStorage } = await import('../../../adapters/indexeddb/index.js');
    const storage = new IndexedDbStorage();
    await storage.listProjects();
    return { storage };
  } catch (cause) {
    const refused = new GdsError(
      'GDS_STORAGE_REFUSED',
      'The browser refuses to store data for this page, so work is kept only until it closes. Allow site data, then retry.',
      { cause },
    );
    return { storage: await memoryStorage(), refused };
  }
}
