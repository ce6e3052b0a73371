/** The recorded file routes of the original's dev server, played to our stand-in for it: what the other tests lean on is held here. */
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { expect } from 'chai';
import { originalServer, type OriginalServer } from './testing/original.js';

interface Recording {
  readonly name: string;
  readonly request: { readonly method: string; readonly path: string; readonly headers: [string, string][]; readonly body?: string };
  readonly response: {
    readonly status: number;
    readonly headers: [string, string][];
    readonly json?: unknown;
    readonly text?: string;
    readonly bodySize?: number;
  };
}

const FIXTURES = new URL('../../test/fixtures/backend/', import.meta.url);
const read = (name: string): unknown => JSON.parse(readFileSync(new URL(`files-http/${name}`, FIXTURES), 'utf8'));

/** Recorded ways out of the data folder, and answers of Vite rather than of the file routes: our adapter never asks these. */
const LEFT_OUT = /traversal|delete-dir|data-get-query|data-get-dir|data-post|data-head|files-head|root-html|list-after-brandnew/;

const recordings = (read('index.json') as { file: string }[])
  .map(({ file }) => read(file) as Recording)
  .filter(({ name }) => !LEFT_OUT.test(name));

const PNG = readFileSync(new URL('files/rgb64.png', FIXTURES));

/** The recordings describe bodies in words. */
function bodyOf({ request: { method, body = '' }, response: { json } }: Recording): BodyInit | null {
  if (method !== 'POST' && method !== 'PUT') return null;
  const { size, metadata } = (json ?? {}) as { size?: number; metadata?: unknown };
  if (body.startsWith('<64x64 png')) return PNG;
  if (size === undefined || size === new Blob([body]).size) return body;
  return metadata === undefined ? new Uint8Array(size) : null;
}

/** Sizes of bodies that are only described differ; times are times. */
const comparable = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, inner: unknown) =>
      key === 'modified' || key === 'size' || key === 'metadata' ? typeof inner : inner,
    ).replace(/upload-\d+/g, 'upload-N'),
  );

describe('the stand-in for the original', () => {
  let server: OriginalServer;
  before(async () => void (server = await originalServer()));
  after(() => server.close());

  it(`answers ${recordings.length} recorded requests as recorded`, async () => {
    for (const recording of recordings) {
      const { name, request, response } = recording;
      const answer = await fetch(new URL(request.path, server.url), {
        method: request.method,
        headers: request.headers,
        body: bodyOf(recording),
      });
      const text = await answer.text();
      expect(answer.status, name).to.equal(response.status);
      const type = response.headers.find(([key]) => key.toLowerCase() === 'content-type')?.[1];
      expect(answer.headers.get('content-type') ?? undefined, name).to.equal(type);
      if (response.json !== undefined && !name.startsWith('list-after'))
        expect(comparable(JSON.parse(text)), name).to.deep.equal(comparable(response.json));
      else if (response.json !== undefined) {
        const names = (list: unknown): string[] => (list as { name: string }[]).map((entry) => entry.name.replace(/\d{9,}/, 'N')).sort();
        expect(names(JSON.parse(text)), name).to.deep.equal(names(response.json));
      } else if (type === 'text/html') expect(text, name).to.match(/^<!DOCTYPE html>/);
      else if (response.text !== undefined) expect(text, name).to.equal(response.text);
    }
  });
});
