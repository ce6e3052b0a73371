import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { expect } from 'chai';
import { Announcer } from './announcer.js';

describe('announcements', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  it('lie beside each other, so that none is lost, and go after a while', () => {
    let changes = 0;
    const announcer = new Announcer(() => changes++);
    announcer.say('one');
    announcer.say('one');
    announcer.say('failed', { urgent: true });
    expect(announcer.shown.map(({ text, urgent }) => [text, urgent])).to.deep.equal([
      ['one', false],
      ['one', false],
      ['failed', true],
    ]);
    expect(new Set(announcer.shown.map(({ id }) => id)).size).to.equal(3);
    mock.timers.tick(10_000);
    expect(announcer.shown).to.deep.equal([]);
    expect(changes).to.equal(4);
  });

  it('of one topic are made once it rests: 200 a second make one', () => {
    const announcer = new Announcer(() => undefined);
    for (let step = 0; step < 200; step++) {
      announcer.say(`at ${step}`, { topic: 'place' });
      mock.timers.tick(5);
    }
    expect(announcer.shown).to.deep.equal([]);
    mock.timers.tick(400);
    expect(announcer.shown.map(({ text }) => text)).to.deep.equal(['at 199']);
  });

  it('never pile up without end, and leave nothing behind', () => {
    const announcer = new Announcer(() => undefined);
    for (let step = 0; step < 200; step++) announcer.say(`${step}`);
    expect(announcer.shown).to.have.length(30);
    announcer.say('late', { topic: 'place' });
    announcer.clear();
    mock.timers.tick(20_000);
    expect(announcer.shown).to.deep.equal([]);
  });
});
