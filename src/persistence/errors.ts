/** The errors of storage, in one place: every adapter says the same thing about the same trouble. */
import { GdsError } from '../errors.js';

export function storageUnavailable(detail: string, cause?: unknown): GdsError {
  return new GdsError(
    'GDS_STORAGE_UNAVAILABLE',
    `The browser's storage cannot be used: ${detail} Work stays in memory until the page closes; allow storage for this site or close its other tabs, then reload.`,
    { cause },
  );
}

export function storageFull(cause?: unknown): GdsError {
  return new GdsError(
    'GDS_STORAGE_QUOTA',
    'The storage of this site is full, so the latest changes are in memory only. Free disk space or delete canvases, then save again.',
    { cause },
  );
}

export function storageDeleted(project: string): GdsError {
  return new GdsError(
    'GDS_STORAGE_DELETED',
    `The canvas "${project}" was deleted elsewhere while it was open here. Save again to keep it, or close it.`,
  );
}

export function storageReset(project: string): GdsError {
  return new GdsError(
    'GDS_STORAGE_RESET',
    `The stored copy of the canvas "${project}" has vanished. It is written anew from what is open here.`,
  );
}

export function storageClosed(): GdsError {
  return new GdsError('GDS_STORAGE_CLOSED', 'This storage was closed. Open the project again.');
}

/** What a browser's exception means for the person. */
export function storageError(error: unknown): GdsError {
  if (error instanceof GdsError) return error;
  const name = (error as { name?: unknown } | null)?.name;
  if (name === 'QuotaExceededError') return storageFull(error);
  const detail = error instanceof Error ? error.message : String(error);
  return new GdsError(
    'GDS_STORAGE_FAILED',
    `The storage did not take the latest change (${detail}). It is in memory and will be tried again.`,
    {
      cause: error,
    },
  );
}
