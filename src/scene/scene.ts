/**
 * The scene: what one level of the graph looks like, ready to be drawn and asked about.
 *
 * It holds one row of geometry per node, note and frame, wires as pairs of row and port slot, and display items built on demand.
 * Renderers read it and never change it. Everything that passes with the session and is not the document comes in by setters:
 * run state, pictures, selection, hover, drags, the wire on its way. It knows neither WebGPU nor Pixi nor the DOM.
 */
import type { GraphChange, ReadonlyGraph } from '../graph/types.js';
import { cardItemsOf, groupItemsOf, makeCardItems } from './element-items.js';
import type { SceneCard, SceneGroup } from './elements.js';
import { hitScene, nearestPort, type FoundPort } from './hit.js';
import type { Detail, Item } from './items.js';
import { contentOf, itemsInside } from './regions.js';
import { SceneSession, type PortFilter } from './scene-session.js';
import type { Hit, Point, Rect } from './types.js';

export type { NodeRegistryLike } from './shown-level.js';

export class Scene extends SceneSession {
  #graph: ReadonlyGraph | undefined;

  /** Drops everything and takes over the same level of `graph`, or its top where there is none. Looks of its nodes stay. */
  setGraph(graph: ReadonlyGraph): void {
    this.#graph = graph;
    this.looks.keep(graph.nodes);
    this.inFlight.forget();
    this.shown.show(graph, graph.nodes.has(this.level) ? this.level : '');
    this.orderVersion += 1;
    this.changed('graph');
  }

  /** Shows another level. What the hand was doing ends; selecting is left to the caller. */
  setLevel(parentId: string): void {
    if (parentId === this.level) return;
    this.letGo();
    if (this.#graph) this.shown.show(this.#graph, parentId);
    this.orderVersion += 1;
    this.changed('level');
  }

  /** Follows one change of the graph given to {@link setGraph}. */
  applyChange(change: GraphChange): void {
    for (const id of change.nodesRemoved) this.looks.drop(id);
    this.inFlight.forget();
    if (!this.shown.apply(change)) return;
    this.orderVersion += 1;
    this.changed(change.label || 'remote change');
  }

  // What interaction asks.

  /** Does now what the first question about a point would have to do: some 10 ms with 10,000 nodes, nothing where it was done. */
  prepareHits(): void {
    this.shown.prepareNear();
  }

  /** What lies at a canvas point: ports first, then the topmost node or note, then frame titles, wires and frame borders. */
  hitTest(point: Point, zoom: number): Hit | null {
    return hitScene(this, point, zoom);
  }
  /** The nearest port within `radius` canvas units that `filter` lets pass. */
  nearestPort(point: Point, radius: number, filter?: PortFilter): FoundPort | null {
    return nearestPort(this, point, radius, filter);
  }
  /** Nodes that touch the rectangle, in painter's order. */
  nodesIn(rect: Rect): string[] {
    return this.visible(rect).flatMap(({ kind, id }) => (kind === 'node' ? [id] : []));
  }
  /** What a marquee selects: nodes and notes that touch the rectangle, frames that lie wholly in it. */
  inside(rect: Rect): string[] {
    return itemsInside(this, rect);
  }
  /** What a frame takes along when it is moved now: nodes, notes and frames that lie wholly in it, without itself. */
  contentOf(groupId: string): string[] {
    return contentOf(this, groupId);
  }

  // What renderers draw.

  itemsOf(card: SceneCard, detail: Detail): readonly Item[] {
    return cardItemsOf(this, card, detail);
  }
  /** The same without keeping them, for whoever keeps what it makes of them. */
  makeItems(card: SceneCard, detail: Detail): readonly Item[] {
    return makeCardItems(this, card, detail);
  }
  /** `titleSize` as {@link titleSizeAt} has it; from afar (`coarse`) a frame is its tint alone. */
  groupItemsOf(group: SceneGroup, titleSize: number, coarse: boolean): readonly Item[] {
    return groupItemsOf(this, group, titleSize, coarse);
  }
}
