/**
 * For tests: the file routes of the original's dev server as they were recorded (test/fixtures/backend/files-http), in memory.
 * recordings.test.ts holds it to the recordings. Like the original it writes in place: for a moment a file that is written is half of itself.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';

interface Stored {
  bytes: Buffer;
  modified: Date;
}

export interface OriginalServer {
  readonly url: string;
  readonly folders: Map<string, Map<string, Stored>>;
  /** Called with each request before it is answered; it may answer itself and return true. */
  intercept: (request: IncomingMessage, response: ServerResponse) => boolean;
  close(): Promise<void>;
}

const PAGE = '<!DOCTYPE html>\n<html lang="en">\n  <head>\n  </head>\n</html>\n';
const PICTURES = ['.png', '.jpg', '.jpeg', '.gif', '.webp', '.svg', '.avif'];
const LISTED: Readonly<Record<string, readonly string[]>> = {
  canvases: ['.json'],
  models: ['.safetensors', '.onnx', '.pt', '.pth', '.bin', '.ckpt'],
  output: [...PICTURES, '.glb', '.gltf', '.mp4', '.webm'],
};
const TYPES: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.svg': 'image/svg+xml',
  '.avif': 'image/avif',
  '.glb': 'model/gltf-binary',
  '.gltf': 'model/gltf+json',
};

/** `port` 0 takes any free one. */
export async function originalServer(port = 0): Promise<OriginalServer> {
  const folders = new Map<string, Map<string, Stored>>();
  const folder = (name: string): Map<string, Stored> => {
    const found = folders.get(name) ?? new Map<string, Stored>();
    folders.set(name, found);
    return found;
  };

  async function files(request: IncomingMessage, response: ServerResponse, query: URLSearchParams): Promise<void> {
    const dir = query.get('dir') || 'input';
    const name = query.get('name');
    if (request.method === 'GET') return json(response, list(dir, folder(dir)));
    if (request.method === 'DELETE') {
      if (!name) return refuse(response, 400, 'Missing filename');
      return json(response, { success: folder(dir).delete(name) });
    }
    if (request.method === 'POST') {
      const bytes = await body(request);
      const safe = (name ?? `upload-${Date.now()}.png`).replace(/[^a-zA-Z0-9._-]/g, '_');
      if (safe === '..' || safe.length > 255) return refuse(response, 500, 'Failed to save file');
      const stored = { bytes: bytes.subarray(0, bytes.length / 2), modified: new Date() };
      folder(dir).set(safe, stored);
      await new Promise((resolve) => setImmediate(resolve));
      stored.bytes = bytes;
      return json(response, entry(dir, safe, stored));
    }
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    if (request.method === 'PUT') return void response.writeHead(404).end();
    return page(response);
  }

  function data(request: IncomingMessage, response: ServerResponse, path: string): void {
    const [dir = '', ...rest] = decodeURIComponent(path.slice('/data/'.length)).split('/');
    const name = rest.join('/');
    const stored = folder(dir).get(name);
    if (!stored) return page(response);
    const headers = {
      'Content-Type': TYPES[extname(name).toLowerCase()] ?? 'application/octet-stream',
      'Content-Length': stored.bytes.length,
    };
    response.writeHead(200, headers).end(request.method === 'HEAD' ? undefined : stored.bytes);
  }

  const server = createServer((request, response) => {
    if (original.intercept(request, response)) return;
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (/^\/api\/files(\/|$)/.test(url.pathname)) files(request, response, url.searchParams).catch(() => response.destroy());
    else if (url.pathname.startsWith('/data/')) data(request, response, url.pathname);
    else page(response);
  });
  const listening = (): Promise<void> => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  const original: OriginalServer = {
    url: '',
    folders,
    intercept: () => false,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  await listening();
  return Object.assign(original, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` });
}

function list(dir: string, files: Map<string, Stored>): unknown[] {
  const allowed = LISTED[dir] ?? PICTURES;
  const shown = [...files].filter(([name]) => !name.startsWith('.') && allowed.includes(extname(name).toLowerCase()));
  const entries = shown.map(([name, stored]) => ({ ...entry(dir, name, stored), ...metadata(name, stored.bytes) }));
  return entries.sort((a, b) => Date.parse(b.modified) - Date.parse(a.modified));
}

const entry = (dir: string, name: string, { bytes, modified }: Stored) => ({
  name,
  path: `/data/${dir}/${name}`,
  size: bytes.length,
  modified: modified.toISOString(),
  type: extname(name).slice(1).toLowerCase(),
});

/** Of safetensors: what their header says of the model. */
function metadata(name: string, bytes: Buffer): { metadata?: Record<string, string> } {
  if (!name.endsWith('.safetensors') || bytes.length < 8) return {};
  const header = readHeader(bytes);
  if (!header) return {};
  const said = header.__metadata__ ?? {};
  const named = ['title', 'date', 'author', 'description', 'architecture', 'resolution', 'license'];
  const found = Object.fromEntries(named.flatMap((key) => (said[`modelspec.${key}`] ? [[key, said[`modelspec.${key}`]!]] : [])));
  return { metadata: found };
}

function readHeader(bytes: Buffer): { __metadata__?: Record<string, string> } | undefined {
  try {
    return JSON.parse(bytes.toString('utf8', 8, 8 + Number(bytes.readBigUInt64LE(0)))) as { __metadata__?: Record<string, string> };
  } catch {
    return undefined;
  }
}

async function body(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const json = (response: ServerResponse, value: unknown): void =>
  void response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));

const refuse = (response: ServerResponse, status: number, error: string): void =>
  void response.writeHead(status).end(JSON.stringify({ error }));

const page = (response: ServerResponse): void =>
  void response.writeHead(200, { 'Content-Type': 'text/html', 'Cache-Control': 'no-cache', ETag: 'W/"41a"' }).end(PAGE);
