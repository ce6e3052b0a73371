/** Aligning and distributing. */
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { seededRandom } from '../schema.fixture.js';
import { alignItems, type Alignment } from './align.js';
import { content, newStore, oneStep, rectsOf, refused } from '../../../test/support/graph-commands.js';
import { distributeItems } from './distribute.js';
import { itemOf, rectOfItem } from './items.js';

/** A node of 240 × 160, a note of 100 × 50 and a frame of 300 × 301 with a node inside. */
function setup() {
  const store = newStore();
  store.addNode({ type: 'prompt', x: 10, y: 20, id: 'node' });
  store.addNote({ text: '', x: 400, y: 300, width: 100, height: 50, id: 'note' });
  store.addGroup({ x: 700, y: -100, width: 300, height: 301, id: 'frame' });
  store.addNode({ type: 'prompt', x: 710, y: -90, id: 'inside' });
  const rect = (id: string) => rectOfItem(itemOf(store, id)!, () => undefined);
  return { store, rectOf: rectsOf(store), rect };
}
const ALL = ['node', 'note', 'frame'];

describe('aligning', () => {
  const expected: Record<Alignment, [axis: 'x' | 'y', node: number, note: number, frame: number]> = {
    left: ['x', 10, 10, 10],
    center: ['x', 385, 455, 355],
    right: ['x', 760, 900, 700],
    top: ['y', -100, -100, -100],
    middle: ['y', 45, 100, -25],
    bottom: ['y', 190, 300, 49],
  };
  for (const [alignment, [axis, ...places]] of Object.entries(expected) as [Alignment, (typeof expected)[Alignment]][]) {
    it(`${alignment} lines nodes, notes and frames up; a frame takes along what it holds`, () => {
      const { store, rectOf, rect } = setup();
      const other = axis === 'x' ? 'y' : 'x';
      const before = ALL.map((id) => rect(id)[other]);
      oneStep(store, () => alignItems(store, [...ALL, 'inside'], alignment, rectOf));
      expect(ALL.map((id) => rect(id)[axis])).to.deep.equal(places);
      expect(ALL.map((id) => rect(id)[other])).to.deep.equal(before);
      expect(rect('inside')[axis] - rect('frame')[axis]).to.equal(10);
    });
  }

  it('inside one frame lines up what is selected there', () => {
    const { store, rectOf, rect } = setup();
    store.addNote({ text: '', x: 750, y: 100, width: 50, height: 50, id: 'second' });
    oneStep(store, () => alignItems(store, ['frame', 'inside', 'second'], 'left', rectOf));
    expect([rect('frame').x, rect('inside').x, rect('second').x]).to.deep.equal([700, 710, 710]);
  });

  it('leaves fewer than two alone, what is locked where it is, and refuses to move it', () => {
    const { store, rectOf, rect } = setup();
    const before = content(store);
    alignItems(store, ['node'], 'right', rectOf);
    alignItems(store, ['frame'], 'right', rectOf);
    alignItems(store, [], 'right', rectOf);
    expect(content(store)).to.deep.equal(before);
    store.setLocked(['node'], true);
    refused(store, 'GDS_LOCKED', () => alignItems(store, ALL, 'bottom', rectOf));
    oneStep(store, () => alignItems(store, ALL, 'left', rectOf));
    expect(rect('note').x).to.equal(10);
    store.readonly = true;
    refused(store, 'GDS_READONLY', () => alignItems(store, ALL, 'top', rectOf));
  });
});

describe('distributing', () => {
  it('makes equal gaps in the room that is there', () => {
    const { store, rectOf, rect } = setup();
    oneStep(store, () => distributeItems(store, ALL, 'horizontal', rectOf));
    expect(ALL.map((id) => rect(id).x)).to.deep.equal([10, 425, 700]);
    expect([rect('note').x - 250, 700 - rect('note').x - 100]).to.deep.equal([175, 175]);
    expect(rect('inside').x).to.equal(710);
    oneStep(store, () => distributeItems(store, ALL, 'vertical', rectOf));
    expect([rect('frame').y, rect('note').y + 50]).to.deep.equal([-100, 350]);
  });

  it('gives gaps that differ by no more than a unit, from the first to the last (seeds 1 to 20)', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const random = seededRandom(seed);
      const store = newStore();
      const ids = Array.from({ length: 3 + Math.floor(random() * 6) }, (_, i) => {
        const whole = (limit: number): number => Math.floor(random() * limit);
        return store.addNote({ text: '', x: whole(900), y: whole(900), width: 10 + whole(300), height: 10 + whole(300), id: `n${i}` });
      });
      const rects = () => ids.map((id) => store.notes.get(id)!).sort((a, b) => a.x - b.x || (a.id < b.id ? -1 : 1));
      const room = () => [Math.min(...rects().map(({ x }) => x)), Math.max(...rects().map(({ x, width }) => x + width))];
      const before = room();
      const order = rects().map(({ id }) => id);
      distributeItems(store, ids, 'horizontal', () => undefined);
      const after = order.map((id) => store.notes.get(id)!);
      const gaps = after.slice(1).map((note, index) => note.x - after[index]!.x - after[index]!.width);
      if (Math.min(...gaps) >= 0) expect(room(), `seed ${seed}`).to.deep.equal(before);
      expect(Math.max(...gaps) - Math.min(...gaps), `seed ${seed}`).to.be.at.most(1);
    }
  });

  it('leaves fewer than three alone', () => {
    const { store, rectOf } = setup();
    const before = content(store);
    distributeItems(store, ['node', 'note', 'nothing'], 'horizontal', rectOf);
    expect(content(store)).to.deep.equal(before);
  });
});
