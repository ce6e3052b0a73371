/** Processes that hang, die or never start: the task fails, and the next one runs. */
import { after, describe, it } from 'node:test';
import { expect } from 'chai';
import type { ModelManifest } from '../../adapters/onnx/manifest.js';
import type { GdsError } from '../../src/errors.js';
import { Pool } from './pool.js';
import type { Task } from './protocol.js';

const FAULTY = new URL('./testing/faulty-process.mjs', import.meta.url);
const quiet = { info: () => {}, warn: () => {}, error: () => {} };
const pools: Pool[] = [];

function poolOf(program: URL, stall = 60_000, size = 1): Pool {
  const pool = new Pool({ size, setup: { runtime: 'auto', threads: 0, imagePixels: 1 }, stall, log: quiet, program });
  pools.push(pool);
  return pool;
}
const wish = (id: string): Task => ({ kind: 'load', model: { manifest: { id } as ModelManifest, folder: '' } });
const never = new AbortController().signal;
const codeOf = (run: Promise<unknown>) =>
  run.then(
    () => undefined,
    (error: GdsError) => error.code,
  );

describe('Pool', () => {
  after(() => Promise.all(pools.map((pool) => pool.close())));

  it('replaces a process that says nothing for too long', async () => {
    const pool = poolOf(FAULTY, 2000);
    expect(await codeOf(pool.run(wish('hang'), never))).to.equal('GDS_TIMEOUT');
    expect(await pool.run(wish('work'), never)).to.deep.equal({ kind: 'loaded' });
  });

  it('replaces a process that dies, and says that it may be tried again', async () => {
    const pool = poolOf(FAULTY);
    const error = await pool.run(wish('exit'), never).catch((each: GdsError) => each);
    expect(error).to.deep.include({ code: 'GDS_WORKER_LOST', retryable: true });
    expect(await pool.run(wish('work'), never)).to.deep.equal({ kind: 'loaded' });
  });

  it('fails a task whose process cannot start', async () => {
    const pool = poolOf(new URL('./testing/nothing-here.mjs', import.meta.url));
    expect(await codeOf(pool.run(wish('work'), never))).to.equal('GDS_WORKER_LOST');
  });

  it('holds a task back until a process is free, and gives each its own', async () => {
    const pool = poolOf(FAULTY, 60_000, 2);
    const outcomes = await Promise.all(Array.from({ length: 9 }, () => pool.run(wish('work'), never)));
    expect(outcomes).to.have.length(9);
  });

  it('ends its processes', async () => {
    const pool = poolOf(FAULTY);
    const hanging = codeOf(pool.run(wish('hang'), never));
    await pool.start();
    await pool.close();
    expect(await hanging).to.equal('GDS_WORKER_LOST');
  });
});
