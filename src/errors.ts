/**
 * The one error type of the package.
 *
 * Every failure a host or a person can meet carries a stable code, says what was wrong and what to do about it, and survives
 * the way out of a worker (structured clone drops subclasses, so workers send {@link GdsError.toJSON}).
 */
export type GdsErrorCode = `GDS_${string}`;

export interface GdsErrorJSON {
  readonly code: GdsErrorCode;
  readonly message: string;
  readonly path?: string;
  readonly cause?: string;
  readonly retryable?: true;
  readonly retryAfter?: number;
}

export interface GdsErrorOptions {
  /** What led here; shown to engineers, never to the person at the canvas. */
  readonly cause?: unknown;
  /** Path of the bad field in refused input, for example `nodes[3].params.steps`. */
  readonly path?: string;
  /** The same call may well succeed later: a busy server, a lost connection. A run then tries again. */
  readonly retryable?: boolean;
  /** Milliseconds to wait before that, where the other side said so. */
  readonly retryAfter?: number;
}

export class GdsError extends Error {
  override readonly name = 'GdsError';
  readonly code: GdsErrorCode;
  readonly path?: string;
  readonly retryable?: true;
  readonly retryAfter?: number;

  constructor(code: GdsErrorCode, message: string, options: GdsErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    if (options.path !== undefined) this.path = options.path;
    if (options.retryable) this.retryable = true;
    if (options.retryAfter !== undefined) this.retryAfter = options.retryAfter;
  }

  toJSON(): GdsErrorJSON {
    return {
      code: this.code,
      message: this.message,
      ...(this.path === undefined ? {} : { path: this.path }),
      ...(this.retryable ? { retryable: true } : {}),
      ...(this.retryAfter === undefined ? {} : { retryAfter: this.retryAfter }),
      ...(this.cause === undefined ? {} : { cause: this.cause instanceof Error ? this.cause.message : String(this.cause) }),
    };
  }

  static fromJSON(json: GdsErrorJSON): GdsError {
    return new GdsError(json.code, json.message, {
      ...(json.path === undefined ? {} : { path: json.path }),
      ...(json.retryable ? { retryable: true } : {}),
      ...(json.retryAfter === undefined ? {} : { retryAfter: json.retryAfter }),
      ...(json.cause === undefined ? {} : { cause: json.cause }),
    });
  }

  /** `error` itself when it is a GdsError already, otherwise a new one with `code` and the original as cause. */
  static from(error: unknown, code: GdsErrorCode, message?: string): GdsError {
    if (error instanceof GdsError) return error;
    const detail = error instanceof Error ? error.message : String(error);
    return new GdsError(code, message ?? detail, { cause: error });
  }
}
