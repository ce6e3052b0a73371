/**
 * Results on disk: whole or not at all, and never over another file. One whose name is taken gets a number behind it.
 */
import { link, mkdir, rm } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { writeAtomic } from '../files/atomic-write.js';

/**
 * @returns the name the file has got.
 * @throws Problem `GDS_DISK_FULL`; nothing is left behind.
 */
export async function writeResult(folder: string, name: string, bytes: Uint8Array): Promise<string> {
  await mkdir(folder, { recursive: true });
  let given = name;
  await writeAtomic({
    folder,
    name,
    content: [bytes],
    freeBytes: 0,
    publish: async (_, temporary) => {
      given = await linkFree(folder, name, temporary);
      await rm(temporary);
    },
  });
  return given;
}

async function linkFree(folder: string, wanted: string, temporary: string): Promise<string> {
  const { name, ext } = parse(wanted);
  for (let number = 1; ; number++) {
    const free = number === 1 ? wanted : `${name}_${number}${ext}`;
    try {
      await link(temporary, join(folder, free));
      return free;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
