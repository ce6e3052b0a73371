/**
 * Frames on demand: any number of reasons between two frames give one, and without a reason the browser is asked for none.
 *
 * What moves by itself asks anew after each frame it is in ({@link FrameLoop.animate}); when it stops asking, the frames stop.
 */

/** Milliseconds between frames that only an animation wants: half of 60 per second leaves the machine to the run it tells about. */
export const ANIMATION_INTERVAL = 1000 / 30;
/**
 * A frame that keeps the browser longer than that was drawn without a GPU, or beside something that needs the machine more. An animation
 * then rests this many times as long between its frames: a run that computes on the same cores took twice as long beside a flowing wire.
 */
const SLOW_REST = 4;
/** Milliseconds at most that a frame counts as: the next one also comes late where nobody saw the page meanwhile. */
const SLOWEST = 250;
/** Frames never come on the millisecond: without this slack every other one would be missed. */
const SLACK = 6;
const ANIMATION = 'animation';

export interface FrameLoopHost {
  readonly view: Window;
  /** Whether anybody would see a frame. */
  runnable(): boolean;
  draw(): void;
}

export class FrameLoop {
  /** Animation frames asked of the browser so far. */
  asked = 0;
  #reasons = new Set<string>();
  /** The other set, which the frame drawn last was told: sets take turns so that a frame allocates none. */
  #taken = new Set<string>();
  #cancel: (() => void) | undefined;
  /** Of the browser's frame that was drawn last, on the clock of animation frames. */
  #drawnIn: CSSNumberish | null = null;
  /** Of the frame drawn last, and how long after it the browser was ready for another. */
  #drawnAt = -Infinity;
  #frameMs: number | undefined;
  #rest: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly host: FrameLoopHost) {}

  ask(reason: string): void {
    this.#reasons.add(reason);
    this.schedule();
  }
  /** For the next frame, whenever that comes. */
  note(reason: string): void {
    this.#reasons.add(reason);
  }
  animate(): void {
    this.ask(ANIMATION);
  }

  /** Calls back in the next animation frame; returns how to call that off. */
  frame(callback: (now: number) => void): () => void {
    this.asked += 1;
    const frame = this.host.view.requestAnimationFrame(callback);
    return () => this.host.view.cancelAnimationFrame(frame);
  }

  schedule(): void {
    if (this.#cancel || this.#reasons.size === 0 || !this.host.runnable()) return;
    clearTimeout(this.#rest);
    this.#cancel = this.frame((now) => {
      this.#cancel = undefined;
      this.#frameMs ??= Math.min(SLOWEST, now - this.#drawnAt);
      const left = this.#reasons.size === 1 && this.#reasons.has(ANIMATION) ? this.#drawnAt + this.#animationInterval - now : 0;
      if (left > ANIMATION_INTERVAL) this.#rest = setTimeout(() => this.schedule(), left);
      else if (left > SLACK) this.schedule();
      else {
        this.#drawnAt = now;
        this.#frameMs = undefined;
        this.host.draw();
      }
    });
  }
  cancel(): void {
    clearTimeout(this.#rest);
    this.#cancel?.();
    this.#cancel = undefined;
  }

  get #animationInterval(): number {
    const frame = this.#frameMs ?? 0;
    return frame > ANIMATION_INTERVAL + SLACK ? frame * (1 + SLOW_REST) : ANIMATION_INTERVAL;
  }

  /** Why the frame that is drawn now is drawn; from here on, reasons are for the next one. The set is the caller's until the next call. */
  take(): ReadonlySet<string> {
    this.cancel();
    const taken = this.#reasons;
    this.#reasons = this.#taken;
    this.#reasons.clear();
    this.#taken = taken;
    this.#drawnIn = this.host.view.document.timeline.currentTime;
    return taken;
  }

  /** Whether the browser's frame that is under way has been drawn: the timeline's clock stands still within one. */
  get drawn(): boolean {
    return this.#drawnIn !== null && this.#drawnIn === this.host.view.document.timeline.currentTime;
  }
}
