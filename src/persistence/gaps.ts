/**
 * Fills holes in a Yjs document, so that the loss of one update does not hide all later ones.
 *
 * Yjs holds back every change of a client after a missing one, without an event and for ever. Where the missing change is gone for
 * good, its place is filled with what Yjs itself puts where deleted content was (a GC struct): what was built inside or upon
 * the lost change stays lost, the rest appears. Only for changes that nobody has any more: a replica that still held them would differ
 * from this one and never notice, so other tabs are asked first.
 */
import * as Y from 'yjs';

/** Each round fills at least one hole; more rounds than this mean input that makes no sense. */
const ROUNDS_AT_MOST = 10_000;

interface Run {
  readonly client: number;
  readonly clock: number;
  readonly length: number;
}

/** True while the document holds back changes because earlier ones are missing. */
export function hasGap(ydoc: Y.Doc): boolean {
  return ydoc.store.pendingStructs !== null;
}

/** Makes held back changes appear. Returns the number of lost changes (Yjs clock ticks) whose place was filled. */
export function fillGaps(ydoc: Y.Doc, origin: unknown): number {
  let filled = 0;
  for (let round = 0; round < ROUNDS_AT_MOST && ydoc.store.pendingStructs; round++) {
    const holes = findHoles(ydoc, Y.decodeUpdateV2(ydoc.store.pendingStructs.update).structs);
    if (holes.length === 0) break;
    Y.applyUpdate(ydoc, encodeCollected(holes), origin);
    for (const hole of holes) filled += hole.length;
  }
  return filled;
}

/** For each client: from what the document has to where the held back changes start, or to what they refer to. */
function findHoles(ydoc: Y.Doc, structs: readonly (Y.Item | Y.GC | Y.Skip)[]): Run[] {
  const firstPending = new Map<number, number>();
  const needed = new Map<number, number>();
  const need = (id: Y.ID | null | undefined) => {
    if (id) needed.set(id.client, Math.max(needed.get(id.client) ?? 0, id.clock + 1));
  };
  for (const struct of structs) {
    if (struct instanceof Y.Skip) continue;
    const { client, clock } = struct.id;
    firstPending.set(client, Math.min(firstPending.get(client) ?? Infinity, clock));
    if (!(struct instanceof Y.Item)) continue;
    need(struct.origin);
    need(struct.rightOrigin);
    if (struct.parent instanceof Y.ID) need(struct.parent);
  }
  const holes: Run[] = [];
  for (const client of new Set([...firstPending.keys(), ...needed.keys()])) {
    const clock = Y.getState(ydoc.store, client);
    const end = firstPending.get(client) ?? needed.get(client) ?? clock;
    if (end > clock) holes.push({ client, clock, length: end - clock });
  }
  return holes;
}

/** A version 1 update of GC structs only: client count; for each one struct (count 1, client, clock, kind 0, length); no deletions. */
function encodeCollected(runs: readonly Run[]): Uint8Array {
  const numbers = [runs.length, ...runs.flatMap(({ client, clock, length }) => [1, client, clock, 0, length]), 0];
  return Uint8Array.from(numbers.flatMap(varUint));
}

/** lib0's variable length unsigned integer: seven bits a byte, lowest first. Numbers may exceed 32 bits, so no bit operators. */
function varUint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push(128 + (rest % 128));
  bytes.push(rest);
  return bytes;
}
