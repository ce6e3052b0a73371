/**
 * The document and its commands: nodes, edges, groups, notes and meta, read as plain records and changed by name.
 *
 * Every change is one command in one transaction with one origin, so it is one undo step and one event. Commands throw `GDS_READONLY` in
 * a read-only document. Knows nothing of node types beyond the `GraphSchema` it is given, nor of the DOM.
 */
import { GraphDocument } from './document.js';
import * as edges from './edge-commands.js';
import * as items from './item-commands.js';
import type { ItemRect, NewGroup, NewNote } from './item-commands.js';
import { copyJson, equalJson, isSafeKey, refuse, shorten } from './json.js';
import * as nodes from './node-commands.js';
import type { NewNode } from './node-commands.js';
import { VERSION_KEY } from './schema.js';
import type { NodeMode, ParamValue, PortRef } from './types.js';

export { UNDO_LIMIT, type GraphStoreOptions, type TransactOptions } from './document.js';
export type { ItemRect, NewGroup, NewNode, NewNote };

export class GraphStore extends GraphDocument {
  // Nodes

  /** @throws GdsError `GDS_GRAPH_FIELD`, `GDS_PARAM_*`, `GDS_NODE_ID` where the id is in use, `GDS_NODE_PARENT`. */
  addNode(node: NewNode): string {
    return nodes.addNode(this.context, node);
  }

  /**
   * Sets a parameter. Edits of the same one that follow each other within a second are one undo step.
   * @throws GdsError `GDS_NODE_MISSING`, `GDS_PARAM_*`, `GDS_GRAPH_FIELD`, `GDS_LOCKED`.
   */
  setParam(id: string, name: string, value: ParamValue): void {
    nodes.setParam(this.context, id, name, value);
  }

  /** Names a node; '' gives it its type's title again. */
  setTitle(id: string, title: string): void {
    nodes.setTitle(this.context, id, title);
  }

  setMode(id: string, mode: NodeMode): void {
    nodes.setMode(this.context, id, mode);
  }

  /** {@link moveItems} under the name it has for nodes. */
  moveNodes(ids: Iterable<string>, dx: number, dy: number): void {
    this.moveItems(ids, dx, dy);
  }

  /** {@link deleteItems} under the name it has for nodes. */
  deleteNodes(ids: Iterable<string>): void {
    this.deleteItems(ids);
  }

  // Groups and notes

  /** Adds a frame. @throws GdsError `GDS_GRAPH_FIELD`, `GDS_NODE_ID`, `GDS_NODE_PARENT`. */
  addGroup(group: NewGroup): string {
    return items.addGroup(this.context, group);
  }

  /** @throws GdsError `GDS_GRAPH_FIELD`, `GDS_NODE_ID`, `GDS_NODE_PARENT`. */
  addNote(note: NewNote): string {
    return items.addNote(this.context, note);
  }

  /** What is left out stays. Edits of the title that follow each other within a second are one undo step. */
  setGroup(id: string, fields: { readonly title?: string; readonly color?: string }): void {
    items.setGroup(this.context, id, fields);
  }

  /** What is left out stays. Edits of the text that follow each other within a second are one undo step. */
  setNote(id: string, fields: { readonly text?: string; readonly color?: string }): void {
    items.setNote(this.context, id, fields);
  }

  // Nodes, groups and notes alike. Ids that are not there are passed over; `GDS_LOCKED` where one of them is locked.

  /** Moves by canvas units: one step, whatever their number. A frame moves alone; name what is inside it too. */
  moveItems(ids: Iterable<string>, dx: number, dy: number): void {
    items.moveItems(this.context, ids, dx, dy);
  }

  /** Moves and resizes a node, a group or a note. @throws GdsError `GDS_NODE_MISSING`, `GDS_GRAPH_FIELD`, `GDS_LOCKED`. */
  setRect(id: string, rect: ItemRect): void {
    items.setRect(this.context, id, rect);
  }

  /**
   * Deletes nodes with their edges, groups, notes and edges. With a subgraph goes all that is inside it, with a subgraph's boundary
   * node the edges at that port. A frame goes alone.
   */
  deleteItems(ids: Iterable<string>): void {
    items.deleteItems(this.context, ids);
  }

  /** What is locked cannot be moved, resized, changed or deleted; it can still be connected. */
  setLocked(ids: Iterable<string>, locked: boolean): void {
    items.setLocked(this.context, ids, locked);
  }

  /**
   * Puts things into a subgraph, or with '' on the top level. Their places stay. Edges that would then join two levels are deleted.
   * @throws GdsError `GDS_NODE_PARENT` where there is no such subgraph or it would lie inside itself.
   */
  setParent(ids: Iterable<string>, parentId: string): void {
    items.setParent(this.context, ids, parentId);
  }

  // Edges

  /**
   * Joins an output with an input. An input takes one edge: one that is there is replaced. An edge that exists already is returned.
   * @throws GdsError `GDS_EDGE_PORT`, `GDS_EDGE_SELF`, `GDS_EDGE_LEVEL`, `GDS_EDGE_TYPE`, `GDS_EDGE_CYCLE`.
   */
  addEdge(from: PortRef, to: PortRef): string {
    return edges.addEdge(this.context, from, to);
  }

  deleteEdges(ids: Iterable<string>): void {
    edges.deleteEdges(this.context, ids);
  }

  // Meta

  /** `undefined` removes the value. */
  setMeta(key: string, value: ParamValue | undefined): void {
    if (!isSafeKey(key) || key === VERSION_KEY) throw refuse(`meta.${shorten(String(key))}`, 'is not a name that can be kept');
    const copy = value === undefined ? undefined : copyJson(value, `meta.${key}`);
    const { meta } = this.context.maps;
    if (copy === undefined ? !meta.has(key) : equalJson(meta.get(key), copy)) return;
    this.context.run('Change details', () => {
      if (copy === undefined) meta.delete(key);
      else meta.set(key, copy);
    });
  }
}
