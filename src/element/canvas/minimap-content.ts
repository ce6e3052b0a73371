/** What the minimap shows of the level: the same lists while nothing in them has changed, so that it is not drawn anew. */
import type { Scene } from '../../scene/scene.js';
import type { Rect } from '../../scene/types.js';
import type { MinimapNode, MinimapNodes } from '../gds-minimap.js';

export interface MinimapSource {
  scene(): Scene;
  selected(id: string): boolean;
  status(id: string): string;
}

interface MinimapLists {
  readonly nodes: MinimapNodes;
  readonly frames: readonly Rect[];
}

export class MinimapContent {
  #of: { readonly scene: Scene; readonly content: number; readonly rows: number } | undefined;
  #nodes = new PackedNodes(0);
  #frames: readonly Rect[] = [];

  constructor(private readonly source: MinimapSource) {}

  /** Reads the rows only where the scene has changed since: most updates of the element are about something else. */
  read(): MinimapLists {
    const { source } = this;
    const scene = source.scene();
    const { contentVersion: content, rowsVersion: rows } = scene;
    if (this.#of?.scene !== scene || this.#of.content !== content || this.#of.rows !== rows) {
      this.#of = { scene, content, rows };
      const nodes = new PackedNodes(scene.nodes.size);
      let index = 0;
      for (const { id, row } of scene.nodes.values()) {
        nodes.set(index++, scene.rowRect(row), source.selected(id), source.status(id));
      }
      const frames = [...scene.groups.values()].map(({ row }) => scene.rowRect(row));
      if (!nodes.equals(this.#nodes)) this.#nodes = nodes;
      if (!sameList(frames, this.#frames, sameRect)) this.#frames = frames;
    }
    return { nodes: this.#nodes, frames: this.#frames };
  }
}

/** Columns instead of an object for each: with 10,000 nodes they are a hundredth of what the page holds. */
class PackedNodes implements MinimapNodes {
  /** x, y, width, height. */
  readonly #rects: Float64Array;
  readonly #selected: Uint8Array;
  readonly #statuses: string[];

  constructor(readonly length: number) {
    this.#rects = new Float64Array(length * 4);
    this.#selected = new Uint8Array(length);
    this.#statuses = new Array<string>(length).fill('');
  }

  /** In whole units: no map shows less than one. */
  set(index: number, { x, y, width, height }: Rect, selected: boolean, status: string): void {
    this.#rects.set([Math.round(x), Math.round(y), Math.round(width), Math.round(height)], index * 4);
    this.#selected[index] = Number(selected);
    this.#statuses[index] = status;
  }

  equals(other: PackedNodes): boolean {
    return (
      this.length === other.length &&
      this.#rects.every((value, at) => value === other.#rects[at]) &&
      this.#selected.every((value, at) => value === other.#selected[at]) &&
      this.#statuses.every((value, at) => value === other.#statuses[at])
    );
  }

  *[Symbol.iterator](): Generator<MinimapNode> {
    const rects = this.#rects;
    for (let index = 0, at = 0; index < this.length; index += 1, at += 4) {
      yield {
        x: rects[at]!,
        y: rects[at + 1]!,
        width: rects[at + 2]!,
        height: rects[at + 3]!,
        selected: this.#selected[index] === 1,
        status: this.#statuses[index]!,
      };
    }
  }
}

const sameRect = (a: Rect, b: Rect): boolean => a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;

const sameList = <T>(a: readonly T[], b: readonly T[], same: (a: T, b: T) => boolean): boolean =>
  a.length === b.length && a.every((one, index) => same(one, b[index]!));
