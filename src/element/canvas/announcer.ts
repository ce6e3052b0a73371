/**
 * What a screen reader says without being asked.
 *
 * Announcements are added to a live region one after the other and stay there for a while: a reader that is still speaking finds each of
 * them, none is overwritten by the next. What changes many times a second, such as where something is while an arrow is held down, has a
 * topic: of those only the last is said, once it rests.
 */
export interface Announcement {
  readonly id: number;
  readonly text: string;
  /** Errors interrupt what is being said. */
  readonly urgent: boolean;
}

/** Milliseconds that an announcement stays; readers take up an addition at once, so this only bounds how much lies there. */
const STAYS = 10_000;
/** Most announcements at a time. */
const MOST = 30;
/** Milliseconds without another one of its topic after which an announcement is made. */
const REST = 400;

export class Announcer {
  #shown: readonly Announcement[] = [];
  #count = 0;
  readonly #waiting = new Map<string, ReturnType<typeof setTimeout>>();
  #fading: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly changed: () => void) {}

  get shown(): readonly Announcement[] {
    return this.#shown;
  }

  say(text: string, { urgent = false, topic }: { readonly urgent?: boolean; readonly topic?: string } = {}): void {
    if (topic === undefined) return this.#add(text, urgent);
    clearTimeout(this.#waiting.get(topic));
    const timer = setTimeout(() => {
      this.#waiting.delete(topic);
      this.#add(text, urgent);
    }, REST);
    this.#waiting.set(topic, timer);
  }

  /** Says nothing more of what waits, and forgets what was said. */
  clear(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    this.#waiting.clear();
    clearTimeout(this.#fading);
    this.#shown = [];
  }

  #add(text: string, urgent: boolean): void {
    this.#shown = [...this.#shown, { id: ++this.#count, text, urgent }].slice(-MOST);
    clearTimeout(this.#fading);
    this.#fading = setTimeout(() => {
      this.#shown = [];
      this.changed();
    }, STAYS);
    this.changed();
  }
}
