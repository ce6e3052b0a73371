// What happens where an adapter is down, busy or loses the work: the next takes over and says so; nothing else falls over.
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { GdsError } from '../errors.js';
import type { GenerationInfo, Progress, TaskName } from '../registry/tasks.js';
import { ask, settle, TestAdapter } from './adapter.fixture.js';
import { InferenceManager } from './manager.js';
import type { InferencePolicy } from './policy.js';

const DRAW: TaskName[] = ['text-to-image'];
const UNREACHABLE = new GdsError('GDS_REMOTE_UNREACHABLE', 'The server at host:1 does not answer. Check that it runs.', {
  retryable: true,
});
const info = { adapter: 'their own word', model: 'm', modelLabel: 'M', backend: 'cpu', timings: {} } satisfies GenerationInfo;

function pair(policy: InferencePolicy, models: { local?: string; remote?: string } = {}) {
  const manager = new InferenceManager({ policy });
  const local = new TestAdapter('local', { [models.local ?? 'm']: DRAW });
  const remote = new TestAdapter('remote', { [models.remote ?? 'm']: DRAW });
  manager.register(remote);
  manager.register(local);
  return { manager, local, remote };
}
const infoOf = async (outcome: Promise<unknown>): Promise<GenerationInfo> => ((await outcome) as { info: GenerationInfo }).info;

describe('falling over', () => {
  it('lets the next adapter do what one could not come to, and says why', async () => {
    const { manager, local, remote } = pair('remote-first');
    const progress: Progress[] = [];
    const { outcome } = ask(manager, 'x', { onProgress: (told) => progress.push(told) });
    remote.begun[0]!.controls.onProgress({ stage: 'denoise', label: 'Drawing', fraction: 0.5 });
    remote.begun[0]!.fail(UNREACHABLE);
    await settle();
    local.begun[0]!.controls.onProgress({ stage: 'denoise', label: 'Drawing', fraction: 1 });
    local.begun[0]!.end({ info });
    expect(await infoOf(outcome)).to.deep.equal({ ...info, adapter: 'local', fallback: 'The server at host:1 does not answer.' });
    expect(progress.at(-1)).to.deep.equal({ stage: 'denoise', label: 'Drawing (LOCAL)', fraction: 1 });
  });

  it('passes over what is known to be down, and goes back to it once it is up', async () => {
    const { manager, local, remote } = pair('remote-first');
    remote.tell({ status: 'error', error: UNREACHABLE });
    const { outcome } = ask(manager, 'one');
    expect([local.begun.length, remote.begun.length]).to.deep.equal([1, 0]);
    local.begun[0]!.end({ info });
    expect((await infoOf(outcome)).fallback).to.equal('The server at host:1 does not answer.');
    remote.tell({ status: 'ready' });
    const second = ask(manager, 'two');
    remote.begun[0]!.end({ info });
    expect(await infoOf(second.outcome)).to.deep.equal({ ...info, adapter: 'remote' });
  });

  it('gives what cannot be mended elsewhere to the caller', async () => {
    const { manager, local, remote } = pair('remote-first');
    const refused = ask(manager, 'x');
    remote.begun[0]!.fail(new GdsError('GDS_REMOTE_REFUSED', 'steps: too many'));
    expect(await refused.outcome).to.equal('GDS_REMOTE_REFUSED');
    expect(local.begun.length).to.equal(0);
  });

  it('does not fall over to what the policy leaves out, nor after a cancel', async () => {
    const { manager, local, remote } = pair('remote-only');
    const only = ask(manager, 'x');
    remote.begun[0]!.fail(UNREACHABLE);
    expect(await only.outcome).to.equal('GDS_REMOTE_UNREACHABLE');
    manager.policy = 'remote-first';
    const cancelled = ask(manager, 'x');
    cancelled.abort.abort(new GdsError('GDS_CANCELLED', 'x'));
    remote.begun[1]!.fail(UNREACHABLE);
    expect(await cancelled.outcome).to.equal('GDS_CANCELLED');
    expect(local.begun.length).to.equal(0);
  });

  it('does not try another model of an adapter that could not come to its work', async () => {
    const { manager, local, remote } = pair('remote-first');
    remote.models = [...remote.models, { id: 'other', title: 'other', tasks: DRAW, bytes: 0 }];
    remote.tell({});
    ask(manager, 'x');
    remote.begun[0]!.fail(UNREACHABLE);
    await settle();
    expect([remote.begun.length, local.begun.length]).to.deep.equal([1, 1]);
  });

  it('throws what the first one said where nobody succeeds', async () => {
    const { manager, local, remote } = pair('remote-first');
    const { outcome } = ask(manager, 'x');
    remote.begun[0]!.fail(UNREACHABLE);
    await settle();
    local.begun[0]!.fail(new GdsError('GDS_MODEL_DOWNLOAD', 'no net', { retryable: true }));
    expect(await outcome).to.equal('GDS_REMOTE_UNREACHABLE');
  });

  it('hands what waits for an adapter that is taken away to the next', async () => {
    const { manager, local, remote } = pair('remote-first');
    ask(manager, 'runs');
    const waits = ask(manager, 'waits');
    manager.unregister('remote');
    await settle();
    expect(local.begun.map(({ prompt }) => prompt)).to.deep.equal(['waits']);
    local.begun[0]!.end({ info });
    expect((await infoOf(waits.outcome)).adapter).to.equal('local');
    expect(remote.begun.length).to.equal(1);
  });

  it('says why it is not done where the policy wants it, although nothing failed', async () => {
    const lacks = pair('local-first', { local: 'tiny', remote: 'big' });
    const first = ask(lacks.manager, 'x', { model: 'big' });
    lacks.remote.begun[0]!.end({ info });
    expect((await infoOf(first.outcome)).fallback).to.equal('LOCAL does not have the model “big”.');
    const cannot = pair('remote-first');
    cannot.remote.models = [{ id: 'mesh', title: 'mesh', tasks: ['image-to-mesh'], bytes: 0 }];
    cannot.remote.tell({});
    const second = ask(cannot.manager, 'x');
    cannot.local.begun[0]!.end({ info });
    expect((await infoOf(second.outcome)).fallback).to.equal('REMOTE cannot do text to image.');
  });

  it('says so where the policy leaves nobody', async () => {
    const manager = new InferenceManager({ policy: 'remote-only' });
    manager.register(new TestAdapter('local', { m: DRAW }));
    const remote = new TestAdapter('remote', {});
    manager.register(remote);
    const failed = (): Promise<GdsError> =>
      manager.run('text-to-image', { prompt: '', seed: 1 }, { signal: new AbortController().signal }).then(
        () => expect.fail('it ran'),
        (error: GdsError) => error,
      );
    expect(await failed()).to.include({ code: 'GDS_POLICY_NONE' });
    expect((await failed()).message).to.match(/“remote-only” leaves nobody for text to image. LOCAL could do it/);
    remote.tell({ status: 'error', error: UNREACHABLE });
    const down = await failed();
    expect(down.message).to.contain('The server at host:1 does not answer.');
    expect(down.retryable, 'the server may come back').to.equal(true);
  });
});

describe('whose result counts', () => {
  it('stays the server while it does not answer, also where it lists no models meanwhile', () => {
    const { manager, remote } = pair('remote-first');
    let changes = 0;
    manager.onModelsChange(() => changes++);
    expect(manager.resolve('text-to-image', 'm')).to.equal('remote/m');
    expect(manager.standIn('text-to-image', 'm')).to.equal(undefined);
    remote.models = [];
    remote.tell({ status: 'error', error: UNREACHABLE });
    expect(manager.resolve('text-to-image', 'm')).to.equal('remote/m');
    expect(manager.standIn('text-to-image', 'm')).to.equal('local/m');
    expect(changes).to.equal(1);
  });

  it('follows the policy and the models that come and go', () => {
    const { manager, remote } = pair('local-first');
    let changes = 0;
    manager.onModelsChange(() => changes++);
    manager.policy = 'remote-first';
    expect(manager.resolve('text-to-image')).to.equal('remote/m');
    remote.models = [{ id: 'new', title: 'new', tasks: DRAW, bytes: 1 }];
    remote.tell({});
    expect(manager.resolve('text-to-image')).to.equal('remote/new');
    remote.tell({ detail: 'says more' });
    expect(changes, 'what chooses nothing else is not told').to.equal(2);
    expect(() => (manager.policy = 'cloud' as InferencePolicy)).to.throw(GdsError);
    expect(manager.policy).to.equal('remote-first');
  });

  it('passes the name of the work on, and gathers those that outlived their page', async () => {
    const { manager, local, remote } = pair('local-first');
    void manager.run('text-to-image', { prompt: '', seed: 1 }, { signal: new AbortController().signal, key: 'work' });
    expect(local.begun[0]!.controls.key).to.equal('work');
    Object.assign(remote, { pendingKeys: async () => ['a', 'b'] });
    Object.assign(local, {
      pendingKeys: async () => {
        throw new Error('cannot say');
      },
    });
    expect(await manager.pendingKeys()).to.deep.equal(['a', 'b']);
  });
});

describe('what stands behind the chip', () => {
  it('names the place that works, and the one that it stands in for', () => {
    const { manager, remote } = pair('remote-first');
    expect(manager.status).to.include({ label: 'REMOTE', place: 'remote', state: 'ready' });
    remote.tell({ waiting: 3 });
    expect(manager.status.waiting).to.equal(3);
    remote.tell({ status: 'error', error: UNREACHABLE });
    expect(manager.status).to.include({ label: 'LOCAL', state: 'ready' });
    expect(manager.status.insteadOf).to.include({ label: 'REMOTE', state: 'error', error: UNREACHABLE });
    expect(manager.status.backends.map(({ label }) => label)).to.deep.equal(['LOCAL', 'REMOTE']);
    manager.policy = 'local-first';
    expect(manager.status.insteadOf, 'a server that nobody waits for').to.equal(undefined);
    manager.policy = 'remote-only';
    expect(manager.status).to.include({ label: 'REMOTE', state: 'error' });
  });
});
