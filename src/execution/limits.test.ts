import { describe, it } from 'node:test';
import { expect } from 'chai';
import { GdsError } from '../errors.js';
import { failures, setup, textNode } from './executor.fixture.js';
import { Limiter } from './limiter.js';
import { RETRY, retryPause } from './retry.js';

const busy = (more: { retryAfter?: number } = {}): GdsError => new GdsError('GDS_BUSY', 'Busy.', { retryable: true, ...more });

describe('Limiter', () => {
  it('lets so many run, and each owner in its turn', async () => {
    const limiter = new Limiter(2);
    const order: string[] = [];
    let inside = 0;
    let most = 0;
    const work = (name: string) => async (): Promise<void> => {
      order.push(name);
      most = Math.max(most, ++inside);
      await Promise.resolve();
      inside--;
    };
    await Promise.all([
      ...[1, 2, 3, 4, 5].map((each) => limiter.run('sweep', work(`s${each}`))),
      limiter.run('branch', work('b1')),
      limiter.run('branch', work('b2')),
    ]);
    expect(most).to.equal(2);
    expect(order).to.deep.equal(['s1', 's2', 's3', 'b1', 's4', 'b2', 's5']);
  });

  it('gives the slot back when the work fails', async () => {
    const limiter = new Limiter(1);
    await limiter.run('a', () => Promise.reject(new Error('x'))).catch(() => undefined);
    expect(await limiter.run('a', async () => 'went')).to.equal('went');
  });
});

describe('retryPause', () => {
  it('tries again only what says so, so often, and waits longer each time', () => {
    const pauses = [1, 2, 3, 4].map((attempt) => retryPause(busy(), attempt, RETRY, () => 0.999_999));
    expect(pauses.map((pause) => pause && Math.round(pause))).to.deep.equal([500, 1000, 2000, undefined]);
    expect(retryPause(busy(), 1, RETRY, () => 0)).to.equal(250);
    expect(retryPause(new GdsError('GDS_X', 'No.'), 1, RETRY, () => 0)).to.equal(undefined);
    expect(retryPause('text', 1, RETRY, () => 0)).to.equal(undefined);
  });

  it('waits at least as long as the other side asks, unless that is too long', () => {
    expect(retryPause(busy({ retryAfter: 3000 }), 1, RETRY, () => 0)).to.equal(3000);
    expect(retryPause(busy({ retryAfter: 60_000 }), 1, RETRY, () => 0)).to.equal(undefined);
    expect(retryPause(busy(), 9, { attempts: 99, base: 500, longest: 4000 }, () => 0.999_999)).to.be.closeTo(4000, 1);
  });

  it('survives the way out of a worker', () => {
    expect(GdsError.fromJSON(busy({ retryAfter: 5 }).toJSON())).to.include({ retryable: true, retryAfter: 5 });
  });
});

describe('Executor: limits', () => {
  it('runs no more nodes at a time than it may', async () => {
    let inside = 0;
    let most = 0;
    const slow = textNode('slow', async () => {
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setTimeout(resolve, 1));
      inside--;
      return { out: '' };
    });
    const { executor, add } = setup({ concurrency: 2 }, [slow]);
    for (const text of ['1', '2', '3', '4', '5']) add('slow', { text });
    await executor.run();
    expect(most).to.equal(2);
  });

  it('tries again what says that it may succeed later, and shows that it does', async () => {
    let calls = 0;
    const flaky = textNode('flaky', () => {
      if (++calls < 3) throw busy();
      return { out: 'there' };
    });
    const { executor, add, events } = setup({ retry: { base: 1 } }, [flaky]);
    const id = add('flaky');
    expect((await executor.run()).status).to.equal('complete');
    expect([calls, executor.state(id).outputs]).to.deep.equal([3, { out: 'there' }]);
    const stages = events.flatMap((event) => (event.type === 'node' ? (event.state.progress?.stage ?? []) : []));
    expect(stages).to.include('retry');
  });

  it('gives up after so many attempts, at once on other errors, and when it is cancelled', async () => {
    let calls = 0;
    const down = textNode('down', () => {
      calls++;
      throw busy();
    });
    const { executor, add } = setup({ retry: { base: 1, attempts: 2 } }, [down]);
    const id = add('down');
    expect(failures(await executor.run())).to.deep.equal({ [id]: 'GDS_BUSY' });
    expect(calls).to.equal(2);

    const patient = setup({ retry: { base: 1e6, longest: 1e6 } }, [down]);
    patient.add('down');
    const run = patient.executor.run();
    await new Promise((resolve) => setTimeout(resolve, 2));
    patient.executor.cancel();
    expect((await run).status).to.equal('cancelled');
    expect(calls).to.equal(3);
  });

  it('stops a node that takes too long, its retries included, and nothing else', async () => {
    const signals: AbortSignal[] = [];
    const deaf = textNode('deaf', ({ signal }) => {
      signals.push(signal);
      return new Promise(() => undefined);
    });
    const { executor, add } = setup({ nodeDeadline: 5, retry: { base: 1e6, longest: 1e6 } }, [
      deaf,
      textNode('busy', () => {
        throw busy();
      }),
    ]);
    const [late, again, fine] = [add('deaf'), add('busy'), add('join')];
    const result = await executor.run();
    expect(failures(result)).to.deep.equal({ [late]: 'GDS_NODE_DEADLINE', [again]: 'GDS_NODE_DEADLINE' });
    expect([result.status, signals[0]!.aborted, executor.state(fine).status]).to.deep.equal(['error', true, 'complete']);
  });

  it('stops a run that takes too long: what was under way failed, what waited is as it was', async () => {
    const { executor, graph, add } = setup({ runDeadline: 1e6 }, [textNode('deaf', () => new Promise(() => undefined))]);
    const [deaf, behind] = [add('deaf'), add('join')];
    graph.addEdge([deaf, 'out'], [behind, 'a']);
    const result = await executor.run({ deadline: 5 });
    expect([result.status, result.error!.code]).to.deep.equal(['error', 'GDS_RUN_DEADLINE']);
    expect(failures(result)).to.deep.equal({ [deaf]: 'GDS_RUN_DEADLINE' });
    expect([deaf, behind].map((id) => executor.state(id).status)).to.deep.equal(['error', 'idle']);
  });
});
