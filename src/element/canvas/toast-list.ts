/** Messages over the canvas: newest last, at most four, quiet ones leave by themselves, errors stay until closed. */

export interface Toast {
  readonly id: string;
  readonly kind: 'info' | 'success' | 'warning' | 'error';
  readonly title: string;
  readonly text: string;
  /** One button, for example `Show node`; the command goes through the element's own commands. */
  readonly action?: { readonly label: string; readonly command: string; readonly value?: unknown };
}

const MOST = 4;
/** Milliseconds that a message which is no error stays. */
const QUIET_MS = 6000;

export class ToastList {
  #items: readonly Toast[] = [];
  #next = 1;
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(private readonly changed: () => void) {}

  get items(): readonly Toast[] {
    return this.#items;
  }

  /** Adds a message; one that says the same as a present one replaces it. */
  add(toast: Omit<Toast, 'id'>): string {
    const id = String(this.#next++);
    const rest = this.#items.filter((item) => item.title !== toast.title || item.text !== toast.text);
    this.#set([...rest, { ...toast, id }].slice(-MOST));
    if (toast.kind !== 'error')
      this.#timers.set(
        id,
        setTimeout(() => this.remove(id), QUIET_MS),
      );
    return id;
  }

  remove(id: string): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    this.#set(this.#items.filter((item) => item.id !== id));
  }

  clear(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#set([]);
  }

  #set(items: readonly Toast[]): void {
    if (items.length === 0 && this.#items.length === 0) return;
    this.#items = items;
    this.changed();
  }
}
