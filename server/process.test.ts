/**
 * Rules S44, S46 and S55 to S57 of docs/rules/server.md: what happens to a server from outside. It is started wrongly, killed in the middle of a write,
 * left without room on the disk, asked to end; another one is started beside it.
 */
import { createHash } from 'node:crypto';
import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { expect } from 'chai';
import { killServers, requestText, startServer, type ServerProcess } from '../test/support/server-process.js';
import { type Bytes, PNG, pngOf } from './testing/content.js';

const post = (server: ServerProcess, name: string, body: Bytes): Promise<Response> =>
  server.get(`/api/files?dir=input&name=${name}`, { method: 'POST', body });

describe('a server', () => {
  let data = '';
  before(() => void (data = mkdtempSync(join(tmpdir(), 'gds-process-'))));
  after(() => {
    killServers();
    rmSync(data, { recursive: true });
  });

  it('says in a sentence why it does not start', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    const { port } = blocker.address() as AddressInfo;
    const file = join(data, 'file');
    writeFileSync(file, '');
    const failures = await Promise.all(
      (
        [
          [['--port', String(port)], `Port ${port} is in use. Name another one, or leave --port out.`],
          [['--port', '70000'], '--port takes a number from 0 to 65535, not "70000".'],
          [['--colour', 'red'], "Unknown option '--colour'. --help lists the options."],
          [['--queue', 'many'], '--queue takes a number, not "many".'],
          [['--queue', '99999999'], '--queue takes a number from 0 to 1000000, not "99999999".'],
          [['--log-level', 'loud'], '--log-level takes one of trace, debug, info, warn, error, silent, not "loud".'],
          [['--allow-origin', 'studio.example'], '"studio.example" is not an origin.'],
          [['--allow-origin', 'http://studio.example/'], '"http://studio.example/" is not an origin.'],
          [['--allow-origin', '*'], '"*" is not an origin.'],
          [['--token', 'short'], 'The token must have 8 or more characters'],
          [['--host', '203.0.113.7'], 'This machine has no address "203.0.113.7".'],
          [['--data', join(file, 'below')], `The data folder "${join(file, 'below')}" cannot be used (ENOTDIR).`],
        ] as const
      ).map(async ([args, sentence]) => {
        const message = await startServer(args, { data }).then(
          async (server) => `it started: ${await server.stop()}`,
          (error: Error) => error.message,
        );
        return message.startsWith(sentence) && !message.includes('    at ') ? '' : `${args.join(' ')}: ${message}`;
      }),
    );
    blocker.close();
    expect(failures.filter(Boolean)).to.deep.equal([]);
  });

  it('leaves a first one alone that has the port, and shares a data folder with it', async () => {
    const first = await startServer([], { data });
    const refused = await startServer(['--port', String(first.port)], { data }).then(
      () => 'it started',
      (error: Error) => error.message,
    );
    expect(refused).to.contain(`Port ${first.port} is in use.`);
    expect(readdirSync(data).filter((name) => name.startsWith('.jobs'))).to.have.members(['.jobs', '.jobs.owner', '.jobs-2']);
    const second = await startServer([], { data });
    expect(readdirSync(data).filter((name) => name.endsWith('.owner'))).to.have.members(['.jobs.owner', '.jobs-2.owner']);
    const contents = Array.from({ length: 20 }, (_, at) => pngOf(30_000 + at, at));
    const hashes = contents.map((content) => createHash('sha256').update(content).digest('hex'));
    const answers = await Promise.all(contents.map((content, at) => post(at % 2 ? first : second, 'both.png', content)));
    expect(answers.map(({ status }) => status)).to.deep.equal(contents.map(() => 200));
    expect(hashes).to.include(
      createHash('sha256')
        .update(readFileSync(join(data, 'input/both.png')))
        .digest('hex'),
    );
    expect(readdirSync(join(data, 'input'))).to.deep.equal(['both.png']);
    expect(await first.stop()).to.equal(0);
    expect(await second.stop()).to.equal(0);
    expect(readdirSync(data).filter((name) => name.endsWith('.owner'))).to.deep.equal([]);
    rmSync(join(data, 'input/both.png'));
  });

  it('leaves no part of a file when it is killed in the middle of writing, thirty times', async () => {
    const seed = Number(process.env.GDS_SEED ?? Date.now() % 2 ** 31);
    const old = pngOf(50_000, 1);
    mkdirSync(join(data, 'input'), { recursive: true });
    let remains = 0;
    const rounds = async (lane: number): Promise<void> => {
      const name = `lane-${lane}.png`;
      for (let round = 0; round < 10; round++) {
        writeFileSync(join(data, 'input', name), old);
        const next = pngOf(400_000 + round, 2 + round);
        const server = await startServer([], { data });
        const cut = createHash('sha256').update(`${seed} ${lane} ${round}`).digest().readUInt32BE(0) % (next.length + 1);
        const socket = connect(server.port, '127.0.0.1').on('error', () => undefined);
        socket.write(requestText(`POST /api/files?name=${name}`, { 'Content-Length': next.length }));
        socket.write(next.subarray(0, cut));
        await untilPart(data, server);
        await server.stop('SIGKILL');
        socket.destroy();
        const kept = readFileSync(join(data, 'input', name));
        expect(kept.equals(old) || (cut === next.length && kept.equals(next)), `seed ${seed}, lane ${lane}, round ${round}`).to.equal(true);
        remains += readdirSync(join(data, 'input')).filter((each) => each.includes(`-${server.process.pid}-`)).length;
      }
    };
    await Promise.all([0, 1, 2].map(rounds));
    expect(remains, 'files that a killed server left').to.be.greaterThan(0);
    const server = await startServer([], { data });
    expect(readFileSync(join(data, '.jobs.owner'), 'utf8'), 'its old folder of jobs').to.contain(`-${server.process.pid}-`);
    expect(readdirSync(join(data, 'input')).sort()).to.deep.equal(['lane-0.png', 'lane-1.png', 'lane-2.png']);
    await server.stop();
    for (const lane of [0, 1, 2]) rmSync(join(data, 'input', `lane-${lane}.png`));
  });

  it('leaves nothing of an upload whose client vanishes', async () => {
    const server = await startServer([], { data });
    const sockets: Socket[] = [];
    for (let at = 0; at < 20; at++) {
      const socket = connect(server.port, '127.0.0.1').on('error', () => undefined);
      socket.write(requestText(`POST /api/files?name=gone-${at}.png`, { 'Content-Length': 90_000 }));
      socket.write(pngOf(40_000 + at));
      sockets.push(socket);
    }
    await until(
      () => readdirSync(join(data, 'input')).length === 20,
      () => server.get('/api/ready'),
    );
    for (const socket of sockets) socket.resetAndDestroy();
    await until(
      () => readdirSync(join(data, 'input')).length === 0,
      () => server.get('/api/ready'),
    );
    expect((await post(server, 'next.png', PNG)).status).to.equal(200);
    await server.stop();
    rmSync(join(data, 'input/next.png'));
  });

  it('says that the disk is full, leaves nothing, and goes on', async () => {
    const server = await startServer([], { data, shell: 'ulimit -f 200' });
    const answer = await post(server, 'large.png', pngOf(900_000));
    expect(answer.status).to.equal(507);
    expect(await answer.json()).to.include({ code: 'GDS_DISK_FULL' });
    expect(readdirSync(join(data, 'input'))).to.deep.equal([]);
    expect((await post(server, 'small.png', PNG)).status).to.equal(200);
    await server.stop();
    rmSync(join(data, 'input/small.png'));
    const careful = await startServer(['--free-bytes', String(2 ** 50)], { data });
    expect((await post(careful, 'any.png', PNG)).status).to.equal(507);
    expect(readdirSync(join(data, 'input'))).to.deep.equal([]);
    await careful.stop();
  });

  it('ends when asked to: finishes an upload that moves, takes no more, exits with 0', async () => {
    const server = await startServer(['--shutdown-seconds', '20'], { data });
    const socket = connect(server.port, '127.0.0.1');
    socket.write(requestText('POST /api/files?name=last.png', { 'Content-Length': PNG.length, Connection: 'keep-alive' }));
    socket.write(PNG.subarray(0, 100));
    await until(
      () => readdirSync(join(data, 'input')).length === 1,
      () => server.get('/api/ready'),
    );
    const ended = once(server.process, 'exit');
    server.process.kill('SIGTERM');
    await until(
      () => server.log().some(({ msg }) => msg === 'shutting down'),
      () => new Promise(setImmediate),
    );
    socket.write(PNG.subarray(100));
    let answer = '';
    for await (const chunk of socket) answer += String(chunk);
    expect(answer).to.contain('HTTP/1.1 200');
    expect((await ended)[0]).to.equal(0);
    expect(readFileSync(join(data, 'input/last.png')).equals(PNG)).to.equal(true);
    rmSync(join(data, 'input/last.png'));
  });

  it('ends at its deadline what does not end by itself', async () => {
    const server = await startServer(['--shutdown-seconds', '0.1'], { data });
    const socket = connect(server.port, '127.0.0.1').on('error', () => undefined);
    socket.write(requestText('POST /api/files?name=never.png', { 'Content-Length': 500 }));
    socket.write(PNG.subarray(0, 100));
    await until(
      () => readdirSync(join(data, 'input')).length === 1,
      () => server.get('/api/ready'),
    );
    expect(await server.stop()).to.equal(0);
    socket.destroy();
    const next = await startServer([], { data });
    expect(readdirSync(join(data, 'input'))).to.deep.equal([]);
    await next.stop();
  });

  it('takes a folder that is a link of the operator’s own, and none that appears later', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'gds-elsewhere-'));
    rmSync(join(data, 'models'), { recursive: true });
    symlinkSync(elsewhere, join(data, 'models'));
    writeFileSync(join(elsewhere, 'mine.ckpt'), 'PK\x03\x04');
    const server = await startServer([], { data });
    expect((await server.get('/data/models/mine.ckpt')).status).to.equal(200);
    rmSync(join(data, 'output'), { recursive: true });
    symlinkSync(elsewhere, join(data, 'output'));
    writeFileSync(join(elsewhere, 'other.png'), PNG);
    for (const answer of [
      await server.get('/data/output/other.png'),
      await server.get('/api/files?dir=output'),
      await server.get('/api/files?dir=output&name=new.png', { method: 'POST', body: PNG }),
      await server.get('/api/files?dir=output&name=other.png', { method: 'DELETE' }),
    ]) {
      expect(await answer.json()).to.include({ code: 'GDS_DATA_FOLDER' });
    }
    expect(readdirSync(elsewhere).sort()).to.deep.equal(['mine.ckpt', 'other.png']);
    await server.stop();
    rmSync(join(data, 'output'));
    rmSync(join(data, 'models'));
    rmSync(elsewhere, { recursive: true });
  });
});

/** Waits until the file that this server writes into is there. */
const untilPart = (data: string, server: ServerProcess): Promise<void> =>
  until(
    () => readdirSync(join(data, 'input')).some((name) => name.includes(`-${server.process.pid}-`)),
    () => new Promise(setImmediate),
  );

async function until(met: () => boolean, meanwhile: () => Promise<unknown>): Promise<void> {
  for (const end = Date.now() + 30_000; !met(); await meanwhile()) if (Date.now() > end) throw new Error('Waited 30 s in vain.');
}
