/** What a server says of a file, read with care: every field is checked, and addresses are made here. */
import { isRecord } from './json.js';
import type { FileEntry, FileFolder } from '../../src/persistence/files.js';
import { typeOf } from './names.js';

/** Path of a file below the server's address. */
export const dataPath = (folder: FileFolder, name: string): string => `data/${folder}/${encodeURIComponent(name)}`;

/** Undefined where it is no entry. */
export function readEntry(value: unknown, folder: FileFolder, url: (path: string) => string): FileEntry | undefined {
  if (!isRecord(value)) return undefined;
  const { name, size, modified, type, width, height, sha256, metadata } = value;
  if (typeof name !== 'string' || name === '' || typeof size !== 'number') return undefined;
  const modifiedAt = typeof modified === 'string' ? Date.parse(modified) : Number.NaN;
  return Object.freeze({
    name,
    url: url(dataPath(folder, name)),
    bytes: size,
    modifiedAt: Number.isFinite(modifiedAt) ? modifiedAt : 0,
    type: typeof type === 'string' ? type : typeOf(name),
    ...(isPixels(width) && isPixels(height) ? { width, height } : {}),
    ...(typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256) ? { sha256 } : {}),
    ...(isRecord(metadata) ? { metadata: textsOf(metadata) } : {}),
  });
}

const isPixels = (value: unknown): value is number => Number.isInteger(value) && (value as number) > 0;

function textsOf(record: Record<string, unknown>): Readonly<Record<string, string>> {
  const entries = Object.entries(record).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.freeze(Object.fromEntries(entries));
}
