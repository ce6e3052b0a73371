import assert from 'node:assert/strict';
import { test } from 'node:test';
import { intersects } from '../../scene/rect.js';
import type { Rect } from '../../scene/types.js';
import { freePlace, REACH } from './free-place.js';

const wished: Rect = { x: 0, y: 0, width: 240, height: 300 };

test('takes the place that is wished for where nothing lies there', () => {
  assert.deepEqual(freePlace(wished, []), wished);
  assert.deepEqual(freePlace(wished, [{ ...wished, x: 280 }]), wished);
});

test('goes as far as it must: to the right of something tall, below something wide', () => {
  const beside = freePlace(wished, [{ ...wished, height: 2000, y: -850 }]);
  assert.deepEqual([beside.x, beside.y], [288, 0]);
  const below = freePlace(wished, [{ x: -900, y: 0, width: 2000, height: 100 }]);
  assert.deepEqual([below.x, below.y], [0, 128]);
});

test('many in a row lie beside each other, near where they were wished', () => {
  const taken: Rect[] = [];
  for (let i = 0; i < 40; i++) taken.push(freePlace(wished, taken));
  for (const [i, a] of taken.entries()) {
    assert.ok(Math.hypot(a.x, a.y) <= REACH);
    for (const b of taken.slice(0, i)) assert.ok(!intersects(a, b), `${JSON.stringify(a)} lies on ${JSON.stringify(b)}`);
  }
});

test('goes to the right of everything where there is no room at all', () => {
  const wall: Rect = { x: -5000, y: -5000, width: 10_000, height: 10_000 };
  assert.deepEqual(freePlace(wished, [wall]), { ...wished, x: 5032 });
});
