/**
 * Trying again, where the error says that it may help (`retryable`), and waiting for it.
 *
 * The pause doubles from attempt to attempt and is spread by chance between half and all of it, so that many pages do not come back
 * to a busy server in step ("equal jitter", Brooker, AWS Architecture Blog 2015). Where the other side said how long to wait, that is
 * the least.
 */
export interface RetryPolicy {
  /** How often a task is carried out at most, the first time among them; 1 never tries again. */
  readonly attempts: number;
  /** Milliseconds before the second attempt. */
  readonly base: number;
  /** Milliseconds a pause lasts at most. An error that asks for a longer one is final. */
  readonly longest: number;
}

export const RETRY: RetryPolicy = { attempts: 4, base: 500, longest: 30_000 };

/** Milliseconds to wait after the `attempt`th failure; undefined where it is final. `random` gives 0 ≤ x < 1. */
export function retryPause(error: unknown, attempt: number, policy: RetryPolicy, random: () => number): number | undefined {
  if (typeof error !== 'object' || error === null || attempt >= policy.attempts) return undefined;
  const { retryable, retryAfter } = error as { retryable?: unknown; retryAfter?: unknown };
  if (retryable !== true) return undefined;
  const least = typeof retryAfter === 'number' && retryAfter > 0 ? retryAfter : 0;
  if (least > policy.longest) return undefined;
  const full = Math.min(policy.longest, policy.base * 2 ** (attempt - 1));
  return Math.max(least, full * (0.5 + random() / 2));
}
