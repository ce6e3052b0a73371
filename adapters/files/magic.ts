/** What the first bytes say a file is. An extension and a media type are only what somebody called it. */
import { GdsError } from '../../src/errors.js';
import { typeOf } from './names.js';

/** Bytes that are looked at. */
const HEAD = 256;

/** Extensions whose files begin in a known way; what else there is, is for the server to judge. */
const KNOWN = new Set(['png', 'jpg', 'jpeg', 'gif', 'webp', 'avif', 'glb', 'mp4', 'webm', 'json', 'gltf']);

/** `png`, `jpeg`, `gif`, `webp`, `avif`, `glb`, `mp4`, `webm`, `json`, or undefined. */
export function kindOf(head: Uint8Array): string | undefined {
  const text = String.fromCharCode(...head.subarray(0, HEAD));
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (text.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (/^GIF8[79]a/.test(text)) return 'gif';
  if (/^RIFF[^]{4}WEBP/.test(text)) return 'webp';
  if (/^[^]{4}ftypavi[fs]/.test(text)) return 'avif';
  if (/^[^]{4}ftyp/.test(text)) return 'mp4';
  if (text.startsWith('glTF')) return 'glb';
  if (text.startsWith('\x1a\x45\xdf\xa3')) return 'webm';
  if (/^(\xef\xbb\xbf)?\s*[[{]/.test(text)) return 'json';
  return undefined;
}

/**
 * A file that says it is a picture, a mesh or a canvas must begin like one; which picture does not matter.
 * @throws GdsError `GDS_FILES_TYPE`.
 */
export async function checkKind(file: Blob, name: string): Promise<void> {
  if (!KNOWN.has(typeOf(name))) return;
  const kind = kindOf(new Uint8Array(await file.slice(0, HEAD).arrayBuffer()));
  if (kind !== undefined) return;
  const what = file.size === 0 ? 'is empty' : `does not begin like a .${typeOf(name)} file`;
  throw new GdsError('GDS_FILES_TYPE', `"${name}" ${what}. Open it in the program that made it and save it again.`);
}
