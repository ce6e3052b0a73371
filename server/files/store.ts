/**
 * The data folder: `input`, `output`, `models` and `canvases`, and under `uploads` the inputs by their hash.
 *
 * Several servers may share one folder: files appear whole, by one rename. Conditions (`If-Match`) hold among the clients of one server;
 * between two servers the later rename stands.
 */
import { constants } from 'node:fs';
import { access, lstat, mkdir, readdir, realpath, unlink, type FileHandle } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { GdsError } from '../../src/errors.js';
import type { ServerConfig } from '../config.js';
import { Problem } from '../problem.js';
import { removeRemains, writeAtomic, type WriteOptions, type Written } from './atomic-write.js';
import { fileWindow } from './byte-window.js';
import { FactCache, readFacts, type Facts } from './facts.js';
import { belongsIn, FOLDERS, type Folder } from './folders.js';
import { kindFits, kindOf } from './kinds.js';
import { KeyedMutex } from './mutex.js';
import { isStoredName } from './names.js';
import { etagOf, openFile, type OpenFile } from './open-file.js';
import { requirePixels } from './pixels.js';
import { requirePreconditions, type Preconditions } from './preconditions.js';
import { UploadStore } from './upload-store.js';

/** As the original answers, with what it did not know behind. */
export interface FileEntry extends Facts {
  readonly name: string;
  /** Where to fetch it, from the server's root. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** ISO 8601 with milliseconds. */
  readonly modified: string;
  /** Extension in lower case without a dot. */
  readonly type: string;
}

export interface StoredFile {
  readonly entry: FileEntry;
  /** Undefined where another removed the file at once. */
  readonly etag: string | undefined;
}

export interface WriteRequest extends Preconditions {
  readonly content: WriteOptions['content'];
  /** Bytes that the content is known to have. */
  readonly announced?: number;
}

/** Entries of a listing that are looked at together. */
const AT_ONCE = 32;

export class DataStore {
  private readonly facts = new FactCache();
  private readonly mutex = new KeyedMutex();

  private constructor(
    private readonly config: ServerConfig,
    /** Real paths, taken at the start. */
    private readonly folders: Readonly<Record<Folder, string>>,
    readonly uploads: UploadStore,
  ) {}

  /** Makes the folders and removes what killed writers have left. Throws `GDS_SERVER_DATA` where the folder cannot be written. */
  static async open(config: ServerConfig): Promise<DataStore> {
    const prepare = async (name: string): Promise<string> => {
      const folder = join(config.data, name);
      await mkdir(folder, { recursive: true });
      await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
      await removeRemains(folder);
      return realpath(folder);
    };
    try {
      const folders = Object.fromEntries(await Promise.all(FOLDERS.map(async (name) => [name, await prepare(name)]))) as Record<
        Folder,
        string
      >;
      const uploads = new UploadStore(await prepare('uploads'), config);
      await uploads.tidy();
      return new DataStore(config, folders, uploads);
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      throw new GdsError(
        'GDS_SERVER_DATA',
        `The data folder "${config.data}" cannot be used (${code}). Name a folder that may be written.`,
        {
          cause,
        },
      );
    }
  }

  /** The real path of a folder. Whoever puts a link in its place while the server runs gets nothing; one that was removed is made again. */
  private async place(folder: Folder): Promise<string> {
    const path = join(this.config.data, folder);
    await mkdir(path, { recursive: true });
    if ((await realpath(path)) === this.folders[folder]) return this.folders[folder];
    throw new Problem(500, 'GDS_DATA_FOLDER', 'The data folder was replaced while the server ran. The operator must start it again.');
  }

  /** Newest first. Hidden files, folders, links and files of types that do not belong there are left out. */
  async list(folder: Folder): Promise<FileEntry[]> {
    const place = await this.place(folder);
    const names = (await readdir(place)).filter((name) => !name.startsWith('.') && belongsIn(folder, name));
    const found: StoredFile[] = [];
    for (let at = 0; at < names.length; at += AT_ONCE) {
      const some = await Promise.all(names.slice(at, at + AT_ONCE).map((name) => this.look(folder, name)));
      found.push(...some.filter((file) => file !== undefined));
    }
    return found
      .map(({ entry }) => entry)
      .sort((a, b) => (a.modified < b.modified ? 1 : a.modified > b.modified ? -1 : a.name < b.name ? -1 : 1));
  }

  /**
   * Stores a file whole or not at all. `name` must be as `storedName` gives it. Throws a `Problem`: `GDS_TYPE` where the content is not
   * what the name says or does not belong in the folder, `GDS_TOO_LARGE` (bytes or pixels), `GDS_CHANGED`, `GDS_DISK_FULL`.
   */
  async write(folder: Folder, name: string, { content, announced, ...preconditions }: WriteRequest): Promise<StoredFile> {
    if (!isStoredName(name)) throw new Problem(400, 'GDS_NAME', 'Invalid filename');
    if (!belongsIn(folder, name)) throw wrongType();
    const place = await this.place(folder);
    const requireUnchanged = async (): Promise<void> => requirePreconditions(preconditions, await this.etag(folder, name));
    await requireUnchanged();
    let stored: StoredFile | undefined;
    const written = await writeAtomic({
      folder: place,
      name,
      content,
      ...(announced !== undefined && { announced }),
      freeBytes: this.config.freeBytes,
      check: (file, { bytes }) => this.requireKind(file, bytes, name),
      publish: (rename) =>
        this.mutex.run(`${folder}/${name}`, async () => {
          await requireUnchanged();
          await rename();
          stored = await this.look(folder, name);
        }),
    });
    return this.remember(stored, folder, name, written);
  }

  /** True where it was there. */
  async remove(folder: Folder, name: string, preconditions: Preconditions = {}): Promise<boolean> {
    if (!isStoredName(name)) return false;
    return this.mutex.run(`${folder}/${name}`, async () => {
      requirePreconditions(preconditions, await this.etag(folder, name));
      const path = join(await this.place(folder), name);
      try {
        if (!(await lstat(path)).isFile()) return false;
        await unlink(path);
        return true;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
        throw error;
      }
    });
  }

  /** For reading; the caller closes it. Undefined where there is no such file, or it is hidden or of a type that does not belong there. */
  async open(folder: Folder, name: string): Promise<OpenFile | undefined> {
    return name.startsWith('.') || !belongsIn(folder, name) ? undefined : openFile(await this.place(folder), name);
  }

  private async requireKind(file: FileHandle, bytes: number, name: string): Promise<void> {
    const window = fileWindow(file, bytes);
    const kind = await kindOf(window);
    if (!kindFits(name, kind)) throw wrongType();
    await requirePixels(window, kind, this.config.imagePixels);
  }

  private async etag(folder: Folder, name: string): Promise<string | undefined> {
    const info = await lstat(join(this.folders[folder], name), { bigint: true }).catch(() => undefined);
    return info?.isFile() ? etagOf(info) : undefined;
  }

  private async look(folder: Folder, name: string): Promise<StoredFile | undefined> {
    const file = await openFile(this.folders[folder], name);
    if (!file) return undefined;
    try {
      const { info, etag } = file;
      const size = Number(info.size);
      const facts = this.facts.get(etag) ?? (await readFacts(file.handle, name, size));
      this.facts.set(etag, facts);
      return { entry: entryOf(folder, name, size, info.mtime, facts), etag };
    } finally {
      await file.handle.close();
    }
  }

  /** The answer to a write. Another may have replaced the file since; then this one's own name, size and hash are still what was stored. */
  private remember(stored: StoredFile | undefined, folder: Folder, name: string, { bytes, sha256 }: Written): StoredFile {
    if (!stored) return { entry: entryOf(folder, name, bytes, new Date(), { sha256 }), etag: undefined };
    const { entry, etag } = stored;
    if (etag !== undefined) this.facts.set(etag, { ...this.facts.get(etag), sha256 });
    return { entry: { ...entry, sha256 }, etag };
  }
}

const entryOf = (folder: Folder, name: string, size: number, modified: Date, { metadata, width, height, sha256 }: Facts): FileEntry => ({
  name,
  path: `/data/${folder}/${name}`,
  size,
  modified: modified.toISOString(),
  type: extname(name).slice(1).toLowerCase(),
  ...(metadata && { metadata }),
  ...(width !== undefined && { width }),
  ...(height !== undefined && { height }),
  ...(sha256 !== undefined && { sha256 }),
});

const wrongType = (): Problem => new Problem(415, 'GDS_TYPE', 'The file is not of a type that belongs here, or not what its name says.');
