/**
 * Instances as one list of triangles: indices lead from each instance's vertices to the next one's, and the vertex shader finds the instance
 * in the vertex's number. Instanced draws of a few vertices each are what they replace: software GPUs begin anew with each instance, which
 * made 20,000 quads of a few pixels twenty times slower, and hardware that fills its groups of 32 lanes with one instance idles in most of them.
 */
import { GrowingBuffer, USAGE, type UploadMeter } from './buffers.js';

/** Instances that the first indices are made for, and how many times as many there are each time they get more: all are written anew. */
const FEWEST = 64;
const GROWTH = 8;
/** Quadrilaterals that one draw has at most: more would take indices by the megabyte, made and uploaded in the frame that first needs them. */
const MOST = 16_384;

export class Strips {
  readonly indices: GrowingBuffer;
  /** Instances that one draw has at most. */
  readonly #most: number;
  #instances = 0;

  /**
   * @param segments  quadrilaterals side by side in each instance, which has two vertices more than twice as many
   * @param stride    from the number of an instance's first vertex to the next one's
   */
  constructor(
    device: GPUDevice,
    meter: UploadMeter,
    private readonly segments: number,
    private readonly stride: number,
  ) {
    this.#most = Math.floor(MOST / segments);
    this.indices = new GrowingBuffer(device, meter, USAGE.index, `strips of ${segments}`, this.#bytes(FEWEST));
  }

  /** Before the pass that draws: afterwards there are indices for draws of `instances`. */
  reserve(instances: number): void {
    const most = this.#most;
    if (Math.min(instances, most) <= this.#instances) return;
    this.indices.reserve(this.#bytes(Math.min(Math.max(instances, this.#instances * GROWTH), most)));
    this.#instances = Math.min(most, Math.floor(this.indices.buffer.size / this.#bytes(1)));
    const { segments, stride } = this;
    const list = new Uint32Array(this.#instances * segments * 6);
    for (let instance = 0, at = 0; instance < this.#instances; instance += 1) {
      for (let piece = 0, vertex = instance * stride; piece < segments; piece += 1, vertex += 2) {
        list[at++] = vertex;
        list[at++] = vertex + 1;
        list[at++] = vertex + 2;
        list[at++] = vertex + 2;
        list[at++] = vertex + 1;
        list[at++] = vertex + 3;
      }
    }
    this.indices.write(list, 0, list.byteLength);
  }

  /** Returns the number of draws. */
  draw(pass: GPURenderPassEncoder, first: number, count: number): number {
    pass.setIndexBuffer(this.indices.buffer, 'uint32');
    let draws = 0;
    const most = this.#most;
    for (let done = 0; done < count; done += most, draws += 1) {
      pass.drawIndexed(Math.min(most, count - done) * this.segments * 6, 1, 0, (first + done) * this.stride);
    }
    return draws;
  }

  #bytes(instances: number): number {
    return instances * this.segments * 24;
  }
}
