/** Frames: making them, what they hold, moving and taking them away. */
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { oneStep, rectsOf, refused, smallGraph } from '../../../test/support/graph-commands.js';
import { contentOf, groupItems, moveWithContent, ungroupItems } from './groups.js';
import { collapse } from './subgraph/collapse.js';

describe('frames', () => {
  it('go around a selection with room to spare', () => {
    const store = smallGraph();
    const id = oneStep(store, () => groupItems(store, ['turbo', 'output'], rectsOf(store), { title: 'Draw', color: 'blue' }));
    expect(store.groups.get(id)).to.deep.equal({ id, title: 'Draw', color: 'blue', x: 276, y: -30, width: 588, height: 234 });
    expect(contentOf(store, id, rectsOf(store))).to.have.members(['turbo', 'output']);
    const outer = groupItems(store, [id, 'prompt'], rectsOf(store));
    expect(contentOf(store, outer, rectsOf(store))).to.have.members([id, 'turbo', 'output', 'prompt']);
  });

  it('lie on the level of what they go around', () => {
    const store = smallGraph();
    const sub = collapse(store, ['turbo', 'output'], rectsOf(store));
    const id = oneStep(store, () => groupItems(store, ['turbo', 'output'], rectsOf(store)));
    expect(store.groups.get(id)!.parent).to.equal(sub);
    store.moveItems(['prompt'], 320, 20);
    expect(contentOf(store, id, rectsOf(store)), 'what is on another level is not inside').to.have.members(['turbo', 'output']);
    refused(store, 'GDS_SELECTION_LEVEL', () => groupItems(store, ['turbo', 'prompt'], rectsOf(store)));
    refused(store, 'GDS_SELECTION_EMPTY', () => groupItems(store, [], rectsOf(store)));
    refused(store, 'GDS_NODE_MISSING', () => contentOf(store, 'turbo', rectsOf(store)));
  });

  it('hold what is wholly inside, and of two at one place one holds the other', () => {
    const store = smallGraph();
    const rect = { x: 0, y: 0, width: 240, height: 160 };
    store.addGroup({ ...rect, id: 'a' });
    store.addGroup({ ...rect, id: 'b' });
    store.addNote({ text: '', x: 200, y: 100, width: 41, height: 40, id: 'sticks out' });
    expect(contentOf(store, 'a', rectsOf(store))).to.have.members(['b', 'prompt']);
    expect(contentOf(store, 'b', rectsOf(store))).to.have.members(['prompt']);
    const wide = (id: string) => (id === 'prompt' ? { ...rect, width: 241 } : rectsOf(store)(id));
    expect(contentOf(store, 'b', wide)).to.deep.equal([]);
  });

  it('take along what they hold, but for what is locked', () => {
    const store = smallGraph();
    const id = groupItems(store, ['turbo', 'output'], rectsOf(store));
    const outer = groupItems(store, [id], rectsOf(store));
    oneStep(store, () => moveWithContent(store, [outer, 'turbo'], 5, -7, rectsOf(store)));
    expect([store.nodes.get('turbo')!.x, store.nodes.get('output')!.y, store.groups.get(id)!.x]).to.deep.equal([305, 13, 281]);
    store.setLocked(['output'], true);
    oneStep(store, () => moveWithContent(store, [outer], 5, 0, rectsOf(store)));
    expect([store.nodes.get('turbo')!.x, store.nodes.get('output')!.x]).to.deep.equal([310, 605]);
    refused(store, 'GDS_LOCKED', () => moveWithContent(store, [outer, 'output'], 5, 0, rectsOf(store)));
  });

  it('go and leave what they held', () => {
    const store = smallGraph();
    const inner = groupItems(store, ['turbo'], rectsOf(store));
    const outer = groupItems(store, [inner, 'prompt'], rectsOf(store));
    expect(oneStep(store, () => ungroupItems(store, [outer, 'image'], rectsOf(store)))).to.have.members([inner, 'turbo', 'prompt']);
    expect([...store.groups.keys()]).to.deep.equal([inner]);
    store.setLocked([inner], true);
    refused(store, 'GDS_LOCKED', () => ungroupItems(store, [inner], rectsOf(store)));
    expect(ungroupItems(store, ['image'], rectsOf(store))).to.deep.equal([]);
  });
});
