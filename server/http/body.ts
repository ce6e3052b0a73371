/**
 * The body of a request as it comes off the wire, with the limits that every reader of it needs.
 *
 * Read once, chunk by chunk: a body is never held in memory here. Throws a `Problem`: `GDS_TOO_LARGE` (413) beyond `limit`, before the
 * first byte where the header says so; `GDS_TIMEOUT` (408, and the connection ends) where nothing comes for `idleMs`; `GDS_BODY_LENGTH`
 * (400) where the client leaves before the end, which no answer reaches any more but which keeps a part from being taken for the whole.
 */
import type { IncomingMessage } from 'node:http';
import { Problem } from '../problem.js';

export interface BodyLimits {
  /** Bytes. */
  readonly limit: number;
  readonly idleMs: number;
}

export async function* requestBody(incoming: IncomingMessage, { limit, idleMs }: BodyLimits): AsyncGenerator<Buffer, void, void> {
  if (Number(incoming.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  const chunks = incoming.iterator({ destroyOnReturn: false });
  let received = 0;
  try {
    for (;;) {
      const next = await withinIdleTime(chunks.next(), idleMs);
      if (next.done) break;
      received += (next.value as Buffer).length;
      if (received > limit) throw tooLarge(limit);
      yield next.value as Buffer;
    }
  } catch (error) {
    throw error instanceof Problem ? error : cutShort(error);
  } finally {
    // Lets go of the stream, so that what is left of a refused body can be drained and the connection be used again.
    void chunks.return?.();
  }
}

async function withinIdleTime<T>(work: Promise<T>, idleMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const idle = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(timedOut()), idleMs);
  });
  try {
    return await Promise.race([work, idle]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}

const tooLarge = (limit: number): Problem => new Problem(413, 'GDS_TOO_LARGE', `The body is larger than ${limit} bytes.`);
const timedOut = (): Problem => new Problem(408, 'GDS_TIMEOUT', 'The body stood still for too long.', { headers: { Connection: 'close' } });
const cutShort = (cause: unknown): Problem =>
  new Problem(400, 'GDS_BODY_LENGTH', 'The body ended before the length that was announced.', { cause });
