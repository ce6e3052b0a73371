/**
 * Takes in updates of peers and storage in whatever order they come.
 *
 * An update that comes before what it builds on waits until that is there. Yjs would hold back its new values but apply its deletions at
 * once, and a value that is replaced is one deleted and one new: until the missing update came, a node would have no position, and
 * storage would keep it so. Who sees {@link waiting} asks a peer with the state vector; nothing is asked for here.
 */
import * as Y from 'yjs';

/** Beyond so many Yjs takes over: a peer that far ahead must not fill the memory here. */
const MOST_WAITING = 1_000;

export class UpdateInbox {
  readonly #ydoc: Y.Doc;
  #waiting: Uint8Array[] = [];

  constructor(ydoc: Y.Doc) {
    this.#ydoc = ydoc;
  }

  /** Whether updates have come that build on some that have not. */
  get waiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** @throws Error where it is not an update; nothing has changed then. */
  receive(update: Uint8Array, origin: unknown): void {
    if (this.#waiting.length < MOST_WAITING && !this.#isReady(update)) {
      this.#waiting.push(update);
      return;
    }
    Y.applyUpdate(this.#ydoc, update, origin);
    while (this.#waiting.some((earlier) => this.#isReady(earlier))) {
      const [ready, waiting] = partition(this.#waiting, (earlier) => this.#isReady(earlier));
      this.#waiting = waiting;
      for (const earlier of ready) Y.applyUpdate(this.#ydoc, earlier, origin);
    }
  }

  /** Whether all that the update refers to is in the document or in itself, or who sent it lacks the same. */
  #isReady(update: Uint8Array): boolean {
    const { structs, ds } = Y.decodeUpdate(update);
    /** Client → the clock up to which its changes are there without a gap. */
    const ends = new Map<number, number>();
    const endOf = (client: number): number => ends.get(client) ?? Y.getState(this.#ydoc.store, client);
    for (const struct of structs) {
      if (struct instanceof Y.Skip) return true;
      const { client, clock } = struct.id;
      if (clock > endOf(client)) return false;
      ends.set(client, Math.max(endOf(client), clock + struct.length));
    }
    const isThere = (id: unknown): boolean => !(id instanceof Y.ID) || id.clock < endOf(id.client);
    for (const struct of structs) {
      if (struct instanceof Y.Item && !(isThere(struct.origin) && isThere(struct.rightOrigin) && isThere(struct.parent))) return false;
    }
    return [...ds.clients].every(([client, runs]) => runs.every(({ clock, len }) => clock + len <= endOf(client)));
  }
}

function partition<T>(list: readonly T[], first: (item: T) => boolean): [T[], T[]] {
  const [yes, no]: [T[], T[]] = [[], []];
  for (const item of list) (first(item) ? yes : no).push(item);
  return [yes, no];
}
