/**
 * Models from a folder, for Node: the server, the benchmarks and the tests. The browser uses `worker.ts`.
 *
 * `ort` is handed in (`onnxruntime-node`, or `onnxruntime-web` in Node), so this package does not depend on a native module.
 */
import { readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { GdsError } from '../../src/errors.js';
import { sha256Hex } from '../../src/hash.js';
import { ModelHost, type FileSource } from './model-host.js';
import { ortSessions, type OrtModule } from './session-ort.js';

/** @param folder - Holds the model packages, each in a folder named by its id. */
export function nodeModelHost(ort: OrtModule, folder: string): ModelHost {
  return new ModelHost(folderSource(folder), ortSessions(ort));
}

/** Reads model files from `folder` and checks them. */
export function folderSource(folder: string): FileSource {
  return async (manifest, file) => {
    const path = isAbsolute(file.path) ? file.path : join(folder, manifest.id, file.path);
    const bytes = await readFile(path).catch((error: unknown) => {
      throw new GdsError('GDS_MODEL_MISSING', `${path} cannot be read. Install the model package "${manifest.id}".`, { cause: error });
    });
    if ((await sha256Hex(bytes)) !== file.sha256) {
      throw new GdsError('GDS_MODEL_HASH', `${path} is not the file that ${manifest.title} names. Install the model package again.`);
    }
    return bytes;
  };
}
