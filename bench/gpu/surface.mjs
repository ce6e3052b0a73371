/**
 * What the painter's text needs of a browser, in Node: 2D canvases to draw letters and icons on. Call {@link provideSurfaces} before anything
 * of `src/render` runs.
 */
import { createCanvas, GlobalFonts, Path2D } from '@napi-rs/canvas';

/** @param font  path of a font file; without it the system's fonts are used */
export function provideSurfaces(font) {
  if (font && !GlobalFonts.registerFromPath(font, 'Bench')) throw new Error(`The font ${font} could not be read.`);
  const family = font ? 'Bench' : 'sans-serif';
  Object.assign(globalThis, {
    Path2D,
    OffscreenCanvas: class {
      constructor(width, height) {
        return createCanvas(width, height);
      }
    },
    document: { createElement: () => createCanvas(1, 1) },
  });
  const context = createCanvas(8, 8).getContext('2d');
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
