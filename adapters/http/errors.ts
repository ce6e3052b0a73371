/** What a server's refusals and failures become: typed, in words for the person at the canvas, without the server's innards. */
import { GdsError, type GdsErrorCode, type GdsErrorOptions } from '../../src/errors.js';
import { retryAfter } from './backoff.js';

/** Another attempt may succeed. */
const RETRYABLE: GdsErrorOptions = { retryable: true };

export const unreachable = (label: string, cause?: unknown): GdsError =>
  new GdsError('GDS_REMOTE_UNREACHABLE', `${label} does not answer. Check that it runs and that this page may talk to it.`, {
    ...RETRYABLE,
    cause,
  });

export const timedOut = (label: string, what: string): GdsError =>
  new GdsError('GDS_REMOTE_TIMEOUT', `${label} took too long ${what}. Try again later.`, RETRYABLE);

export const lost = (label: string): GdsError =>
  new GdsError('GDS_REMOTE_LOST', `${label} no longer knows this job: it was restarted, or the job is too old. Run again.`, RETRYABLE);

export const protocol = (label: string, what: string, cause?: unknown): GdsError =>
  new GdsError('GDS_REMOTE_PROTOCOL', `${label} answered with ${what}. Check the server's address.`, { cause });

export const disposed = (): GdsError => new GdsError('GDS_DISPOSED', 'The connection to the server was closed.');

/** Says that no model is there for the work: waiting does not help. The original says it with the status of a busy server. */
const NO_MODEL = /^(Model not loaded|TripoSR model not available)/;

/** Reads the body of an answer that is no success, and says what it means. */
export async function refusal(label: string, response: Response): Promise<GdsError> {
  const { detail, path, code } = await readDetail(response);
  const said = detail || `status ${response.status}`;
  /** Where words of ours follow. */
  const clause = said.replace(/\.$/, '');
  const wait = retryAfter(response.headers);
  const options = { ...(path === undefined ? {} : { path }), cause: code ?? `HTTP ${response.status}` };
  const make = (ours: GdsErrorCode, message: string, more: GdsErrorOptions = {}): GdsError =>
    new GdsError(ours, message, { ...options, ...more });
  const { status } = response;
  if (status === 401) return make('GDS_REMOTE_AUTH', `${label} asks for a valid sign-in: ${clause}. Sign in again, or check the token.`);
  if (status === 403) return make('GDS_REMOTE_AUTH', `${label} does not let this page in: ${clause}. Ask whoever runs it to allow it.`);
  if (status === 408)
    return make('GDS_REMOTE_TIMEOUT', `${label} gave up waiting for the request. The connection may be too slow.`, RETRYABLE);
  if (status === 503 && (NO_MODEL.test(said) || code === 'GDS_MODEL_MISSING'))
    return make('GDS_TASK_UNSUPPORTED', `${label} has no model for this: ${clause}. Install it there, or choose another.`);
  if (status === 429 || status === 503) {
    const later = wait === undefined ? {} : { retryAfter: wait };
    return make('GDS_REMOTE_BUSY', `${label} is busy: ${clause}. Try again later.`, { ...RETRYABLE, ...later });
  }
  if (status === 502 || status === 504)
    return make('GDS_REMOTE_UNREACHABLE', `What stands before ${label} cannot reach it (status ${status}). Try again later.`, RETRYABLE);
  if (status < 500) return make('GDS_REMOTE_REFUSED', `${label} refused: ${said}`);
  return make('GDS_REMOTE_FAILED', `${label} failed: ${said}`);
}

/** A job that ended in failure; `error` is what the server says of it. */
export function jobFailure(label: string, error: unknown): GdsError {
  const about = (typeof error === 'object' && error !== null ? error : { message: error }) as Record<string, unknown>;
  const { message, code, retryable } = about;
  if (code === 'GDS_SERVER_RESTARTED') return lost(label);
  const said = typeof message === 'string' && message !== '' ? cleaned(message) : 'it did not say why';
  return new GdsError('GDS_REMOTE_FAILED', `${label} failed: ${said}`, {
    ...(typeof code === 'string' ? { cause: code } : {}),
    ...(retryable === true ? RETRYABLE : {}),
  });
}

interface Detail {
  readonly detail: string;
  /** The field it is about. */
  readonly path?: string;
  readonly code?: string;
}

async function readDetail(response: Response): Promise<Detail> {
  const text = await response.text().catch(() => '');
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    // A proxy's page says nothing to the person at the canvas.
    return { detail: /^\s*</.test(text) || text.length > 500 ? '' : cleaned(text) };
  }
  if (typeof body !== 'object' || body === null) return { detail: typeof body === 'string' ? cleaned(body) : '' };
  const { detail, error, message, code } = body as Record<string, unknown>;
  const known = typeof code === 'string' ? { code } : {};
  if (Array.isArray(detail)) return { ...fieldErrors(detail), ...known };
  const said = [detail, error, message].find((each) => typeof each === 'string');
  return { detail: typeof said === 'string' ? cleaned(said) : '', ...known };
}

/** FastAPI's list of what is wrong with which field. */
function fieldErrors(list: readonly unknown[]): Detail {
  const problems = list.map((entry) => {
    const { loc, msg } = (entry ?? {}) as { loc?: unknown; msg?: unknown };
    const field = Array.isArray(loc) ? loc.filter((part) => part !== 'body' && part !== 'query').join('.') : '';
    return { field, text: cleaned(typeof msg === 'string' ? msg : 'is not valid') };
  });
  const path = problems.find(({ field }) => field !== '')?.field;
  return {
    detail: problems.map(({ field, text }) => (field ? `${field}: ${text}` : text)).join('; '),
    ...(path === undefined ? {} : { path }),
  };
}

/** The text without what only the server's engineers understand: statuses that were wrapped in, addresses in memory, folders. */
export function cleaned(text: string): string {
  return text
    .replace(/^(\s*\d{3}:\s*)+/, '')
    .replace(/\s*<[^<>]* at 0x[0-9a-f]+>/gi, '')
    .replace(/\s*\bat 0x[0-9a-f]+|\b0x[0-9a-f]{6,}\b/gi, '')
    .replace(/(^|[\s'"(=:])(?:[A-Za-z]:\\|\\\\|\/)(?:[^\s'"():\\/]+[\\/])+([^\s'"():\\/]*)/g, '$1$2')
    .trim();
}
