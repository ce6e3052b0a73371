/**
 * Encoded pictures to pixels, in Node: PNG, JPEG and WebP, the first frame, as stored (an EXIF rotation is not applied).
 *
 * Runs in the process that computes: a file that breaks a decoder costs that process and not the server.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import jpeg, { init as initJpeg } from '@jsquash/jpeg/decode.js';
import webp, { init as initWebp } from '@jsquash/webp/decode.js';
import { GdsError } from '../../src/errors.js';
import { readImageHeader } from '../../src/registry/image-size.js';
import type { Pixels } from '../../src/registry/values.js';
import { decodePng } from './png.js';
import { firstFrame } from './webp-frame.js';

const require = createRequire(import.meta.url);
const loaded = new Map<string, Promise<void>>();

/**
 * @param most - Pixels; a picture with more is refused by its header.
 * @throws GdsError `GDS_IMAGE_DECODE` where it is no picture or a broken one, `GDS_IMAGE_SIZE` where it is too large.
 */
export async function decodeImage(file: Uint8Array<ArrayBuffer>, most: number): Promise<Pixels> {
  const { mime, width, height } = await readImageHeader(new Blob([file])).catch((cause: unknown) => {
    throw unreadable(cause);
  });
  if (width * height > most) {
    throw new GdsError(
      'GDS_IMAGE_SIZE',
      `The picture has ${width} × ${height} pixels; this server takes ${most}. Scale it down and send it again.`,
    );
  }
  try {
    if (mime === 'image/png') return decodePng(file);
    if (mime === 'image/jpeg') {
      await ready('jpeg', '@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm', initJpeg);
      return await jpeg(file.buffer.slice(file.byteOffset, file.byteOffset + file.length));
    }
    await ready('webp', '@jsquash/webp/codec/dec/webp_dec.wasm', initWebp);
    return await webp(firstFrame(file).slice().buffer);
  } catch (cause) {
    loaded.delete(mime.slice('image/'.length));
    throw unreadable(cause);
  }
}

/** The colour under transparent pixels, as it is. */
export function opaque({ width, height, data }: Pixels): Pixels {
  const out = Uint8ClampedArray.from(data);
  for (let i = 3; i < out.length; i += 4) out[i] = 255;
  return { width, height, data: out };
}

function unreadable(cause: unknown): GdsError {
  return new GdsError('GDS_IMAGE_DECODE', 'cannot identify image file: send a PNG, JPEG or WebP picture', { cause });
}

/** A decoder that failed is made anew: what it left behind in its memory is not to be trusted. */
function ready(name: string, path: string, init: (module: WebAssembly.Module) => Promise<void>): Promise<void> {
  let loading = loaded.get(name);
  if (!loading) {
    loading = readFile(require.resolve(path)).then(async (bytes) => init(await WebAssembly.compile(bytes)));
    loaded.set(name, loading);
  }
  return loading;
}
