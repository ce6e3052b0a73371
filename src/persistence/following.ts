/** What autosave listens to: the document, the executor, the view and the page. One `stop()` ends all of it. */
import type { ExecutorEvent, StoredResult } from '../execution/types.js';
import type { SavedExecutor, SavedGraph } from './autosave.js';
import type { StoredView } from './types.js';
import type { WriteQueue } from './write-queue.js';

/** The view is stored once it has rested for this long, milliseconds; twice as long at most. */
export const VIEW_REST_MS = 1000;

export interface FollowingOptions {
  readonly graph: SavedGraph;
  readonly queue: WriteQueue;
  readonly executor: SavedExecutor | undefined;
  /** Whether updates of this origin are on disk already. */
  isStored(origin: unknown): boolean;
  /** The page is in sight again; it may have missed messages while it was frozen. */
  wake(): void;
  /** Tell the list of canvases, if there is news. */
  describe(): void;
}

export class Following {
  private readonly page = new AbortController();
  private readonly stopExecutor: (() => void) | undefined;
  private readonly savedKeys = new Map<string, string>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private view: StoredView | undefined;
  /** It has moved since the timer was set. */
  private moved = false;

  constructor(private readonly options: FollowingOptions) {
    options.graph.ydoc.on('update', this.onUpdate);
    this.stopExecutor = options.executor?.subscribe(this.onExecutor);
    const signal = this.page.signal;
    const { window, document } = globalThis;
    window?.addEventListener('pagehide', this.onHide, { signal });
    window?.addEventListener('pageshow', (event) => event.persisted && options.wake(), { signal });
    document?.addEventListener('visibilitychange', () => (document.visibilityState === 'hidden' ? this.onHide() : options.wake()), {
      signal,
    });
  }

  /** These are stored already; the executor reports them as complete while it takes them back. */
  resultsLoaded(results: readonly StoredResult[]): void {
    for (const { nodeId, key } of results) this.savedKeys.set(nodeId, key);
  }

  viewMoved(view: StoredView): void {
    this.view = view;
    this.moved = true;
    this.timer ??= setTimeout(this.viewRests, VIEW_REST_MS);
  }

  /** Called with every frame of a moving view: one timer looks back on it instead of a new one for each frame. */
  private readonly viewRests = (): void => {
    if (!this.moved) return this.viewNow();
    this.moved = false;
    this.timer = setTimeout(this.viewRests, VIEW_REST_MS);
  };

  /** Stores the view without waiting for it to rest. */
  viewNow(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { view } = this;
    this.view = undefined;
    if (view) this.options.queue.pushView(view);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.page.abort();
    this.stopExecutor?.();
    this.options.graph.ydoc.off('update', this.onUpdate);
  }

  private readonly onUpdate = (update: Uint8Array, origin: unknown): void => {
    if (this.options.isStored(origin)) return;
    this.options.queue.pushUpdate(update);
    this.options.describe();
  };

  private readonly onExecutor = (event: ExecutorEvent): void => {
    if (event.type !== 'node' || event.state.status !== 'complete') return;
    const result = this.options.executor?.exportResult(event.id);
    if (!result || this.savedKeys.get(event.id) === result.key) return;
    this.savedKeys.set(event.id, result.key);
    this.options.queue.pushResult(result);
  };

  private readonly onHide = (): void => {
    this.viewNow();
    this.options.queue.flush().catch(() => undefined);
  };
}
