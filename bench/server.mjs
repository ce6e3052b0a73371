/**
 * Suite `server`: what gds-canvas-server adds to files and jobs, everything on this machine.
 *
 *   uploads     of 1 KB, 1 MB and 50 MB, beside node:http that writes the body to a file, with and without waiting for the disk. Ours also looks
 *               at the bytes, hashes them, waits for the disk and renames.
 *   reads       of 4 KB, of 10 MB and of 64 KB by range, beside sirv and send (`npm install --prefix bench`)
 *   jobs        per second, and from a step inside the server to the client, with what computes replaced by something that computes nothing
 *   memory      of jobs that wait
 *
 * Each subject is a process of its own; they take turns, round by round, and a ratio is that of one round. Latency is one sample for each step.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '../scripts/build.mjs';
import { staleParts } from '../scripts/lib/stale.mjs';
import { reads, uploads } from './server/files.mjs';
import { latency, memory, throughput } from './server/jobs.mjs';

export default async function run({ quick, root }) {
  const stale = staleParts(root, ['server']);
  if (stale.length > 0) await build(stale);
  const loadBefore = Number(loadavg()[0].toFixed(2));
  const folders = [];
  const scratch = () => {
    const folder = mkdtempSync(join(tmpdir(), 'gds-bench-'));
    folders.push(folder);
    return folder;
  };
  const options = { quick, rounds: quick ? 3 : 15, scratch };
  try {
    const rows = [];
    for (const part of [uploads, reads, throughput, latency, memory]) rows.push(...(await part(options)));
    return { rows, environment: { loadBefore } };
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
}
