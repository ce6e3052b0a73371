/** Brings stored updates into the graph, all that can be brought. */
import * as Y from 'yjs';
import { fillGaps, hasGap } from './gaps.js';
import type { Tabs, TabsTarget } from './tabs.js';
import type { LoadedProject } from './types.js';

/** Origin of what came from storage: no undo step, and not to be stored again. */
export const LOADED = Object.freeze({ source: 'storage' });
/** Origin of what stands in for lost changes; it is stored like an edit. */
export const FILLED = Object.freeze({ source: 'storage', filled: true });

/** Milliseconds that other tabs have to hand over changes that storage has lost. */
const TABS_PATIENCE_MS = 500;

/** Resolves with the number of updates that did not decode, or 1 where a hole had to be filled. Never rejects. */
export async function loadInto(graph: TabsTarget, loaded: LoadedProject, tabs: Tabs | undefined): Promise<{ lost: number }> {
  let lost = applyAll(graph.ydoc, loaded.updates);
  if (!hasGap(graph.ydoc)) return { lost };
  if (tabs) {
    const answered = tabs.answered(TABS_PATIENCE_MS);
    tabs.begin();
    await answered;
  }
  if (!hasGap(graph.ydoc)) return { lost };
  try {
    if (fillGaps(graph.ydoc, FILLED) > 0) lost = Math.max(1, lost);
  } catch (error) {
    // The held back changes stay held back, and stored.
    console.warn('Lost changes could not be bridged.', error);
  }
  return { lost };
}

/** Past the graph, which would hold back what comes after a hole. As one update, hence one event; one by one where that does not decode. Returns how many did not. */
function applyAll(ydoc: Y.Doc, updates: readonly Uint8Array[]): number {
  if (updates.length === 0) return 0;
  try {
    Y.applyUpdate(ydoc, Y.mergeUpdates([...updates]), LOADED);
    return 0;
  } catch {
    return updates.filter((update) => !applyOne(ydoc, update)).length;
  }
}

function applyOne(ydoc: Y.Doc, update: Uint8Array): boolean {
  try {
    // Decoding first: an update that breaks off in the middle would be applied in half.
    Y.decodeUpdate(update);
    Y.applyUpdate(ydoc, update, LOADED);
    return true;
  } catch {
    return false;
  }
}

/**
 * What the document holds and storage does not: a host's own content, or edits from before an earlier `stop()` that could not be
 * stored. Undefined where there is nothing.
 */
export function unstored(ydoc: Y.Doc, updates: readonly Uint8Array[]): Uint8Array | undefined {
  const stored = new Y.Doc();
  try {
    applyAll(stored, updates);
    if (Y.equalSnapshots(Y.snapshot(ydoc), Y.snapshot(stored))) return undefined;
    return Y.encodeStateAsUpdate(ydoc, Y.encodeStateVector(stored));
  } finally {
    stored.destroy();
  }
}

/** True for a document that nobody has written to. */
export function isBlank(ydoc: Y.Doc): boolean {
  return ydoc.store.clients.size === 0;
}
