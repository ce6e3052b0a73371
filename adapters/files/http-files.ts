/**
 * The files of a server, over HTTP: `gds-canvas-server`, or the dev server of the studio that this one grew from.
 *
 * Around what the latter does badly: the name in its answer is the one that counts; a file that is not there comes as a page with
 * status 200; most types are served as `application/octet-stream`; names that start with a dot are never listed, and long ones refused.
 */
import { GdsError } from '../../src/errors.js';
import type { FileEntry, FileFolder, FileService } from '../../src/persistence/files.js';
import { ServerClient, type ServerOptions, type ServerRequest } from './client.js';
import { dataPath, readEntry } from './entries.js';
import { missing, notTheApi } from './errors.js';
import { Gate } from './gate.js';
import { isRecord } from './json.js';
import { checkKind } from './magic.js';
import { askedName, mimeOf, typeOf } from './names.js';

export interface HttpFilesOptions extends ServerOptions {
  /** Uploads at once; the others wait. Default 4: browsers hold six connections to a server, and lists must get through. */
  readonly uploads?: number;
}

/** A file's bytes and what tells this version from others, where the server says. */
export interface FileVersion {
  readonly blob: Blob;
  readonly etag?: string;
}

/** Writes only where the file is still of this version (`etag`), or not there (`null`). Left out: in any case. */
export type WriteCondition = string | null | undefined;

/** Kept among the canvases and none of them: see FilesAssets. */
export const ASSET_INDEX = 'gds-assets.json';
/** Kept in `output` beside what was made: see FilesAssets. */
export const THUMBNAIL_PREFIX = 'gds-thumbnail-';

type UploadOptions = NonNullable<Parameters<FileService['uploadFile']>[2]>;

export class HttpFiles implements FileService {
  readonly label: string;
  private readonly client: ServerClient;
  private readonly uploads: Gate;
  private limits: Promise<{ readonly uploadBytes?: number }> | undefined;

  /** @throws GdsError `GDS_FILES_REFUSED` where `baseUrl` is no address. */
  constructor({ uploads = 4, ...options }: HttpFilesOptions) {
    this.client = new ServerClient(options);
    this.label = this.client.label;
    this.uploads = new Gate(uploads);
  }

  /** The server's address, with a slash at its end. */
  get baseUrl(): string {
    return this.client.base;
  }

  async listFiles(folder: FileFolder, signal?: AbortSignal): Promise<readonly FileEntry[]> {
    const found = await this.json(`api/files?dir=${folder}`, { signal });
    if (!Array.isArray(found)) throw notTheApi(this.label, 'a list of files');
    const entries = found.flatMap((value) => readEntry(value, folder, (path) => this.client.url(path)) ?? []);
    return entries.filter(({ name }) => name !== ASSET_INDEX && !name.startsWith(THUMBNAIL_PREFIX));
  }

  async uploadFile(folder: FileFolder, file: File, options: UploadOptions = {}): Promise<FileEntry> {
    const name = askedName(file.name, file.type);
    await checkKind(file, name);
    // Models have a limit of their own, which is not told.
    if (folder !== 'models') await this.checkSize(file, name, options.signal);
    return this.uploads.run(options.signal, async () => (await this.write(folder, name, file, undefined, options)).entry);
  }

  async deleteFile(folder: FileFolder, name: string, signal?: AbortSignal): Promise<boolean> {
    const answer = await this.json(`api/files?dir=${folder}&name=${encodeURIComponent(name)}`, { method: 'DELETE', signal });
    if (!isRecord(answer) || typeof answer['success'] !== 'boolean') throw notTheApi(this.label, 'a deletion');
    return answer['success'];
  }

  async readFile(entry: FileEntry, signal?: AbortSignal): Promise<Blob> {
    if (!entry.url.startsWith(this.client.base)) throw missing(this.label, entry.name);
    return (await this.read(entry.url.slice(this.client.base.length), entry.name, signal)).blob;
  }

  /** The file as it is now. @throws GdsError `GDS_FILES_MISSING`, and as the others do. */
  readVersion(folder: FileFolder, name: string, signal?: AbortSignal): Promise<FileVersion> {
    return this.read(dataPath(folder, name), name, signal);
  }

  /**
   * Puts `body` in the place of the file. `etag` is that of what was written, where the server tells. A server without ETags, such as
   * the original, heeds no condition.
   * @throws GdsError `GDS_FILES_CHANGED` where the condition does not hold, and as the others do.
   */
  async write(
    folder: FileFolder,
    name: string,
    body: Blob,
    condition?: WriteCondition,
    { signal, onProgress }: UploadOptions = {},
  ): Promise<{ entry: FileEntry; etag?: string }> {
    const headers: Record<string, string> = {};
    if (condition === null) headers['If-None-Match'] = '*';
    else if (condition !== undefined) headers['If-Match'] = condition;
    const path = `api/files?dir=${folder}&name=${encodeURIComponent(name)}`;
    return this.client.request(path, { method: 'POST', body, headers, signal, onProgress }, async (response) => {
      const entry = readEntry(await bodyOf(response), folder, (below) => this.client.url(below));
      if (!entry) throw notTheApi(this.label, 'an upload');
      return { entry, ...etagOf(response) };
    });
  }

  private async read(path: string, name: string, signal: AbortSignal | undefined): Promise<FileVersion> {
    return this.client.request(path, { signal }, async (response) => {
      const served = response.headers.get('content-type') ?? '';
      // The original answers with its page where there is no such file.
      if (/^text\/html\b/.test(served) && !/^html?$/.test(typeOf(name))) throw missing(this.label, name);
      return { blob: new Blob([await response.arrayBuffer()], { type: mimeOf(typeOf(name)) }), ...etagOf(response) };
    });
  }

  private json(path: string, request: ServerRequest): Promise<unknown> {
    return this.client.request(path, request, bodyOf);
  }

  /** Asked once. A server that does not tell, as the original, judges each upload itself. */
  private async checkSize(file: File, name: string, signal: AbortSignal | undefined): Promise<void> {
    const asked = (this.limits ??= this.askLimits());
    asked.catch(() => (this.limits = undefined));
    const { uploadBytes } = await asked.catch(() => ({ uploadBytes: undefined }));
    signal?.throwIfAborted();
    if (uploadBytes === undefined || file.size <= uploadBytes) return;
    const [size, most] = [file.size, uploadBytes].map((bytes) => `${Math.ceil(bytes / 1e5) / 10} MB`);
    throw new GdsError(
      'GDS_FILES_TOO_LARGE',
      `"${name}" has ${size}; ${this.label} takes ${most}. Make it smaller, or have the limit raised.`,
    );
  }

  private async askLimits(): Promise<{ readonly uploadBytes?: number }> {
    const answer = await this.json('api/capabilities', { once: true }).catch((error: unknown) => {
      if (error instanceof GdsError && error.code === 'GDS_FILES_MISSING') return undefined;
      throw error;
    });
    const limits = isRecord(answer) && isRecord(answer['limits']) ? answer['limits'] : {};
    return typeof limits['uploadBytes'] === 'number' ? { uploadBytes: limits['uploadBytes'] } : {};
  }
}

const etagOf = (response: Response): { readonly etag?: string } => {
  const etag = response.headers.get('etag');
  return etag === null ? {} : { etag };
};

/** Undefined where it is no JSON. */
async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
