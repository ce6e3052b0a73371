// The adapter's small parts: pauses, what is news of a job, the ladder of transports, the ledger, the bar.
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { backoff, retryAfter } from './backoff.js';
import { eventsOf, History } from './history.js';
import { Ladder, type Rung } from './ladder.js';
import { StoredLedger, type KeyValueStore } from './ledger.js';
import { JobProgress } from './progress.js';
import { jobEvent, type JobEvent } from './types.js';

describe('a pause before another attempt', () => {
  const policy = { attempts: 4, base: 100, longest: 250 };
  it('is spread over twice the span each time, within a limit', () => {
    const longest = [1, 2, 3, 4].map((failures) => backoff(policy, failures, () => 1));
    expect(longest).to.deep.equal([100, 200, 250, undefined]);
    expect(backoff(policy, 3, () => 0)).to.equal(0);
  });
  it('is as long as the server asks at least, and none where that is too long', () => {
    expect(backoff(policy, 1, () => 0, 200)).to.equal(200);
    expect(backoff(policy, 1, () => 1, 200)).to.equal(250);
    expect(backoff(policy, 1, () => 1, 251)).to.equal(undefined);
  });
  it('is asked for in seconds or by a date', () => {
    const asked = (value: string): number | undefined => retryAfter(new Headers({ 'retry-after': value }), Date.UTC(2030, 0, 1));
    expect(asked('3')).to.equal(3000);
    expect(asked('Tue, 01 Jan 2030 00:00:05 GMT')).to.equal(5000);
    expect(asked('Mon, 31 Dec 2029 00:00:00 GMT')).to.equal(0);
    expect(asked('soon')).to.equal(undefined);
  });
});

describe('the history of a job', () => {
  const told = (events: readonly JobEvent[]): unknown[] => {
    const history = new History();
    return events.filter((event) => history.accept(event)).map(({ name, data }) => data['current'] ?? name);
  };
  const progress = (current: number, id?: number, stage = 'denoise'): JobEvent => jobEvent('progress', { current, total: 9, stage }, id)!;
  const plain = (name: string): JobEvent => jobEvent(name, {})!;

  it('tells nothing twice that a stream without numbers repeats', () => {
    const first = [plain('queued'), plain('started'), progress(1), progress(2)];
    expect(told([...first, ...first, progress(3), plain('completed'), plain('completed'), progress(4)])).to.deep.equal([
      'queued',
      'started',
      1,
      2,
      3,
      'completed',
    ]);
  });
  it('goes by numbers where there are some, and never back behind what a look showed', () => {
    expect(told([progress(1, 3), progress(5), progress(2, 4), progress(6, 8), progress(7, 8)])).to.deep.equal([1, 5, 6]);
  });
  it('takes previews as they come, without their numbers', () => {
    expect(told([progress(1, 3), jobEvent('preview', {}, 3)!, jobEvent('preview', {}, 9)!, progress(2, 4)])).to.deep.equal([
      1,
      'preview',
      'preview',
      2,
    ]);
  });
  it('counts each stage by itself', () => {
    expect(told([progress(4, 1, 'load'), progress(1, 2, 'denoise')])).to.deep.equal([4, 1]);
  });
  it('knows what a look at the job means', () => {
    expect(told(eventsOf({ status: 'running', progress: { current: 0, total: 0, stage: '' } }))).to.deep.equal(['queued', 'started']);
    expect(told(eventsOf({ status: 'succeeded', progress: { current: 9, total: 9, stage: 'x' } }))).to.deep.equal([
      'queued',
      'started',
      9,
      'completed',
    ]);
    expect(told(eventsOf({ status: 'cancelled' }))).to.deep.equal(['cancelled']);
  });
  it('leaves out what nobody knows', () => {
    expect([jobEvent('rumour', {}), jobEvent('progress', null), jobEvent(undefined, {})]).to.deep.equal([undefined, undefined, undefined]);
  });
});

describe('the ladder of transports', () => {
  const rungs = (['websocket', 'sse', 'polling'] as const).map((name): Rung => ({ name, transport: async () => 'cut' }));
  const [socket, stream, polled] = rungs as [Rung, Rung, Rung];

  it('steps down from what fails and up again later, later each time', () => {
    const ladder = new Ladder([socket, stream, polled], 100);
    expect(ladder.pick(0)).to.equal(socket);
    ladder.failed(socket, 0);
    ladder.failed(stream, 0);
    expect(ladder.pick(50)).to.equal(polled);
    expect([ladder.hasBetter(polled, 50), ladder.hasBetter(polled, 100)]).to.deep.equal([false, true]);
    expect(ladder.pick(100)).to.equal(socket);
    ladder.failed(socket, 100);
    expect([ladder.pick(299), ladder.pick(300)]).to.deep.equal([stream, socket]);
    ladder.worked(socket);
    expect([ladder.isProven(socket), ladder.isProven(stream)]).to.deep.equal([true, false]);
    ladder.failed(socket, 300);
    expect(ladder.isProven(socket)).to.equal(false);
    expect(ladder.pick(400)).to.equal(socket);
  });
  it('gives the last where all have failed, and blames none where the server is away', () => {
    const ladder = new Ladder([socket, stream], 100);
    ladder.failed(socket, 0);
    ladder.failed(stream, 0);
    expect([ladder.pick(1), ladder.isLast(stream), ladder.isLast(socket)]).to.deep.equal([stream, true, false]);
    ladder.forgive();
    expect(ladder.pick(1)).to.equal(socket);
  });
});

describe('the ledger', () => {
  const memory = (): KeyValueStore & { readonly items: Map<string, string> } => {
    const items = new Map<string, string>();
    return {
      items,
      getItem: (name) => items.get(name) ?? null,
      setItem: (name, value) => void items.set(name, value),
      removeItem: (name) => void items.delete(name),
    };
  };
  it('keeps jobs by server and key, also for the next page', async () => {
    const store = memory();
    const entry = { jobId: 'j', idempotencyKey: 'i', at: Date.now() };
    await new StoredLedger(store).set('http://a', 'k', entry);
    const next = new StoredLedger(store);
    expect(await next.get('http://a', 'k')).to.deep.equal(entry);
    expect([await next.keys('http://a'), await next.keys('http://b')]).to.deep.equal([['k'], []]);
    await next.delete('http://a', 'k');
    expect(store.items.size).to.equal(0);
  });
  it('forgets what is too old, what is too much and what is damaged', async () => {
    const store = memory();
    const ledger = new StoredLedger(store);
    await ledger.set('s', 'old', { idempotencyKey: '', at: Date.now() - 25 * 3_600_000 });
    expect(await ledger.keys('s')).to.deep.equal([]);
    for (let i = 0; i < 210; i++) await ledger.set('s', `k${i}`, { idempotencyKey: '', at: Date.now() - 1000 + i });
    const keys = await ledger.keys('s');
    expect([keys.length, keys.includes('k209'), keys.includes('k0')]).to.deep.equal([200, true, false]);
    store.items.set('gds-canvas/jobs/s', '{"half');
    expect(await ledger.keys('s')).to.deep.equal([]);
  });
});

describe('the bar of a job', () => {
  it('counts the steps that are carried out', () => {
    const bar = new JobProgress(0.75);
    expect(bar.step('denoise', 9, 12)).to.deep.equal({ stage: 'denoise', label: 'Drawing', step: 9, total: 9, fraction: 0.95 });
    expect(new JobProgress(0.55).step('denoise', 1, 20).total).to.equal(11);
  });
  it('never goes back', () => {
    const bar = new JobProgress(1);
    bar.step('denoise', 3, 4);
    expect(bar.step('decode', 0, 1).fraction).to.equal(bar.step('denoise', 2, 4).fraction);
    expect(bar.of({ name: 'queued', data: {} })?.fraction).to.be.closeTo(0.7125, 1e-9);
  });
  it('shows no figure that is none', () => {
    expect(new JobProgress(1).step('denoise', NaN, 0)).to.deep.equal({ stage: 'denoise', label: 'Drawing', fraction: 0 });
  });
});
