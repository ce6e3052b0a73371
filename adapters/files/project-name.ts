/**
 * From the id of a project to the name of its file and back. The name holds only what every server keeps as it is (the original puts `_`
 * for everything outside `A-Z a-z 0-9 . _ -`), and reads like the id wherever it can: `My plan` is `My_x20_plan.json`.
 */
import { sha256Hex } from '../../src/hash.js';

/** UTF-16 units. Longer names are cut and end in a hash; the file itself knows the id. */
const MOST_UNITS = 120;
const END = '.json';

export async function projectFileName(id: string): Promise<string> {
  const name = escaped(id);
  if (name.length <= MOST_UNITS) return name + END;
  return `${name.slice(0, MOST_UNITS - 33)}-${(await sha256Hex(new TextEncoder().encode(id))).slice(0, 32)}${END}`;
}

/** Undefined where no id is written so. */
export function projectIdOf(fileName: string): string | undefined {
  if (!fileName.endsWith(END)) return undefined;
  const name = fileName.slice(0, -END.length);
  const id = name.replace(/_x([0-9a-f]{1,4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  return escaped(id) === name ? id : undefined;
}

/** A leading dot would hide the file, an empty name is none, and `con` and its like are devices to Windows: servers refuse them. */
function escaped(id: string): string {
  const name = id.replace(/[^A-Za-z0-9._-]|^\.|_(?=x[0-9a-f]{1,4}_)/g, hex) || '_x_';
  return /^(con|prn|aux|nul|com\d|lpt\d|conin_|conout_)(\.|$)/i.test(name) ? hex(name) + name.slice(1) : name;
}

const hex = (unit: string): string => `_x${unit.charCodeAt(0).toString(16)}_`;
