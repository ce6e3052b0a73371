/** Rules S50 to S54 of docs/rules/server.md: who may call, what is refused and how, what is logged. */
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { WebSocket } from 'ws';
import { expect } from 'chai';
import { requestText, sendRaw, startServer, type ServerProcess } from '../../test/support/server-process.js';
import { PNG } from '../testing/content.js';

const OWN = 'http://localhost';
const LISTED = 'https://studio.example';
const FOREIGN = [
  'http://evil.example',
  'https://studio.example.evil.example',
  'http://studio.example',
  'https://studio.example:444',
  'null',
  'file://',
  '',
];

/** Status of the answer to an upgrade; 101 where it opens. */
async function upgrade(server: ServerProcess, path: string, headers: Record<string, string> = {}): Promise<number> {
  const all = {
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==',
  };
  const socket = connect(server.port, '127.0.0.1');
  socket.write(requestText(`GET ${path}`, { ...all, ...headers }));
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return Number(answer.toString().split(' ')[1]);
}

describe('the server and its callers', () => {
  let server: ServerProcess;
  before(async () => void (server = await startServer(['--allow-origin', LISTED, '--idle-seconds', '1', '--header-seconds', '0.5'])));
  after(() => server.stop());

  const ask = (line: string, headers: Record<string, string> = {}) => sendRaw(server.port, requestText(line, headers));
  const upload = (headers: Record<string, string>) =>
    sendRaw(
      server.port,
      Buffer.concat([Buffer.from(requestText('POST /api/files?name=x.png', { 'Content-Length': PNG.length, ...headers })), PNG]),
    );
  const own = (): string => `${OWN}:${server.port}`;
  const ownHost = (): Record<string, string> => ({ Host: `localhost:${server.port}` });

  describe('origins', () => {
    it('lets pages of its own and of listed origins read and write', async () => {
      for (const origin of [own(), LISTED]) {
        for (const answer of [
          await ask('GET /api/files', { Origin: origin, ...ownHost() }),
          await upload({ Origin: origin, ...ownHost() }),
        ]) {
          expect(answer.status, origin).to.equal(200);
          expect(answer.headers).to.include({
            'access-control-allow-origin': origin,
            'access-control-allow-credentials': 'true',
            vary: 'Origin',
          });
          expect(answer.headers['access-control-expose-headers']).to.contain('ETag').and.contain('Retry-After');
        }
      }
    });

    it('lets pages of other origins read nothing and change nothing', async () => {
      for (const origin of FOREIGN) {
        const read = await ask('GET /api/files', { Origin: origin });
        expect(read.status, origin).to.equal(200);
        expect(read.headers, origin).to.not.have.property('access-control-allow-origin');
        for (const answer of [
          await upload({ Origin: origin }),
          await ask('DELETE /api/files?name=x.png', { Origin: origin }),
          await ask('PUT /api/uploads/x', { Origin: origin }),
          await ask('POST /api/nothing', { Origin: origin }),
        ]) {
          expect(answer.status, origin).to.equal(403);
          expect(JSON.parse(answer.text)).to.include({ code: 'GDS_ORIGIN' });
          expect(answer.headers, origin).to.not.have.property('access-control-allow-origin');
        }
      }
    });

    it('believes a browser that says where a request without an origin comes from', async () => {
      for (const [site, status] of [
        ['same-origin', 200],
        ['none', 200],
        ['same-site', 403],
        ['cross-site', 403],
      ] as const) {
        expect((await upload({ 'Sec-Fetch-Site': site })).status, site).to.equal(status);
      }
      expect((await upload({})).status, 'a program').to.equal(200);
    });

    it('answers a preflight as recorded', async () => {
      const asked = { 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'content-type,x-custom' };
      const yes = await ask('OPTIONS /api/img2img', { Origin: LISTED, ...asked });
      expect(`${yes.status} ${yes.text}`).to.equal('200 OK');
      expect(yes.headers).to.include({
        'access-control-allow-origin': LISTED,
        'access-control-allow-headers': 'content-type,x-custom',
        'access-control-allow-methods': 'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT',
        'access-control-allow-credentials': 'true',
        'access-control-max-age': '600',
        vary: 'Origin',
      });
      const no = await ask('OPTIONS /api/img2img', { Origin: FOREIGN[0]!, ...asked });
      expect(`${no.status} ${no.text}`).to.equal('400 Disallowed CORS origin');
      expect(no.headers).to.not.have.property('access-control-allow-origin');
      expect((await ask('OPTIONS /api/files', { Origin: LISTED })).status).to.equal(405);
    });

    it('opens a socket to whom it lets write, and none elsewhere', async () => {
      for (const [origin, opens] of [
        [undefined, true],
        [own(), true],
        [LISTED, true],
        ...FOREIGN.filter(Boolean).map((each) => [each, false] as const),
      ] as [string | undefined, boolean][]) {
        expect(
          await upgrade(server, '/api/jobs/socket', { ...ownHost(), ...(origin !== undefined && { Origin: origin }) }),
          origin,
        ).to.equal(opens ? 101 : 403);
      }
      expect(await upgrade(server, '/api/jobs/socket', { Host: 'evil.example' })).to.equal(403);
      for (const path of ['/', '/api/jobs', '/api/jobs/socket/', '/data/input/x.png'])
        expect(await upgrade(server, path), path).to.equal(404);
    });

    it('answers only for names that a page elsewhere cannot take', async () => {
      for (const host of ['localhost', 'localhost:99', 'studio.localhost', '127.0.0.1:5', '[::1]:8000', '192.168.1.7']) {
        expect((await ask('GET /api/ready', { Host: host })).status, host).to.equal(200);
      }
      for (const host of ['evil.example', 'evil.example:4173', 'localhost.evil.example', '127.0.0.1.evil.example', 'a b', '']) {
        expect((await ask('GET /api/ready', { Host: host })).status, host).to.be.oneOf([400, 403]);
      }
    });
  });

  it('refuses in one form: a fixed text and a code', async () => {
    for (const [line, status, code, more = {}] of [
      ['GET /api/nothing', 404, 'GDS_NOT_FOUND'],
      ['GET /api', 404, 'GDS_NOT_FOUND'],
      ['PUT /api/files?name=x.png', 405, 'GDS_METHOD', { allow: 'DELETE, GET, POST' }],
      ['HEAD /api/ready', 405, '', { allow: 'GET' }],
      ['POST /data/input/x.png', 405, 'GDS_METHOD', { allow: 'GET, HEAD' }],
      ['DELETE /api/ready', 405, 'GDS_METHOD', { allow: 'GET' }],
      ['GET /api/ready/', 307, '', { location: 'http://localhost/api/ready' }],
      ['GET /data/input/nothing.png', 404, 'GDS_FILE_UNKNOWN'],
      ['GET /api/uploads/nothing', 404, 'GDS_UPLOAD_UNKNOWN'],
      ['GET /api/files?dir=x', 400, 'GDS_NAME'],
    ] as [string, number, string, Record<string, string>?][]) {
      const { status: got, headers, text } = await ask(line);
      expect(got, line).to.equal(status);
      expect(headers, line).to.include({ 'x-content-type-options': 'nosniff', ...more });
      if (code === '') continue;
      expect(Object.keys(JSON.parse(text) as object), line).to.include.members(['detail', 'code']);
      expect(JSON.parse(text), line).to.include({ code });
    }
  });

  it('answers what is no HTTP, headers that are too long and headers that never end', async () => {
    for (const [bytes, status, code] of [
      ['nonsense\r\n\r\n', 400, 'GDS_REQUEST_INVALID'],
      ['GET / HTTP/9.9\r\n\r\n', 400, 'GDS_REQUEST_INVALID'],
      [requestText('GET /api/ready', { 'X-Long': 'x'.repeat(40_000) }), 431, 'GDS_TOO_LARGE'],
      [
        'POST /api/files HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
        400,
        'GDS_REQUEST_INVALID',
      ],
      ['GET /api/ready HTTP/1.1\r\nHost: localhost\r\nX-Slow: ', 408, 'GDS_TIMEOUT'],
    ] as const) {
      const answer = await sendRaw(server.port, bytes);
      expect(answer.status, bytes.slice(0, 40)).to.equal(status);
      expect(JSON.parse(answer.text), bytes.slice(0, 40)).to.include({ code });
    }
  });

  it('ends a body that stands still, and goes on', async () => {
    const head = requestText('POST /api/files?name=slow.png', { 'Content-Length': 500, Connection: 'keep-alive' });
    const answer = await sendRaw(server.port, Buffer.concat([Buffer.from(head), PNG.subarray(0, 100)]));
    expect(answer.status).to.equal(408);
    expect(answer.headers.connection).to.equal('close');
    expect(JSON.parse(answer.text)).to.include({ code: 'GDS_TIMEOUT' });
    expect((await server.get('/data/input/slow.png')).status).to.equal(404);
  });

  // Longer in all than the server waits for a body that stands still.
  it('lets a body take its time that moves', async () => {
    const socket = connect(server.port, '127.0.0.1');
    socket.write(requestText('POST /api/files?name=steady.png', { 'Content-Length': PNG.length }));
    for (let at = 0; at < PNG.length; at += 25) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      socket.write(PNG.subarray(at, at + 25));
    }
    let answer = '';
    for await (const chunk of socket) answer += String(chunk);
    expect(answer).to.contain('HTTP/1.1 200');
  });

  it('logs each request as a line of JSON, without what is nobody’s business', async () => {
    await ask('GET /api/files?dir=input&name=private-name', { 'X-Request-Id': 'from-a-proxy.1', Authorization: 'Bearer private-token' });
    await ask('GET /api/nothing', { 'X-Request-Id': 'bad id\t!' });
    const lines = server.log();
    const line = lines.find(({ request, msg }) => request === 'from-a-proxy.1' && msg === 'request')!;
    expect(line).to.include({ method: 'GET', route: '/api/files', status: 200, finished: true });
    expect(line.ms).to.be.a('number');
    expect(line.bytes).to.be.a('number').greaterThan(100);
    expect(line.time).to.match(/^\d{4}-\d\d-\d\dT/);
    expect(lines.some(({ request }) => request === 'bad id\t!')).to.equal(false);
    expect(JSON.stringify(lines)).to.not.contain('private');
  });
});

describe('the codes of the server', () => {
  it('are those of docs/formats/server-api.md', () => {
    const sources = readdirSync('server', { recursive: true })
      .map(String)
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
    const used = sources.flatMap((name) =>
      [...readFileSync(`server/${name}`, 'utf8').matchAll(/(?:'|^ +)(GDS_[A-Z_]+)(?:'|: \d)/gm)].map(([, code]) => code),
    );
    const [, table = ''] = readFileSync('docs/formats/server-api.md', 'utf8').split('## Codes');
    const written = [...table.matchAll(/`(GDS_[A-Z_]+)`/g)].map(([, code]) => code);
    expect([...new Set(used)].sort()).to.deep.equal([...new Set(written)].sort());
  });
});

describe('the server with a token', () => {
  const TOKEN = 'correct-horse-battery';
  let server: ServerProcess;
  before(async () => void (server = await startServer(['--root', '.'], { env: { GDS_TOKEN: TOKEN } })));
  after(() => server.stop());

  it('asks for it everywhere but at health and readiness', async () => {
    const paths = [
      '/api/files',
      '/data/input/x.png',
      '/api/nothing',
      '/openapi.json',
      `/api/uploads/${'0'.repeat(64)}`,
      '/api/jobs/x',
      '/api/capabilities',
    ];
    for (const path of paths) {
      for (const [authorization, allowed] of [
        [undefined, false],
        ['', false],
        ['Bearer', false],
        [`Bearer ${TOKEN}x`, false],
        [`Bearer ${TOKEN.slice(1)}`, false],
        [`Basic ${TOKEN}`, false],
        [TOKEN, false],
        [`Bearer ${TOKEN}`, true],
        [`bearer  ${TOKEN}`, true],
      ] as const) {
        const answer = await server.get(path, authorization === undefined ? {} : { headers: { Authorization: authorization } });
        expect(answer.status === 401, `${path} with ${authorization} → ${answer.status}`).to.equal(!allowed);
        if (!allowed) {
          expect(answer.headers.get('www-authenticate')).to.equal('Bearer');
          expect(await answer.json()).to.include({ code: 'GDS_AUTH' });
        }
      }
    }
    for (const path of ['/api/health', '/api/ready']) expect((await server.get(path)).status, path).to.equal(200);
    for (const method of ['POST', 'DELETE']) expect((await server.get('/api/files?name=x.png', { method })).status, method).to.equal(401);
    expect((await server.get(`/api/files?token=${TOKEN}`)).status).to.equal(401);
  });

  it('lets a preflight pass, and tells a listed page that a token is needed', async () => {
    const headers = {
      Origin: 'http://localhost:5173',
      'Access-Control-Request-Method': 'GET',
      'Access-Control-Request-Headers': 'authorization',
    };
    const preflight = await sendRaw(server.port, requestText('OPTIONS /api/files', headers));
    expect(preflight.status).to.equal(200);
    expect(preflight.headers['access-control-allow-headers']).to.equal('authorization');
    const refused = await sendRaw(server.port, requestText('GET /api/files', { Origin: 'http://localhost:5173' }));
    expect(refused.status).to.equal(401);
    expect(refused.headers['access-control-allow-origin']).to.equal('http://localhost:5173');
  });

  it('asks for it on the socket too, in the header or in the first message', async () => {
    const url = new URL('/api/jobs/socket', server.url.replace('http', 'ws'));
    for (const [headers, messages, expected] of [
      [{}, [], 'GDS_AUTH'],
      [{ Authorization: 'Bearer wrong-token' }, [], 'GDS_AUTH'],
      [{}, [{ type: 'auth', token: 'wrong-token' }], 'GDS_AUTH'],
      [{ Authorization: `Bearer ${TOKEN}` }, [], 'GDS_JOB_UNKNOWN'],
      [{}, [{ type: 'auth', token: TOKEN }], 'GDS_JOB_UNKNOWN'],
    ] as const) {
      const socket = new WebSocket(url, { headers });
      await once(socket, 'open');
      const answered = once(socket, 'message');
      for (const message of [...messages, { type: 'subscribe', job_id: 'nothing' }]) socket.send(JSON.stringify(message));
      const [message] = (await answered) as [Buffer];
      expect(JSON.parse(message.toString()), JSON.stringify([headers, messages])).to.include({ code: expected });
      socket.terminate();
    }
  });

  it('never logs it', async () => {
    await server.get('/api/files', { headers: { Authorization: `Bearer ${TOKEN}` } });
    expect(JSON.stringify(server.log())).to.not.contain(TOKEN);
  });
});
