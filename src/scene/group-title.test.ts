import { describe, it } from 'node:test';
import { expect } from 'chai';
import { groupTitle, TITLE_REACH, titleSizeAt } from './group-title.js';
import { approximateMeasure } from './text.js';

describe('the title of a frame', () => {
  it('can be read from 12.5 % on: 11 to 14 pixels below 100 %, growing with the view above', () => {
    for (let zoom = 0.125; zoom <= 1; zoom *= 1.07) expect(titleSizeAt(zoom) * zoom, `zoom ${zoom}`).to.be.within(10.99, 13.2);
    expect(titleSizeAt(3)).to.equal(13);
    expect(titleSizeAt(0.05)).to.equal(titleSizeAt(0.125));
  });

  it('is built anew four times an octave', () => {
    const sizes = new Set(Array.from({ length: 400 }, (_, index) => titleSizeAt(0.25 + (index / 400) * 0.25)));
    expect(sizes.size).to.be.at.most(5);
  });

  it('stays within the width of its frame and the reach that is culled for', () => {
    for (const zoom of [0.1, 0.25, 1]) {
      const title = groupTitle(
        { title: 'A title that is far too long for this', locked: true },
        200,
        titleSizeAt(zoom),
        approximateMeasure,
      );
      expect(title.tab.width).to.be.within(100, 200);
      expect(title.text).to.match(/…$/);
      expect(-title.tab.y).to.be.at.most(TITLE_REACH);
      expect(title.tab.y + title.tab.height).to.be.below(0);
    }
  });

  it('has a word of its own where there is none', () => {
    expect(groupTitle({ title: '' }, 200, 13, approximateMeasure)).to.include({ text: 'Frame', named: false });
  });
});
