/** Modes, locks and names of a selection. */
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { content, oneStep, rectsOf, refused, smallGraph } from '../../../test/support/graph-commands.js';
import { setLocks, setModes } from './marks.js';
import { rename } from './rename.js';
import { collapse } from './subgraph/collapse.js';

describe('modes of a selection', () => {
  it('are set for all where one has another, and lifted where all have it', () => {
    const store = smallGraph();
    const modes = () => ['turbo', 'output'].map((id) => store.nodes.get(id)!.mode);
    store.setMode('turbo', 'muted');
    expect(oneStep(store, () => setModes(store, ['turbo', 'output'], 'muted'))).to.equal('muted');
    expect(modes()).to.deep.equal(['muted', 'muted']);
    expect(oneStep(store, () => setModes(store, ['turbo', 'output'], 'bypassed'))).to.equal('bypassed');
    expect(oneStep(store, () => setModes(store, ['turbo', 'output'], 'bypassed'))).to.equal('active');
    expect(modes()).to.deep.equal(['active', 'active']);
    store.setLocked(['output'], true);
    refused(store, 'GDS_LOCKED', () => setModes(store, ['turbo', 'output'], 'muted'));
  });
});

describe('locks of a selection', () => {
  it('are set where one is open, and lifted where all are locked', () => {
    const store = smallGraph();
    store.addNote({ text: '', x: 0, y: 0, width: 9, height: 9, id: 'note' });
    store.setLocked(['note'], true);
    expect(oneStep(store, () => setLocks(store, ['note', 'turbo']))).to.equal(true);
    expect(oneStep(store, () => setLocks(store, ['note', 'turbo']))).to.equal(false);
    expect(store.notes.get('note')!.locked).to.equal(undefined);
    const before = content(store);
    expect(setLocks(store, ['note'], false)).to.equal(false);
    expect(content(store)).to.deep.equal(before);
  });
});

describe('renaming', () => {
  it('reaches nodes, frames and ports of subgraphs, and nothing else', () => {
    const store = smallGraph();
    store.addGroup({ x: 0, y: 0, width: 9, height: 9, id: 'frame' });
    store.addNote({ text: '', x: 0, y: 0, width: 9, height: 9, id: 'note' });
    const sub = collapse(store, ['turbo'], rectsOf(store));
    const port = store.portsOf(sub).inputs[0]!.id;
    for (const id of ['turbo', 'frame', port, sub]) oneStep(store, () => rename(store, id, 'Other'));
    expect([store.nodes.get('turbo')!.title, store.groups.get('frame')!.title]).to.deep.equal(['Other', 'Other']);
    expect(store.portsOf(sub).inputs[0]!.title).to.equal('Other');
    refused(store, 'GDS_NODE_MISSING', () => rename(store, 'note', 'x'));
    store.setLocked(['turbo'], true);
    refused(store, 'GDS_LOCKED', () => rename(store, 'turbo', 'x'));
  });
});
