/** What a failure at the server means for who keeps work there. */
import { GdsError } from '../../src/errors.js';

export function atServer(error: unknown, label: string): GdsError {
  if (error instanceof GdsError && error.code.startsWith('GDS_STORAGE_')) return error;
  const code = error instanceof GdsError ? error.code : undefined;
  if (code === 'GDS_FILES_UNREACHABLE')
    return new GdsError(
      'GDS_STORAGE_UNAVAILABLE',
      `${label} does not answer, so the latest changes are in this page only. They are sent once it does; leave the page open.`,
      { cause: error, retryable: true },
    );
  if (code === 'GDS_FILES_FULL' || code === 'GDS_FILES_TOO_LARGE')
    return new GdsError(
      'GDS_STORAGE_QUOTA',
      `${label} has no room for the latest changes, so they are in this page only. Free space there or have its limits raised, then save again.`,
      { cause: error },
    );
  const detail = error instanceof Error ? error.message : String(error);
  return new GdsError('GDS_STORAGE_FAILED', `${label} did not take part in keeping this: ${detail}`, { cause: error });
}
