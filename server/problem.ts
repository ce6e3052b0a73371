/** A refusal: thrown by a handler, answered as `{"detail": …, "code": "GDS_…"}`. Its text is fixed: no path, no address, no stack. */
import type { ContentfulStatusCode } from 'hono/utils/http-status';

export interface ProblemOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

export class Problem extends Error {
  /** `detail` is what the body says: a sentence, or the list of a 422. */
  constructor(
    readonly status: ContentfulStatusCode,
    readonly code: `GDS_${string}`,
    readonly detail: unknown,
    readonly options: ProblemOptions = {},
  ) {
    super(typeof detail === 'string' ? detail : code, { cause: options.cause });
  }
}
