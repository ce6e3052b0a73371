/** The worker around the pipeline: decodes, inflates, answers. One task at a time in the order of arrival. */
import { GdsError } from '../../src/errors.js';
import { decodeImage, encodePng } from './decode.js';
import { inflate } from './inflate.js';
import type { FromWorker, ToWorker } from './messages.js';

const port = globalThis as unknown as {
  postMessage(message: FromWorker, transfer?: Transferable[]): void;
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
};
const cancels = new Map<number, AbortController>();
let queue: Promise<void> = Promise.resolve();

async function run({ id, input }: Extract<ToWorker, { type: 'run' }>, signal: AbortSignal): Promise<void> {
  try {
    signal.throwIfAborted();
    const began = performance.now();
    const picture = await decodeImage(input.image);
    const decode = performance.now() - began;
    const result = await inflate(picture, input, {
      signal,
      encodePng,
      onProgress: (progress) => port.postMessage({ type: 'progress', id, progress }),
    });
    const timings = { decode, ...result.timings, total: performance.now() - began };
    port.postMessage({ type: 'done', id, glb: result.glb.buffer, vertices: result.vertices, faces: result.faces, timings }, [
      result.glb.buffer,
    ]);
  } catch (error) {
    const failure = GdsError.from(
      error,
      'GDS_MESH_FAILED',
      'The mesh could not be made from this picture. Try another picture or a lower mesh resolution.',
    );
    port.postMessage({ type: 'failed', id, error: failure.toJSON() });
  } finally {
    cancels.delete(id);
  }
}

port.onmessage = ({ data }) => {
  if (data.type === 'ping') port.postMessage({ type: 'alive' });
  else if (data.type === 'cancel') cancels.get(data.id)?.abort();
  else {
    const cancel = new AbortController();
    cancels.set(data.id, cancel);
    queue = queue.then(() => run(data, cancel.signal));
  }
};
port.postMessage({ type: 'ready' });
