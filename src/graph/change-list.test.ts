import { describe, it } from 'node:test';
import { expect } from 'chai';
import * as Y from 'yjs';
import { ChangeList, MapValue, type Change } from './change-list.js';

describe('ChangeList', () => {
  it('gives back what was added, in order, as often as it is asked', () => {
    const map = new Y.Map<unknown>();
    const entries = new Map([['title', 'Words']]);
    const changes: Change[] = [
      { path: ['pos', 'a'], before: undefined, after: [1, 2] },
      { path: ['nodes', 'a'], before: undefined, after: new MapValue(map) },
      { path: ['nodes', 'a', 'title'], before: 'x', after: 'y' },
      { path: ['nodes', 'a', 'params', 'text'], before: null, after: undefined },
      { path: ['edges', 'e'], before: new MapValue(map, entries), after: undefined },
      { path: ['edges', 'f'], before: undefined, after: new MapValue(map, entries) },
    ];
    const list = new ChangeList();
    for (const change of changes) list.add(change);
    expect(list.length).to.equal(changes.length);
    for (let round = 0; round < 2; round += 1) expect([...list]).to.deep.equal(changes);
  });
});
