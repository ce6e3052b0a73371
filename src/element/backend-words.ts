/** What the places where work is done say to a person, short for the chip and whole for its card. */
import type { GdsError } from '../errors.js';
import { firstSentence } from '../inference/reasons.js';
import { bytesOf, percent } from './format.js';

/** One place where work can be done, as the inference manager tells of it. */
export interface BackendPlace {
  /** Who computes: `This device`, a server's host. */
  readonly label: string;
  readonly place?: 'local' | 'remote';
  /** `wasm`, `webgpu`, …; shown where there is no detail. */
  readonly backend?: string;
  /** `WASM, 2 threads`. */
  readonly detail?: string;
  readonly state: 'starting' | 'ready' | 'loading' | 'error';
  /** Bytes of the model on its way. */
  readonly loaded?: number;
  readonly total?: number;
  readonly error?: GdsError;
  /** Tasks of anyone that wait there. */
  readonly waiting?: number;
}

/** Which sign stands beside a place. */
export type BackendTone = 'ready' | 'busy' | 'starting' | 'loading' | 'warning' | 'error';

export const wantsToken = ({ error }: BackendPlace): boolean => error?.code === 'GDS_REMOTE_AUTH';

export function toneOf(place: BackendPlace): BackendTone {
  if (place.state === 'error') return wantsToken(place) ? 'warning' : 'error';
  return place.state === 'ready' && place.waiting ? 'busy' : place.state;
}

/** Two or three words. `tiny`: the shorter of what can be said. */
export function shortWords(place: BackendPlace, tiny = false): string {
  const { state, backend, waiting, error, loaded, total } = place;
  if (state === 'starting') return place.place === 'remote' ? 'connecting' : 'starting';
  if (state === 'loading') return total ? percent((loaded ?? 0) / total) : 'loading model';
  if (wantsToken(place)) return 'token needed';
  if (state === 'error')
    return place.place === 'remote' ? 'not reachable' : error ? firstSentence(error).replace(/\.$/, '') : 'not working';
  if (waiting) return `busy, ${waiting} waiting`;
  return (tiny ? backend?.toUpperCase() : undefined) ?? computesWith(place);
}

/** A sentence or two. */
export function longWords(place: BackendPlace): string {
  const { state, error, loaded, total, waiting } = place;
  if (error) return error.message;
  if (state === 'starting') return place.place === 'remote' ? 'Asking what it offers.' : 'Starts with the first run.';
  if (state === 'loading') return total ? `Loading a model: ${bytesOf(loaded ?? 0, total)}.` : 'Loading a model.';
  const computes = computesWith(place);
  const queue = waiting
    ? `${waiting === 1 ? '1 task waits' : `${waiting} tasks wait`} there.`
    : place.place === 'remote'
      ? 'Nothing waits there.'
      : '';
  return [computes && `Computes with ${computes}.`, queue].filter(Boolean).join(' ');
}

/** A server's word for it is often no more than `cpu`. */
function computesWith({ detail, backend }: BackendPlace): string {
  return detail && detail !== backend ? detail : (backend?.toUpperCase() ?? '');
}
