/** {@link ByteCache} on the Cache API: large bodies live on disk, within the origin's quota, and the browser may evict them. */
import type { ByteCache } from './model-store.js';

const CACHE_NAME = 'gds-canvas-models';

/** Undefined where the engine has no Cache API (insecure pages). */
export function modelCache(): ByteCache | undefined {
  if (!('caches' in globalThis)) return undefined;
  return {
    async get(sha256) {
      const response = await (await caches.open(CACHE_NAME)).match(keyOf(sha256));
      return response && new Uint8Array(await response.arrayBuffer());
    },
    async put(sha256, bytes) {
      await (await caches.open(CACHE_NAME)).put(keyOf(sha256), new Response(bytes as Uint8Array<ArrayBuffer>));
    },
  };
}

/** Cache keys must be HTTP URLs; this one is never fetched. */
function keyOf(sha256: string): string {
  return `https://models.invalid/${sha256}`;
}
