/**
 * A job's events as server-sent events, in the original's spelling: CRLF at line ends, a space behind commas and colons.
 *
 * Each chunk is made when the one before it has gone out, so a slow client costs one chunk of memory; one that takes nothing at all is
 * dropped after a while.
 */
import type { JobEvent } from './job.js';
import type { JobReader, PreviewEvent } from './reader.js';

export const EVENT_STREAM_HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-cache',
  'X-Accel-Buffering': 'no',
} as const;

/** Milliseconds. */
const PING_EVERY = 15_000;

export interface EventStreamOptions {
  /** The chunk for an event; undefined leaves it out. */
  readonly write: (event: JobEvent | PreviewEvent) => Promise<string | undefined>;
  /** Milliseconds that a chunk may wait for its client. */
  readonly slowReader: number;
  /** Milliseconds without an event after which a comment keeps proxies from closing the connection; by default 15,000. */
  readonly pingEvery?: number;
  /** Ends the connection of a client that does not read. */
  readonly drop: () => void;
  /** The client left before the end. */
  readonly onLeave?: () => void;
  /** Sent before the first event. */
  readonly first?: string;
}

export function eventStream(reader: JobReader, options: EventStreamOptions): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const { pingEvery = PING_EVERY } = options;
  let first = options.first;
  let stalled: ReturnType<typeof setTimeout> | undefined;

  async function next(): Promise<string | undefined> {
    if (first !== undefined) {
      const text = first;
      first = undefined;
      return text;
    }
    while (!reader.done) {
      const event = reader.take();
      const text = event && (await options.write(event));
      if (text !== undefined) return text;
      if (event) continue;
      const since = Date.now();
      await reader.wait(pingEvery);
      if (Date.now() - since >= pingEvery) return `: ping - ${new Date().toISOString()}\r\n\r\n`;
    }
    return undefined;
  }

  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        clearTimeout(stalled);
        const text = await next();
        if (reader.closed) return;
        if (text === undefined) {
          reader.close();
          controller.close();
          return;
        }
        controller.enqueue(encoder.encode(text));
        stalled = setTimeout(options.drop, options.slowReader).unref();
      },
      cancel() {
        clearTimeout(stalled);
        const early = !reader.job.ended;
        reader.close();
        if (early) options.onLeave?.();
      },
    },
    { highWaterMark: 0 },
  );
}

/** One event. Without an id the client's last one stays. */
export function eventChunk(event: string, data: unknown, id?: number): string {
  return `${id === undefined ? '' : `id: ${id}\r\n`}event: ${event}\r\ndata: ${spacedJson(data)}\r\n\r\n`;
}

/** JSON as Python's `json.dumps` spaces it. Letters outside ASCII stay as they are. */
export function spacedJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spacedJson).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, each]) => each !== undefined);
    return `{${entries.map(([key, each]) => `${JSON.stringify(key)}: ${spacedJson(each)}`).join(', ')}}`;
  }
  return JSON.stringify(value);
}
