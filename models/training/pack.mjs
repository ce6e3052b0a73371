/** Reads the picture pack that `prepare-data.mjs` writes: concepts, real pictures, captions. */
import { openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';

const PREFIX = { '3d': 'a 3d render of', flat: 'a flat illustration of', cartoon: 'a cartoon of', line: 'a black and white icon of' };

export function openPack(folder) {
  const index = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'));
  const file = openSync(join(folder, 'images.bin'), 'r');
  const encoded = ({ o, n }) => {
    const bytes = Buffer.alloc(n);
    readSync(file, bytes, 0, n, o);
    return bytes;
  };
  const label = (image) => index.concepts[image.c].label.replace(/’/g, "'");
  return {
    images: index.images,
    photos: index.photos,
    concept: (image) => index.concepts[image.c],
    /** The picture on white, 256 × 256 RGB bytes. */
    rgb: (image) => sharp(encoded(image)).flatten({ background: '#fff' }).removeAlpha().resize(256, 256).raw().toBuffer(),
    /** `a cartoon of an apple`. */
    caption: (image) => `${PREFIX[image.style]} ${/^[aeiou]/.test(label(image)) ? 'an' : 'a'} ${label(image)}`,
  };
}
