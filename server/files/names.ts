/**
 * Names of files as clients send them, and what becomes of them. No name that comes out of here can climb, hide, name a device of
 * Windows or be anything but one segment of a path.
 */
import { Problem } from '../problem.js';

/** Most file systems take 255 bytes; the rest is for the name of the file while it is written. */
const LONGEST = 200;
const WINDOWS_DEVICE = /^(con|prn|aux|nul|com[0-9]|lpt[0-9]|conin_|conout_)(\.|$)/i;

/** The name under which a file asked for as `wanted` is kept: every UTF-16 unit outside `A-Z a-z 0-9 . _ -` becomes `_`. Throws `GDS_NAME`. */
export function storedName(wanted: string): string {
  const name = wanted.replace(/[^A-Za-z0-9._-]/g, '_');
  if (!isStoredName(name)) throw new Problem(400, 'GDS_NAME', 'Invalid filename');
  return name;
}

/** Whether a name is one that {@link storedName} gives. */
export const isStoredName = (name: string): boolean =>
  /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(name) && !name.endsWith('.') && name.length <= LONGEST && !WINDOWS_DEVICE.test(name);

/** Whether a name tries to be more than a name: it has a separator or a control character, or is a dot name. */
export const isHostileName = (name: string): boolean => /[/\\\p{Cc}]/u.test(name) || name.startsWith('.');
