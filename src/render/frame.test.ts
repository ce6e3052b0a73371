import { describe, it } from 'node:test';
import { expect } from 'chai';
import { GRID_STEP } from '../scene/grid.js';
import { gridAt } from './frame.js';
import { tiersFor } from './tiers.js';

describe('the grid', () => {
  it('keeps its dots apart at every zoom and on the same canvas points', () => {
    for (let zoom = 0.05; zoom < 8; zoom *= 1.13) {
      const { spacing, fine } = gridAt({ x: 0, y: 0, zoom });
      expect(spacing).to.be.at.least(14 - 1e-9);
      expect(fine).to.be.within(0, 1);
      const steps = spacing / zoom / GRID_STEP;
      expect(Math.log2(steps)).to.be.closeTo(Math.round(Math.log2(steps)), 1e-9);
    }
  });
  it('has no level that nobody sees, which would be most of its dots', () => {
    for (const zoom of [0.0625, 0.25, 0.5, 1, 2, 4]) {
      const { spacing, fine } = gridAt({ x: 0, y: 0, zoom });
      expect(fine, `zoom ${zoom}`).to.be.above(0);
      expect(spacing, `zoom ${zoom}`).to.equal(28);
    }
  });
  it('moves with the content, also far from zero', () => {
    const a = gridAt({ x: 1e9 * GRID_STEP, y: 0, zoom: 1 });
    const b = gridAt({ x: 1e9 * GRID_STEP + 3, y: 0, zoom: 1 });
    expect(a.x - b.x).to.be.closeTo(3, 1e-6);
  });
});

describe('the ladder of renderers', () => {
  it('starts at the preferred tier and goes down only', () => {
    expect(tiersFor('auto')).to.deep.equal(['webgpu', 'webgl', 'canvas']);
    expect(tiersFor('webgl')).to.deep.equal(['webgl', 'canvas']);
    expect(tiersFor('canvas')).to.deep.equal(['canvas']);
  });
});
