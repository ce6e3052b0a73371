/** Errors of runs, of the queue and of models as answers. */
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { GdsError, type GdsErrorCode } from '../../src/errors.js';
import { Problem } from '../problem.js';

/** What is not here is 500, as everything is in the original. */
const STATUS: Readonly<Partial<Record<GdsErrorCode, ContentfulStatusCode>>> = {
  GDS_MODEL_UNKNOWN: 404,
  GDS_CANCELLED: 409,
  GDS_IMAGE_SIZE: 413,
  GDS_STEPS: 400,
  GDS_SIZE: 400,
  GDS_SAMPLER_UNSUPPORTED: 400,
  GDS_QUEUE_FULL: 429,
  GDS_NOT_READY: 503,
  GDS_MODEL_MISSING: 503,
  GDS_MODEL_HASH: 503,
  GDS_WORKER_LOST: 503,
  GDS_SERVER_RESTARTED: 503,
  GDS_DISK_FULL: 507,
};

export const statusOf = (code: GdsErrorCode): ContentfulStatusCode => STATUS[code] ?? 500;

/** The answer to an error of ours; undefined for any other. */
export function problemOf(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error;
  if (!(error instanceof GdsError)) return undefined;
  const headers: Record<string, string> =
    error.retryAfter === undefined ? {} : { 'Retry-After': String(Math.ceil(error.retryAfter / 1000)) };
  return new Problem(statusOf(error.code), error.code, error.message, { headers, cause: error });
}
