import { describe, it } from 'node:test';
import { expect } from 'chai';
import { GdsError } from '../errors.js';
import type { TaskName } from '../registry/tasks.js';
import { TestAdapter } from './adapter.fixture.js';
import { checkPolicy, rank, type InferencePolicy, type PolicyCandidate } from './policy.js';

const TASK: TaskName[] = ['text-to-image'];
const local = new TestAdapter('local', { tiny: TASK, other: TASK });
const remote = new TestAdapter('remote', { big: TASK, tiny: TASK });
const plain = new TestAdapter('plain', { small: TASK });
const offers = [plain, local, remote].flatMap((adapter) => adapter.models.map(({ id }) => ({ adapter, model: id })));

const order = (policy: InferencePolicy, model?: string): string[] =>
  rank(policy, { task: 'text-to-image', ...(model ? { model } : {}) }, offers).map((offer) => `${offer.adapter.id}/${offer.model}`);

describe('rank', () => {
  it('goes to this device first, to a server for a model that only the server has', () => {
    expect(order('local-first')).to.deep.equal(['plain/small', 'local/tiny', 'local/other', 'remote/big', 'remote/tiny']);
    expect(order('local-first', 'tiny').slice(0, 3)).to.deep.equal(['local/tiny', 'remote/tiny', 'plain/small']);
    expect(order('local-first', 'big').slice(0, 2)).to.deep.equal(['remote/big', 'plain/small']);
  });

  it('goes to a server first, with its own model where it lacks the one asked for', () => {
    expect(order('remote-first', 'tiny').slice(0, 3)).to.deep.equal(['remote/tiny', 'remote/big', 'local/tiny']);
    expect(order('remote-first', 'other').slice(0, 3)).to.deep.equal(['remote/big', 'remote/tiny', 'local/other']);
  });

  it('leaves out the other place', () => {
    expect(order('local-only', 'big')).to.deep.equal(['plain/small', 'local/tiny', 'local/other']);
    expect(order('remote-only', 'other')).to.deep.equal(['remote/big', 'remote/tiny']);
  });

  it('asks a function, once for each adapter, and takes its order', () => {
    let seen: readonly PolicyCandidate[] = [];
    const policy: InferencePolicy = (_, candidates) => {
      seen = candidates;
      return ['remote', 'nobody', 'plain', 'remote'];
    };
    expect(order(policy, 'tiny')).to.deep.equal(['remote/tiny', 'remote/big', 'plain/small']);
    expect(seen.map(({ id, place, models, available }) => [id, place, models, available])).to.deep.equal([
      ['plain', 'local', ['small'], true],
      ['local', 'local', ['tiny', 'other'], true],
      ['remote', 'remote', ['big', 'tiny'], true],
    ]);
  });

  it('says so where a function fails or gives no list', () => {
    const broken: InferencePolicy = () => {
      throw new Error('oops');
    };
    for (const policy of [broken, (() => 'remote') as unknown as InferencePolicy])
      expect(() => order(policy))
        .to.throw(GdsError)
        .with.property('code', 'GDS_POLICY_FAILED');
  });

  it('refuses what is no policy', () => {
    expect(() => checkPolicy('cloud'))
      .to.throw(GdsError)
      .with.property('code', 'GDS_POLICY_UNKNOWN');
    expect(checkPolicy('remote-only')).to.equal('remote-only');
  });
});
