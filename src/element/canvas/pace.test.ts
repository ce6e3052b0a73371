import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { expect } from 'chai';
import { Pace, PROGRESS_INTERVAL } from './pace.js';

describe('Pace', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  it('acts at once, then once an interval, and not without being asked', () => {
    let acts = 0;
    const pace = new Pace(() => (acts += 1));
    for (let count = 0; count < 50; count += 1) pace.ask();
    expect(acts).to.equal(1);
    mock.timers.tick(PROGRESS_INTERVAL - 1);
    expect(acts).to.equal(1);
    mock.timers.tick(1);
    expect(acts, 'what was asked in between').to.equal(2);
    mock.timers.tick(PROGRESS_INTERVAL * 5);
    expect(acts).to.equal(2);
    pace.ask();
    expect(acts, 'at once again after a rest').to.equal(3);
  });

  it('forgets what was asked when it is cancelled', () => {
    let acts = 0;
    const pace = new Pace(() => (acts += 1));
    pace.ask();
    pace.ask();
    pace.cancel();
    mock.timers.tick(PROGRESS_INTERVAL * 2);
    expect(acts).to.equal(1);
    pace.ask();
    expect(acts).to.equal(2);
  });

  it('may be asked while it acts', () => {
    let acts = 0;
    const pace = new Pace(() => {
      acts += 1;
      if (acts < 3) pace.ask();
    });
    pace.ask();
    expect(acts).to.equal(1);
    for (let count = 0; count < 4; count += 1) mock.timers.tick(PROGRESS_INTERVAL);
    expect(acts).to.equal(3);
  });
});
