/**
 * Writes a file whole or not at all: into a hidden file of the same folder, to the disk, and from there by one rename. Whoever reads
 * meanwhile has the old file or the new one; whatever goes wrong, and whenever the process is killed, no part of it has the name.
 *
 * A hidden file carries the process that writes it, so that {@link removeRemains} knows which of them nobody will finish.
 */
import { createHash, randomBytes } from 'node:crypto';
import { open, readdir, rename, rm, stat, statfs, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../problem.js';
import { fateOf, IDENTITY } from './process-identity.js';

export interface Written {
  readonly bytes: number;
  /** 64 hex digits. */
  readonly sha256: string;
}

export interface WriteOptions {
  readonly folder: string;
  readonly name: string;
  readonly content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  /** Bytes that the content is known to have, where it is. */
  readonly announced?: number;
  /** Bytes that must stay free on the disk. */
  readonly freeBytes: number;
  /** Looks at what was written, before it has its name: throws to refuse it. */
  readonly check?: (file: FileHandle, written: Written) => Promise<void>;
  /**
   * Gives the file its name by calling `rename`, or another one by linking to it; the default renames at once. For locks, conditions and
   * names that must be free.
   */
  readonly publish?: (rename: () => Promise<void>, temporary: string) => Promise<void>;
}

const PREFIX = '.gds-';
const SUFFIX = '.part';
/** A file that somebody writes grows at least this often: a body that stands still is ended sooner. */
const ABANDONED_MS = 24 * 3600 * 1000;

/** Throws `GDS_DISK_FULL`, what `content` and `check` throw, or the error of the file system; nothing is left behind then. */
export async function writeAtomic(options: WriteOptions): Promise<Written> {
  const { folder, name, announced = 0, freeBytes, publish = (rename) => rename() } = options;
  await requireSpace(folder, announced + freeBytes);
  const temporary = join(folder, `${PREFIX}${IDENTITY}-${randomBytes(8).toString('hex')}${SUFFIX}`);
  try {
    const written = await writeTemporary(temporary, options);
    await publish(() => rename(temporary, join(folder, name)), temporary);
    await syncFolder(folder);
    return written;
  } catch (error) {
    await rm(temporary, { force: true });
    throw isFull(error) ? diskFull(error) : error;
  }
}

async function writeTemporary(path: string, { content, check }: WriteOptions): Promise<Written> {
  const file = await open(path, 'wx+', 0o644);
  try {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of content) {
      hash.update(chunk);
      await writeWhole(file, chunk);
      bytes += chunk.length;
    }
    const written = { bytes, sha256: hash.digest('hex') };
    await check?.(file, written);
    await file.sync();
    return written;
  } finally {
    await file.close();
  }
}

/** One call may write less than it was given, for example up to the end of the disk. */
async function writeWhole(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let done = 0; done < chunk.length;) done += (await file.write(chunk, done, chunk.length - done)).bytesWritten;
}

/** The rename itself is on the disk only with the folder. Windows cannot open folders, and needs not. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function requireSpace(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < bytes) throw diskFull();
}

const isFull = (error: unknown): boolean => ['ENOSPC', 'EDQUOT', 'EFBIG'].includes((error as NodeJS.ErrnoException | null)?.code ?? '');
const diskFull = (cause?: unknown): Problem => new Problem(507, 'GDS_DISK_FULL', 'There is no room left on the disk.', { cause });

/** Removes what writers left behind that no longer run. Writers of other processes, on this machine or another, are left alone. */
export async function removeRemains(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.startsWith(PREFIX) && name.endsWith(SUFFIX) && (await isAbandoned(folder, name)))
      await rm(join(folder, name), { force: true });
  }
}

async function isAbandoned(folder: string, name: string): Promise<boolean> {
  const fate = fateOf(name.slice(PREFIX.length));
  if (fate !== 'unknown') return fate === 'ended';
  const info = await stat(join(folder, name)).catch(() => undefined);
  return info !== undefined && Date.now() - info.mtimeMs > ABANDONED_MS;
}
