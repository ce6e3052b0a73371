/**
 * Answers with a file: its type, length and validator, whole, in part (`Range`, `If-Range`) or as not modified (`If-None-Match`).
 *
 * The ETag is made of size and modification time. Files are streamed: a model is never held in memory.
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { byteRange } from './byte-range.js';
import { mediaType } from './media-types.js';

export interface SendOptions {
  /** The file's name carries a hash of its content: it may be kept for a year. Otherwise every use asks again. */
  readonly immutable?: boolean;
}

/** `path` must be an existing file of a known type, as `fileUnder` gives it. */
export async function sendFile(request: Request, path: string, options: SendOptions = {}): Promise<Response | undefined> {
  const info = await stat(path);
  if (!info.isFile()) return undefined;
  const etag = `"${info.size.toString(36)}-${Math.round(info.mtimeMs).toString(36)}"`;
  const headers = new Headers({
    'Content-Type': mediaType(path) ?? 'application/octet-stream',
    'Cache-Control': options.immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    'Accept-Ranges': 'bytes',
    ETag: etag,
    'Last-Modified': info.mtime.toUTCString(),
  });
  if (namesTag(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers });

  const condition = request.headers.get('if-range');
  const range = condition === null || condition === etag ? byteRange(request.headers.get('range') ?? undefined, info.size) : undefined;
  if (range === 'unsatisfiable') {
    headers.set('Content-Range', `bytes */${info.size}`);
    return new Response(null, { status: 416, headers });
  }
  if (range) headers.set('Content-Range', `bytes ${range.start}-${range.end}/${info.size}`);
  headers.set('Content-Length', String(range ? range.end - range.start + 1 : info.size));
  const status = range ? 206 : 200;
  if (request.method === 'HEAD') return new Response(null, { status, headers });
  return new Response(Readable.toWeb(createReadStream(path, range ?? {})) as ReadableStream, { status, headers });
}

const namesTag = (header: string | null, etag: string): boolean =>
  header !== null && header.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag);
