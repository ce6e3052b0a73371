/** `If-Match` and `If-None-Match` of a request that writes (RFC 9110, section 13.1). */
import { Problem } from '../problem.js';

export interface Preconditions {
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
}

/** Throws `GDS_CHANGED` where the file, whose ETag is `current` (undefined: there is none), is not as the client takes it to be. */
export function requirePreconditions({ ifMatch, ifNoneMatch }: Preconditions, current: string | undefined): void {
  const met =
    (ifMatch === undefined || (current !== undefined && names(ifMatch, current))) &&
    (ifNoneMatch === undefined || current === undefined || !names(ifNoneMatch, current));
  if (!met) throw new Problem(412, 'GDS_CHANGED', 'The file has been changed meanwhile.');
}

/** Whether a list of tags has `etag`, or is `*`. A weak tag never counts for writing; for reading, strip `W/` first. */
export const names = (header: string, etag: string): boolean => header.split(',').some((tag) => tag.trim() === '*' || tag.trim() === etag);
