/** For tests: a graph that is edited, and the updates that its edits make. */
import * as Y from 'yjs';
import { GraphStore } from '../../src/graph/store.js';
import type { StorageAdapter } from '../../src/persistence/types.js';

export interface Edited {
  readonly store: GraphStore;
  /** The updates of `edit`, as one. */
  edit(change: (store: GraphStore) => void): Uint8Array;
}

export function edited(): Edited {
  const store = new GraphStore();
  return {
    store,
    edit(change) {
      const updates: Uint8Array[] = [];
      const take = (update: Uint8Array): void => void updates.push(update);
      store.ydoc.on('update', take);
      change(store);
      store.ydoc.off('update', take);
      return Y.mergeUpdates(updates);
    },
  };
}

/** The graph of a project as somebody sees it who opens it now. */
export async function opened(storage: StorageAdapter, id: string): Promise<GraphStore> {
  const project = await storage.openProject(id);
  const { updates } = await project.load();
  project.close();
  const store = new GraphStore();
  for (const update of updates) store.applyUpdate(update);
  return store;
}
