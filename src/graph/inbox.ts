/**
 * Takes in updates of peers and storage in whatever order they come.
 *
 * Of an update that comes before what it builds on, Yjs holds the new values back but applies the deletions at once; and a value that is
 * replaced is one deleted and one new. Until the missing update came, a node would have no position, and storage would keep it so.
 * Deletions therefore wait here for as long as anything is held back.
 */
import * as Y from 'yjs';

export class UpdateInbox {
  readonly #ydoc: Y.Doc;
  #deletions: Uint8Array | undefined;

  constructor(ydoc: Y.Doc) {
    this.#ydoc = ydoc;
  }

  /** @throws Error where it is not an update; nothing has changed then. */
  receive(update: Uint8Array, origin: unknown): void {
    // The first update is everything at once, as a rule from storage, and large.
    const isFirst = this.#ydoc.store.clients.size === 0 && !this.#ydoc.store.pendingStructs;
    const { values, deletions } = isFirst ? { values: update } : split(update);
    const receive = (): void => {
      Y.applyUpdate(this.#ydoc, values, origin);
      if (deletions) this.#deletions = this.#deletions ? Y.mergeUpdates([this.#deletions, deletions]) : deletions;
      if (!this.#deletions || this.#ydoc.store.pendingStructs) return;
      Y.applyUpdate(this.#ydoc, this.#deletions, origin);
      this.#deletions = undefined;
    };
    Y.transact(this.#ydoc, receive, origin, false);
  }
}

/** An update's new values and its deletions as updates of their own. Version 1 of the format: structs, then the deletions. */
function split(update: Uint8Array): { values: Uint8Array; deletions?: Uint8Array } {
  const { ds } = Y.decodeUpdate(update);
  const encoder = new Y.UpdateEncoderV1();
  const write = (number: number): void => encoder.writeDsClock(number);
  // No structs.
  write(0);
  write(ds.clients.size);
  for (const [client, ranges] of ds.clients) {
    write(client);
    write(ranges.length);
    for (const { clock, len } of ranges) {
      write(clock);
      write(len);
    }
  }
  const deletions = encoder.toUint8Array();
  const end = update.length - (deletions.length - 1);
  const isTail = deletions.subarray(1).every((byte, index) => byte === update[end + index]);
  if (ds.clients.size === 0 || !isTail) return { values: update };
  const values = update.slice(0, end + 1);
  values[end] = 0;
  return { values, deletions };
}
