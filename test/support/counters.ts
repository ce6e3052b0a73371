/** Counts what a page does: calls of the browser's own functions, whoever makes them. Each counter is stopped by its test. */

export interface Counter {
  readonly count: number;
  stop(): void;
}

/** Calls of these methods of `owner`, a prototype or the window. */
export function countCalls(owner: object, ...names: readonly string[]): Counter {
  let count = 0;
  const methods = owner as Record<string, (...values: unknown[]) => unknown>;
  const originals = names.map((name) => [name, methods[name]!] as const);
  for (const [name, original] of originals) {
    methods[name] = function (this: unknown, ...values) {
      count += 1;
      return original.apply(this, values);
    };
  }
  return {
    get count() {
      return count;
    },
    stop: () => originals.forEach(([name, original]) => (methods[name] = original)),
  };
}

/** Whatever puts pixels on a canvas: submits to a GPU, draw calls of WebGL, fills of a 2D canvas. */
export function countDrawing(): Counter {
  const counters = [
    countCalls(GPUQueue.prototype, 'submit'),
    countCalls(WebGL2RenderingContext.prototype, 'clear', 'drawArrays', 'drawElements', 'drawArraysInstanced', 'drawElementsInstanced'),
    countCalls(CanvasRenderingContext2D.prototype, 'fill', 'fillRect', 'clearRect', 'fillText', 'stroke'),
  ];
  return {
    get count() {
      return counters.reduce((sum, counter) => sum + counter.count, 0);
    },
    stop: () => counters.forEach((counter) => counter.stop()),
  };
}

/** The most submits that fell into one frame of the browser. Its clock stands still within a frame, and until the next one. */
export function countSubmitsPerFrame(): { readonly most: number; readonly total: number; stop(): void } {
  const frames = new Map<unknown, number>();
  const { submit } = GPUQueue.prototype;
  GPUQueue.prototype.submit = function (commands) {
    const frame = document.timeline.currentTime;
    frames.set(frame, (frames.get(frame) ?? 0) + 1);
    return submit.call(this, commands);
  };
  return {
    get most() {
      return Math.max(0, ...frames.values());
    },
    get total() {
      return [...frames.values()].reduce((sum, count) => sum + count, 0);
    },
    stop: () => (GPUQueue.prototype.submit = submit),
  };
}
