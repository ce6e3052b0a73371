/**
 * Gives each server that shares a data folder a folder of its own for what only it may touch: its jobs. The first has `NAME`, one that runs
 * beside it `NAME-2`, and so on; a server that starts again after it was killed gets its old one.
 *
 * A claim is a file with the process that holds it. Machines cannot look at each other's processes, so the holder touches the file as
 * long as it runs.
 */
import { link, mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fateOf, IDENTITY } from './process-identity.js';

export interface Claim {
  readonly folder: string;
  release(): Promise<void>;
}

const TOUCH_MS = 10_000;
const ABANDONED_MS = 6 * TOUCH_MS;
const MOST = 64;

/** Makes the folder. Rejects with the error of the file system, or where 64 servers share the data folder. */
export async function claimFolder(data: string, name: string): Promise<Claim> {
  for (let number = 1; number <= MOST; number++) {
    const folder = join(data, number === 1 ? name : `${name}-${number}`);
    const owner = `${folder}.owner`;
    if (!(await claim(owner))) continue;
    await mkdir(folder, { recursive: true });
    const timer = setInterval(() => void utimes(owner, new Date(), new Date()).catch(() => undefined), TOUCH_MS).unref();
    return {
      folder,
      async release() {
        clearInterval(timer);
        await rm(owner, { force: true });
      },
    };
  }
  throw new Error(`${MOST} servers share the data folder already`);
}

async function claim(owner: string): Promise<boolean> {
  if (await write(owner)) return true;
  const holder = await readFile(owner, 'utf8').catch(() => '');
  if (!(await isGone(owner, holder))) return false;
  // Moved away and not removed: of several that see the same dead holder, each looks at what it has moved.
  const moved = `${owner}-${IDENTITY}`;
  const taken = await rename(owner, moved).then(
    () => readFile(moved, 'utf8'),
    () => undefined,
  );
  if (taken !== undefined && taken !== holder) await link(moved, owner).catch(() => undefined);
  await rm(moved, { force: true });
  return taken === holder && write(owner);
}

const write = (owner: string): Promise<boolean> =>
  writeFile(owner, IDENTITY, { flag: 'wx' }).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false;
      throw error;
    },
  );

async function isGone(owner: string, holder: string): Promise<boolean> {
  const fate = fateOf(holder);
  if (fate !== 'unknown') return fate === 'ended';
  const info = await stat(owner).catch(() => undefined);
  return info !== undefined && Date.now() - info.mtimeMs > ABANDONED_MS;
}
