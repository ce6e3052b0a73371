/**
 * Inputs of jobs by the SHA-256 of their bytes, so that a client sends each of them once. The least used go first: by age, and where
 * all of them together are too large.
 */
import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServerConfig } from '../config.js';
import { Problem } from '../problem.js';
import { writeAtomic, type WriteOptions } from './atomic-write.js';
import { fileWindow } from './byte-window.js';
import { kindOf, type Kind } from './kinds.js';
import { requirePixels } from './pixels.js';

const HASH = /^[0-9a-f]{64}$/;
/** What the inference decodes. */
const KINDS: readonly Kind[] = ['png', 'jpeg', 'webp'];

export class UploadStore {
  constructor(
    private readonly folder: string,
    private readonly config: ServerConfig,
  ) {}

  /** Path of the upload, or undefined. It counts as used now. */
  async find(sha256: string): Promise<string | undefined> {
    if (!HASH.test(sha256)) return undefined;
    const path = join(this.folder, sha256);
    const now = new Date();
    return utimes(path, now, now).then(
      () => path,
      () => undefined,
    );
  }

  /** Throws `GDS_HASH` where the bytes have another hash, `GDS_TYPE`, `GDS_TOO_LARGE`, `GDS_DISK_FULL`. */
  async put(sha256: string, content: WriteOptions['content'], announced = 0): Promise<void> {
    if (!HASH.test(sha256)) throw notHash();
    await writeAtomic({
      folder: this.folder,
      name: sha256,
      content,
      announced,
      freeBytes: this.config.freeBytes,
      check: async (file, written) => {
        if (written.sha256 !== sha256) throw new Problem(422, 'GDS_HASH', 'The bytes have another SHA-256.');
        const window = fileWindow(file, written.bytes);
        const kind = await kindOf(window);
        if (!kind || !KINDS.includes(kind)) throw new Problem(415, 'GDS_TYPE', 'An upload must be a PNG, JPEG or WebP picture.');
        await requirePixels(window, kind, this.config.imagePixels);
      },
    });
    await this.tidy(sha256);
  }

  /** Removes what is too old, then the least used until the rest is small enough. `keep` stays in any case. */
  async tidy(keep?: string): Promise<void> {
    const names = (await readdir(this.folder)).filter((name) => HASH.test(name) && name !== keep);
    const files = (await Promise.all(names.map((name) => this.look(name)))).filter((file) => file !== undefined);
    files.sort((a, b) => b.used - a.used);
    const oldest = Date.now() - this.config.uploadsHours * 3_600_000;
    let bytes = keep === undefined ? 0 : ((await this.look(keep))?.bytes ?? 0);
    for (const file of files) {
      bytes += file.bytes;
      if (file.used < oldest || bytes > this.config.uploadsBytes) await rm(join(this.folder, file.name), { force: true });
    }
  }

  private async look(name: string): Promise<{ name: string; bytes: number; used: number } | undefined> {
    const info = await stat(join(this.folder, name)).catch(() => undefined);
    return info && { name, bytes: info.size, used: info.mtimeMs };
  }
}

const notHash = (): Problem => new Problem(422, 'GDS_HASH', 'An upload is named by its SHA-256: 64 hex digits in lower case.');
