/**
 * Answers with a file: its type, length and validator, whole, in part (`Range`, `If-Range`) or as not modified (`If-None-Match`).
 *
 * All but small files are streamed: a model is never held in memory. The handle is closed when the answer is over, also where the client leaves.
 */
import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { names } from '../files/preconditions.js';
import { byteRange } from './byte-range.js';

export interface FileAnswer {
  readonly handle: FileHandle;
  /** Bytes. */
  readonly size: number;
  readonly modified: Date;
  readonly etag: string;
  readonly type: string;
  /** Others that the answer carries, for example `Cache-Control`. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Bytes. Up to so many are read at once: setting up a stream costs more than they do (`npm run bench -- server`). */
const AT_ONCE = 128 * 1024;

/** Takes over `file.handle`. */
export async function sendFile(request: Request, file: FileAnswer): Promise<Response> {
  const { handle, size, etag } = file;
  const headers = new Headers({
    'Content-Type': file.type,
    'Accept-Ranges': 'bytes',
    ETag: etag,
    'Last-Modified': file.modified.toUTCString(),
    ...file.headers,
  });
  const withoutBody = async (status: number): Promise<Response> => {
    await handle.close();
    return new Response(null, { status, headers });
  };
  const known = request.headers.get('if-none-match');
  if (known !== null && names(known.replace(/W\//g, ''), etag)) return withoutBody(304);

  const condition = request.headers.get('if-range');
  const range = condition === null || condition === etag ? byteRange(request.headers.get('range') ?? undefined, size) : undefined;
  if (range === 'unsatisfiable') {
    headers.set('Content-Range', `bytes */${size}`);
    return withoutBody(416);
  }
  if (range) headers.set('Content-Range', `bytes ${range.start}-${range.end}/${size}`);
  const length = range ? range.end - range.start + 1 : size;
  headers.set('Content-Length', String(length));
  const status = range ? 206 : 200;
  if (request.method === 'HEAD' || length === 0) return withoutBody(status);
  const start = range?.start ?? 0;
  if (length <= AT_ONCE) return new Response(await readWhole(handle, start, length), { status, headers });
  const stream = handle.createReadStream({ start, end: start + length - 1 });
  return new Response(Readable.toWeb(stream) as ReadableStream, { status, headers });
}

async function readWhole(handle: FileHandle, start: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const bytes = new Uint8Array(length);
    for (let read = 0; read < length;) {
      const { bytesRead } = await handle.read(bytes, read, length - read, start + read);
      if (bytesRead === 0) throw new Error('The file became shorter while it was read.');
      read += bytesRead;
    }
    return bytes;
  } finally {
    await handle.close();
  }
}
