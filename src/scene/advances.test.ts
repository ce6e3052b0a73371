import { describe, it } from 'node:test';
import { expect } from 'chai';
import { Advances, advancesOf, roughly } from './advances.js';
import type { MeasureText } from './text.js';

/** A font that kerns `AV` and draws `->` narrower than its two characters, and asks to be counted. */
function font() {
  let asked = 0;
  const measure: MeasureText = (text, size, weight) => {
    asked += 1;
    let ems = 0;
    for (const character of text) ems += (character.codePointAt(0)! % 7) / 10 + weight / 1000;
    ems -= 0.08 * (text.split('AV').length - 1) + 0.2 * (text.split('->').length - 1);
    return ems * size;
  };
  return { measure, asked: () => asked };
}

describe('advances', () => {
  it('add up to what the font measures, kerning and pairs included, at every weight', () => {
    const { measure } = font();
    const advances = new Advances(measure);
    for (const text of ['', 'A', 'WAVE AVE', 'a -> b', 'seed 1234567', '~ !'])
      for (const weight of [400, 500, 600] as const) expect(advances.width(text, weight)).to.be.closeTo(measure(text, 1, weight), 1e-5);
    // The control: without kerning it would be wider.
    expect(advances.width('AV', 400)).to.be.below(advances.width('A', 400) + advances.width('V', 400) - 0.05);
  });

  it('say where each character ends', () => {
    const { measure } = font();
    const ends = new Advances(measure).ends('WAVE', 500);
    expect(ends).to.have.length(4);
    ends.forEach((end, at) => expect(end).to.be.closeTo(measure('WAVE'.slice(0, at + 1), 1, 500), 1e-5));
  });

  it('are asked for once a font, and rough widths take other text as it is measured', () => {
    const { measure, asked } = font();
    const rough = roughly(measure);
    expect(rough('WAVE', 20, 400)).to.be.closeTo(measure('WAVE', 20, 400), 1e-3);
    const before = asked();
    rough('WAVE', 12, 400);
    roughly(measure)('EVAW', 12, 400);
    advancesOf(measure).width('WAVE', 400);
    // Three pairs of `EVAW` are new: each is measured, and the characters they begin with that no line has begun with.
    expect(asked() - before).to.be.within(3, 6);
    const known = asked();
    rough('EVAW WAVE'.slice(0, 4), 30, 400);
    expect(asked()).to.equal(known);
    expect(rough('Ünïcödé', 10, 400)).to.equal(measure('Ünïcödé', 10, 400));
    expect(asked() - known).to.equal(2);
  });
});
