/** HttpFiles over real sockets, against the original's file routes as recorded; faults are put between by the server itself. */
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { after, before, beforeEach, describe, it } from 'node:test';
import { expect } from 'chai';
import { codeOf } from '../../test/contract/storage-contract.js';
import { retryAfter } from './errors.js';
import { HttpFiles, type HttpFilesOptions } from './index.js';
import { originalServer, type OriginalServer } from './testing/original.js';

const PNG = readFileSync(new URL('../../test/fixtures/backend/files/rgb64.png', import.meta.url));
const picture = (name: string, extra = 0): File => new File([PNG, new Uint8Array(extra)], name, { type: 'image/png' });

describe('HttpFiles', () => {
  let server: OriginalServer;
  const requests: string[] = [];
  const make = (options: Partial<HttpFilesOptions> = {}): HttpFiles =>
    new HttpFiles({ baseUrl: server.url, ...options, retry: { first: 1, ...options.retry } });
  /** Answers the next requests of `method`; those after them pass. */
  const answerNext = (method: string, ...answers: ((response: ServerResponse, request: IncomingMessage) => void)[]): void => {
    server.intercept = (request, response) => {
      requests.push(`${request.method} ${request.url}`);
      const answer = request.method === method ? answers.shift() : undefined;
      answer?.(response, request);
      return answer !== undefined;
    };
  };
  const status = (code: number, body = '', headers: Record<string, string> = {}) => {
    return (response: ServerResponse) => void response.writeHead(code, headers).end(body);
  };
  const cut = (response: ServerResponse): void => void response.destroy();

  before(async () => void (server = await originalServer()));
  beforeEach(() => {
    server.folders.clear();
    requests.length = 0;
    answerNext('');
  });
  after(() => server.close());

  it('stores, lists, reads and deletes by the name that the server gave', async () => {
    const files = make();
    expect(files.label).to.equal(new URL(server.url).host);
    const entry = await files.uploadFile('input', picture('my cät 🐱.png'));
    expect(entry).to.include({ name: 'my_c_t___.png', bytes: 304, type: 'png', url: `${server.url}data/input/my_c_t___.png` });
    expect(entry.modifiedAt).to.be.closeTo(Date.now(), 60_000);
    expect(await files.listFiles('input')).to.deep.equal([entry]);
    expect(await files.listFiles('models')).to.deep.equal([]);
    const blob = await files.readFile(entry);
    expect(Buffer.from(await blob.arrayBuffer()).equals(PNG)).to.equal(true);
    expect(await files.deleteFile('input', 'my cät 🐱.png')).to.equal(false);
    expect(await files.deleteFile('input', entry.name)).to.equal(true);
    expect(await codeOf(files.readFile(entry))).to.equal('GDS_FILES_MISSING');
  });

  it('gives a canvas its type, whatever it was served as, and reads what safetensors say', async () => {
    const files = make();
    const canvas = await files.uploadFile('canvases', new File(['{"name":"My Canvas","nodes":[],"edges":[]}'], 'My Canvas.json'));
    expect((await files.readFile(canvas)).type).to.equal('application/json');
    const header = JSON.stringify({ __metadata__: { 'modelspec.title': 'Tiny', 'modelspec.license': 'MIT' } });
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    await files.uploadFile('models', new File([length, header], 'm.safetensors'));
    expect((await files.listFiles('models'))[0]!.metadata).to.deep.equal({ title: 'Tiny', license: 'MIT' });
  });

  it('asks for names that can be seen and kept', async () => {
    const files = make();
    expect((await files.uploadFile('input', picture('.hidden.png'))).name).to.equal('hidden.png');
    expect((await files.uploadFile('input', picture('..'))).name).to.equal('file.png');
    const long = await files.uploadFile('input', picture(`${'n'.repeat(400)}.png`));
    expect(long.name)
      .to.match(/^n+\.png$/)
      .and.have.length(200);
    expect(await files.listFiles('input')).to.have.length(3);
  });

  it('sends nothing that is not what its name says', async () => {
    const files = make();
    expect(await codeOf(files.uploadFile('input', new File(['hello'], 'x.png')))).to.equal('GDS_FILES_TYPE');
    expect(await codeOf(files.uploadFile('input', new File([], 'x.png')))).to.equal('GDS_FILES_TYPE');
    expect(requests).to.deep.equal([]);
    // People indent.
    expect((await files.uploadFile('canvases', new File([`\ufeff${' '.repeat(100)}{}`], 'x.json'))).name).to.equal('x.json');
    // A picture under the name of another kind of picture is the server's affair.
    expect((await files.uploadFile('input', picture('x.jpg'))).name).to.equal('x.jpg');
  });

  it('asks once how much the server takes, and sends nothing beyond', async () => {
    const files = make();
    answerNext('GET', status(200, JSON.stringify({ limits: { uploadBytes: 400 } })));
    expect(await codeOf(files.uploadFile('input', picture('large.png', 500)))).to.equal('GDS_FILES_TOO_LARGE');
    expect((await files.uploadFile('input', picture('small.png'))).name).to.equal('small.png');
    expect(requests).to.deep.equal(['GET /api/capabilities', 'POST /api/files?dir=input&name=small.png']);
  });

  it('tells how much has been sent, and sends the length ahead', async () => {
    let length: string | undefined;
    answerNext('');
    const inner = server.intercept;
    server.intercept = (request, response) => {
      if (request.method === 'POST') length = request.headers['content-length'];
      return inner(request, response);
    };
    const told: [number, number][] = [];
    const file = picture('x.png', 300_000);
    await make().uploadFile('input', file, { onProgress: (...progress) => told.push(progress) });
    expect(length).to.equal(String(file.size));
    expect(told.at(-1)).to.deep.equal([file.size, file.size]);
    expect(told.map(([sent]) => sent)).to.deep.equal(told.map(([sent]) => sent).sort((a, b) => a - b));
    expect(server.folders.get('input')!.get('x.png')!.bytes).to.have.length(file.size);
  });

  it('leaves nothing of an upload that is aborted', async () => {
    const abort = new AbortController();
    const reason = new Error('no longer wanted');
    const upload = make().uploadFile('input', picture('x.png', 50_000_000), {
      signal: abort.signal,
      onProgress: () => abort.abort(reason),
    });
    expect(await upload.catch((error: unknown) => error)).to.equal(reason);
    const waiting = make().uploadFile('input', picture('y.png'), { signal: AbortSignal.abort(reason) });
    expect(await waiting.catch((error: unknown) => error)).to.equal(reason);
    expect(await make().listFiles('input')).to.deep.equal([]);
  });

  it('tries again where it was busy, cut off or in the middle of an answer', async () => {
    const files = make();
    const half = (response: ServerResponse): void => {
      response.writeHead(200, { 'Content-Length': 1000 });
      response.write('[', () => response.destroy());
    };
    answerNext('GET', status(503), status(429, '{"detail":"Queue is full"}', { 'Retry-After': '0' }), half);
    expect(await files.listFiles('input')).to.deep.equal([]);
    expect(requests).to.have.length(4);
    answerNext('POST', cut, cut);
    expect((await files.uploadFile('input', picture('x.png'))).name).to.equal('x.png');
    answerNext('DELETE', cut);
    expect(await files.deleteFile('input', 'x.png')).to.equal(true);
  });

  it('gives up after so many attempts, and at once where the server asks for more patience than there is', async () => {
    const files = make();
    answerNext('GET', status(429), status(429), status(429), status(429));
    expect(await codeOf(files.listFiles('input'))).to.equal('GDS_FILES_REFUSED');
    expect(requests).to.have.length(4);
    answerNext('GET', status(503, '{"detail":"Starting"}', { 'Retry-After': '60' }));
    const error = await files.listFiles('input').catch((reason: unknown) => reason);
    expect(error).to.include({ code: 'GDS_FILES_REFUSED', retryable: true, retryAfter: 60_000 });
    expect(requests).to.have.length(5);
    const nowhere = new HttpFiles({ baseUrl: 'http://127.0.0.1:1/', retry: { first: 1 } });
    expect(await nowhere.listFiles('input').catch((reason: unknown) => reason)).to.include({
      code: 'GDS_FILES_UNREACHABLE',
      retryable: true,
    });
  });

  it('does not wait for ever for a server that hangs, and for none twice', async () => {
    const files = make({ patience: 50 });
    const hang = (): void => undefined;
    answerNext('GET', hang);
    expect(await codeOf(files.listFiles('input'))).to.equal('GDS_FILES_UNREACHABLE');
    answerNext('POST', hang);
    expect(await codeOf(files.write('input', 'x.png', picture('x.png')))).to.equal('GDS_FILES_UNREACHABLE');
    expect(requests).to.have.length(2);
    // A person who lets go is told so.
    answerNext('GET', hang);
    const abort = new AbortController();
    const listing = make().listFiles('input', abort.signal);
    abort.abort(new Error('left'));
    expect(await listing.catch((error: unknown) => (error as Error).message)).to.equal('left');
  });

  it('says what a refusal means, once', async () => {
    const codes: [number, string][] = [
      [400, 'GDS_FILES_REFUSED'],
      [403, 'GDS_FILES_REFUSED'],
      [404, 'GDS_FILES_MISSING'],
      [412, 'GDS_FILES_CHANGED'],
      [413, 'GDS_FILES_TOO_LARGE'],
      [415, 'GDS_FILES_TYPE'],
      [500, 'GDS_FILES_REFUSED'],
      [507, 'GDS_FILES_FULL'],
    ];
    for (const [code, expected] of codes) {
      answerNext('POST', status(code, '{"detail":"Because"}'));
      const error = await make()
        .uploadFile('input', picture('x.png'))
        .catch((reason: unknown) => reason);
      expect(error, String(code)).to.include({ code: expected });
      expect((error as Error).message).to.include('Because.');
    }
    expect(requests.filter((request) => request.startsWith('POST'))).to.have.length(codes.length);
    expect(await codeOf(make().write('input', '..', new Blob([PNG])))).to.equal('GDS_FILES_REFUSED');
  });

  it('takes a page for what it is', async () => {
    const files = make();
    answerNext('GET', status(200, '<!DOCTYPE html>'));
    expect(await codeOf(files.listFiles('input'))).to.equal('GDS_FILES_REFUSED');
    answerNext('DELETE', status(200, '<!DOCTYPE html>'));
    expect(await codeOf(files.deleteFile('input', 'x'))).to.equal('GDS_FILES_REFUSED');
    answerNext('POST', status(200, 'null'));
    expect(await codeOf(files.uploadFile('input', picture('x.png')))).to.equal('GDS_FILES_REFUSED');
    expect(() => new HttpFiles({ baseUrl: 'studio' }))
      .to.throw()
      .with.property('code', 'GDS_FILES_REFUSED');
  });

  it('takes nothing of an entry on trust', async () => {
    const entries = [
      null,
      'x',
      { name: '' },
      { name: 'a.png' },
      { name: '../../x.png', path: '//evil/x', size: 1, modified: 'never', width: -1, height: 2 },
    ];
    answerNext('GET', status(200, JSON.stringify(entries)));
    const found = await make().listFiles('input');
    expect(found).to.deep.equal([
      { name: '../../x.png', url: `${server.url}data/input/..%2F..%2Fx.png`, bytes: 1, modifiedAt: 0, type: 'png' },
    ]);
    expect(await codeOf(make().readFile({ ...found[0]!, url: 'http://elsewhere/x.png' }))).to.equal('GDS_FILES_MISSING');
  });

  it('asks for headers with each request, and anew where they are refused', async () => {
    const asked: boolean[] = [];
    const seen: (string | undefined)[] = [];
    const files = make({
      headers: async ({ refresh, method, url }) => {
        expect([method, url]).to.deep.equal(['GET', `${server.url}api/files?dir=input`]);
        asked.push(refresh);
        return { Authorization: refresh ? 'Bearer new' : 'Bearer old' };
      },
    });
    server.intercept = (request, response) => {
      seen.push(request.headers.authorization);
      if (request.headers.authorization === 'Bearer new') return false;
      response.writeHead(401).end('{"detail":"Wrong token"}');
      return true;
    };
    expect(await files.listFiles('input')).to.deep.equal([]);
    expect(asked).to.deep.equal([false, true]);
    expect(seen).to.deep.equal(['Bearer old', 'Bearer new']);
    const stubborn = make({ headers: () => ({ Authorization: 'Bearer old' }) });
    expect(await codeOf(stubborn.listFiles('input'))).to.equal('GDS_FILES_REFUSED');
    expect(seen).to.have.length(4);
  });

  it('sends 50 files', async () => {
    const files = make();
    const names = Array.from({ length: 50 }, (_, index) => `picture-${index}.png`);
    await Promise.all(names.map((name, index) => files.uploadFile('output', picture(name, index * 1000))));
    expect((await files.listFiles('output')).map(({ name, bytes }) => [name, bytes]).sort()).to.deep.equal(
      names.map((name, index) => [name, PNG.length + index * 1000]).sort(),
    );
  });

  it('reads Retry-After as seconds and as a date', () => {
    expect(retryAfter('2')).to.equal(2000);
    expect(retryAfter('Tue, 24 Nov 2026 18:45:18 GMT', Date.parse('2026-11-24T18:45:15Z'))).to.equal(3000);
    expect(retryAfter('Tue, 24 Nov 2026 18:45:18 GMT', Date.parse('2026-11-24T18:45:25Z'))).to.equal(0);
    expect(retryAfter(null)).to.equal(undefined);
    expect(retryAfter('soon')).to.equal(undefined);
  });
});
