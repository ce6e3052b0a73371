/** Nodes with pictures of two colours each, and which of them show others: for tests. */
import type { Camera } from '../scene/camera.js';
import type { Scene } from '../scene/scene.js';
import { FakeGraph } from '../scene/testing/fixture.js';
import { difference, pixelAt, type Picture } from './testing.js';

export type Rgb = readonly [number, number, number];

/** Left and right half of the picture with this number. */
export const colorsOf = (index: number): readonly [Rgb, Rgb] => [
  [(index * 37) % 256, (index * 91) % 256, (index * 53) % 256],
  [(index * 67 + 90) % 256, (index * 29 + 160) % 256, (index * 113 + 30) % 256],
];

/** Picture nodes `n0`, `n1` … in rows. */
export function many(count: number, columns: number): FakeGraph {
  const graph = new FakeGraph();
  for (let index = 0; index < count; index += 1)
    graph.node(`n${index}`, 'output', (index % columns) * 260, Math.floor(index / columns) * 330);
  return graph;
}

/** Nodes that lie wholly in view and do not show their own two colours; all that were looked at are added to `seen`. */
export function wrong(
  scene: Scene,
  { camera: { x, y, zoom } }: { readonly camera: Camera },
  picture: Picture,
  expected: (index: number) => readonly [Rgb, Rgb],
  seen?: Set<string>,
): string[] {
  const found: string[] = [];
  for (const id of scene.nodeIds()) {
    const rect = scene.rect(id)!;
    const media = scene.layout(id)!.media!;
    const [left, top] = [(rect.x + media.x - x) * zoom, (rect.y + media.y - y) * zoom];
    const [width, height] = [media.width * zoom, media.height * zoom];
    if (left < 0 || top < 0 || left + width > picture.width || top + height > picture.height) continue;
    const [first, second] = expected(Number(id.slice(1)));
    const shown = [pixelAt(picture, left + width * 0.3, top + height / 2), pixelAt(picture, left + width * 0.7, top + height / 2)];
    if (difference(shown[0]!, first) > 8 || difference(shown[1]!, second) > 8) found.push(`${id}: ${shown.join(' | ')}`);
    seen?.add(id);
  }
  return found;
}
