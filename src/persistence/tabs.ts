/**
 * Keeps the tabs that have one project open in step, over a BroadcastChannel.
 *
 * A tab passes an edit on once it is stored, so what another tab builds upon it never refers to something that is not on
 * disk. An edit that storage refused is passed on all the same, marked, and the receiver stores it. A tab that arrives or wakes up
 * says hello with its state vector and is sent what it lacks.
 */
import * as Y from 'yjs';
import { hasGap } from './gaps.js';

/** Origin of updates that another tab has stored already. */
export const STORED_ELSEWHERE = Object.freeze({ source: 'tab', stored: true });
/** Origin of updates that came from another tab and are not known to be stored. */
export const NOT_STORED = Object.freeze({ source: 'tab', stored: false });

type Message =
  | { readonly gds: 1; readonly type: 'hello'; readonly vector: Uint8Array }
  | { readonly gds: 1; readonly type: 'update'; readonly update: Uint8Array; readonly stored: boolean }
  | { readonly gds: 1; readonly type: 'answer'; readonly update: Uint8Array };

export interface TabsTarget {
  readonly ydoc: Y.Doc;
  /** Whether it holds updates back because earlier ones are missing. */
  readonly waiting?: boolean;
  applyUpdate(update: Uint8Array, origin: unknown): void;
}

export class Tabs {
  private readonly channel: BroadcastChannel;
  /** Messages that came before the stored content was in place. */
  private early: Message[] | undefined = [];
  private readonly answers = new Set<() => void>();
  private leave: () => void = () => {};

  /** Listens from now on; nothing is applied before {@link Tabs.begin}. */
  constructor(
    private readonly target: TabsTarget,
    private readonly name: string,
  ) {
    // Held as long as this tab has the project open, and by a tab that is too busy to answer.
    const open = new Promise<void>((resolve) => (this.leave = resolve));
    navigator.locks?.request(name, { mode: 'shared' }, () => open).catch(() => undefined);
    this.channel = new BroadcastChannel(name);
    this.channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (isMessage(data)) this.receive(data);
    };
  }

  /** The stored content is in the document: takes what came meanwhile and asks for what is still missing. */
  begin(): void {
    const early = this.early ?? [];
    this.early = undefined;
    for (const message of early) this.receive(message);
    this.hello();
  }

  /** Asks the other tabs for what this one lacks. */
  hello(): void {
    this.post({ gds: 1, type: 'hello', vector: Y.encodeStateVector(this.target.ydoc) });
  }

  /** Resolves with the next answer to a hello, or after `patience` milliseconds without one. */
  answered(patience: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.answers.delete(done);
        resolve();
      };
      const timer = setTimeout(done, patience);
      this.answers.add(done);
    });
  }

  /** Whether no other tab has the project open; false where the browser cannot tell. */
  async alone(): Promise<boolean> {
    const locks = await navigator.locks?.query().catch(() => undefined);
    return locks?.held?.filter(({ name }) => name === this.name).length === 1;
  }

  send(update: Uint8Array, stored: boolean): void {
    this.post({ gds: 1, type: 'update', update, stored });
  }

  close(): void {
    this.channel.onmessage = null;
    this.channel.close();
    for (const done of [...this.answers]) done();
    this.leave();
  }

  private receive(message: Message): void {
    if (this.early) {
      this.early.push(message);
      return;
    }
    const { ydoc } = this.target;
    try {
      if (message.type === 'hello') {
        this.post({ gds: 1, type: 'answer', update: Y.encodeStateAsUpdate(ydoc, message.vector) });
      } else {
        this.target.applyUpdate(message.update, message.type === 'update' && message.stored ? STORED_ELSEWHERE : NOT_STORED);
        if (message.type === 'answer') for (const done of [...this.answers]) done();
        else if (this.target.waiting || hasGap(ydoc)) this.hello();
      }
    } catch (error) {
      // Another version of the package may speak differently; this tab's own work is not touched by it.
      console.warn('A message from another tab could not be read.', error);
    }
  }

  private post(message: Message): void {
    try {
      this.channel.postMessage(message);
    } catch {
      // The channel was closed under a message on its way.
    }
  }
}

function isMessage(data: unknown): data is Message {
  const message = data as { gds?: unknown; type?: unknown; update?: unknown; vector?: unknown } | null;
  if (typeof message !== 'object' || message === null || message.gds !== 1) return false;
  if (message.type === 'hello') return message.vector instanceof Uint8Array;
  return (message.type === 'update' || message.type === 'answer') && message.update instanceof Uint8Array;
}
