/** What went wrong with a file on a server, in the words of a `FileService`. */
import { GdsError, type GdsErrorCode } from '../../src/errors.js';

/** Statuses after which the same request may well succeed a little later. */
const PASSING = new Set([429, 502, 503, 504]);

const CODES: Readonly<Record<number, GdsErrorCode>> = {
  404: 'GDS_FILES_MISSING',
  410: 'GDS_FILES_MISSING',
  412: 'GDS_FILES_CHANGED',
  413: 'GDS_FILES_TOO_LARGE',
  415: 'GDS_FILES_TYPE',
  507: 'GDS_FILES_FULL',
};

const ADVICE: Readonly<Record<number, string>> = {
  401: 'Sign in, or give the right token.',
  403: 'Ask who runs the server to allow this page.',
  404: 'Refresh the list; it may have been deleted.',
  412: 'Somebody else wrote it meanwhile: read it again.',
  413: 'Make the file smaller, or have the limit raised.',
  415: 'Send a picture, a mesh, a model or a canvas of a kind that the server keeps.',
  429: 'It is busy; try again in a moment.',
  503: 'It is busy or starting; try again in a moment.',
  507: "Free space on the server's disk.",
};

/** `retryable`: whether the next attempt may well go better. */
export function unreachable(label: string, cause?: unknown, retryable = true): GdsError {
  return new GdsError('GDS_FILES_UNREACHABLE', `${label} does not answer. Check that the server runs and that this page may reach it.`, {
    retryable,
    cause,
  });
}

/** What answers is no server of files: a page, a proxy, another program. */
export function notTheApi(label: string, what: string): GdsError {
  return new GdsError('GDS_FILES_REFUSED', `${label} answered ${what} with something else. Check the address of the server.`);
}

export function missing(label: string, name: string): GdsError {
  return new GdsError('GDS_FILES_MISSING', `"${name}" is not on ${label}. ${ADVICE[404]}`);
}

/** The error that an answer of 400 or more stands for. Reads its body. */
export async function refusal(label: string, response: Response): Promise<GdsError> {
  const { status } = response;
  const passing = PASSING.has(status);
  const code = status === 502 || status === 504 ? 'GDS_FILES_UNREACHABLE' : (CODES[status] ?? 'GDS_FILES_REFUSED');
  const detail = detailOf(await response.text().catch(() => '')) || `Status ${status}.`;
  const wait = passing ? retryAfter(response.headers.get('retry-after')) : undefined;
  return new GdsError(code, [`${label} refused: ${detail}`, ADVICE[status]].filter(Boolean).join(' '), {
    ...(passing ? { retryable: true } : {}),
    ...(wait === undefined ? {} : { retryAfter: wait }),
  });
}

/** Ours says `detail`, the original's file routes say `error`; anything else, a page for example, says nothing to a person. */
function detailOf(body: string): string {
  try {
    const { detail, error } = JSON.parse(body) as { detail?: unknown; error?: unknown };
    const text = typeof detail === 'string' ? detail : typeof error === 'string' ? error : '';
    return /[.!?]$/.test(text) || text === '' ? text : `${text}.`;
  } catch {
    return '';
  }
}

/** Milliseconds that a `Retry-After` header asks for: seconds, or a date. */
export function retryAfter(header: string | null, now = Date.now()): number | undefined {
  if (header === null || header.trim() === '') return undefined;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
