/**
 * A file on a server that several people write: no edit of anybody is lost.
 *
 * An edit is a function from what the file holds to what it shall hold. Edits that come while a write is under way are one write
 * together. A write states which version it replaces (`If-Match`); where somebody else was faster, the file is read again, the same edits
 * are made upon that, and it is written again. A server without ETags, such as the original, cannot check: there the file is read right
 * before each write, and what was written here before is put back where somebody wrote over it in the same few milliseconds.
 */
import { GdsError } from '../../src/errors.js';
import type { FileFolder } from '../../src/persistence/files.js';
import type { HttpFiles } from './http-files.js';

/** How the content becomes a file and back. */
export interface Codec<T> {
  /** @throws GdsError where it is no such file. A SyntaxError means that it was caught while it was being written. */
  read(text: string): T;
  /** `content` may come back tidied up. */
  write(content: T): { readonly content: T; readonly text: string };
  /** `theirs`, and what is missing in it of `mine`, which was written before. */
  merge(theirs: T, mine: T): T;
}

/** `undefined` for a file that is not there. Must change nothing in place: it may run several times. */
export type Edit<T> = (content: T | undefined) => T;

interface Waiting<T> {
  readonly edit: Edit<T>;
  readonly resolve: (content: T) => void;
  readonly reject: (error: unknown) => void;
}

interface Version<T> {
  readonly content: T | undefined;
  readonly etag?: string;
}

/** Writes that others were faster than, before it counts as failed. */
const MOST_CONFLICTS = 50;
/** After each of them there is a pause of at random up to as long as the attempt took; doubled so many times at most. */
const MOST_DOUBLINGS = 5;
/** Reads of a file that is being written by a server that does not do so at once. */
const TORN_READS = 5;
const TORN_PAUSE_MS = 60;
/** After a write there is a pause of so many times what it took to make the file: of a large one, a page has other things to do. */
const REST_FACTOR = 4;

export class SharedFile<T> {
  private edits: Waiting<T>[] = [];
  private writing: Promise<void> | undefined;
  private version: Version<T> | undefined;
  /** What was written here last, for servers on which somebody may have written over it unseen. */
  private mine: T | undefined;
  /** Milliseconds that the last file took to make. */
  private cost = 0;

  /** `rest`: milliseconds at least between the end of a write and the next one. */
  constructor(
    private readonly files: HttpFiles,
    private readonly folder: FileFolder,
    private readonly name: string,
    private readonly codec: Codec<T>,
    private readonly rest: number,
  ) {}

  /** What it held when it was last read or written here. */
  get latest(): T | undefined {
    return this.version?.content;
  }

  /** What it holds now. */
  async read(): Promise<T | undefined> {
    // A write that ends meanwhile knows better.
    const before = this.version;
    const version = await this.fetch();
    if (this.version === before) this.version = version;
    return version.content;
  }

  /** Resolves once the edit is on the server, with what the file then holds. Rejects with what the edit throws, or `GDS_FILES_*`. */
  change(edit: Edit<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.edits.push({ edit, resolve, reject });
      this.writing ??= this.writeAll();
    });
  }

  private async writeAll(): Promise<void> {
    // A turn later, so that edits made in one go are one write.
    await Promise.resolve();
    while (this.edits.length > 0) {
      const batch = this.edits;
      this.edits = [];
      await this.write(batch).catch((error: unknown) => {
        this.version = undefined;
        for (const { reject } of batch) reject(error);
      });
      await pause(Math.max(this.rest, REST_FACTOR * this.cost));
    }
    this.writing = undefined;
  }

  private async write(batch: readonly Waiting<T>[]): Promise<void> {
    for (let conflicts = 0; ; conflicts++) {
      const start = performance.now();
      const base = conflicts === 0 && this.version?.etag !== undefined ? this.version : await this.fetch();
      const { content, done } = apply(base.content, batch);
      if (done.length === 0) return;
      if (content !== base.content) {
        try {
          this.version = await this.put(base, content as T);
        } catch (error) {
          if (!(error instanceof GdsError) || error.code !== 'GDS_FILES_CHANGED' || conflicts === MOST_CONFLICTS) throw error;
          await pause(Math.random() * (performance.now() - start) * 2 ** Math.min(conflicts, MOST_DOUBLINGS));
          continue;
        }
      } else this.version = base;
      for (const { resolve } of done) resolve(this.version.content as T);
      return;
    }
  }

  private async put(base: Version<T>, wanted: T): Promise<Version<T>> {
    const start = performance.now();
    const { content, text } = this.codec.write(wanted);
    this.cost = performance.now() - start;
    const body = new Blob([text], { type: 'application/json' });
    const condition = base.content === undefined ? null : base.etag;
    const { entry, etag } = await this.files.write(this.folder, this.name, body, condition);
    this.mine = content;
    if (entry.name !== this.name)
      throw new GdsError(
        'GDS_FILES_REFUSED',
        `${this.files.label} stored "${this.name}" as "${entry.name}", where nobody will look for it.`,
      );
    return { content, ...(etag === undefined ? {} : { etag }) };
  }

  private async fetch(): Promise<Version<T>> {
    for (let reads = 1; ; reads++) {
      try {
        const { blob, etag } = await this.files.readVersion(this.folder, this.name);
        const content = this.codec.read(await blob.text());
        if (etag !== undefined) return { content, etag };
        return { content: this.mine === undefined ? content : this.codec.merge(content, this.mine) };
      } catch (error) {
        if (error instanceof GdsError && error.code === 'GDS_FILES_MISSING') return { content: undefined };
        if (!(error instanceof SyntaxError)) throw error;
        if (reads === TORN_READS)
          throw new GdsError('GDS_FILES_REFUSED', `"${this.name}" on ${this.files.label} is damaged: it is no JSON. Mend or move it.`, {
            cause: error,
          });
        await pause(TORN_PAUSE_MS);
      }
    }
  }
}

/** Edits that throw are told at once and left out. */
function apply<T>(base: T | undefined, batch: readonly Waiting<T>[]): { content: T | undefined; done: Waiting<T>[] } {
  let content = base;
  const done: Waiting<T>[] = [];
  for (const waiting of batch) {
    try {
      content = waiting.edit(content);
      done.push(waiting);
    } catch (error) {
      waiting.reject(error);
    }
  }
  return { content, done };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
