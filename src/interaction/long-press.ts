/** Tells of a finger that rests in one place: what a secondary click is to a mouse. Another finger, or moving, ends it. */
import { pastThreshold, type CanvasPointer } from './chart.js';

/** Milliseconds. */
const REST = 500;

export class LongPress {
  #start: CanvasPointer | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly told: (pointer: CanvasPointer) => void) {}

  down(pointer: CanvasPointer): void {
    const another = this.#start !== undefined;
    this.end();
    if (pointer.type !== 'touch' || another) return;
    this.#start = pointer;
    this.#timer = setTimeout(() => {
      this.end();
      this.told(pointer);
    }, REST);
  }

  move(pointer: CanvasPointer): void {
    if (this.#start?.id === pointer.id && pastThreshold(this.#start, pointer)) this.end();
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#start = undefined;
  }
}
