import { describe, it } from 'node:test';
import { expect } from 'chai';
import { approximateMeasure as measure, ellipsize, wrap } from './text.js';

const width = (text: string) => measure(text, 12, 400);

describe('fitting text', () => {
  it('leaves what fits as it is', () => {
    expect(ellipsize('Seed', 100, 12, 400, measure)).to.equal('Seed');
  });
  it('cuts with an ellipsis and never beyond the width', () => {
    const cut = ellipsize('a very long value that cannot fit here', 80, 12, 400, measure);
    expect(cut).to.match(/…$/);
    expect(width(cut)).to.be.at.most(80);
  });
  it('does not cut a character of several code points in two', () => {
    const cut = ellipsize('👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧', 60, 12, 400, measure);
    expect(cut.replace('…', '').replaceAll('👩‍👩‍👧', '')).to.equal('');
  });
  it('cuts a megabyte without measuring all of it', () => {
    let longest = 0;
    ellipsize('x'.repeat(1_000_000), 100, 12, 400, (text, size, weight) => {
      longest = Math.max(longest, text.length);
      return measure(text, size, weight);
    });
    expect(longest).to.be.lessThan(1000);
  });
});

describe('wrapping text', () => {
  it('breaks between words and keeps paragraphs', () => {
    expect(wrap('a red frog\non a leaf', 200, 3, 12, 400, measure)).to.deep.equal(['a red frog', 'on a leaf']);
  });
  it('keeps to the number of lines and the width', () => {
    const lines = wrap('a 3d render of a red frog sitting on a very green leaf in the morning sun', 120, 3, 12, 400, measure);
    expect(lines).to.have.length(3);
    expect(lines[2]).to.match(/…$/);
    for (const line of lines) expect(width(line)).to.be.at.most(120);
  });
  it('breaks one word that is wider than the line', () => {
    const lines = wrap('x'.repeat(60), 100, 5, 12, 400, measure);
    expect(lines.length).to.be.greaterThan(2);
    for (const line of lines) expect(width(line)).to.be.at.most(100);
    expect(lines.join('')).to.equal('x'.repeat(60));
  });
  it('breaks ideographs anywhere', () => {
    expect(wrap('日本語の文字がここに', 60, 3, 12, 400, measure)).to.deep.equal(['日本語の文', '字がここに']);
  });
  it('gives one empty line for no text', () => {
    expect(wrap('', 100, 3, 12, 400, measure)).to.deep.equal(['']);
  });
});
