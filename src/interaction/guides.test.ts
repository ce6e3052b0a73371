import { describe, it } from 'node:test';
import { expect } from 'chai';
import { seededRandom } from '../graph/schema.fixture.js';
import type { Rect } from '../scene/types.js';
import { Alignment } from './guides.js';

const box = (x: number, y: number, width = 100, height = 50): Rect => ({ x, y, width, height });

describe('alignment guides', () => {
  it('draw an edge onto the nearest edge in reach, and say along which line', () => {
    const { dx, dy, x, y, guides } = new Alignment([box(0, 0)]).align(box(104, 300), { reach: 6 });
    expect({ dx, dy, x, y }).to.deep.equal({ dx: -4, dy: 0, x: true, y: false });
    expect(guides).to.deep.equal([{ axis: 'x', at: 100, from: 0, to: 350 }]);
  });

  it('draw middles onto middles, and leave alone what is out of reach', () => {
    const around = new Alignment([box(0, 0, 100, 50)]);
    expect(around.align(box(300, 13, 80, 30), { reach: 6 })).to.include({ dy: -3, y: true });
    expect(around.align(box(300, 90, 80, 30), { reach: 6 })).to.include({ dx: 0, dy: 0, x: false, y: false });
  });

  it('snap only the lines that are pulled', () => {
    const around = new Alignment([box(0, 200)]);
    const pulled = { reach: 6, lines: { x: ['end'], y: [] } } as const;
    expect(around.align(box(-30, 0, 127, 50), pulled)).to.include({ dx: 3, x: true });
    expect(around.align(box(-3, 0, 180, 50), pulled), 'the other edge is near').to.include({ dx: 0, x: false });
  });

  it('find the place between two neighbours, and the gap that goes on, and mark both gaps', () => {
    const row = new Alignment([box(0, 0), box(320, 0)]);
    const between = row.align(box(157, 10, 100, 40), { reach: 8, gaps: true });
    expect(between.dx, 'between').to.equal(3);
    expect(between.guides.filter(({ axis }) => axis === 'y').length, 'two gaps and what else is level').to.be.at.least(2);
    const chain = new Alignment([box(0, 0), box(130, 0)]);
    expect(chain.align(box(263, 11, 60, 30), { reach: 8, gaps: true }).dx, 'to the right').to.equal(-3);
    expect(chain.align(box(-93, 11, 60, 30), { reach: 8, gaps: true }).dx, 'to the left').to.equal(3);
    expect(chain.align(box(263, 11, 60, 30), { reach: 8 }).dx, 'not asked for').to.equal(0);
  });

  it('never move further than the reach, and lie on what they show (seeds 1 to 30)', () => {
    for (let seed = 1; seed <= 30; seed += 1) {
      const random = seededRandom(seed);
      const some = (): Rect =>
        box(Math.round(random() * 900), Math.round(random() * 600), 20 + Math.round(random() * 200), 20 + Math.round(random() * 150));
      const around = new Alignment(Array.from({ length: 40 }, some));
      for (let move = 0; move < 50; move += 1) {
        const at = some();
        const { dx, dy, x, y, guides } = around.align(at, { reach: 6, gaps: true });
        expect(Math.max(Math.abs(dx), Math.abs(dy)), `seed ${seed}`).to.be.at.most(6);
        expect(guides.length > 0, `seed ${seed}`).to.equal(x || y);
        const again = around.align({ ...at, x: at.x + dx, y: at.y + dy }, { reach: 6 });
        if (again.x && x && !guides.some(({ axis }) => axis === 'y')) expect(Math.abs(again.dx), `seed ${seed}: stays`).to.be.below(1e-9);
      }
    }
  });
});
