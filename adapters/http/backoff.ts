/**
 * How long to wait before another attempt: exponential, spread by chance over the whole span ("full jitter", Brooker, AWS Architecture
 * Blog 2015), so that many pages do not come back to a server in step; never less than the server asked for.
 */
export interface RetryPolicy {
  /** How often a request is sent at most, the first time among them; 1 never tries again. */
  readonly attempts: number;
  /** Milliseconds that the first pause lasts at most; each later one twice as long. */
  readonly base: number;
  /** Milliseconds a pause lasts at most. A server that asks for a longer one is not asked again. */
  readonly longest: number;
}

export const RETRY: RetryPolicy = { attempts: 4, base: 300, longest: 10_000 };

/** Milliseconds before the attempt after the `failures`th failure (from 1); undefined where there is none. `random` gives 0 ≤ x < 1. */
export function backoff(policy: RetryPolicy, failures: number, random: () => number, retryAfter = 0): number | undefined {
  if (failures >= policy.attempts || retryAfter > policy.longest) return undefined;
  return retryAfter + random() * Math.min(policy.longest - retryAfter, policy.base * 2 ** (failures - 1));
}

/** Milliseconds that the header `Retry-After` asks for, in seconds or as a date (RFC 9110, 10.2.3); undefined where it says nothing. */
export function retryAfter(headers: Headers, now: number = Date.now()): number | undefined {
  const value = headers.get('retry-after')?.trim();
  if (!value) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
