/** File names from what a person wrote. */

/** A file name that every system takes: at most 60 characters before the extension, never empty. */
export function fileName(name: string, extension: string): string {
  const clean = name
    .replace(/[\p{C}<>:"/\\|?*.]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 60)
    .trim();
  return `${clean || 'untitled'}.${extension}`;
}
