/**
 * From the path of a request to a file on disk, and never to one outside of what is served.
 *
 * Three walls: the path is decoded once and refused if a segment could climb or hide; the file must have a known media type;
 * and its real path must lie in the real path of the folder that is served. So a link inside that folder is followed, one
 * that leads out is not.
 */
import { realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { mediaType } from './media-types.js';

/** The segments of a URL path, decoded; undefined where it is malformed or names something it must not. */
export function segmentsOf(urlPath: string): readonly string[] | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(urlPath);
  } catch {
    return undefined;
  }
  const segments = decoded.split('/').slice(1);
  const safe = segments.every((segment) => segment !== '' && !segment.startsWith('.') && !/[\\:\0]/.test(segment));
  return safe ? segments : undefined;
}

/** The real path of `segments` under `folder`, or undefined where there is no such file, its type is unknown or it lies outside. */
export async function fileUnder(folder: string, segments: readonly string[]): Promise<string | undefined> {
  const name = segments.at(-1);
  if (name === undefined || mediaType(name) === undefined) return undefined;
  try {
    const base = await realpath(folder);
    const file = await realpath(join(base, ...segments));
    return file.startsWith(base + sep) ? file : undefined;
  } catch {
    return undefined;
  }
}
