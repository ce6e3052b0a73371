/**
 * Replicas of one document and the network between them, driven step by step by one random generator.
 *
 * Messages are delayed, lost, doubled and overtake each other; partitions cut replicas apart; a replica may stop and come back from the
 * updates it had stored, some of the last ones missing. What was lost comes with a later resync by state vector. The same seed does the
 * same.
 */
import * as Y from 'yjs';
import { GraphStore } from '../../src/graph/store.js';
import type { GraphSchema } from '../../src/graph/types.js';
import type { Random } from './random.js';

/** Origin of what came over the network. */
const NETWORK = 'network';

export class Replica {
  store!: GraphStore;
  /** Updates as a storage would keep them. */
  #log: Uint8Array[] = [];
  #clock = 0;

  /** @param send Called with every update that the replica makes itself. */
  constructor(
    readonly name: string,
    private readonly schema: GraphSchema,
    private readonly send: (update: Uint8Array) => void,
    private readonly freshClient: () => number,
  ) {
    this.#open();
  }

  /** Its program ends and starts again: undo steps are gone, and up to `lost` of the last updates were not stored yet. */
  restart(lost: number): void {
    this.store.dispose();
    this.store.ydoc.destroy();
    this.#log.length = Math.max(0, this.#log.length - lost);
    this.#open();
  }

  /** Storage joins its updates to one. */
  compact(): void {
    this.#log = [Y.encodeStateAsUpdate(this.store.ydoc)];
  }

  receive(update: Uint8Array): void {
    this.store.applyUpdate(update, NETWORK);
  }

  #open(): void {
    const ydoc = new Y.Doc();
    const client = this.freshClient();
    ydoc.clientID = client;
    if (this.#log.length > 0) Y.applyUpdate(ydoc, Y.mergeUpdates(this.#log), 'storage');
    let ids = 0;
    // Ids that come in no particular order, as those of nanoid.
    const makeId = (): string => `${((++ids * 7919) % 10_007).toString(36)}-${client.toString(36)}-${ids}`;
    this.store = new GraphStore({ ydoc, schema: this.schema, makeId, now: () => (this.#clock += 300) });
    ydoc.on('update', (update: Uint8Array, origin: unknown) => {
      this.#log.push(update);
      if (origin !== NETWORK) this.send(update);
    });
  }
}

interface Message {
  readonly from: number;
  readonly to: number;
  readonly due: number;
  readonly deliver: () => void;
}

export interface NetworkCounts {
  delivered: number;
  lost: number;
  doubled: number;
  partitions: number;
  restarts: number;
  resyncs: number;
}

export class Network {
  readonly replicas: readonly Replica[];
  /** False once an update may be lost for good, because its maker no longer had it. */
  isWhole = true;
  readonly counts: NetworkCounts = { delivered: 0, lost: 0, doubled: 0, partitions: 0, restarts: 0, resyncs: 0 };
  readonly #random: Random;
  readonly #loss: number;
  readonly #delay: number;
  #queue: Message[] = [];
  #time = 0;
  /** Which side of the cut each replica is on; undefined while there is none. */
  #sides: readonly boolean[] | undefined;

  constructor(random: Random, schema: GraphSchema, size: number) {
    this.#random = random;
    this.#loss = random.pick([0, 0.05, 0.3]);
    this.#delay = random.pick([1, 5, 30]);
    const clients = new Set<number>();
    const freshClient = (): number => {
      for (;;) {
        const client = 1 + random.below(1_000_000);
        if (!clients.has(client)) return (clients.add(client), client);
      }
    };
    this.replicas = Array.from(
      { length: size },
      (_, from) => new Replica(`replica ${from}`, schema, (update) => this.#broadcast(from, update), freshClient),
    );
  }

  /** One moment: perhaps a misfortune, then whatever is due arrives. `arrived` is called after each arrival. */
  step(arrived: (replica: Replica) => void): void {
    this.#time++;
    this.#misfortune(arrived);
    const due = this.#random.shuffle(this.#queue.filter((message) => message.due <= this.#time));
    this.#queue = this.#queue.filter((message) => message.due > this.#time);
    for (const { from, to, deliver } of due) {
      if (this.#sides && this.#sides[from] !== this.#sides[to]) this.counts.lost++;
      else {
        deliver();
        this.counts.delivered++;
        arrived(this.replicas[to]!);
      }
    }
  }

  /** The network heals and everyone hears of everything. */
  settle(arrived: (replica: Replica) => void): void {
    this.#sides = undefined;
    this.#queue = [];
    const [hub, ...others] = this.replicas as [Replica, ...Replica[]];
    const exchange = (from: Replica, to: Replica): void => {
      to.receive(missing(from, to));
      arrived(to);
    };
    // Again and again: what arrives may set free what waited for it, and nobody else may have that.
    do {
      for (const other of others) exchange(other, hub);
      for (const other of others) exchange(hub, other);
    } while (others.some((other) => !Y.equalSnapshots(Y.snapshot(other.store.ydoc), Y.snapshot(hub.store.ydoc))));
    this.#queue = [];
  }

  #misfortune(arrived: (replica: Replica) => void): void {
    const random = this.#random;
    const what = random.next();
    if (what < 0.02) {
      this.#sides = this.#sides ? undefined : this.replicas.map(() => random.next() < 0.5);
      this.counts.partitions++;
    } else if (what < 0.03) {
      const replica = random.pick(this.replicas);
      if (random.next() < 0.3) replica.compact();
      const lost = random.below(4);
      if (lost > 0) this.isWhole = false;
      replica.restart(lost);
      // Its connections went with it: what was on the way to it, an answer to what it knew above all, does not arrive.
      this.counts.lost += this.#queue.filter(({ to }) => this.replicas[to] === replica).length;
      this.#queue = this.#queue.filter(({ to }) => this.replicas[to] !== replica);
      this.counts.restarts++;
      arrived(replica);
    } else if (what < 0.1) {
      const [from, to] = [random.below(this.replicas.length), random.below(this.replicas.length)];
      this.counts.resyncs++;
      // The asking takes a message, the answer another: what it holds is as of when it is sent.
      this.#post(to, from, () => this.#post(from, to, this.#answer(from, to)));
    }
  }

  #answer(from: number, to: number): () => void {
    const update = missing(this.replicas[from]!, this.replicas[to]!);
    return () => this.replicas[to]!.receive(update);
  }

  #broadcast(from: number, update: Uint8Array): void {
    this.replicas.forEach((replica, to) => {
      if (to !== from) this.#post(from, to, () => replica.receive(update));
    });
  }

  #post(from: number, to: number, deliver: () => void): void {
    const random = this.#random;
    if (random.next() < this.#loss) {
      this.counts.lost++;
      return;
    }
    const doubled = random.next() < 0.05;
    if (doubled) this.counts.doubled++;
    for (let copy = 0; copy < (doubled ? 2 : 1); copy++) {
      this.#queue.push({ from, to, due: this.#time + 1 + random.below(this.#delay), deliver });
    }
  }
}

function missing(from: Replica, to: Replica): Uint8Array {
  return Y.encodeStateAsUpdate(from.store.ydoc, Y.encodeStateVector(to.store.ydoc));
}
