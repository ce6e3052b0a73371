/**
 * One seed: several people give random commands on replicas of one document, undo and redo, over a bad network; then all meet, take
 * everything back, and each works alone and takes that back whole.
 */
import type { GraphStore } from '../../src/graph/store.js';
import { createDefaultRegistry } from '../../src/registry/registry.js';
import { randomCommand } from './commands.js';
import { Follower, checkCompaction, checkInvariants, checkMirror, checkReload, must, mustEqual, text } from './invariants.js';
import { Network, type NetworkCounts, type Replica } from './network.js';
import { Random } from './random.js';

export interface Counts extends NetworkCounts {
  commands: number;
  refused: number;
  undone: number;
  redone: number;
  /** Documents that were checked. */
  states: number;
}

/** Commands that each gives alone. */
const ALONE = 12;

const REGISTRY = createDefaultRegistry();

/** @throws Error on the first thing that does not hold. */
export function runScenario(seed: number, commands: number): Counts {
  const run = new Run(new Random(seed));
  let step = 0;
  try {
    for (; step < commands; step++) run.step();
    run.meet();
    run.undoAll();
    run.meet();
    run.alone();
    return run.counts;
  } catch (error) {
    throw new Error(`Seed ${seed} failed ${step < commands ? `at command ${step + 1}` : `after ${step} commands`}.`, { cause: error });
  } finally {
    run.dispose();
  }
}

class Run {
  readonly #random: Random;
  readonly #network: Network;
  readonly #followers = new WeakMap<object, Follower>();
  readonly #counts = { commands: 0, refused: 0, undone: 0, redone: 0, states: 0 };

  constructor(random: Random) {
    this.#random = random;
    this.#network = new Network(random, REGISTRY, 3 + random.below(8));
    for (const { store } of this.#network.replicas) this.#followerOf(store);
  }

  /** All stores listen to one registry. */
  dispose(): void {
    for (const { store } of this.#network.replicas) store.dispose();
  }

  get counts(): Counts {
    return { ...this.#network.counts, ...this.#counts };
  }

  /** Somebody does something; the network moves on. */
  step(): void {
    const replica = this.#random.pick(this.#network.replicas);
    this.#act(replica);
    this.#check(replica);
    checkMirror(replica.store);
    this.#network.step((reached) => this.#check(reached));
  }

  /** Everyone hears of everything: all see the same. */
  meet(): void {
    this.#network.settle((replica) => this.#check(replica));
    const [first, ...others] = this.#network.replicas.map(({ store }) => store);
    for (const store of [first!, ...others]) {
      must(!this.#network.isWhole || store.ydoc.store.pendingStructs === null, () => 'nothing is left waiting for what was lost');
      mustEqual(text(store), text(first!), 'all see the same');
      checkMirror(store);
    }
    checkReload(first!);
  }

  /** All take back all they can, in turns, and hear of each other now and then. */
  undoAll(): void {
    for (let left = [...this.#network.replicas]; left.length > 0;) {
      const replica = this.#random.pick(left);
      if (replica.store.undo()) this.#counts.undone++;
      else left = left.filter((other) => other !== replica);
      this.#check(replica);
      this.#network.step((reached) => this.#check(reached));
    }
  }

  /** What is done with no one else around goes back to the start, and forth to the end. */
  alone(): void {
    for (const { store } of this.#network.replicas) {
      const random = this.#random;
      const start = text(store);
      for (let i = 0; i < ALONE; i++) randomCommand({ store, random, undoable: true });
      const end = text(store);
      for (let round = 0; round < 2; round++) {
        let steps = 0;
        while (store.undo()) steps++;
        mustEqual(text(store), start, 'undo goes back to the start');
        checkMirror(store);
        // Only so many: where all commands were refused, there are still steps of before.
        for (let i = 0; i < steps; i++) store.redo();
        mustEqual(text(store), end, 'redo goes forth to the end');
        checkMirror(store);
        this.#counts.undone += steps;
        this.#counts.redone += steps;
      }
      checkCompaction(store);
    }
  }

  #act({ store }: Replica): void {
    const random = this.#random;
    const what = random.next();
    if (what < 0.14) this.#counts.undone += Number(store.undo());
    else if (what < 0.22) this.#counts.redone += Number(store.redo());
    else {
      this.#counts.commands++;
      this.#counts.refused += Number(randomCommand({ store, random }) === 'refused');
    }
  }

  #check(replica: Replica): void {
    const { store } = replica;
    this.#counts.states++;
    checkInvariants(store);
    this.#followerOf(store).check(store);
  }

  /** A replica that started again has a new store, and events begin anew. */
  #followerOf(store: GraphStore): Follower {
    let follower = this.#followers.get(store);
    if (!follower) this.#followers.set(store, (follower = new Follower(store)));
    return follower;
  }
}
