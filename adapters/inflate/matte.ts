/**
 * Cuts the subject out: a soft matte, 0 for background to 1 for subject, at the picture's own size.
 *
 * Three ways, the first that applies: the picture's own alpha; a plain backdrop, flooded from the border, so that areas of its
 * colour inside the subject (white eyes before a white wall) stay; a busy photograph, by colour statistics of border and middle
 * (see photo.ts), a best effort. It never guesses in silence: nothing or everything is GDS_MESH_NO_SUBJECT.
 */
import { GdsError } from '../../src/errors.js';
import type { Pixels } from '../../src/registry/values.js';
import { fitBackdrop, type Backdrop } from './background.js';
import { oklab } from './color.js';
import { fillOutwards } from './extend.js';
import type { Pace } from './pace.js';
import { photoMatte } from './photo.js';
import { dilate, floodFromBorder, keepLargest } from './regions.js';

export type MatteSource = 'alpha' | 'backdrop' | 'photo' | 'whole';

export interface Matte {
  /** 0 to 1 for every pixel. */
  readonly alpha: Float32Array;
  readonly source: MatteSource;
}

/** Below this share of explained border pixels the backdrop is not plain. */
const PLAIN = 0.6;
/** Areas under 3 % of the largest are specks. */
const SPECK = 0.03;
/** Fewer pixels have no outline worth inflating. */
const LEAST_PIXELS = 4;

export async function cutOut(picture: Pixels, removeBackground: boolean, pace: Pace): Promise<Matte> {
  const { width, height } = picture;
  const own = ownAlpha(picture);
  const matte =
    own ??
    (removeBackground ? await fromColours(picture, pace) : { alpha: new Float32Array(width * height).fill(1), source: 'whole' as const });
  const kept = keepLargest(matte.alpha, width, height, SPECK);
  if (kept < LEAST_PIXELS) throw noSubject(own ? 'the picture is transparent everywhere' : 'nothing stands out from the background');
  return matte;
}

function noSubject(what: string): GdsError {
  return new GdsError(
    'GDS_MESH_NO_SUBJECT',
    `No subject was found: ${what}. Use a picture of one thing before a plain background, or one with a transparent background.`,
  );
}

/** The picture's alpha, when it has any to speak of. */
function ownAlpha({ data, width, height }: Pixels): Matte | undefined {
  const alpha = new Float32Array(width * height);
  let clear = 0;
  for (let i = 0; i < alpha.length; i++) {
    alpha[i] = data[i * 4 + 3]! / 255;
    if (alpha[i]! < 0.5) clear++;
  }
  return clear > 0 && clear >= alpha.length * 0.001 ? { alpha, source: 'alpha' } : undefined;
}

async function fromColours(picture: Pixels, pace: Pace): Promise<Matte> {
  const { width, height } = picture;
  const lab = oklab(picture.data, width * height);
  await pace.turn();
  const backdrop = fitBackdrop(lab, width, height);
  await pace.turn();
  let source: MatteSource = 'backdrop';
  let alpha = backdrop.explained >= PLAIN ? backdropMatte(picture, backdrop) : new Float32Array(width * height);
  let covered = share(alpha);
  // A plain border with a full or an empty middle is often a photograph with a calm edge.
  if (backdrop.explained < PLAIN || (covered > 0.97 && backdrop.explained < 0.95)) {
    source = 'photo';
    alpha = await photoMatte(picture, lab, pace);
    covered = share(alpha);
    if (covered < 0.005) throw noSubject('the background is too busy to tell the subject from it');
  }
  if (covered > 0.985) throw noSubject('the subject fills the whole picture, so its outline is unknown');
  return { alpha, source };
}

const share = (alpha: Float32Array) => alpha.reduce((sum, value) => sum + (value > 0.5 ? 1 : 0), 0) / alpha.length;

function backdropMatte(picture: Pixels, backdrop: Backdrop): Float32Array {
  const { width, height, data } = picture;
  const tolerance = Math.min(0.09, Math.max(0.03, backdrop.noise * 5));
  const outside = floodFromBorder(width, height, (i) => backdrop.distance[i]! < tolerance);
  const count = width * height;
  const inside = Uint8Array.from(outside, (value) => 1 - value);
  // The mixed pixels lie within a few pixels of the flood's edge; what they are mixed from is read further off on either side.
  const innerBand = dilate(outside, width, height, 3);
  const outerBand = dilate(inside, width, height, 2);
  const front = fillOutwards(data, width, height, (i) => (innerBand[i] ? 0 : 1));
  const rear = fillOutwards(data, width, height, (i) => (outerBand[i] ? 0 : 1));
  const alpha = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    if (!innerBand[i] || !outerBand[i]) {
      alpha[i] = inside[i]!;
      continue;
    }
    let along = 0;
    let square = 0;
    for (let c = 0; c < 3; c++) {
      const d = front[i * 3 + c]! - rear[i * 3 + c]!;
      along += (data[i * 4 + c]! - rear[i * 3 + c]!) * d;
      square += d * d;
    }
    // Under about 15 of 255 between the two colours the share says nothing: keep the flood's edge.
    const mixed = Math.min(1, Math.max(0, along / Math.max(1, square)));
    const trust = Math.min(1, square / 900);
    alpha[i] = inside[i]! * (1 - trust) + mixed * trust;
  }
  // An enclosed spot of the backdrop's colour in the band is subject all the same.
  return alpha;
}
