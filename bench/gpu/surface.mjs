/** 2D canvases in Node: for the painter's text to draw letters and icons on, and for pictures of what was drawn. */
import { createCanvas, GlobalFonts, Path2D } from '@napi-rs/canvas';

// Icons are paths, by the browser's own name.
globalThis.Path2D ??= Path2D;

export const createContext = (width, height) => createCanvas(width, height).getContext('2d');

/**
 * The family that text is drawn in; throws where it has no letters.
 *
 * @param font  path of a font file; without it the system's fonts are used
 */
export function fontFamily(font) {
  if (font && !GlobalFonts.registerFromPath(font, 'Bench')) throw new Error(`The font ${font} could not be read.`);
  const family = font ? 'Bench' : 'sans-serif';
  const context = createContext(8, 8);
  context.font = `100px ${family}`;
  if (!(context.measureText('Canvas').width > 100)) {
    throw new Error('This machine has no font that text could be drawn in. Name one: --font /path/to/font.ttf');
  }
  return family;
}

/** RGBA pixels as a PNG file's bytes. */
export function png(width, height, data) {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const image = context.createImageData(width, height);
  image.data.set(data);
  context.putImageData(image, 0, 0);
  return canvas.toBuffer('image/png');
}
