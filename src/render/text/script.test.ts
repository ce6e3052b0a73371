import { describe, it } from 'node:test';
import { expect } from 'chai';
import { linePieces } from './script.js';

const texts = (line: string): string[] => linePieces(line).pieces.map((piece) => piece.text);
const colored = (line: string): string[] =>
  linePieces(line)
    .pieces.filter((piece) => piece.colored)
    .map((piece) => piece.text);

describe('pieces of a line', () => {
  it('are letters where letters stand for themselves', () => {
    for (const line of ['Ünïcödé', 'Привет', 'Ελλάδα', '日本語', 'ひらがな', '한국어', '256 × 256 · seed'])
      expect(texts(line)).to.deep.equal([...line]);
    expect(texts('e\u0301a\u0308\u0323'), 'with their marks').to.deep.equal(['e\u0301', 'a\u0308\u0323']);
    expect(texts('\u1112\u1161\u11ab'), 'a syllable of jamo').to.have.length(1);
    expect(texts('ที่นี่'), 'Thai').to.deep.equal(['ที่', 'นี่']);
  });
  it('are words where letters join or reorder', () => {
    expect(texts('say नमस्ते now')).to.deep.equal([...'say ', 'नमस्ते', ...' now']);
    expect(texts('தமிழ் மொழி')).to.deep.equal(['தமிழ்', ' ', 'மொழி']);
  });
  it('lie from the right in right-to-left text, with its numbers and signs', () => {
    const line = linePieces('صورة 256 × (جديدة)');
    expect(line.fromRight).to.equal(true);
    expect(line.pieces.map((piece) => piece.text)).to.deep.equal(['صورة', ' ', '256', ' ', '×', ' ', '(جديدة)']);
    expect(line.pieces.every((piece) => piece.rtl)).to.equal(true);
    expect(linePieces('שלום').fromRight).to.equal(true);
  });
  it('are the whole line where directions mix, in the direction of its first letter', () => {
    expect(linePieces('abc مرحبا 12').pieces).to.deep.equal([{ text: 'abc مرحبا 12', rtl: false, colored: false }]);
    expect(linePieces('مرحبا abc 😀').pieces).to.deep.equal([{ text: 'مرحبا abc 😀', rtl: true, colored: true }]);
    expect(linePieces('a\u2067b\u2069c').pieces, 'isolates').to.have.length(1);
  });
  it('keep emoji whole: joined, flags, tones, keycaps, selectors', () => {
    const emoji = ['👩‍👩‍👧', '🇨🇭', '👍🏽', '4️⃣', '❤️', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '👩🏾‍🚀'];
    expect(texts(emoji.join(''))).to.deep.equal(emoji);
    expect(colored(`a4${emoji.join('b')}c`)).to.deep.equal(emoji);
    expect(colored('4 # ❤︎ ☺︎ ©'), 'text presentation').to.deep.equal([]);
    expect(linePieces('جميل 😀!').pieces.map((piece) => piece.text)).to.deep.equal(['جميل', ' ', '😀', '!']);
  });
});
