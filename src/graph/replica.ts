/**
 * A second copy of a document, fed with its updates: what storage makes a graph file of while the first one is edited elsewhere.
 *
 * It knows nothing of storage. Updates may come twice and in any order; what builds on one that has not come waits.
 */
import * as Y from 'yjs';
import { GraphStore } from './store.js';
import type { GraphJSON, GraphSchema } from './types.js';

export { STORED_KEY } from './schema.js';

export class GraphReplica {
  private readonly ydoc = new Y.Doc();
  private readonly store: GraphStore;

  /** Without `schema` no edge is judged by its types. */
  constructor(schema?: GraphSchema) {
    let made = 0;
    // Ids of what a file names none for: the same for everybody who reads the same file.
    const makeId = (): string => `${this.ydoc.clientID.toString(36)}.${made++}`;
    this.store = new GraphStore({ ydoc: this.ydoc, makeId, undoLimit: 1, ...(schema ? { schema } : {}) });
  }

  /** Whether it is an update; where not, nothing has changed. */
  apply(update: Uint8Array): boolean {
    try {
      // Decoding first: an update that breaks off in the middle would be applied in half.
      Y.decodeUpdate(update);
      Y.applyUpdate(this.ydoc, update, this);
      return true;
    } catch {
      return false;
    }
  }

  /**
   * Puts the graph of a file in the place of what is there, and returns the update that does so.
   *
   * The same file upon the same document gives the same update when `author` is the same number, so that two who read it do not end up
   * with everything twice. `author` must not have written to the document otherwise.
   * @throws GdsError as `GraphStore.load` does; nothing has changed then.
   */
  replace(json: unknown, author: number): Uint8Array {
    const updates: Uint8Array[] = [];
    const take = (update: Uint8Array): void => void updates.push(update);
    this.ydoc.clientID = author;
    this.ydoc.on('update', take);
    try {
      this.store.load(json);
    } finally {
      this.ydoc.off('update', take);
    }
    return Y.mergeUpdates(updates);
  }

  toJSON(): GraphJSON {
    return this.store.toJSON();
  }

  /** Everything as one update, without what was overwritten. */
  state(): Uint8Array {
    return Y.encodeStateAsUpdate(this.ydoc);
  }

  dispose(): void {
    this.store.dispose();
    this.ydoc.destroy();
  }
}
