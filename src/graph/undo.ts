/**
 * Undo and redo of this store's own commands.
 *
 * One command is one step, whatever it touched; a burst of edits of one text is one step. Commands of peers, of loading from storage
 * and those marked as not undoable are never undone. What others changed since stays theirs; a step of which nothing is left to take
 * back is passed over. Steps beyond the limit are forgotten, oldest first.
 */
import type * as Y from 'yjs';
import type { GraphMirror } from './mirror.js';
import type { DocumentMaps } from './schema.js';
import { ChangeRecorder, join, type Changes } from './undo-changes.js';

/** Edits of one text that follow each other within this many milliseconds are one step. */
export const BURST_MS = 1_000;

/** How much undo remembers. */
export interface UndoLimits {
  readonly steps: number;
  /** Single values that all steps together hold; the newest step is kept whatever its size. */
  readonly values: number;
}

/** What belongs to a step but not to the document, the selection above all. */
export interface UndoContext {
  /** What to come back to; called before each command, undo and redo. */
  capture(): unknown;
  /** Goes back to what was captured before the step; called once the document has changed. */
  restore(context: unknown): void;
}

interface Step {
  readonly label: string;
  readonly context: unknown;
  changes: Changes;
}

/** The origin of every transaction that a store makes itself. */
export class CommandOrigin {
  /** What the transaction changed, once it has ended. */
  changes: Changes | undefined;
  /** The steps that could be redone before it. */
  undone: Step[] | undefined;

  constructor(
    readonly store: object,
    readonly label: string,
    readonly kind: 'local' | 'load' | 'undo' | 'redo',
    readonly undoable: boolean,
    readonly context?: unknown,
    readonly burst?: string,
  ) {}
}

export class UndoSteps {
  context: UndoContext | undefined;
  readonly #store: object;
  readonly #ydoc: Y.Doc;
  readonly #recorder: ChangeRecorder;
  readonly #limits: UndoLimits;
  readonly #now: () => number;
  readonly #stop: () => void;
  #done: Step[] = [];
  #undone: Step[] = [];
  #burst: { key: string; at: number } | undefined;

  constructor(store: { readonly ydoc: Y.Doc }, maps: DocumentMaps, mirror: GraphMirror, limits: UndoLimits, now: () => number) {
    this.#store = store;
    this.#ydoc = store.ydoc;
    this.#limits = limits;
    this.#now = now;
    this.#recorder = new ChangeRecorder(maps, mirror, (origin) => this.#isOwn(origin));
    const onTransaction = (transaction: Y.Transaction): void => {
      if (this.#isOwn(transaction.origin)) this.#keep(transaction.origin, this.#recorder.take(transaction));
    };
    this.#ydoc.on('afterTransaction', onTransaction);
    this.#stop = () => this.#ydoc.off('afterTransaction', onTransaction);
  }

  get canUndo(): boolean {
    return this.#done.length > 0;
  }
  get canRedo(): boolean {
    return this.#undone.length > 0;
  }

  /** Labels of the steps, oldest first; `undone` begins with the one that redo brings back last. */
  history(): { done: string[]; undone: string[] } {
    return { done: this.#done.map(({ label }) => label), undone: this.#undone.map(({ label }) => label) };
  }

  /**
   * The origin for a command's transaction. With a burst key it joins the step before it, if that had the same key and was made a
   * moment ago.
   */
  origin(label: string, kind: 'local' | 'load', undoable: boolean, burst?: string): CommandOrigin {
    return new CommandOrigin(this.#store, label, kind, undoable, undoable ? this.context?.capture() : undefined, burst);
  }

  /** Takes back what a command did before it failed, as if it had not been given. */
  revert(origin: CommandOrigin): void {
    const { changes, label, undone } = origin;
    if (!changes || changes.values.length === 0) return;
    if (this.#done.at(-1)?.changes === changes) {
      this.#done.pop();
      this.#undone = undone ?? [];
    }
    this.#ydoc.transact(() => this.#recorder.restore(changes), new CommandOrigin(this.#store, label, 'undo', false));
  }

  undo(): boolean {
    return this.#take(this.#done, 'undo');
  }

  redo(): boolean {
    return this.#take(this.#undone, 'redo');
  }

  dispose(): void {
    this.#stop();
    this.#recorder.dispose();
  }

  #isOwn(origin: unknown): origin is CommandOrigin {
    return origin instanceof CommandOrigin && origin.store === this.#store;
  }

  #take(steps: Step[], kind: 'undo' | 'redo'): boolean {
    this.#burst = undefined;
    for (let step = steps.pop(); step; step = steps.pop()) {
      const { changes, label, context } = step;
      let restored = false;
      const origin = new CommandOrigin(this.#store, label, kind, true, this.context?.capture());
      this.#ydoc.transact(() => (restored = this.#recorder.restore(changes)), origin);
      if (!restored) continue;
      if (context !== undefined) this.context?.restore(context);
      return true;
    }
    return false;
  }

  /** A transaction of our own has ended. */
  #keep(origin: CommandOrigin, changes: Changes): void {
    origin.changes = changes;
    if (!origin.undoable || changes.values.length === 0) return;
    const step = { label: origin.label, context: origin.context, changes };
    if (origin.kind === 'undo') this.#undone.push(step);
    else if (origin.kind === 'redo') this.#done.push(step);
    else {
      origin.undone = this.#undone;
      this.#undone = [];
      const now = this.#now();
      const last = this.#done.at(-1);
      const joins = this.#burst !== undefined && this.#burst.key === origin.burst && now - this.#burst.at < BURST_MS;
      if (joins && last) last.changes = join(last.changes, changes);
      else this.#done.push(step);
      this.#burst = origin.burst === undefined ? undefined : { key: origin.burst, at: now };
      this.#forget();
    }
  }

  #forget(): void {
    let values = this.#done.reduce((sum, { changes }) => sum + changes.values.length, 0);
    const { steps, values: most } = this.#limits;
    while (this.#done.length > steps || (values > most && this.#done.length > 1)) values -= this.#done.shift()!.changes.values.length;
  }
}
