/** The scripts judge and count: these tests make sure that they can tell good from bad. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { encode } from 'fast-png';
import { markdown } from '../../bench/lib/markdown.mjs';
import { row } from '../../bench/lib/rows.mjs';
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
