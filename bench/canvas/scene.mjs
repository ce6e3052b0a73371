/**
 * The scenes that all subjects show, the same for a seed: nodes on a jittered grid that fills the viewport's shape, with a title, two
 * inputs and one output each, and 1.5 edges per node (from the left neighbour to the first input; for every second node also from
 * the one above to the second input). Nothing leads to a picture, and none from it to a `model`, which takes text. Plain data, no library.
 */

/** CSS pixels of the page, device pixel ratio 1. */
export const VIEWPORT = { width: 1280, height: 800 };
/** Canvas units. A grid of 10,000 nodes is whole in view at 5 % zoom, the farthest that gds-canvas goes. */
export const NODE = { width: 240, height: 115 };
const PITCH = { x: 280, y: 140 };
const JITTER = 8;
const FARTHEST_ZOOM = 0.05;

const WORDS = ['Amber', 'Birch', 'Cedar', 'Dune', 'Ember', 'Fjord', 'Grove', 'Harbour', 'Iris', 'Jade', 'Kelp', 'Lagoon', 'Moss', 'North'];

/** Mulberry32 (Tommy Ettinger, public domain): numbers from 0 to 1. */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * @param count     nodes
 * @param pictures  how many of them, evenly spread, show a picture instead of inputs
 * @returns `nodes` of `{ id, x, y, title, kind, picture? }`, `edges` of `[from, to, input]` by index, `bounds` in canvas units
 */
export function makeScene(count, { pictures = 0, seed = 1, firstId = 0, origin = { x: 0, y: 0 } } = {}) {
  const next = random(seed);
  const columns = Math.max(1, Math.round(Math.sqrt((count * VIEWPORT.width * PITCH.y) / (VIEWPORT.height * PITCH.x))));
  const every = pictures > 0 ? Math.floor(count / pictures) : 0;
  const nodes = [];
  const edges = [];
  for (let index = 0; index < count; index += 1) {
    const column = index % columns;
    const row = Math.floor(index / columns);
    const picture = every > 0 && index % every === 0 && index / every < pictures ? index / every : undefined;
    nodes.push({
      id: `n${firstId + index}`,
      x: Math.round(origin.x + column * PITCH.x + (next() - 0.5) * JITTER),
      y: Math.round(origin.y + row * PITCH.y + (next() - 0.5) * JITTER),
      title: `${WORDS[Math.floor(next() * WORDS.length)]} ${index}`,
      kind: picture !== undefined ? 'picture' : (column + row) % 2 === 0 ? 'text' : 'model',
      ...(picture === undefined ? {} : { picture }),
    });
    const { kind } = nodes[index];
    const fits = (from) => kind !== 'picture' && !(kind === 'model' && nodes[from].kind === 'picture');
    if (column > 0 && fits(index - 1)) edges.push([index - 1, index, 0]);
    if (row > 0 && index % 2 === 0 && fits(index - columns)) edges.push([index - columns, index, 1]);
  }
  const rows = Math.ceil(count / columns);
  return { nodes, edges, bounds: { x: origin.x, y: origin.y, width: columns * PITCH.x, height: rows * PITCH.y } };
}

/** Zoom at which `bounds` fit into the viewport, no farther than all subjects can go. */
export const farZoom = ({ width, height }, viewport = VIEWPORT) =>
  Math.max(FARTHEST_ZOOM, Math.min(1, viewport.width / width, viewport.height / height));

/** Share of the nodes that the far view shows, 0 to 1. */
export function shareInView({ width, height }, viewport = VIEWPORT) {
  const zoom = farZoom({ width, height }, viewport);
  return Math.min(1, viewport.width / zoom / width) * Math.min(1, viewport.height / zoom / height);
}

/** The camera that has the middle of `bounds` in the middle of the viewport. */
const centred = (bounds, zoom, viewport) => ({
  x: bounds.x + bounds.width / 2 - viewport.width / 2 / zoom,
  y: bounds.y + bounds.height / 2 - viewport.height / 2 / zoom,
  zoom,
});

/**
 * The camera's way, the same for all subjects: frame 0, 1, 2 … of a case.
 *
 *   near  steps of 9 and 5 pixels across the graph at zoom 1, there and back
 *   far   a circle of 40 pixels around the middle with all in view
 *   zoom  from all in view to 1 and back in equal ratios, 40 frames each way
 */
export function cameraAt(way, bounds, frame, viewport = VIEWPORT) {
  if (way === 'near') {
    const swing = 100 - Math.abs((frame % 200) - 100);
    const { x, y, zoom } = centred(bounds, 1, viewport);
    return { x: x + swing * 9, y: y + swing * 5, zoom };
  }
  const zoom = farZoom(bounds, viewport);
  if (way === 'far') {
    const angle = frame / 6;
    const { x, y } = centred(bounds, zoom, viewport);
    return { x: x + (Math.cos(angle) * 40) / zoom, y: y + (Math.sin(angle) * 40) / zoom, zoom };
  }
  const part = 1 - Math.abs((frame % 80) - 40) / 40;
  return centred(bounds, zoom ** (1 - part), viewport);
}

/** What the three ways are called in reports. */
export const WAYS = { near: 'pan near', far: 'pan with all in view', zoom: 'zoom' };
