import { describe, it } from 'node:test';
import { expect } from 'chai';
import { isRightToLeft, pieces } from './script.js';

const kinds = (text: string) => pieces(text).map((piece) => piece.kind);

describe('which text needs shaping', () => {
  it('takes Latin, Cyrillic, Greek and ideographs letter by letter', () => {
    for (const text of ['Ünïcödé', 'Привет', 'Ελλάδα', '日本語', '256 × 256 · seed'])
      expect(new Set(kinds(text))).to.deep.equal(new Set(['glyph']));
  });
  it('keeps a shaped run together', () => {
    expect(pieces('say नमस्ते now').filter((piece) => piece.kind === 'run')).to.deep.equal([{ kind: 'run', text: 'नमस्ते' }]);
  });
  it('draws a line with right-to-left text whole, for its order', () => {
    expect(pieces('abc مرحبا 12')).to.deep.equal([{ kind: 'run', text: 'abc مرحبا 12' }]);
    expect(isRightToLeft('שלום')).to.equal(true);
    expect(isRightToLeft('hello')).to.equal(false);
  });
  it('keeps emoji in their own colours, joined ones whole', () => {
    expect(pieces('a👩‍👩‍👧🇨🇭').map(({ kind, text }) => [kind, text])).to.deep.equal([
      ['glyph', 'a'],
      ['color', '👩‍👩‍👧'],
      ['color', '🇨🇭'],
    ]);
    expect(kinds('4')).to.deep.equal(['glyph']);
  });
});
