/** The worker around the painter: three.js, its shaders and every wait for the GPU are here and not on the page's thread. */
import { GdsError } from '../../errors.js';
import type { FromWorker, ToWorker } from './messages.js';
import { MeshPainter } from './painter.lazy.js';

/** The part of a worker's global scope that is used; the project's types are those of a page. */
const port = globalThis as unknown as {
  postMessage(message: FromWorker, transfer?: Transferable[]): void;
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
};
const painter = new MeshPainter();

port.onmessage = ({ data }) => {
  if (data.type === 'init') void holdLock(data.lifeLock).then((holdsLock) => port.postMessage({ type: 'ready', holdsLock }));
  else void draw(data);
};

async function draw({ id, request }: Extract<ToWorker, { type: 'draw' }>): Promise<void> {
  try {
    const picture = await painter.paint(request);
    port.postMessage({ type: 'drawn', id, picture }, [picture.bitmap]);
  } catch (cause) {
    const error = GdsError.from(cause, 'GDS_MESH_DRAW', 'The mesh could not be drawn. Open its 3D view, or make it again.');
    port.postMessage({ type: 'failed', id, error: error.toJSON() });
  }
}

/** The browser frees the lock when the worker ends, however it ends: there is no event for that. */
function holdLock(name: string): Promise<boolean> {
  if (!navigator.locks) return Promise.resolve(false);
  return new Promise((resolve) => {
    navigator.locks
      .request(name, () => {
        resolve(true);
        return new Promise<never>(() => {});
      })
      .catch(() => resolve(false));
  });
}
