/** Uploads and static reads: each subject in turn, request after request on connections that are kept. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { row } from '../lib/rows.mjs';
import { request, start, timeEach } from './client.mjs';

const KIB = 1024;
const MIB = 1024 * KIB;
const SIGNATURE = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
/** A picture of one pixel, and bytes behind it. */
const picture = (bytes) => Buffer.concat([SIGNATURE, Buffer.alloc(bytes - SIGNATURE.length, 7)]);

/** Requests of one sample: enough that a small one is more than the clock's grain. */
const UPLOADS = [
  { name: 'upload of 1 KB', bytes: KIB, count: 50 },
  { name: 'upload of 1 MB', bytes: MIB, count: 10 },
  { name: 'upload of 50 MB', bytes: 50 * MIB, count: 1 },
];
const READS = [
  { name: 'read of 4 KB', file: 'small.png', expected: 4 * KIB, count: 100 },
  { name: 'read of 10 MB', file: 'large.png', expected: 10 * MIB, count: 5 },
  { name: '64 KB of 10 MB, by range', file: 'large.png', range: [5 * MIB, 64 * KIB], expected: 64 * KIB, count: 100 },
];

export async function uploads({ rounds, scratch }) {
  const subjects = await Promise.all([
    subject('gds-canvas-server', 'ours', scratch(), (index) => `/api/files?dir=output&name=${index % 8}.png`),
    subject('node:http, written', 'plain', scratch(), () => '/'),
    subject('node:http, written and synced', 'plain-sync', scratch(), () => '/'),
  ]);
  const measure = ({ bytes, count }) => {
    const body = picture(bytes);
    return ({ port, path }) =>
      timeEach(count, async (index) => {
        const { status } = await request(port, path(index), { method: 'POST', body });
        if (status !== 200) throw new Error(`An upload was answered with ${status}.`);
      });
  };
  return inTurns(subjects, UPLOADS, measure, rounds);
}

export async function reads({ rounds, scratch }) {
  const data = scratch();
  const folder = join(data, 'input');
  mkdirSync(folder);
  writeFileSync(join(folder, 'small.png'), picture(4 * KIB));
  writeFileSync(join(folder, 'large.png'), picture(10 * MIB));
  const subjects = await Promise.all([
    subject('gds-canvas-server', 'ours', data, (file) => `/data/input/${file}`),
    subject('sirv', 'sirv', folder, (file) => `/${file}`),
    subject('send', 'send', folder, (file) => `/${file}`),
  ]);
  const measure = ({ file, range, expected, count }) => {
    const headers = range ? { Range: `bytes=${range[0]}-${range[0] + range[1] - 1}` } : {};
    return ({ port, path }) =>
      timeEach(count, async () => {
        const { status, body } = await request(port, path(file), { headers });
        if (status !== (range ? 206 : 200) || body.length !== expected) throw new Error(`${path(file)}: ${status}, ${body.length} bytes.`);
      });
  };
  return inTurns(subjects, READS, measure, rounds);
}

async function subject(name, kind, folder, path) {
  return { name, path, samples: new Map(), ...(await start(kind, folder)) };
}

/** The first round is not counted: code is compiled and files come into the cache in it. */
async function inTurns(subjects, cases, measure, rounds) {
  try {
    for (const each of cases) {
      const act = measure(each);
      for (let round = 0; round <= rounds; round++) {
        for (const one of subjects) {
          const sample = await act(one);
          if (round > 0) one.samples.set(each.name, [...(one.samples.get(each.name) ?? []), sample]);
        }
      }
    }
  } finally {
    for (const { stop } of subjects) await stop();
  }
  const [ours, ...others] = subjects;
  return cases.flatMap(({ name }) => [
    ...subjects.map((one) => row(one.name, name, 'time', 'ms', one.samples.get(name))),
    ...others.map((one) => row(ours.name, name, `time in that of ${one.name}`, '×', ratios(ours.samples.get(name), one.samples.get(name)))),
  ]);
}

/** Round by round: a busy moment of the machine is in both. */
const ratios = (own, other) => own.map((sample, round) => sample / other[round]);
