/** What a server says that it made becomes the task's result: bytes fetched and checked, meshes turned, and how it was made. */
import type { GenerationInfo, ImageResult, MeshResult } from '../../src/registry/tasks.js';
import type { HttpClient } from './client.js';
import { protocol } from './errors.js';
import { fromDataUrl, pngOf } from './pictures.js';
import type { ServerProfile, Work } from './types.js';
import { unmirror } from './unmirror.js';

type Said = Readonly<Record<string, unknown>>;

export interface ResultsOptions {
  readonly adapter: string;
  /** For the server's API, and for `/data/…`. */
  readonly client: HttpClient;
  readonly files: HttpClient;
  /** Origin of the server. */
  readonly server: string;
  readonly meshes: 'auto' | 'as-is';
  /** Milliseconds until a file begins to come. */
  readonly deadline: number;
}

/** Milliseconds until the server began, and in which things went to and fro. */
export interface Passed {
  readonly queue: number;
  readonly transfer: number;
  readonly total: number;
}

const GLB_MAGIC = 'glTF';

export class Results {
  constructor(private readonly options: ResultsOptions) {}

  /**
   * @param passed - Asked for once the bytes are here.
   * @throws GDS_REMOTE_PROTOCOL where it is not what it should be.
   */
  async of(
    work: Work,
    said: unknown,
    profile: ServerProfile,
    signal: AbortSignal,
    passed: () => Passed,
  ): Promise<ImageResult | MeshResult> {
    if (typeof said !== 'object' || said === null) throw protocol(this.options.client.label, 'no result');
    const result = said as Said;
    if (work.task === 'image-to-mesh') {
      const blob = await this.#mesh(result, profile, signal);
      return {
        blob,
        vertices: countOf(result['vertices']),
        faces: countOf(result['faces']),
        info: this.#info(work, result, profile, passed()),
      };
    }
    const picture = await this.#picture(result, signal);
    return { ...picture, info: this.#info(work, result, profile, passed()) };
  }

  async #picture(result: Said, signal: AbortSignal): Promise<Pick<ImageResult, 'blob' | 'width' | 'height'>> {
    const { client } = this.options;
    const path = result['image_path'];
    const inline = typeof result['image'] === 'string';
    const bytes = !inline && typeof path === 'string' ? await this.#file(path, signal) : fromDataUrl(client.label, result['image']);
    return pngOf(client.label, bytes);
  }

  async #mesh(result: Said, { original }: ServerProfile, signal: AbortSignal): Promise<Blob> {
    const { files, meshes } = this.options;
    const path = result['mesh_path'];
    if (typeof path !== 'string') throw protocol(files.label, 'no mesh');
    const bytes = await this.#file(path, signal);
    if (new TextDecoder().decode(bytes.subarray(0, 4)) !== GLB_MAGIC) throw protocol(files.label, 'a mesh that is none');
    return new Blob([original && meshes === 'auto' ? unmirror(bytes) : bytes], { type: 'model/gltf-binary' });
  }

  /** A development server answers a file that is not there with its page. */
  #file(path: string, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    const { files, deadline } = this.options;
    if (!path.startsWith('/')) throw protocol(files.label, 'an address that is none');
    return files.send(path, { signal, deadline, accept: [404] }, async (response) => {
      if (response.status === 404) throw protocol(files.label, 'no such file where it should have kept the result');
      if (response.headers.get('content-type')?.startsWith('text/html')) throw protocol(files.label, 'a page instead of the result');
      return new Uint8Array(await files.whole(response.arrayBuffer()));
    });
  }

  /** Our server tells how it was made; of the original we know what was asked for. */
  #info(work: Work, result: Said, profile: ServerProfile, passed: Passed): GenerationInfo {
    const { adapter, server } = this.options;
    const told = (typeof result['info'] === 'object' && result['info'] !== null ? result['info'] : {}) as Partial<GenerationInfo>;
    const seconds = result['time_taken'];
    return {
      model: work.model,
      modelLabel: profile.models.find(({ id }) => id === work.model)?.title ?? work.model,
      backend: profile.backend ?? 'unknown',
      ...(work.task === 'image-to-mesh' ? {} : askedFor(work)),
      ...told,
      adapter,
      server,
      timings: { ...(typeof seconds === 'number' ? { work: seconds * 1000 } : {}), ...told.timings, ...passed },
    };
  }
}

function askedFor({ input }: Exclude<Work, { task: 'image-to-mesh' }>): Partial<GenerationInfo> {
  const { seed, steps, guidance, sampler, schedule, prompt } = input;
  return {
    seed,
    prompt,
    ...(steps === undefined ? {} : { steps }),
    ...(guidance === undefined ? {} : { guidance }),
    ...(sampler === undefined ? {} : { sampler }),
    ...(schedule === undefined ? {} : { schedule }),
  };
}

const countOf = (value: unknown): number => (typeof value === 'number' && value >= 0 ? value : 0);
