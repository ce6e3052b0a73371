/** The size of a picture as its header says it, before anything is decoded: a few bytes can announce gigabytes of pixels. */
import type { ByteWindow } from './byte-window.js';
import type { Kind } from './kinds.js';

export interface Size {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** Undefined where the header is broken or the kind is no raster picture. */
export async function pictureSize(window: ByteWindow, kind: Kind | undefined): Promise<Size | undefined> {
  const read = kind && READERS[kind];
  if (!read) return undefined;
  try {
    const size = await read(window);
    return size && size.width > 0 && size.height > 0 ? size : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const READERS: Partial<Record<Kind, (window: ByteWindow) => Promise<Size | undefined>>> = { png, jpeg, gif, webp, avif };

async function png(window: ByteWindow): Promise<Size | undefined> {
  const head = await window.bytes(0, 24);
  if (head.toString('latin1', 12, 16) !== 'IHDR') return undefined;
  return { width: head.readUInt32BE(16), height: head.readUInt32BE(20) };
}

async function gif(window: ByteWindow): Promise<Size> {
  const head = await window.bytes(0, 10);
  return { width: head.readUInt16LE(6), height: head.readUInt16LE(8) };
}

/** Segments up to the first start of frame (ITU-T T.81, table B.1): C0 to CF but for C4, C8 and CC. */
async function jpeg(window: ByteWindow): Promise<Size | undefined> {
  for (let at = 2; at < window.size;) {
    const head = await window.bytes(at, 9);
    const marker = head.readUInt8(1);
    if (head.readUInt8(0) !== 0xff) return undefined;
    if (marker === 0xff) at += 1;
    else if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return { height: head.readUInt16BE(5), width: head.readUInt16BE(7) };
    } else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) at += 2;
    else if (marker === 0xd9 || marker === 0xda) return undefined;
    else at += 2 + head.readUInt16BE(2);
  }
  return undefined;
}

/** RFC 9649: an extended file says it in VP8X, a lossy one in the frame header, a lossless one in 14 bits each. */
async function webp(window: ByteWindow): Promise<Size | undefined> {
  const head = await window.bytes(0, 30);
  switch (head.toString('latin1', 12, 16)) {
    case 'VP8X':
      return { width: head.readUIntLE(24, 3) + 1, height: head.readUIntLE(27, 3) + 1 };
    case 'VP8 ':
      return { width: head.readUInt16LE(26) & 0x3fff, height: head.readUInt16LE(28) & 0x3fff };
    case 'VP8L': {
      const bits = head.readUInt32LE(21);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    default:
      return undefined;
  }
}

/** The largest `ispe` property (ISO/IEC 23008-12): a grid of tiles says its own beside theirs. */
async function avif(window: ByteWindow): Promise<Size | undefined> {
  const found: Size[] = [];
  const walk = async (from: number, to: number): Promise<void> => {
    for (let at = from; at + 8 <= to;) {
      const head = await window.bytes(at, 20);
      const length = head.readUInt32BE(0) || to - at;
      const type = head.toString('latin1', 4, 8);
      if (length < 8) return;
      if (type === 'meta') await walk(at + 12, Math.min(at + length, to));
      else if (type === 'iprp' || type === 'ipco') await walk(at + 8, Math.min(at + length, to));
      else if (type === 'ispe') found.push({ width: head.readUInt32BE(12), height: head.readUInt32BE(16) });
      at += length;
    }
  };
  await walk(0, window.size);
  return found.reduce<Size | undefined>(
    (most, size) => (most && most.width * most.height >= size.width * size.height ? most : size),
    undefined,
  );
}
