import { describe, it } from 'node:test';
import { expect } from 'chai';
import { approximateMeasure as measure, ellipsize, isRightToLeft, splitGraphemes, wrap } from './text.js';

const width = (text: string) => measure(text, 12, 400);

describe('fitting text', () => {
  it('leaves what fits as it is', () => {
    expect(ellipsize('Seed', 100, 12, 400, measure)).to.equal('Seed');
    expect(ellipsize('two  spaces', 100, 12, 400, measure), 'but for space, which is one').to.equal('two spaces');
    expect(ellipsize('bell\u0007', 100, 12, 400, measure), 'and for what no font draws').to.equal('bell');
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
  it('takes few measures, and none for what it has fitted before', () => {
    const count = { calls: 0 };
    const counted: typeof measure = (text, size, weight) => {
      count.calls += 1;
      return measure(text, size, weight);
    };
    const text = 'a very long value that cannot fit here, however often it is tried '.repeat(20);
    const fitted = ellipsize(text, 300, 12, 400, counted);
    expect(fitted.length).to.be.above(40);
    expect(count.calls).to.be.at.most(12);
    ellipsize(text, 300, 12, 400, counted);
    expect(count.calls).to.be.at.most(12);
    count.calls = 0;
    wrap(text, 300, 10, 12, 400, counted);
    // Eleven lines of about nine words; one measure for each character would take a thousand.
    expect(count.calls).to.be.at.most(11 * 8);
    const before = count.calls;
    wrap(text, 300, 10, 12, 400, counted);
    expect(count.calls).to.equal(before);
    // The control: one character after another.
    count.calls = 0;
    for (let end = 1; counted(text.slice(0, end), 12, 400) <= 300; end += 1);
    expect(count.calls).to.be.above(40);
  });
  it('cuts right-to-left text at its end, where the browser puts the ellipsis on the left', () => {
    const cut = ellipsize('صورة جديدة لضفدع أحمر على ورقة خضراء', 80, 12, 400, measure);
    expect(cut).to.match(/^صورة.*…$/);
    expect(isRightToLeft(cut)).to.equal(true);
  });
  it('drops what no font draws: controls, overrides of direction, halves of pairs', () => {
    expect(ellipsize('a\0b\u202ec\x1bd\ud83dz\n e', 400, 12, 400, measure)).to.equal('abcd\ufffdz e');
    expect(wrap('a\0\u202db\udc00', 400, 3, 12, 400, measure)).to.deep.equal(['ab\ufffd']);
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
  it('keeps punctuation with its ideograph, and selectors and pairs whole', () => {
    expect(wrap('日本語の。文字', 48, 3, 12, 400, measure)).to.deep.equal(['日本語', 'の。文字']);
    expect(wrap('日本語「字」', 48, 3, 12, 400, measure)).to.deep.equal(['日本語', '「字」']);
    expect(wrap('葛\u{e0100}𠮷𠮷', 12, 5, 12, 400, (text) => [...text].length * 12)).to.deep.equal(['葛\u{e0100}', '𠮷', '𠮷']);
  });
  it('breaks Thai between words', () => {
    const lines = wrap('ฉันรักแมวสีแดงตัวนี้', 60, 9, 12, 400, measure);
    expect(lines.join('')).to.equal('ฉันรักแมวสีแดงตัวนี้');
    const words = new Intl.Segmenter('th', { granularity: 'word' });
    const ends = new Set(Array.from(words.segment(lines.join('')), ({ index, segment }) => index + segment.length));
    let end = 0;
    for (const line of lines) expect(ends.has((end += line.length)), line).to.equal(true);
  });
  it('never breaks within a character, whatever the text', () => {
    const seed = 20_261_128;
    let state = seed;
    const random = (most: number): number => (state = (state * 1_103_515_245 + 12_345) & 0x7fffffff) % most;
    const some = ['a', 'W', ' ', '字', '。', '👩‍👩‍👧', '🇨🇭', 'e\u0301', 'مر', '한', '😀', 'नि', '\u200d', '葛\u{e0100}', '-', 'ที่'];
    for (let turn = 0; turn < 300; turn += 1) {
      const text = Array.from({ length: 1 + random(40) }, () => some[random(some.length)]).join('');
      const room = 14 + random(80);
      const lines = wrap(text, room, 99, 12, 400, measure);
      const whole = new Set(splitGraphemes(text));
      for (const line of lines) {
        const plain = line.replace(/^[\u200e\u200f]/, '');
        const parts = splitGraphemes(plain);
        const message = `seed ${seed}, turn ${turn}: ${JSON.stringify([text, lines])}`;
        expect(
          parts.every((part) => whole.has(part)),
          message,
        ).to.equal(true);
        expect(parts.length === 1 || measure(plain, 12, 400) <= room, message).to.equal(true);
      }
      const ink = (part: string): string => part.replace(/[\s\u200e\u200f]/g, '');
      expect(ink(lines.join('')), `seed ${seed}, turn ${turn}`).to.equal(ink(text));
    }
  });
  it('marks lines that begin in another direction than their paragraph', () => {
    const lines = wrap('صورة SDXL Turbo جديدة', 60, 4, 12, 400, measure);
    expect(lines.length).to.be.above(1);
    expect(lines.every(isRightToLeft)).to.equal(true);
    expect(lines.some((line) => line.startsWith('\u200f'))).to.equal(true);
    expect(wrap('SDXL\nصورة', 60, 4, 12, 400, measure)).to.deep.equal(['SDXL', 'صورة']);
  });
  it('gives one empty line for no text', () => {
    expect(wrap('', 100, 3, 12, 400, measure)).to.deep.equal(['']);
  });
});
