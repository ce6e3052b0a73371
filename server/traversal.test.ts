/**
 * Rules S40 and S41 of docs/rules/server.md: nothing outside the data folder is read, written, listed or deleted, however it is written.
 *
 * Ways to climb, separators, Unicode look-alikes, Windows names, NUL, encodings of encodings: all combinations, over raw sockets.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { expect } from 'chai';
import { requestText, sendRaw, startServer, type ServerProcess } from '../test/support/server-process.js';

const SECRET = 'what nobody may read';
const PNG = readFileSync('test/fixtures/backend/files/rgb64.png');

const DOTS = [
  '..',
  '%2e%2e',
  '.%2e',
  '%2e.',
  '%252e%252e',
  '%c0%ae%c0%ae',
  '%uff0e%uff0e',
  '%ef%bc%8e%ef%bc%8e',
  '..%00',
  '....',
  '.. ',
  '..%20',
  '..;',
];
const SEPARATORS = ['/', '%2f', '\\', '%5c', '%252f', '%255c', '//', '%2f%2f', '%c0%af', '%e2%88%95', '%ef%bc%8f', ':'];
const CLIMBS = DOTS.flatMap((dots) => SEPARATORS.map((separator) => dots + separator));
const ODD = [
  ...['/etc/passwd', '%2fetc%2fpasswd', 'C:\\Windows\\win.ini', 'C:%5cWindows%5cwin.ini', '\\\\host\\share\\x.png', 'file:///etc/passwd'],
  ...['CON', 'con.png', 'PRN.png', 'AUX.png', 'nul.png', 'COM1.png', 'lpt9.png', 'LPT1', 'CONIN$.png', 'COM0.txt.png'],
  ...['.', '..', '...', '.png', '.hidden.png', '.gds-1-1-1.part', '%00', 'x%00.png', '%00x.png', 'x.png%00.txt', 'x.png.', 'x.png%20.'],
  ...['%', '%zz', '%e0%80%af', '%ff', '%u002e%u002e', '~root', '~', '$HOME', '%0d%0aX-Injected:1', '%0a', 'secret.png::$DATA'],
];

describe('the data folder', () => {
  let base = '';
  let server: ServerProcess;
  const outside = (): string[] =>
    readdirSync(base, { recursive: true })
      .map(String)
      .filter((name) => !name.startsWith('data'))
      .sort();
  let untouched: string[];

  before(async () => {
    base = mkdtempSync(join(tmpdir(), 'gds-outside-'));
    mkdirSync(join(base, 'outside'));
    for (const path of ['secret.png', 'outside/secret.png', 'package.json']) writeFileSync(join(base, path), SECRET);
    server = await startServer([], { data: join(base, 'data') });
    writeFileSync(join(base, 'data/input/here.png'), PNG);
    writeFileSync(join(base, 'data/input/.hidden.png'), SECRET);
    writeFileSync(join(base, 'data/secret.png'), SECRET);
    untouched = outside();
  });
  after(async () => {
    await server.stop();
    rmSync(base, { recursive: true });
  });

  /** Everything that was there is still there, with nothing beside it. */
  const nothingTouched = (what: string): void => {
    expect(outside(), what).to.deep.equal(untouched);
    for (const path of ['secret.png', 'outside/secret.png', 'package.json', 'data/secret.png', 'data/input/.hidden.png']) {
      expect(readFileSync(join(base, path), 'utf8'), `${what}: ${path}`).to.equal(SECRET);
    }
    expect(existsSync(join(base, 'data/input/here.png'))).to.equal(true);
  };

  /** Many at once: each is a connection of its own. */
  async function all(targets: readonly string[], check: (target: string) => Promise<void>): Promise<void> {
    for (let at = 0; at < targets.length; at += 32) await Promise.all(targets.slice(at, at + 32).map(check));
  }

  it('is read only within itself', async () => {
    const targets = [
      ...CLIMBS.flatMap((climb) => [
        `/data/${climb}secret.png`,
        `/data/input/${climb}${climb}secret.png`,
        `/data/input${climb.replace(/^\.\./, '/..')}secret.png`,
      ]),
      ...ODD.flatMap((name) => [`/data/${name}`, `/data/input/${name}`, `/data/input/${name}/secret.png`]),
    ].filter((target) => !target.includes(' '));
    expect(targets.length).to.be.greaterThan(400);
    await all(targets, async (target) => {
      const { status, text } = await sendRaw(server.port, requestText(`GET ${target}`));
      expect([400, 404], `${target} → ${status}`).to.include(status);
      expect(text, target).to.not.contain(SECRET);
      expect(text, target).to.not.match(/\/tmp|Error|at \w+ \(|secret/);
    });
    nothingTouched('GET /data');
  });

  it('is listed only by its four folders', async () => {
    const folders = [
      ...CLIMBS,
      ...CLIMBS.map((climb) => `input/${climb}outside`),
      ...ODD,
      'uploads',
      'input/',
      'INPUT',
      'input/sub',
      'zzz',
    ];
    await all(
      folders.filter((name) => !name.includes(' ')),
      async (dir) => {
        const { status, text } = await sendRaw(server.port, requestText(`GET /api/files?dir=${dir}`));
        expect(status, dir).to.equal(400);
        expect(text, dir).to.not.contain('secret');
      },
    );
    expect(readdirSync(server.data).sort()).to.include.members(['canvases', 'input', 'models', 'output']);
    expect(readdirSync(server.data)).to.not.include('zzz');
  });

  it('is written only within itself, under names that are plain', async () => {
    const names = [
      ...CLIMBS.map((climb) => `${climb}written.png`),
      ...CLIMBS.map((climb) => `${climb}${climb}outside${climb.slice(-1)}written.png`),
      ...ODD,
    ];
    await all(
      names.filter((name) => !name.includes(' ')),
      async (name) => {
        const head = requestText(`POST /api/files?dir=input&name=${name}`, { 'Content-Length': PNG.length });
        const { status, text } = await sendRaw(server.port, Buffer.concat([Buffer.from(head), PNG]));
        expect([200, 400, 415], `${name} → ${status} ${text}`).to.include(status);
      },
    );
    nothingTouched('POST');
    for (const name of readdirSync(join(server.data, 'input')).filter((name) => name !== '.hidden.png')) {
      expect(name).to.match(/^[A-Za-z0-9_-][A-Za-z0-9._-]*$/);
      expect(name).to.not.match(/^(con|prn|aux|nul|com\d|lpt\d)\b/i);
    }
    for (const dir of CLIMBS.filter((name) => !name.includes(' '))) {
      const head = requestText(`POST /api/files?dir=${dir}outside&name=x.png`, { 'Content-Length': 0 });
      expect((await sendRaw(server.port, head)).status, dir).to.equal(400);
    }
    nothingTouched('POST dir');
  });

  it('is deleted from only within itself', async () => {
    const names = [
      ...CLIMBS.flatMap((climb) => [`${climb}secret.png`, `${climb}${climb}secret.png`, `${climb}${climb}outside/secret.png`]),
      ...ODD,
    ];
    await all(
      names.filter((name) => !name.includes(' ')),
      async (name) => {
        const { status, text } = await sendRaw(server.port, requestText(`DELETE /api/files?dir=input&name=${name}`));
        expect([200, 400], name).to.include(status);
        expect(text, name).to.not.contain('true');
      },
    );
    for (const dir of [...CLIMBS, '.', '']) {
      const { text } = await sendRaw(server.port, requestText(`DELETE /api/files?dir=${dir.replace(/ /g, '+')}&name=secret.png`));
      expect(text, dir).to.not.contain('true');
    }
    nothingTouched('DELETE');
  });

  it('answers that nothing is there, in the same words, whatever is asked for', async () => {
    const bodies = new Set<string>();
    for (const path of [
      '/data/',
      '/data/input/',
      '/data/input/nothing.png',
      '/data/uploads/x',
      '/data/secret.png',
      '/data/input/.hidden.png',
    ]) {
      bodies.add((await sendRaw(server.port, requestText(`GET ${path}`))).text);
    }
    expect([...bodies]).to.deep.equal(['{"detail":"Not Found","code":"GDS_FILE_UNKNOWN"}']);
  });
});
