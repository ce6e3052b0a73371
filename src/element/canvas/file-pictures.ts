/**
 * Small pictures of files on a server, made when they are asked for: one of each version of a file.
 *
 * Meshes are fetched and drawn one at a time, what was asked last first: a person who scrolls past many waits for none of them. A file that
 * cannot be shown is not fetched again.
 */
import { GdsError } from '../../errors.js';
import type { FileEntry } from '../../persistence/files.js';

export interface FilePictureHost {
  read(entry: FileEntry): Promise<Blob>;
  /** A PNG of a picture, no larger than `edge` pixels. */
  picture(blob: Blob, edge: number): Promise<Blob>;
  /** A PNG of a mesh, `edge` pixels square. */
  mesh(glb: Blob, edge: number): Promise<Blob>;
}

/** Larger files are listed without a picture. Bytes. */
const MOST_BYTES = 32 * 1024 * 1024;
/** Longest edge, pixels. */
const EDGE = 192;
/** Meshes that wait for their turn; the one that was asked first gives up its place, and may be asked for again. */
const MOST_WAITING = 60;

/** What is wrong with the file itself. */
const LASTING: ReadonlySet<string> = new Set([
  'GDS_FILES_TOO_LARGE',
  'GDS_IMAGE_DECODE',
  'GDS_MESH_PARSE',
  'GDS_MESH_EXTERNAL',
  'GDS_MESH_EMPTY',
  'GDS_MESH_DRAW',
]);

interface Turn {
  take(): Promise<void>;
  drop(): void;
}

export class FilePictures {
  readonly #made = new Map<string, Promise<Blob>>();
  /** The next is the last. */
  readonly #waiting: Turn[] = [];
  #drawing = false;

  constructor(private readonly host: FilePictureHost) {}

  /** Rejects where there is none. */
  of(entry: FileEntry): Promise<Blob> {
    const key = `${entry.url}#${entry.modifiedAt}`;
    let made = this.#made.get(key);
    if (!made) {
      made = this.#make(entry);
      made.catch((error: unknown) => {
        if (!(error instanceof GdsError && LASTING.has(error.code))) this.#made.delete(key);
      });
      this.#made.set(key, made);
    }
    return made;
  }

  async #make(entry: FileEntry): Promise<Blob> {
    if (entry.bytes > MOST_BYTES) throw new GdsError('GDS_FILES_TOO_LARGE', 'Too large for a thumbnail.');
    if (entry.type !== 'glb') return this.host.picture(await this.host.read(entry), EDGE);
    return this.#inTurn(async () => this.host.mesh(await this.host.read(entry), EDGE));
  }

  #inTurn(draw: () => Promise<Blob>): Promise<Blob> {
    return new Promise((resolve, reject) => {
      const drop = (): void => reject(new GdsError('GDS_FILES_LATER', 'Others were asked for since. Ask again.', { retryable: true }));
      this.#waiting.push({ take: () => draw().then(resolve, reject), drop });
      if (this.#waiting.length > MOST_WAITING) this.#waiting.shift()!.drop();
      void this.#next();
    });
  }

  async #next(): Promise<void> {
    if (this.#drawing) return;
    this.#drawing = true;
    for (let turn = this.#waiting.pop(); turn; turn = this.#waiting.pop()) await turn.take();
    this.#drawing = false;
  }
}
