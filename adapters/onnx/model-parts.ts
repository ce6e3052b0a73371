/**
 * {@link PartCache} on the Cache API: each part of an unfinished download is an entry of its own, named by the file's hash and the part's
 * offset. Two pages that load the same file write the same bytes, so neither spoils the other's.
 */
import type { PartCache, Parts } from './download.js';

const CACHE_NAME = 'gds-canvas-model-parts';
const VALIDATOR = 'x-gds-validator';
const SAVED = 'x-gds-saved';
/** What nobody has gone on with for so long is dropped, milliseconds. */
const KEPT_FOR = 7 * 24 * 3_600_000;

/** Undefined where the engine has no Cache API (insecure pages). */
export function modelParts(now: () => number = Date.now): PartCache | undefined {
  if (!('caches' in globalThis)) return undefined;
  const cache = () => caches.open(CACHE_NAME);

  return {
    async open(sha256) {
      await dropOld(await cache(), now() - KEPT_FOR);
      const bodies: Uint8Array[] = [];
      let offset = 0;
      let validator: string | undefined;
      for (;;) {
        const response = await (await cache()).match(keyOf(sha256, offset));
        const its = response?.headers.get(VALIDATOR) ?? undefined;
        if (!response || its === undefined || (validator !== undefined && its !== validator)) break;
        validator = its;
        const body = new Uint8Array(await response.arrayBuffer());
        if (body.length === 0) break;
        bodies.push(body);
        offset += body.length;
      }
      if (validator === undefined || offset === 0) return undefined;
      return { validator, bytes: joined(bodies, offset) } satisfies Parts;
    },
    async append(sha256, offset, { validator, bytes }) {
      const headers = { [VALIDATOR]: validator, [SAVED]: String(now()) };
      await (await cache()).put(keyOf(sha256, offset), new Response(bytes as Uint8Array<ArrayBuffer>, { headers }));
    },
    async drop(sha256) {
      const open = await cache();
      for (const { url } of await open.keys()) if (url.startsWith(keyOf(sha256, ''))) await open.delete(url);
    },
  };
}

async function dropOld(cache: Cache, before: number): Promise<void> {
  for (const request of await cache.keys()) {
    const saved = Number((await cache.match(request))?.headers.get(SAVED) ?? 0);
    if (saved < before) await cache.delete(request);
  }
}

function joined(bodies: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const body of bodies) {
    bytes.set(body, offset);
    offset += body.length;
  }
  return bytes;
}

/** Cache keys must be HTTP URLs; this one is never fetched. */
function keyOf(sha256: string, offset: number | ''): string {
  return `https://models.invalid/${sha256}/${offset}`;
}
