/**
 * Opens a file of the data folder for reading: only a regular one, only under its own name, never through a link.
 *
 * What is checked is the open file, not its name: whoever swaps the name for a link meanwhile gets nothing. A file with a second name
 * (a hard link) is refused too, as its other name may lie anywhere.
 */
import { constants, type BigIntStats } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

export interface OpenFile {
  readonly handle: FileHandle;
  readonly info: BigIntStats;
  readonly etag: string;
}

/** Not waiting for a writer is for named pipes, which are refused once open. */
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
const NOT_THERE = ['ENOENT', 'ENOTDIR', 'ELOOP', 'EMLINK', 'ENXIO', 'ENAMETOOLONG', 'EISDIR'];

/** `folder` is a real path, `name` one segment. Undefined where there is no such file. The caller closes the handle. */
export async function openFile(folder: string, name: string): Promise<OpenFile | undefined> {
  let handle: FileHandle;
  try {
    handle = await open(join(folder, name), FLAGS);
  } catch (error) {
    if (NOT_THERE.includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
  try {
    const info = await handle.stat({ bigint: true });
    // No name at all: it was replaced since it was opened. That is still a whole file, the one from before.
    if (info.isFile() && info.nlink <= 1n) return { handle, info, etag: etagOf(info) };
  } catch (error) {
    await handle.close();
    throw error;
  }
  await handle.close();
  return undefined;
}

/** Strong: files are replaced, never written into, so other bytes have another inode or time. */
export const etagOf = (info: BigIntStats): string => `"${info.ino.toString(36)}-${info.size.toString(36)}-${info.mtimeNs.toString(36)}"`;
