/** GPU buffers that grow, and the byte count of what is written into them. */

/** Bytes uploaded in the current frame. */
export class UploadMeter {
  bytes = 0;
}

// GPUBufferUsage by number, because the global is missing outside pages and workers.
export const USAGE = { copyDst: 0x8, copySrc: 0x4, mapRead: 0x1, index: 0x10, uniform: 0x40, storage: 0x80 } as const;

export class GrowingBuffer {
  buffer: GPUBuffer;

  constructor(
    protected readonly device: GPUDevice,
    private readonly meter: UploadMeter,
    private readonly usage: number,
    private readonly label: string,
    bytes = 4096,
  ) {
    this.buffer = this.#create(bytes);
  }

  /** True when the buffer is a new one: its contents are gone. */
  reserve(bytes: number): boolean {
    if (bytes <= this.buffer.size) return false;
    this.buffer.destroy();
    this.buffer = this.#create(Math.max(bytes, this.buffer.size * 2));
    return true;
  }

  /** Writes `bytes` of `data` from `from` on to the same place. */
  write(data: Float32Array | Uint32Array, from: number, bytes: number): void {
    if (bytes <= 0) return;
    this.device.queue.writeBuffer(this.buffer, from, data.buffer as ArrayBuffer, data.byteOffset + from, bytes);
    this.meter.bytes += bytes;
  }

  destroy(): void {
    this.buffer.destroy();
  }

  #create(bytes: number): GPUBuffer {
    return this.device.createBuffer({ label: this.label, size: Math.ceil(bytes / 16) * 16, usage: this.usage | USAGE.copyDst });
  }
}

/** Instances of one primitive, which its vertex shader reads by itself; see strips.ts. */
export class InstanceBuffer extends GrowingBuffer {
  #group: GPUBindGroup | undefined;

  constructor(
    device: GPUDevice,
    meter: UploadMeter,
    private readonly layout: GPUBindGroupLayout,
    label: string,
    bytes?: number,
  ) {
    super(device, meter, USAGE.storage, label, bytes);
  }

  override reserve(bytes: number): boolean {
    const grown = super.reserve(bytes);
    if (grown) this.#group = undefined;
    return grown;
  }

  get group(): GPUBindGroup {
    return (this.#group ??= this.device.createBindGroup({
      layout: this.layout,
      entries: [{ binding: 0, resource: { buffer: this.buffer } }],
    }));
  }
}
