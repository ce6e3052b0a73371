/** The first frame of an animated WebP as a still one, which is all that the decoder takes (RFC 9649, 2.7). */

const HEADER = 12;
const CHUNK = 8;
/** Position, size, duration and flags before the frame's own chunks. */
const FRAME_HEADER = 16;
const ANIMATED = 0x02;

/** `file` itself where it is not animated. */
export function firstFrame(file: Uint8Array): Uint8Array {
  if (nameAt(file, HEADER) !== 'VP8X' || !(file[HEADER + CHUNK]! & ANIMATED)) return file;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  for (let at = HEADER; at + CHUNK <= file.length;) {
    const length = view.getUint32(at + 4, true);
    if (nameAt(file, at) === 'ANMF') return still(file.subarray(at + CHUNK, at + CHUNK + length));
    at += CHUNK + length + (length & 1);
  }
  return file;
}

function still(frame: Uint8Array): Uint8Array {
  const chunks = frame.subarray(FRAME_HEADER);
  const hasAlpha = nameAt(chunks, 0) === 'ALPH';
  // An alpha chunk is only read behind an extended header, which repeats the size.
  const extended = hasAlpha ? CHUNK + 10 : 0;
  const out = new Uint8Array(HEADER + extended + chunks.length);
  const view = new DataView(out.buffer);
  const write = (at: number, name: string) => [...name].forEach((letter, i) => (out[at + i] = letter.charCodeAt(0)));
  write(0, 'RIFF');
  view.setUint32(4, out.length - CHUNK, true);
  write(8, 'WEBP');
  if (hasAlpha) {
    write(HEADER, 'VP8X');
    view.setUint32(HEADER + 4, 10, true);
    out[HEADER + CHUNK] = 0x10;
    out.set(frame.subarray(6, 12), HEADER + CHUNK + 4);
  }
  out.set(chunks, HEADER + extended);
  return out;
}

const nameAt = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));
