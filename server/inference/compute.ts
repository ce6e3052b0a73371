/** One task from start to end, in the process that computes. The pipelines are those of the browser's workers. */
import { readFile } from 'node:fs/promises';
import { generate } from '../../adapters/onnx/generate.js';
import { ModelHost, rolesFor, type FileSource } from '../../adapters/onnx/model-host.js';
import { ortSessions } from '../../adapters/onnx/session-ort.js';
import { inflate } from '../../adapters/inflate/inflate.js';
import { GdsError } from '../../src/errors.js';
import { sha256Hex } from '../../src/hash.js';
import type { Progress } from '../../src/registry/tasks.js';
import { INFLATE, missingPart, partPath } from './catalogue.js';
import { decodeImage, opaque } from './codecs.js';
import { encodePng } from './png.js';
import type { FileInput, ModelPlace, Outcome, Setup, Task } from './protocol.js';
import { loadRuntime, type Runtime } from './runtime.js';

export class Computer {
  /** One for each folder of models: equal files are shared within it. */
  private readonly hosts = new Map<string, ModelHost>();

  private constructor(
    readonly runtime: Runtime,
    private readonly setup: Setup,
  ) {}

  static async start(setup: Setup): Promise<Computer> {
    return new Computer(await loadRuntime(setup.runtime), setup);
  }

  async run(task: Task, signal: AbortSignal, onProgress: (progress: Progress) => void): Promise<Outcome> {
    signal.throwIfAborted();
    if (task.kind === 'image-to-mesh') return this.mesh(task.input, signal, onProgress);
    const { manifest } = task.model;
    const host = this.host(task.model);
    if (task.kind === 'load') {
      for (const each of manifest.tasks) await host.prepare(manifest, rolesFor(each), { signal });
      return { kind: 'loaded' };
    }
    const request =
      task.kind === 'text-to-image'
        ? { task: task.kind, input: task.input }
        : { task: task.kind, input: { ...task.input, image: new Blob([await bytesOf(task.input)]) } };
    const { blob, width, height, info } = await generate(manifest, request, {
      host,
      backend: this.runtime.backend,
      signal,
      onProgress,
      onBytes: () => {},
      decodeImage: async (image) => opaque(await this.decode(new Uint8Array(await image.arrayBuffer()))),
      encodeImage: (pixels) => Promise.resolve(new Blob([encodePng(pixels)])),
    });
    return { kind: 'image', bytes: new Uint8Array(await blob.arrayBuffer()), width, height, info };
  }

  private async mesh(
    input: Extract<Task, { kind: 'image-to-mesh' }>['input'],
    signal: AbortSignal,
    onProgress: (progress: Progress) => void,
  ) {
    const began = performance.now();
    const picture = await this.decode(await bytesOf(input));
    const { glb, vertices, faces, timings } = await inflate(picture, input, {
      signal,
      onProgress,
      encodePng: (pixels) => Promise.resolve(encodePng(pixels)),
    });
    const info = { adapter: 'inflate', model: INFLATE.id, modelLabel: INFLATE.title, backend: 'cpu' };
    const times = { ...timings, total: performance.now() - began };
    return { kind: 'mesh' as const, bytes: glb, vertices, faces, info: { ...info, timings: times } };
  }

  private decode(file: Uint8Array<ArrayBuffer>) {
    return decodeImage(file, this.setup.imagePixels);
  }

  private host({ folder }: ModelPlace): ModelHost {
    let host = this.hosts.get(folder);
    if (!host) {
      const { threads } = this.setup;
      const sessions = ortSessions(this.runtime.ort, threads > 0 && this.runtime.backend === 'cpu' ? { intraOpNumThreads: threads } : {});
      this.hosts.set(folder, (host = new ModelHost(partsIn(folder), sessions)));
    }
    return host;
  }
}

/** Reads the files of models and holds them against their hashes. */
function partsIn(folder: string): FileSource {
  return async (manifest, file) => {
    const bytes = await readFile(partPath(folder, manifest, file)).catch((cause: unknown) => {
      throw missingPart(manifest.id, file.path, cause);
    });
    if ((await sha256Hex(bytes)) === file.sha256) return bytes;
    const message = `The model "${manifest.id}" is damaged: ${file.path} is not the file that its manifest names. Install its package again.`;
    throw new GdsError('GDS_MODEL_HASH', message);
  };
}

async function bytesOf({ file }: FileInput): Promise<Uint8Array<ArrayBuffer>> {
  return Uint8Array.from(await readFile(file));
}
