/** What is told: to the person on the canvas and by a screen reader, and to the host of the page. */
import { GdsError } from '../../errors.js';
import type { Keymap } from '../../interaction/keymap.js';
import { shortcutOf } from '../shortcut-label.js';
import { Announcer } from './announcer.js';
import type { GdsErrorDetail } from './events.js';
import { ToastList } from './toast-list.js';

export interface ReportOptions {
  readonly title?: string;
  readonly nodeId?: string;
  readonly kind?: 'warning' | 'error';
  /** Only an event, no message on the canvas. */
  readonly quiet?: boolean;
}

/** Codes that say no to a person; others say that something went wrong. */
const REFUSAL = /^GDS_(LOCKED|READONLY|EDGE_|SELECTION_|SUBGRAPH_|NODE_PARENT)/;

export interface MessageHost {
  keymap(): Keymap;
  changed(): void;
  error(detail: GdsErrorDetail): void;
}

export class Messages {
  readonly toasts: ToastList;
  readonly announcer: Announcer;

  constructor(private readonly host: MessageHost) {
    this.toasts = new ToastList(() => host.changed());
    this.announcer = new Announcer(() => host.changed());
  }

  /** Runs a change of the document; a refusal is shown, and undefined comes back. */
  attempt<T>(change: () => T): T | undefined {
    try {
      return change();
    } catch (error) {
      const reason = GdsError.from(error, 'GDS_CHANGE');
      this.report(reason, REFUSAL.test(reason.code) ? { kind: 'warning', title: 'Not possible now' } : {});
      return undefined;
    }
  }

  /** Tells the person (unless `quiet`) and the host. */
  report(error: GdsError, options: ReportOptions = {}): void {
    const { title, nodeId, kind = 'error', quiet = false } = options;
    if (!quiet) {
      const action = nodeId === undefined ? {} : { action: { label: 'Show node', command: 'show-node', value: nodeId } };
      this.toasts.add({ kind, title: title ?? 'That did not work', text: error.message, ...action });
      this.announcer.say(`${title ?? 'Error'}: ${error.message}`, { urgent: true });
    }
    this.host.error({
      code: error.code,
      message: error.message,
      ...(nodeId === undefined ? {} : { nodeId }),
      ...(error.path === undefined ? {} : { path: error.path }),
    });
  }

  /** A change of what is locked was refused. */
  explainLocked(): void {
    const keys = shortcutOf(this.host.keymap(), 'lock');
    this.refuse(keys ? `It is locked. Press ${keys} to unlock it.` : 'It is locked. Unlock it in its menu.');
  }

  /** Says why a command can do nothing now. */
  refuse(reason: string, title = 'Not possible now'): void {
    this.toasts.add({ kind: 'info', title, text: reason });
    this.announcer.say(reason, { urgent: true });
  }

  /** For a screen reader; see {@link Announcer.say}. */
  announce(text: string, options: { readonly topic?: string } = {}): void {
    this.announcer.say(text, options);
  }
}
