/** Names of files, as servers can keep them. */

/** UTF-16 units; the original and many file systems refuse names of more than 255 bytes. */
const MOST_UNITS = 200;

/**
 * The name to ask for: never hidden (a leading dot would keep it out of every list), never empty and never too long; its extension stays.
 * What else becomes of it is the server's affair, and its answer tells.
 */
export function askedName(name: string, mime = ''): string {
  const bare = name.normalize('NFC').replace(/^[\s.]+/, '') || `file${extensionOf(mime)}`;
  if (bare.length <= MOST_UNITS) return bare;
  const dot = bare.lastIndexOf('.');
  const end = dot > 0 && bare.length - dot <= 16 ? bare.slice(dot) : '';
  return bare.slice(0, MOST_UNITS - end.length).replace(/[\ud800-\udbff]$/, '') + end;
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/png': '.png',
  'image/jpeg': '.jpg',
  'image/webp': '.webp',
  'image/gif': '.gif',
  'image/avif': '.avif',
  'image/svg+xml': '.svg',
  'model/gltf-binary': '.glb',
  'model/gltf+json': '.gltf',
  'video/mp4': '.mp4',
  'video/webm': '.webm',
  'application/json': '.json',
};

/** With its dot; '' where it is not known. */
export const extensionOf = (mime: string): string => EXTENSIONS[mime.split(';')[0]!.trim().toLowerCase()] ?? '';

const TYPES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(EXTENSIONS).map(([mime, extension]) => [extension.slice(1), mime])),
  jpeg: 'image/jpeg',
};

/** Media type of an extension without its dot: the original serves half of them as `application/octet-stream`. */
export const mimeOf = (extension: string): string => TYPES[extension.toLowerCase()] ?? 'application/octet-stream';

/** Extension of a name, in lower case and without its dot. */
export const typeOf = (name: string): string => /\.([^.]*)$/.exec(name)?.[1]?.toLowerCase() ?? '';
