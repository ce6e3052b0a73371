/** Unpacking of zlib streams that may be hostile: a few kilobytes can unpack to gigabytes. */
import { LIMITS, damaged, tooLarge } from './bytes.js';

/**
 * @throws GdsError `GDS_METADATA_SIZE` as soon as more than {@link LIMITS.entry} bytes come out (memory stays below that and one
 *   piece of the stream); `GDS_METADATA_DAMAGED` where the bytes are no zlib stream.
 */
export async function unzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  const reader = stream.getReader();
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      length += value.length;
      if (length > LIMITS.entry) break;
      pieces.push(value);
    }
  } catch (cause) {
    throw damaged('a compressed text in it cannot be unpacked', cause);
  }
  if (length > LIMITS.entry) {
    // The rest is not unpacked; that the stream minds being left is of no interest.
    await reader.cancel().catch(() => undefined);
    throw tooLarge('a compressed text in it unpacks to more than 16 MB');
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
