import { describe, it } from 'node:test';
import { expect } from 'chai';
import { PALM, Palm, type Contact } from './palm.js';

const contact = (pointerType: string, timeStamp: number, more: Partial<Contact> = {}): Contact => ({
  pointerId: 1,
  pointerType,
  width: 20,
  height: 20,
  timeStamp,
  ...more,
});

describe('a palm', () => {
  it('is a large contact, until it is lifted', () => {
    const palm = new Palm();
    expect(palm.down(contact('touch', 0, { width: PALM.contact }))).to.equal(true);
    expect(palm.ignores(contact('touch', 5))).to.equal(true);
    palm.up(contact('touch', 6));
    expect(palm.down(contact('touch', 10))).to.equal(false);
  });

  it('is a touch while a pen is at work, down or hovering, and not long after', () => {
    const palm = new Palm();
    expect(palm.ignores(contact('pen', 1000, { pointerId: 7 }))).to.equal(false);
    expect(palm.down(contact('touch', 1000 + PALM.afterPen - 1))).to.equal(true);
    palm.forget();
    expect(palm.down(contact('touch', 1000 + PALM.afterPen))).to.equal(false);
  });
});
