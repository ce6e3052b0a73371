/**
 * The layout under an asset base (`asset-base`, by default `gds-assets/` beside the page), in one place:
 *
 *   workers/NAME.js     the self-contained workers built to dist/workers
 *   ort/FILE            ONNX Runtime's loader and WASM files, from node_modules/onnxruntime-web/dist
 *   models/ID/FILE      the model packages
 */
import { join } from 'node:path';

const PLACES = {
  workers: (root) => join(root, 'dist/workers'),
  ort: (root) => join(root, 'node_modules/onnxruntime-web/dist'),
  models: (root) => join(root, 'models'),
};

/** Folder on disk behind a place, or undefined where there is no such place. */
export function assetFolder(root, place) {
  return Object.hasOwn(PLACES, place) ? PLACES[place](root) : undefined;
}

/** Path of an asset on disk, or undefined where the name leads nowhere or outside. */
export function resolveAsset(root, name) {
  const [place, ...rest] = name.split('/');
  const folder = assetFolder(root, place);
  if (folder === undefined || rest.length === 0 || rest.includes('..')) return undefined;
  return join(folder, ...rest);
}
