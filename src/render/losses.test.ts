import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LOSS_BACKOFF, LOSS_WINDOW, Losses } from './losses.js';

describe('losses of a device', () => {
  it('are waited out longer each time, until the third within a minute', () => {
    const losses = new Losses();
    assert.equal(losses.count(0), LOSS_BACKOFF);
    assert.equal(losses.count(10), LOSS_BACKOFF * 2);
    assert.equal(losses.count(LOSS_WINDOW - 1), null);
    assert.equal(losses.count(LOSS_WINDOW), LOSS_BACKOFF, 'the next tier begins anew');
  });
  it('are forgotten after a minute, and when a tier was chosen', () => {
    const losses = new Losses();
    losses.count(0);
    losses.count(1);
    assert.equal(losses.count(LOSS_WINDOW + 1), LOSS_BACKOFF);
    losses.count(LOSS_WINDOW + 2);
    losses.forget();
    assert.equal(losses.count(LOSS_WINDOW + 3), LOSS_BACKOFF);
  });
});
