/**
 * Reads a form, multipart or urlencoded, within limits. Its one file goes straight to disk: a hundred waiting uploads take no memory.
 *
 * A body of any other type counts as an empty form, as in the original.
 */
import type { IncomingMessage } from 'node:http';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy, type BusboyHeaders } from '@fastify/busboy';
import { requestBody } from '../http/body.js';
import { Problem } from '../problem.js';

export interface Form {
  readonly fields: ReadonlyMap<string, string>;
  /** Where the file called `image` was put. */
  readonly file?: string;
  /** Deletes the file. Call it unless something else has taken the file over. */
  discard(): Promise<void>;
}

export interface FormOptions {
  /** A path for the file that nobody else uses. */
  readonly place: () => string;
  readonly fileBytes: number;
  /** Of one field. */
  readonly fieldBytes: number;
  /** Milliseconds that the body may stand still. */
  readonly idle: number;
}

const FILE_FIELD = 'image';
const LIMITS = { fields: 64, files: 4, parts: 68, headerPairs: 64 } as const;
/** For boundaries, headers and small fields around the one large part. */
const ENVELOPE = 1024 * 1024;

/** @throws Problem: those of `requestBody`, 400 for a broken form, 413 for too many parts. Nothing is left on disk. */
export async function readForm(incoming: IncomingMessage, options: FormOptions): Promise<Form> {
  const type = incoming.headers['content-type'] ?? '';
  const limit = Math.max(options.fileBytes, options.fieldBytes) + ENVELOPE;
  const body = Readable.from(requestBody(incoming, { limit, idleMs: options.idle }));
  if (/^multipart\/form-data/i.test(type)) return multipart(body, type, options);
  const fields = /^application\/x-www-form-urlencoded/i.test(type) ? await urlencoded(body) : new Map<string, string>();
  return { fields, discard: () => Promise.resolve() };
}

async function multipart(body: Readable, type: string, options: FormOptions): Promise<Form> {
  const fields = new Map<string, string>();
  const written: string[] = [];
  const writes: Promise<void>[] = [];
  const closed: Promise<void>[] = [];
  const discard = async () => {
    // A write that is broken off may only be about to make its file, which would then be there after it was deleted.
    await Promise.all(closed);
    await Promise.all(written.map((path) => rm(path, { force: true })));
  };
  const stop = new AbortController();
  let refused: Problem | undefined;
  const refuse = (refusal: Problem) => {
    refused ??= refusal;
    stop.abort();
  };
  try {
    const parser = new Busboy({
      headers: { 'content-type': type } as BusboyHeaders,
      limits: { ...LIMITS, fileSize: options.fileBytes, fieldSize: options.fieldBytes },
      // With a file name, also an empty one, it is a file; what type it claims says nothing.
      isPartAFile: (_name, _type, fileName) => fileName !== undefined,
    });
    parser.on('field', (name, value, _nameCut, cut) => {
      if (cut) refuse(tooLarge(options.fieldBytes));
      fields.set(name, value);
    });
    parser.on('file', (name, stream) => {
      stream.on('limit', () => refuse(tooLarge(options.fileBytes)));
      if (name !== FILE_FIELD) return void stream.resume();
      const path = options.place();
      written.push(path);
      const file = createWriteStream(path, { flags: 'wx' });
      closed.push(new Promise((resolve) => file.once('close', resolve)));
      writes.push(pipeline(stream, file, { signal: stop.signal }));
    });
    for (const event of ['partsLimit', 'filesLimit', 'fieldsLimit'] as const)
      parser.on(event, () => refuse(new Problem(413, 'GDS_TOO_LARGE', 'The form has too many parts.')));
    await pipeline(body, parser, { signal: stop.signal });
    await Promise.all(writes);
  } catch (error) {
    stop.abort();
    await Promise.allSettled(writes);
    await discard();
    throw refused ?? asRefusal(error);
  }
  // Of two files with the name the last counts, as of two fields.
  const file = written.pop();
  await discard();
  if (file !== undefined) written.splice(0, written.length, file);
  return { fields, ...(file === undefined ? {} : { file }), discard };
}

async function urlencoded(body: Readable): Promise<Map<string, string>> {
  const parts: Buffer[] = [];
  for await (const part of body) parts.push(part as Buffer);
  return new Map(new URLSearchParams(Buffer.concat(parts).toString()));
}

function tooLarge(most: number): Problem {
  return new Problem(413, 'GDS_TOO_LARGE', `The request is too large: at most ${most} bytes are taken. Send a smaller picture.`);
}

function asRefusal(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG')
    return new Problem(507, 'GDS_DISK_FULL', 'The disk of the server is full. Delete files there, then send it again.');
  return new Problem(400, 'GDS_REQUEST_INVALID', 'There was an error parsing the body');
}
