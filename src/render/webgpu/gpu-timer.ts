/**
 * How long frames take the GPU, by its own clock: two timestamps around the render pass, read some frames later.
 *
 * It never waits and adds no submit: the timestamps are copied with the frame's own commands, and a frame that comes while all
 * slots are still being read is not measured. Reading them back costs the main thread about a tenth of a frame, so one frame in
 * {@link EVERY} is measured. Browsers round the clock, Chromium to 0.1 ms.
 */
import { USAGE } from './buffers.js';

/** The first frame is measured, then one of so many. */
const EVERY = 4;
/** Frames whose timestamps may be on their way at once. */
const SLOTS = 3;
/** Bytes of the two timestamps of a frame. */
const PAIR = 16;
/** Resolved queries begin at multiples of this. */
const ALIGNMENT = 256;
// GPUBufferUsage by number, as in buffers.ts.
const QUERY_RESOLVE = 0x200;

/** One measured frame: what its render pass is told, and what follows it in the same commands. */
export interface TimedFrame {
  readonly writes: GPURenderPassTimestampWrites;
  encode(encoder: GPUCommandEncoder): void;
  /** After the submit. */
  read(): void;
}

export class GpuTimer {
  readonly #queries: GPUQuerySet;
  readonly #resolved: GPUBuffer;
  readonly #slots: readonly GPUBuffer[];
  readonly #free: GPUBuffer[];
  #frames = 0;

  /** @param device  has the feature `timestamp-query`
   *  @param told  gets the milliseconds of each measured frame */
  constructor(
    device: GPUDevice,
    private readonly told: (ms: number) => void,
  ) {
    const { copySrc, copyDst, mapRead } = USAGE;
    this.#queries = device.createQuerySet({ label: 'frame times', type: 'timestamp', count: 2 * SLOTS });
    this.#resolved = device.createBuffer({ label: 'frame times', size: SLOTS * ALIGNMENT, usage: QUERY_RESOLVE | copySrc });
    this.#slots = Array.from({ length: SLOTS }, () =>
      device.createBuffer({ label: 'frame times read', size: PAIR, usage: copyDst | mapRead }),
    );
    this.#free = [...this.#slots];
  }

  /** Undefined for a frame that is not measured. */
  frame(): TimedFrame | undefined {
    this.#frames += 1;
    if (this.#frames % EVERY !== 1) return undefined;
    const target = this.#free.pop();
    if (!target) return undefined;
    const slot = this.#slots.indexOf(target);
    const offset = slot * ALIGNMENT;
    return {
      writes: { querySet: this.#queries, beginningOfPassWriteIndex: slot * 2, endOfPassWriteIndex: slot * 2 + 1 },
      encode: (encoder) => {
        encoder.resolveQuerySet(this.#queries, slot * 2, 2, this.#resolved, offset);
        encoder.copyBufferToBuffer(this.#resolved, offset, target, 0, PAIR);
      },
      read: () => void this.#read(target),
    };
  }

  get buffers(): readonly GPUBuffer[] {
    return [this.#resolved, ...this.#slots];
  }

  destroy(): void {
    this.#queries.destroy();
    for (const buffer of this.buffers) buffer.destroy();
  }

  async #read(target: GPUBuffer): Promise<void> {
    try {
      // 1: for reading.
      await target.mapAsync(1);
    } catch {
      // The device or this timer is gone; there is nothing more to measure.
      return;
    }
    const [begin = 0n, end = 0n] = new BigUint64Array(target.getMappedRange().slice(0));
    target.unmap();
    this.#free.push(target);
    // A GPU that was put to sleep in between may turn its clock back.
    if (end >= begin && begin > 0n) this.told(Number(end - begin) / 1e6);
  }
}
