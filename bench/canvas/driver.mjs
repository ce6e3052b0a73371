/**
 * The page's side of the suite `canvas`: plays a subject frame by frame and counts. It reads no clock for a figure except for the wall
 * time of a mount, an addition and an undo; processor time is read from outside, around these calls.
 *
 * A subject is `{ mount(scene), view({x, y, zoom}), settled?(), selectAll(), handle(), where(id), add(scene), undo?(), count(), info?(), stats?(),
 * writes?() }`. `handle()` gives a client point at which a press takes hold of a selected node, `where(id)` a node's position. `stats()` is what the last frame took, `writes()` how
 * many changes of the document there were so far.
 */
import { cameraAt, makeScene } from './scene.mjs';

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

/** Frames before those that count: caches, compiled shaders, the path's first position. */
const WARM_UP = 3;
const FEWEST_FRAMES = 3;

export function drive(subject) {
  let bounds;
  const settled = async () => {
    await subject.settled?.();
    await frame();
    await frame();
  };

  /** One step per animation frame until there are enough of them or the time is up; `from` is the number of the first on the path. */
  async function play(step, { frames, limit, from = 0 }) {
    const end = performance.now() + limit;
    let done = 0;
    while (done < frames && (done < FEWEST_FRAMES || performance.now() < end)) {
      await frame();
      step(from + done);
      done += 1;
    }
    await frame();
    return done;
  }

  /** Wall milliseconds until two frames after the subject says that it is done: by then the page has painted it. */
  const timed = async (act) => {
    const start = performance.now();
    await act();
    await frame();
    await frame();
    return performance.now() - start;
  };

  let steps = 0;
  let watching;

  globalThis.bench = {
    async mount(count, options) {
      const scene = makeScene(count, options);
      bounds = scene.bounds;
      return timed(() => subject.mount(scene));
    },
    where(id) {
      const { x, y } = subject.where(id);
      return { x, y };
    },
    count: () => subject.count(),
    info: () => subject.info?.(),
    settled,
    stats: () => subject.stats?.(),
    writes: () => subject.writes?.(),
    undoes: () => subject.undo !== undefined,

    /** Takes the view to a path's beginning. */
    async ready(way) {
      for (let at = 0; at < WARM_UP; at += 1) {
        await frame();
        subject.view(cameraAt(way, bounds, at));
      }
      await settled();
    },
    pan: (way, options) => play((at) => subject.view(cameraAt(way, bounds, at)), options),

    async select() {
      await subject.selectAll();
      await settled();
    },
    handle: () => subject.handle(),
    /** Counts frames in which the pointer moved, from now on. */
    watch() {
      let moved = false;
      steps = 0;
      const listener = () => (moved = true);
      const options = { capture: true, passive: true };
      addEventListener('pointermove', listener, options);
      const tick = () => {
        if (moved) steps += 1;
        moved = false;
        watching.frame = requestAnimationFrame(tick);
      };
      watching = {
        frame: requestAnimationFrame(tick),
        stop() {
          removeEventListener('pointermove', listener, options);
          cancelAnimationFrame(this.frame);
        },
      };
    },
    steps: () => steps,
    unwatch() {
      watching.stop();
      return steps;
    },
    add: (count) =>
      timed(() =>
        subject.add(makeScene(count, { seed: 2, firstId: 1_000_000, origin: { x: bounds.x, y: bounds.y + bounds.height + 200 } })),
      ),
    undo: () => timed(() => subject.undo()),
  };
}

/** A small picture of one's own for each index, as a PNG. */
export async function picture(index, side = 192) {
  const canvas = new OffscreenCanvas(side, side);
  const context = canvas.getContext('2d');
  const gradient = context.createLinearGradient(0, 0, side, side);
  gradient.addColorStop(0, `hsl(${(index * 37) % 360} 70% 45%)`);
  gradient.addColorStop(1, `hsl(${(index * 37 + 90) % 360} 60% 70%)`);
  context.fillStyle = gradient;
  context.fillRect(0, 0, side, side);
  context.fillStyle = '#fff';
  context.font = `${side / 3}px sans-serif`;
  context.fillText(String(index), side / 6, side / 1.7);
  return canvas.convertToBlob({ type: 'image/png' });
}
