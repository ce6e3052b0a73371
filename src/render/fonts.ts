/** Which of the page's fonts concern the canvas. */
import type { FontWeight } from '../scene/text.js';

const WEIGHTS: readonly FontWeight[] = [400, 500, 600];

/** Names of a CSS `font-family` list, in lower case and without quotes. */
function families(list: string): Set<string> {
  const names = list.match(/"[^"]*"|'[^']*'|[^,]+/g) ?? [];
  return new Set(names.map(plain));
}
const plain = (name: string): string =>
  name
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
    .toLowerCase();

/** Whether one of the faces belongs to the family list. */
export function concerns(list: string, faces: readonly { readonly family: string }[]): boolean {
  const names = families(list);
  return faces.some((face) => names.has(plain(face.family)));
}

/** Asks the browser for the files of the family in all weights that the canvas uses: a canvas alone does not. Never rejects. */
export function requestFonts(fonts: FontFaceSet | undefined, list: string): void {
  for (const weight of WEIGHTS) fonts?.load(`${weight} 16px ${list}`).catch(() => undefined);
}
