/**
 * Events of a job as server-sent events over `fetch`, which carries headers where `EventSource` cannot. Goes on behind `Last-Event-ID`.
 *
 * A stream of the original never ends by itself: whoever asked for it aborts it behind the last event.
 */
import { createParser } from 'eventsource-parser';
import type { HttpClient } from './client.js';
import { lost, protocol } from './errors.js';
import { jobEvent, type Transport } from './types.js';

/** @param query - Behind the path, with its question mark. @param connect - Milliseconds until the headers are there. */
export function sse(client: HttpClient, query: string, connect: number): Transport {
  return ({ jobId, after, signal, onEvent, onSign }) => {
    const request = {
      headers: { Accept: 'text/event-stream', ...(after > 0 ? { 'Last-Event-ID': String(after) } : {}) },
      signal,
      deadline: connect,
      retry: false,
      accept: [404],
    };
    return client.send(`/api/jobs/${encodeURIComponent(jobId)}/events${query}`, request, async (response, own) => {
      if (response.status === 204) return 'over';
      if (response.status === 404) throw lost(client.label);
      await readEvents(client.label, response, {
        signal: own,
        onSign,
        onEvent: (name, data, id) => {
          const event = jobEvent(name, data, id);
          if (event) onEvent(event);
        },
      });
      return 'cut';
    });
  };
}

interface Reading {
  readonly signal: AbortSignal;
  /** Anything came, a comment too. */
  readonly onSign: () => void;
  readonly onEvent: (name: string | undefined, data: unknown, id: string | undefined) => void;
}

/** Reads a stream of events until it ends, breaks or the signal aborts. Data that is not JSON is left out. */
export async function readEvents(label: string, response: Response, { signal, onSign, onEvent }: Reading): Promise<void> {
  if (!response.headers.get('content-type')?.startsWith('text/event-stream') || !response.body) {
    await response.body?.cancel().catch(() => undefined);
    throw protocol(label, 'a page instead of a stream of events');
  }
  const parser = createParser({
    onEvent: ({ event, data, id }) => {
      try {
        onEvent(event, JSON.parse(data), id);
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
      }
    },
  });
  const reader = response.body.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || signal.aborted) return;
      onSign();
      parser.feed(value);
    }
  } catch (error) {
    // A connection that breaks ends the stream like one that closes: what is missing is asked for anew.
    if (error instanceof TypeError || signal.aborted) return;
    throw error;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
