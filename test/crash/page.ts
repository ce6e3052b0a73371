/** The page of the kill test: makes edit after edit and tells the test of each one that was reported saved. */
import * as Y from 'yjs';
import { IndexedDbStorage } from '../../adapters/indexeddb/index.js';
import { Autosave } from '../../src/persistence/autosave.js';

declare global {
  interface Window {
    /** Given by the test. */
    acked(edit: number): void;
    edit(from: number): Promise<void>;
    stored(): Promise<{ edits: number[]; damaged: number; lost: number; state: string }>;
  }
}

async function open() {
  const ydoc = new Y.Doc();
  const map = ydoc.getMap<number>('nodes');
  const autosave = new Autosave({
    graph: {
      ydoc,
      nodes: map as unknown as ReadonlyMap<string, unknown>,
      applyUpdate: (update, origin) => Y.applyUpdate(ydoc, update, origin),
    },
    storage: new IndexedDbStorage({ name: 'kill' }),
    project: 'p',
  });
  const started = await autosave.start();
  return { map, autosave, started };
}

/** Edits until the browser is killed. Every third edit does not wait for the one before, so that writes are merged too. */
window.edit = async (from) => {
  const { map, autosave } = await open();
  for (let edit = from; ; edit++) {
    map.set(`e${edit}`, edit);
    if (edit % 3 === 0) continue;
    await autosave.flush();
    if (autosave.state.status === 'saved') window.acked(edit);
  }
};

window.stored = async () => {
  const { map, autosave, started } = await open();
  const edits = [...map.values()];
  const { status, ...rest } = autosave.state;
  const state = 'error' in rest ? `${status}: ${rest.error.message} ${String(rest.error.cause)}` : status;
  await autosave.stop();
  return { edits, damaged: started.damaged, lost: started.lost, state };
};
