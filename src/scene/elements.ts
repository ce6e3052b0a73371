/** What the scene holds of the level that it shows. Renderers read it. */
import type { EdgeRecord, GroupRecord, NodeRecord, NoteRecord } from '../graph/types.js';
import type { NodeDefinition } from '../registry/types.js';
import type { Detail, Item } from './items.js';
import type { NodeLayout, Point } from './types.js';

interface Shown {
  readonly id: string;
  readonly row: number;
  /** Painter's order: higher covers lower. */
  order: number;
  /** Raised whenever the display items would come out differently. */
  version: number;
}

export interface SceneNode extends Shown {
  readonly kind: 'node';
  record: NodeRecord;
  definition: NodeDefinition | undefined;
  layout: NodeLayout;
  /** Canvas units, with the error strip. */
  height: number;
  items?: { readonly version: number; readonly detail: Detail; readonly list: readonly Item[] };
}

export interface SceneNote extends Shown {
  readonly kind: 'note';
  record: NoteRecord;
  items?: { readonly version: number; readonly detail: Detail; readonly list: readonly Item[] };
}

/** A frame lies under everything; the smaller of two covers the larger. */
export interface SceneGroup extends Shown {
  readonly kind: 'group';
  record: GroupRecord;
  items?: { readonly version: number; readonly coarse: boolean; readonly titleSize: number; readonly list: readonly Item[] };
}

/** What lies above the wires, in one painter's order. */
export type SceneCard = SceneNode | SceneNote;
export type SceneElement = SceneCard | SceneGroup;

export interface SceneEdge {
  readonly id: string;
  readonly record: EdgeRecord;
  readonly fromRow: number;
  readonly fromSlot: number;
  readonly toRow: number;
  readonly toSlot: number;
  /** Palette index. */
  readonly color: number;
}

/** The wire on its way, resolved to points, always from an output to an input. */
export interface ResolvedDraft {
  readonly from: Point;
  readonly to: Point;
  readonly color: number;
}
