/** For own-server.test.ts: what is done in the page. */
import { HttpAdapter } from '../../adapters/http/index.js';
import { pixelsOf } from '../../adapters/http/pictures.js';
import type { Progress } from '../../src/registry/tasks.js';

let adapter: HttpAdapter;
let abort: AbortController;
/** The run under way, for later calls. */
let outcome: Promise<{ width: number; height: number; type: string; server: string | undefined }>;
const told: Progress[] = [];

export function connect(baseUrl: string, token: string, transport: 'auto' | 'sse'): void {
  adapter = new HttpAdapter({ baseUrl, headers: () => ({ Authorization: `Bearer ${token}` }), transport });
}

export function begin(steps: number, key?: string): void {
  abort = new AbortController();
  told.length = 0;
  const input = { prompt: 'a red cat', seed: 7, steps, guidance: 1, width: 64, height: 64 };
  const controls = { signal: abort.signal, onProgress: (progress: Progress) => void told.push(progress), ...(key ? { key } : {}) };
  outcome = adapter
    .run('text-to-image', 'gds-tiny-sd', input, controls)
    .then(({ blob, width, height, info }) => ({ width, height, type: blob.type, server: info.server }));
  outcome.catch(() => undefined);
}

export const result = (): typeof outcome => outcome;
export const failure = (): Promise<unknown> => outcome.catch((error: { code?: string; message: string }) => error.code ?? error.message);
export const cancel = (): void => abort.abort(new Error('enough'));
export const steps = (): number[] => told.flatMap(({ step, preview }) => (step === undefined || preview ? [] : [step]));
export const previews = (): number[] => told.flatMap(({ preview }) => (preview ? [preview.width] : []));
export const pending = (): Promise<readonly string[]> => adapter.pendingKeys();
export const models = (): Promise<readonly string[]> => adapter.discover().then((found) => found.map(({ id }) => id));

/** The size of a picture that is given as a data URL, decoded as a preview is. */
export async function decoded(dataUrl: string): Promise<number[] | undefined> {
  const pixels = await pixelsOf(dataUrl);
  return pixels && [pixels.width, pixels.height, ...pixels.data.slice(0, 4)];
}

/** Listeners that the adapter adds to page and window while it is listened to, and those that are left. */
export function listeners(): Promise<[added: number, left: number]> {
  const signals: AbortSignal[] = [];
  const owners = [window, document];
  const originals = owners.map((owner) => owner.addEventListener.bind(owner));
  owners.forEach((owner, index) => {
    owner.addEventListener = (type: string, listener: never, options: AddEventListenerOptions) => {
      signals.push(options.signal!);
      originals[index]!(type, listener, options);
    };
  });
  return new Promise((resolve) => {
    const stop = adapter.subscribe(() => {
      const added = signals.length;
      queueMicrotask(() => {
        stop();
        resolve([added, signals.filter(({ aborted }) => !aborted).length]);
      });
    });
  });
}

Object.assign(globalThis, { connect, begin, result, failure, cancel, steps, previews, pending, models, decoded, listeners });
