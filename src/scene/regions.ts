/** Which items lie in a part of the canvas, and which part items take up. */
import { encloses, union } from './rect.js';
import type { Scene } from './scene.js';
import type { ShownLevel } from './shown-level.js';
import type { Rect } from './types.js';

/** What a marquee selects: nodes and notes that touch the rectangle, frames that lie wholly in it. */
export function itemsInside(scene: Scene, rect: Rect): string[] {
  const groups = scene.visibleGroups(rect).filter(({ row }) => encloses(rect, scene.rowRect(row)));
  return [...scene.visible(rect), ...groups].map(({ id }) => id);
}

/** Nodes, notes and frames that lie wholly in a frame, without itself. */
export function contentOf(scene: Scene, groupId: string): string[] {
  const frame = scene.groups.has(groupId) ? scene.rect(groupId) : undefined;
  if (!frame) return [];
  const within = [...scene.visible(frame), ...scene.visibleGroups(frame)].filter(({ row }) => encloses(frame, scene.rowRect(row)));
  return within.flatMap(({ id }) => (id === groupId ? [] : [id]));
}

/** The box around these items; null where there are none. */
export function boundsOf(scene: ShownLevel, ids: Iterable<string>): Rect | null {
  let box: Rect | null = null;
  for (const id of ids) {
    const rect = scene.rect(id);
    if (rect) box = box ? union(box, rect) : rect;
  }
  return box;
}
