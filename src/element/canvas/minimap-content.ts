/** What the minimap shows of the level: the same lists while nothing in them has changed, so that it is not drawn anew. */
import type { Scene } from '../../scene/scene.js';
import type { Rect } from '../../scene/types.js';
import type { MinimapNode } from '../gds-minimap.js';

export interface MinimapSource {
  scene(): Scene;
  selected(id: string): boolean;
  status(id: string): string;
}

export class MinimapContent {
  #of: { readonly scene: Scene; readonly content: number; readonly rows: number } | undefined;
  #lists: { readonly nodes: readonly MinimapNode[]; readonly frames: readonly Rect[] } = { nodes: [], frames: [] };

  constructor(private readonly source: MinimapSource) {}

  /** Reads the rows only where the scene has changed since: most updates of the element are about something else. */
  read(): { readonly nodes: readonly MinimapNode[]; readonly frames: readonly Rect[] } {
    const { source } = this;
    const scene = source.scene();
    const { contentVersion: content, rowsVersion: rows } = scene;
    if (this.#of?.scene === scene && this.#of.content === content && this.#of.rows === rows) return this.#lists;
    this.#of = { scene, content, rows };
    const nodes = Array.from(scene.nodes.values(), ({ id, row }) => {
      const { x, y, width, height } = scene.rowRect(row);
      // Listed one by one, and in whole units, an object takes half the room; no map shows less than a unit. A zero below zero is none of these.
      return {
        x: Math.round(x) + 0,
        y: Math.round(y) + 0,
        width: Math.round(width),
        height: Math.round(height),
        selected: source.selected(id),
        status: source.status(id),
      };
    });
    const frames = [...scene.groups.values()].map(({ row }) => scene.rowRect(row));
    const before = this.#lists;
    this.#lists = {
      nodes: sameList(nodes, before.nodes, (a, b) => sameRect(a, b) && a.selected === b.selected && a.status === b.status)
        ? before.nodes
        : nodes,
      frames: sameList(frames, before.frames, sameRect) ? before.frames : frames,
    };
    return this.#lists;
  }
}

const sameRect = (a: Rect, b: Rect): boolean => a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;

const sameList = <T>(a: readonly T[], b: readonly T[], same: (a: T, b: T) => boolean): boolean =>
  a.length === b.length && a.every((one, index) => same(one, b[index]!));
