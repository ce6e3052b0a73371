/**
 * Watches what a page holds on to: listeners, timers, observers, workers and GPU objects that were made and not given back.
 *
 * It wraps the browser's own functions, so it sees every library too. Only what begins after `watchPage()` is counted.
 */

/** What is still there, each named well enough to find who made it. */
export interface Holdings {
  readonly listeners: readonly string[];
  readonly timers: readonly string[];
  readonly observers: readonly string[];
  readonly workers: readonly string[];
  readonly gpu: readonly string[];
}

export interface Watch {
  /** What is held now. */
  left(): Holdings;
  /** Devices asked for so far. */
  readonly devices: number;
  /** Bytes of the live buffers and textures. */
  gpuBytes(): number;
  /** Gives the browser its functions back. */
  stop(): void;
}

type Methods = Record<string, (...values: never[]) => unknown>;

/** Targets that outlive an element: a listener left on one of them keeps the element alive. */
const lasting = (target: EventTarget): boolean =>
  target === window ||
  target === document ||
  target === document.body ||
  target === document.documentElement ||
  target === document.fonts ||
  target === visualViewport ||
  target instanceof MediaQueryList ||
  target instanceof Worker ||
  (target instanceof HTMLElement && target.localName === 'gds-canvas');

export function watchPage(): Watch {
  const undo: (() => void)[] = [];
  /** Replaces methods of an object; each replacement gets the original. */
  const wrap = (owner: object, name: string, make: (original: (...values: unknown[]) => unknown) => (...values: never[]) => unknown) => {
    const methods = owner as Methods;
    const original = methods[name]!;
    methods[name] = make(original as (...values: unknown[]) => unknown);
    undo.push(() => (methods[name] = original));
  };

  const listeners = new Set<{ target: EventTarget; type: string; listener: unknown; signal: AbortSignal | undefined }>();
  wrap(
    EventTarget.prototype,
    'addEventListener',
    (original) =>
      function (this: EventTarget, type: string, listener: unknown, options?: AddEventListenerOptions | boolean) {
        const { signal, once } = typeof options === 'object' ? options : ({} as AddEventListenerOptions);
        if (!lasting(this) || listener === null) return original.call(this, type, listener, options);
        const entry = { target: this, type, listener, signal };
        listeners.add(entry);
        if (once) original.call(this, type, () => listeners.delete(entry), { once: true });
        return original.call(this, type, listener, options);
      },
  );
  wrap(
    EventTarget.prototype,
    'removeEventListener',
    (original) =>
      function (this: EventTarget, type: string, listener: unknown, options?: EventListenerOptions | boolean) {
        for (const entry of listeners)
          if (entry.target === this && entry.type === type && entry.listener === listener) listeners.delete(entry);
        return original.call(this, type, listener, options);
      },
  );

  const timers = new Map<string, string>();
  const origin = (): string => (new Error().stack ?? '').split('\n').slice(3, 6).join(' ').replace(/\s+/g, ' ');
  const timing = (start: string, stop: string, repeats = false): void => {
    wrap(
      window,
      start,
      (original) =>
        ((callback: (...values: unknown[]) => void, ...rest: unknown[]) => {
          const from = origin();
          const id = original.call(
            window,
            (...values: unknown[]) => {
              if (!repeats) timers.delete(`${start} ${String(id)}`);
              callback(...values);
            },
            ...rest,
          );
          timers.set(`${start} ${String(id)}`, from);
          return id;
        }) as never,
    );
    wrap(
      window,
      stop,
      (original) =>
        ((id: unknown) => {
          timers.delete(`${start} ${String(id)}`);
          return original.call(window, id);
        }) as never,
    );
  };
  timing('setTimeout', 'clearTimeout');
  timing('setInterval', 'clearInterval', true);
  timing('requestAnimationFrame', 'cancelAnimationFrame');
  timing('requestIdleCallback', 'cancelIdleCallback');

  const observers = new Map<object, string>();
  for (const Observer of [ResizeObserver, IntersectionObserver, MutationObserver, PerformanceObserver]) {
    wrap(
      Observer.prototype,
      'observe',
      (original) =>
        function (this: object, ...values: unknown[]) {
          observers.set(this, `${Observer.name} ${origin()}`);
          return original.apply(this, values);
        } as never,
    );
    wrap(
      Observer.prototype,
      'disconnect',
      (original) =>
        function (this: object) {
          observers.delete(this);
          return original.call(this);
        } as never,
    );
  }

  const workers = new Map<object, string>();
  const PlainWorker = window.Worker;
  window.Worker = class extends PlainWorker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      workers.set(this, String(url));
    }
    override terminate(): void {
      workers.delete(this);
      super.terminate();
    }
  };
  undo.push(() => (window.Worker = PlainWorker));

  const gpu = watchGpu(wrap);
  return {
    left: () => ({
      listeners: [...listeners].filter(({ signal }) => !signal?.aborted).map(({ target, type }) => `${target.constructor.name} ${type}`),
      timers: [...timers].map(([id, from]) => `${id} ${from}`),
      observers: [...observers.values()],
      workers: [...workers.values()],
      gpu: gpu.labels(),
    }),
    get devices() {
      return gpu.devices();
    },
    gpuBytes: gpu.bytes,
    stop: () => undo.forEach((restore) => restore()),
  };
}

interface GpuObject {
  readonly device: GPUDevice | undefined;
  readonly label: string;
  readonly bytes: number;
}

function watchGpu(
  wrap: (owner: object, name: string, make: (original: (...values: unknown[]) => unknown) => (...values: never[]) => unknown) => void,
) {
  const live = new Map<object, GpuObject>();
  let devices = 0;
  if (typeof GPUDevice === 'undefined') return { labels: () => [], devices: () => 0, bytes: () => 0 };
  wrap(
    GPUAdapter.prototype,
    'requestDevice',
    (original) =>
      async function (this: GPUAdapter, descriptor?: GPUDeviceDescriptor) {
        const device = (await original.call(this, descriptor)) as GPUDevice;
        devices += 1;
        live.set(device, { device: undefined, label: 'device', bytes: 0 });
        const gone = (): void => {
          live.delete(device);
          for (const [object, made] of live) if (made.device === device) live.delete(object);
        };
        void device.lost.then(gone);
        return device;
      } as never,
  );
  const making = (name: 'createBuffer' | 'createTexture' | 'createQuerySet', size: (made: never) => number): void =>
    wrap(
      GPUDevice.prototype,
      name,
      (original) =>
        function (this: GPUDevice, descriptor: GPUObjectDescriptorBase) {
          const made = original.call(this, descriptor) as object;
          live.set(made, { device: this, label: `${name.slice(6)} ${descriptor.label ?? ''}`, bytes: size(made as never) });
          return made;
        } as never,
    );
  making('createBuffer', ({ size }: GPUBuffer) => size);
  making('createTexture', textureBytes);
  making('createQuerySet', () => 0);
  for (const Made of [GPUBuffer, GPUTexture, GPUQuerySet, GPUDevice]) {
    wrap(
      Made.prototype,
      'destroy',
      (original) =>
        function (this: object) {
          live.delete(this);
          for (const [object, made] of live) if (made.device === this) live.delete(object);
          return original.call(this);
        } as never,
    );
  }
  return {
    labels: () => [...live.values()].map(({ label }) => label),
    devices: () => devices,
    bytes: () => [...live.values()].reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/** Four bytes a texel, one for the formats with one channel. */
function textureBytes({ width, height, depthOrArrayLayers, mipLevelCount, format }: GPUTexture): number {
  let bytes = 0;
  for (let level = 0; level < mipLevelCount; level += 1) {
    bytes += Math.max(1, width >> level) * Math.max(1, height >> level) * depthOrArrayLayers * (format.startsWith('r8') ? 1 : 4);
  }
  return bytes;
}
