/**
 * Undo and redo of this store's own commands, on Yjs's UndoManager.
 *
 * One command is one step, whatever it touched; a burst of edits of one parameter is one step. Commands of peers, of loading from
 * storage and those marked as not undoable are never undone. Steps beyond the limit are forgotten, oldest first.
 */
import * as Y from 'yjs';
import { VERSION_KEY, type DocumentMaps } from './schema.js';

/** Edits of one parameter that follow each other within this many milliseconds are one step. */
export const BURST_MS = 1_000;

/** The origin of every transaction a store makes itself. */
export class CommandOrigin {
  constructor(
    readonly store: object,
    readonly label: string,
    readonly kind: 'local' | 'load',
    readonly undoable: boolean,
  ) {}
}

export class UndoSteps {
  readonly #manager: Y.UndoManager;
  readonly #now: () => number;
  #burst: { key: string; at: number } | undefined;

  constructor(store: object, maps: DocumentMaps, limit: number, now: () => number) {
    this.#now = now;
    this.#manager = new Y.UndoManager(Object.values(maps) as Y.Map<unknown>[], {
      captureTimeout: 0,
      trackedOrigins: new Set([CommandOrigin]),
      captureTransaction: ({ origin }) =>
        origin === this.#manager || (origin instanceof CommandOrigin && origin.store === store && origin.undoable),
      deleteFilter: (item) => item.parentSub !== VERSION_KEY,
    });
    this.#manager.on('stack-item-added', ({ stackItem, origin, type }) => {
      if (origin instanceof CommandOrigin) stackItem.meta.set('label', origin.label);
      else stackItem.meta.set('label', this.#manager.currStackItem?.meta.get('label') ?? '');
      // Yjs has no limit of its own. The forgotten step's deleted values stay in the document, as all deleted values may.
      if (type === 'undo' && this.#manager.undoStack.length > limit) this.#manager.undoStack.shift();
    });
  }

  get canUndo(): boolean {
    return this.#manager.canUndo();
  }
  get canRedo(): boolean {
    return this.#manager.canRedo();
  }

  /** Labels of the steps, oldest first; `undone` begins with the one that redo brings back last. */
  history(): { done: string[]; undone: string[] } {
    return { done: this.#manager.undoStack.map(label), undone: this.#manager.redoStack.map(label) };
  }

  /** What a transaction of Yjs's undo is, and of which command. */
  describe(origin: unknown): { kind: 'undo' | 'redo'; label: string } | undefined {
    if (origin !== this.#manager) return undefined;
    const item = this.#manager.currStackItem;
    return { kind: this.#manager.undoing ? 'undo' : 'redo', label: item ? label(item) : '' };
  }

  /** Runs a command. With a burst key it joins the step before it, if that had the same key and was made a moment ago. */
  capture(burst: string | undefined, command: () => void): void {
    const now = this.#now();
    const joins = burst !== undefined && this.#burst?.key === burst && now - this.#burst.at < BURST_MS;
    this.#manager.captureTimeout = joins ? Number.POSITIVE_INFINITY : 0;
    try {
      command();
    } finally {
      this.#manager.captureTimeout = 0;
      this.#burst = burst === undefined ? undefined : { key: burst, at: now };
    }
  }

  undo(): boolean {
    this.#burst = undefined;
    return this.#manager.undo() !== null;
  }

  redo(): boolean {
    this.#burst = undefined;
    return this.#manager.redo() !== null;
  }

  /** The newest step, to tell whether a command made one. */
  get top(): unknown {
    return this.#manager.undoStack.at(-1);
  }

  /** Takes the newest step back for good: it cannot be redone. */
  discard(): void {
    if (this.undo()) this.#manager.redoStack.pop();
  }

  dispose(): void {
    this.#manager.destroy();
  }
}

function label(item: { meta: Map<unknown, unknown> }): string {
  return String(item.meta.get('label') ?? '');
}
