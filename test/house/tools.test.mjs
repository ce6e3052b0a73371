/** The scripts judge and count: these tests make sure that they can tell good from bad. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { encode } from 'fast-png';
import { markdown } from '../../bench/lib/markdown.mjs';
import { row } from '../../bench/lib/rows.mjs';
import { summary } from '../../scripts/lib/main-thread.mjs';
import { meshFacts } from '../../scripts/lib/mesh-facts.mjs';
import { pictureFacts } from '../../scripts/lib/picture-facts.mjs';
import { staleParts } from '../../scripts/lib/stale.mjs';
import { countReporter } from '../../tools/count-reporter.mjs';

const png = (width, height, colour) => {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data.set(colour(x, y), (y * width + x) * 3);
  return encode({ width, height, channels: 3, data });
};

describe('picture facts', () => {
  it('knows a flat picture', () => {
    const facts = pictureFacts(png(16, 8, () => [255, 0, 0]));
    expect(facts).to.deep.include({ width: 16, height: 8, std: 0, entropy: 0 });
    expect(facts.mean).to.be.closeTo(54.2, 0.1);
    expect(facts.colors).to.deep.equal([{ hex: '#ff0000', share: 1 }]);
  });
  it('knows one that is half black, half white', () => {
    const facts = pictureFacts(png(16, 16, (x) => (x < 8 ? [0, 0, 0] : [255, 255, 255])));
    expect(facts).to.deep.include({ mean: 127.5, std: 127.5, entropy: 1 });
    expect(facts.colors.map(({ share }) => share)).to.deep.equal([0.5, 0.5]);
  });
});

describe('mesh facts', () => {
  it('counts the errors of something that is no mesh', async () => {
    const json = Buffer.from('{"asset":{"version":"2.0"},"meshes":[{"primitives":[{"attributes":{"POSITION":5}}]}] }  ');
    const head = Buffer.alloc(20);
    head.write('glTF', 0);
    [2, 20 + json.length, json.length, 0x4e4f534a].forEach((value, i) => head.writeUInt32LE(value, 4 + i * 4));
    const facts = await meshFacts(Buffer.concat([head, json]));
    expect(facts.errors).to.be.greaterThan(0);
    expect(facts.faces).to.equal(0);
  });
});

describe('benchmark rows', () => {
  it('have median, least and most', () => {
    expect(row('a', 'b', 'time', 'ms', [3, 1, 10])).to.deep.equal({
      subject: 'a',
      case: 'b',
      metric: 'time',
      unit: 'ms',
      median: 3,
      min: 1,
      max: 10,
      runs: 3,
    });
    expect(row('a', 'b', 'time', 'ms', [1, 2, 3, 10]).median).to.equal(2.5);
  });
  it('are refused without a measurement', () => {
    expect(() => row('a', 'b', 'time', 'ms', [])).to.throw('not measured');
    expect(() => row('a', 'b', 'time', 'ms', [Number.NaN])).to.throw('not measured');
  });
  it('become a table', () => {
    const page = markdown({ suite: 'size', environment: { cores: 2 }, rows: [row('gds-canvas', 'entry', 'gzip', 'bytes', [123_456])] });
    expect(page).to.contain('| gds-canvas | entry | gzip | 123,456 | 123,456 | 123,456 | bytes | 1 |');
  });
});

describe('stale parts', () => {
  it('are those that are missing or older than a source; tests do not count', () => {
    const root = mkdtempSync(join(tmpdir(), 'gds-stale-'));
    const put = (path, seconds) => {
      mkdirSync(join(root, path, '..'), { recursive: true });
      writeFileSync(join(root, path), '');
      utimesSync(join(root, path), seconds, seconds);
    };
    try {
      put('studio/main.ts', 100);
      put('src/a.ts', 100);
      expect(staleParts(root, ['studio'])).to.deep.equal(['studio']);
      put('dist/.built-studio', 200);
      expect(staleParts(root, ['studio'])).to.deep.equal([]);
      put('src/a.test.ts', 300);
      expect(staleParts(root, ['studio'])).to.deep.equal([]);
      put('src/deep/b.ts', 300);
      expect(staleParts(root, ['studio'])).to.deep.equal(['studio']);
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});

describe('the count of browser tests', () => {
  it('takes a session that broke without a failed test for a failure', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'gds-counts-')), 'counts.json');
    const test = (passed, skipped = false) => ({ passed, skipped });
    const suite = (tests, suites = []) => ({ tests, suites });
    process.env.GDS_TEST_COUNTS = file;
    try {
      countReporter().onTestRunFinished({
        sessions: [
          { passed: false, testResults: suite([test(true)], [suite([test(false), test(false, true)])]) },
          { passed: false, testResults: undefined },
          { passed: true, testResults: suite([test(true)]) },
        ],
      });
    } finally {
      delete process.env.GDS_TEST_COUNTS;
    }
    expect(JSON.parse(readFileSync(file, 'utf8'))).to.deep.equal({ passed: 2, failed: 2, skipped: 1 });
  });
});

describe('options of the scripts', () => {
  const script = (name, ...args) => {
    const path = join(import.meta.dirname, '../../scripts', name);
    const { status, stdout, stderr } = spawnSync(process.execPath, [path, ...args], { encoding: 'utf8' });
    return { status, stdout, stderr };
  };
  for (const [name, args, message] of [
    ['main-job.mjs', ['--seed', '-1'], '--seed takes a whole number from 0 to 4294967295, not "-1".'],
    ['main-job.mjs', ['--seed=-1'], '--seed takes a whole number from 0 to 4294967295, not "-1".'],
    ['main-job.mjs', ['--sede', '1'], "Unknown option '--sede'. Options: --prompt VALUE, --seed VALUE,"],
    ['main-job.mjs', ['--prompt'], "Option '--prompt <value>' argument missing."],
    ['main-job.mjs', ['apple'], "Unexpected argument 'apple'."],
    ['start.mjs', ['--open=yes'], "Option '--open' does not take an argument. Options: --port VALUE, --host VALUE, --data VALUE, --open."],
  ]) {
    it(`says what is wrong with ${name} ${args.join(' ')}`, () => {
      const { status, stdout, stderr } = script(name, ...args);
      expect(stderr).to.contain(message);
      expect(stderr).not.to.match(/\n\s+at /);
      expect([status, stdout]).to.deep.equal([2, '']);
    });
  }
});

describe('main thread', () => {
  const task = (ts, dur, tdur, tid = 1) => ({ name: 'RunTask', ph: 'X', pid: 1, tid, ts: ts * 1000, dur: dur * 1000, tdur: tdur * 1000 });
  const mark = (name, ts) => ({ name, ph: 'R', pid: 1, tid: 1, ts: ts * 1000 });
  const wait = { name: 'CommandBufferProxyImpl::WaitForGetOffset', ph: 'X', pid: 1, tid: 1, ts: 160_000, dur: 30_000 };

  it('tells tasks by the clock from tasks by the processor, between the marks and on this thread only', () => {
    const events = [
      mark('from', 100),
      mark('to', 300),
      task(0, 90, 90),
      task(95, 10, 4),
      task(150, 80, 5),
      task(240, 60, 55),
      task(310, 500, 500),
      task(150, 400, 400, 2),
      wait,
    ];
    expect(summary(events, 'from', 'to')).to.deep.equal({
      tasks: 3,
      seconds: 0.2,
      wall: { totalMs: 150, over50ms: 2, longest: { wallMs: 80, cpuMs: 5 } },
      cpu: { totalMs: 64, over50ms: 1, longest: { wallMs: 60, cpuMs: 55 } },
      waitingForGpuMs: 30,
    });
  });
  it('says nothing where a mark is missing', () => {
    expect(summary([mark('from', 1), task(2, 3, 3)], 'from', 'to')).to.equal(null);
  });
});
