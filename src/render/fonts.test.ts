import { describe, it } from 'node:test';
import { expect } from 'chai';
import { concerns } from './fonts.js';

describe('fonts that arrive', () => {
  it('concern the canvas when its family list names them, however they are quoted', () => {
    const list = `Inter, "Noto Sans JP", 'Segoe UI', sans-serif`;
    for (const family of ['Inter', '"Noto Sans JP"', 'noto sans jp', "'Segoe UI'"])
      expect(concerns(list, [{ family }]), family).to.equal(true);
    for (const family of ['Inter Tight', 'Noto Sans', 'Roboto']) expect(concerns(list, [{ family }]), family).to.equal(false);
    expect(concerns(list, [])).to.equal(false);
  });
});
