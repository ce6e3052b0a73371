import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toScreen } from '../../scene/camera.js';
import type { Rect } from '../../scene/types.js';
import { openingView, uncovering } from './framing.js';

const INSETS = { top: 64, right: 24, bottom: 148, left: 24 };
const PHONE = { width: 390, height: 844 };
const row = (count: number): Map<string, Rect> =>
  new Map(Array.from({ length: count }, (_, i) => [`n${i}`, { x: i * 306, y: 0, width: 240, height: 100 }]));

test('opens on everything where it can be read', () => {
  const view = openingView(row(2), PHONE, INSETS)!;
  assert.ok(view.zoom >= 0.6);
  assert.ok(toScreen(view, { x: 0, y: 0 }).x >= INSETS.left - 1e-9);
  assert.ok(toScreen(view, { x: 546, y: 100 }).x <= PHONE.width - INSETS.right + 1e-9);
});

test('opens on the start of a graph that is too wide to be read whole', () => {
  assert.deepEqual(openingView(row(12), PHONE, INSETS), openingView(row(2), PHONE, INSETS));
});

test('a single node is shown whole, however large it is', () => {
  const view = openingView(new Map([['big', { x: 0, y: 0, width: 2000, height: 100 }]]), PHONE, INSETS)!;
  assert.ok(view.zoom < 0.6);
});

test('opens on nothing where there is nothing', () => {
  assert.equal(openingView(new Map(), PHONE, INSETS), undefined);
});

const DESK = { width: 1000, height: 600 };
const PANEL = { top: 50, right: 300, bottom: 100, left: 80 };
const camera = { x: 0, y: 0, zoom: 2 };

test('leaves a view alone in which the node is clear of the tools', () => {
  assert.equal(uncovering({ x: 50, y: 40, width: 100, height: 100 }, camera, DESK, PANEL), undefined);
});

test('moves just as far as the panel covers the node', () => {
  assert.deepEqual(uncovering({ x: 300, y: 40, width: 100, height: 100 }, camera, DESK, PANEL), { x: 50, y: 0, zoom: 2 });
  assert.deepEqual(uncovering({ x: 10, y: 250, width: 100, height: 100 }, camera, DESK, PANEL), { x: -30, y: 100, zoom: 2 });
});

test('shows the start of what does not fit between the tools', () => {
  assert.deepEqual(uncovering({ x: 100, y: 40, width: 900, height: 100 }, camera, DESK, PANEL), { x: 60, y: 0, zoom: 2 });
});
