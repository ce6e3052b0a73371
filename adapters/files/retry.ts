/** Tries again what may pass: with doubled pauses and full jitter, or as long as the server asked for. */
import { GdsError } from '../../src/errors.js';
import { pause } from '../../src/pause.js';

export interface RetryPolicy {
  /** Attempts in all; 1 never tries again. */
  readonly attempts: number;
  /** Milliseconds of the longest first pause; doubled with each further one … */
  readonly first: number;
  /** … up to this. A server that asks for longer is not waited for. */
  readonly most: number;
  /** In [0, 1). For tests. */
  readonly random: () => number;
}

export const USUAL_RETRY: RetryPolicy = { attempts: 4, first: 250, most: 8_000, random: Math.random };

/** Runs `attempt` until it resolves, fails for good or the attempts are used up. Rejects with the signal's reason once it aborts. */
export async function withRetry<T>(policy: RetryPolicy, signal: AbortSignal | undefined, attempt: () => Promise<T>): Promise<T> {
  for (let count = 1; ; count++) {
    signal?.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof GdsError) || !error.retryable || count >= policy.attempts) throw error;
      if (error.retryAfter !== undefined && error.retryAfter > policy.most) throw error;
      const span = Math.min(policy.most, policy.first * 2 ** (count - 1));
      await pause(error.retryAfter ?? span * policy.random(), signal);
    }
  }
}
