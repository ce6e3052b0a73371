/** One recorded exchange: sent again to another server, and what came back held against what was recorded. */
import { readdirSync, readFileSync } from 'node:fs';
import { encode } from 'fast-png';
import { expect } from 'chai';

const FIXTURES = new URL('../fixtures/backend/', import.meta.url);
const BOUNDARY = '----WebKitFormBoundary7MA4YWxkTrZu0gW';

type Header = readonly [name: string, value: string];
interface Part {
  readonly name: string;
  readonly value?: string;
  readonly valueSize?: number;
  readonly filename?: string;
  readonly contentType?: string;
  readonly file?: string;
}
export interface Recording {
  readonly name: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers: readonly Header[];
    readonly multipart?: readonly Part[];
    readonly body?: string;
  };
  readonly response: {
    readonly status: number;
    readonly headers: readonly Header[];
    readonly json?: unknown;
    readonly text?: string;
    readonly sse?: { readonly chunks: readonly { readonly text: string }[] };
  };
}

/** Names of all recordings, `folder/name`. */
export function recordingNames(): string[] {
  return ['http', 'http-newstack'].flatMap((folder) =>
    readdirSync(new URL(folder, FIXTURES)).map((file) => `${folder}/${file.replace(/\.json$/, '')}`),
  );
}

export function readRecording<T = Recording>(name: string): T {
  return JSON.parse(readFileSync(new URL(`${name}.json`, FIXTURES), 'utf8')) as T;
}

/** Sends the request as it was, with other ids of jobs in its path and with `extra` fields behind its own. */
export function send(
  base: string,
  { request }: Recording,
  path = request.path,
  extra: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const parts = request.multipart && [...request.multipart, ...Object.entries(extra).map(([name, value]) => ({ name, value }))];
  const body = parts
    ? multipart(parts)
    : request.body &&
      request.body +
        Object.entries(extra)
          .map(([name, value]) => `&${name}=${value}`)
          .join('');
  return fetch(base + path, {
    method: request.method,
    headers: request.headers.map(([name, value]) => [name, value] as [string, string]),
    redirect: 'manual',
    ...(body === undefined ? {} : { body }),
  });
}

/** By hand: a form of the platform has no file without a name. */
function multipart(parts: readonly Part[]): Blob {
  const pieces: BlobPart[] = [];
  for (const { name, value, valueSize, filename, contentType, file } of parts) {
    const isFile = file !== undefined;
    const disposition = `form-data; name="${name}"${isFile ? `; filename="${filename}"` : ''}`;
    pieces.push(`--${BOUNDARY}\r\nContent-Disposition: ${disposition}\r\n${isFile ? `Content-Type: ${contentType}\r\n` : ''}\r\n`);
    pieces.push(isFile ? (bytesOf(file) as BlobPart) : (value ?? 'A'.repeat(valueSize!)), '\r\n');
  }
  return new Blob([...pieces, `--${BOUNDARY}--\r\n`]);
}

function bytesOf(file: string): Uint8Array {
  const [, width, height] = /^\(generated\) (\d+)x(\d+) png$/.exec(file) ?? [];
  if (width)
    return encode({
      width: Number(width),
      height: Number(height),
      data: new Uint8Array(Number(width) * Number(height) * 3).fill(90),
      channels: 3,
    });
  if (file === '(generated) 40 MB of zeros') return new Uint8Array(40 * 1024 * 1024);
  return readFileSync(new URL(`files/${file}`, FIXTURES));
}

export interface StreamEvent {
  readonly id?: string;
  readonly event: string;
  readonly data: Record<string, unknown>;
}

/** Reads server-sent events as the original writes them, and holds them to its spelling. */
export function eventsOf(text: string): StreamEvent[] {
  const blocks = text.split('\r\n\r\n').filter((block) => block !== '' && !block.startsWith(':'));
  return blocks.map((block) => {
    const fields = Object.fromEntries(
      block.split('\r\n').map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]),
    );
    const data = JSON.parse(fields.data!) as Record<string, unknown>;
    return { ...(fields.id === undefined ? {} : { id: fields.id }), event: fields.event!, data };
  });
}

export const recordedEvents = ({ response }: Recording): StreamEvent[] => eventsOf(response.sse!.chunks.map(({ text }) => text).join(''));

/** Keys whose values differ from run to run, or from server to server, while their kind is fixed. */
const VOLATILE: Readonly<Record<string, (ours: unknown, theirs: unknown) => boolean>> = {
  image: (ours) => /^data:image\/png;base64,iVBORw0KGgo/.test(String(ours)),
  output_path: (ours, theirs) => shapeOfPath(ours) === shapeOfPath(theirs),
  mesh_path: (ours, theirs) => shapeOfPath(ours) === shapeOfPath(theirs),
  job_id: (ours) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(String(ours)),
  model_name: (ours) => typeof ours === 'string',
};
for (const key of ['time_taken', 'mesh_time', 'created_at', 'started_at', 'ended_at', 'vertices', 'faces']) {
  (VOLATILE as Record<string, unknown>)[key] = (ours: unknown, theirs: unknown) =>
    theirs === null || (typeof ours === 'number' && ours >= 0);
}

/** `data/output/img2img_1_7.png`, wherever the folder lies and whenever it was made. */
function shapeOfPath(path: unknown): string {
  return String(path)
    .replace(/^.*\/?data\/output\//, '')
    .replace(/_\d{10}_/, '_T_')
    .replace(/_[0-9a-f]{8}\./, '_H.')
    .replace(/(?<=_T_-?\d+)_\d+(?=\.png)/, '');
}

/**
 * The same keys in the same order with the same values, save for what is volatile. More keys may follow behind theirs; the addresses of
 * the documentation of pydantic are left out.
 */
export function expectSame(ours: unknown, theirs: unknown, at = 'answer'): void {
  if (Array.isArray(theirs)) {
    expect(ours, at).to.be.an('array').with.length(theirs.length);
    theirs.forEach((each, i) => expectSame((ours as unknown[])[i], each, `${at}[${i}]`));
  } else if (typeof theirs === 'object' && theirs !== null) {
    const keys = Object.keys(theirs).filter((key) => key !== 'url');
    expect(Object.keys(ours as object).slice(0, keys.length), at).to.deep.equal(keys);
    for (const key of keys) {
      const [mine, its] = [(ours as Record<string, unknown>)[key], (theirs as Record<string, unknown>)[key]];
      const like = its === null ? undefined : VOLATILE[key];
      if (like)
        expect(like(mine, its), `${at}.${key}: ${String(mine).slice(0, 80)} is not like ${String(its).slice(0, 80)}`).to.equal(true);
      else expectSame(mine, its, `${at}.${key}`);
    }
  } else if (typeof theirs === 'string' && theirs.includes(' <_io.')) {
    // Theirs tells where in memory the object was.
    expect(ours, at)
      .to.be.a('string')
      .that.matches(new RegExp(`^${theirs.slice(0, theirs.indexOf(' <_io.'))}`));
  } else expect(ours, at).to.equal(theirs);
}

/** Headers that a client goes by. */
export function expectHeaders(response: Response, { response: recorded }: Recording): void {
  for (const [name, value] of recorded.headers) {
    const ours = response.headers.get(name);
    if (name === 'allow') expect(ours, name).to.contain(value);
    else if (name === 'location') expect(new URL(ours!).pathname, name).to.equal(new URL(value).pathname);
    else if (name === 'access-control-allow-methods') expect(value.split(', '), name).to.include.members(ours!.split(', '));
    else if (/^(content-type|access-control-|x-accel)/.test(name)) expect(ours?.toLowerCase(), name).to.equal(value.toLowerCase());
    else if (name === 'cache-control') expect(ours, name).to.match(/^no-(cache|store)$/);
  }
}
