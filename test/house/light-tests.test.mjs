import { describe, it } from 'node:test';
import { expect } from 'chai';
import { lightTests } from '../../scripts/lib/light-tests.mjs';
import { root } from '../../scripts/lib/studio-server.mjs';

describe('light tests', () => {
  it('are those that open no browser and start no process, themselves or through what they import', async () => {
    const light = ['src/hash.test.ts', 'src/render/draw-list.test.ts', 'src/graph/store.test.ts'];
    const heavy = [
      'src/element/forced-colors.test.ts',
      'server/process.test.ts',
      'test/house/axe.test.mjs',
      'test/journeys/server.test.mjs',
    ];
    expect([...(await lightTests(root, [...heavy, ...light]))]).to.deep.equal(light);
  });
});
