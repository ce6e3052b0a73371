/**
 * The part of EXIF that carries workflows: ASCII tags of the first directory, each `key:value`. ComfyUI writes `prompt` into 0x0110
 * (Model) and what else it has into 0x010F (Make) and downwards.
 *
 * Writing appends a new first directory behind the old block and points the header at it, so that everything that other tags refer to
 * stays where it is.
 */
import { LIMITS, damaged, tooLarge, utf8, view } from './bytes.js';

const MODEL = 0x0110;
const MAKE = 0x010f;
const ASCII = 2;
/** More than any camera writes. */
const MOST_TAGS = 4_096;

interface Tag {
  readonly id: number;
  /** The twelve bytes of its entry. */
  readonly entry: Uint8Array;
  /** Its text, where it has one. */
  readonly text?: string;
}

interface Directory {
  readonly littleEndian: boolean;
  readonly tags: readonly Tag[];
  /** Offset of the next directory, a thumbnail's. */
  readonly next: number;
}

/** Texts by key of a TIFF block, with or without `Exif\0\0` in front. */
export function readExif(block: Uint8Array): [string, string][] {
  return readDirectory(withoutPrefix(block)).tags.flatMap(({ text }) => {
    const pair = text === undefined ? undefined : splitPair(text);
    return pair ? [pair] : [];
  });
}

/** A TIFF block with these texts in the place of those of the same keys; all other tags stay. `block` empty: a new one. */
export function writeExif(block: Uint8Array, entries: ReadonlyMap<string, string>): Uint8Array<ArrayBuffer> {
  const old = withoutPrefix(block);
  const { littleEndian, tags, next } = old.length > 0 ? readDirectory(old) : { littleEndian: false, tags: [], next: 0 };
  const kept = tags.filter(({ text }) => text === undefined || !entries.has(splitPair(text)?.[0] ?? ''));
  const taken = new Set(kept.map(({ id }) => id));
  const texts = [...entries].map(([key, value]) => ({ id: freeTag(key, taken), bytes: new TextEncoder().encode(`${key}:${value}\0`) }));

  // Offsets in TIFF are even.
  const start = old.length > 0 ? old.length + (old.length & 1) : 8;
  const count = kept.length + texts.length;
  let data = start + 2 + count * 12 + 4;
  const whole = new Uint8Array(data + texts.reduce((sum, { bytes }) => sum + bytes.length + (bytes.length & 1), 0));
  const out = view(whole);
  whole.set(old);
  if (old.length === 0) whole.set([0x4d, 0x4d, 0x00, 0x2a]);
  out.setUint32(4, start, littleEndian);
  out.setUint16(start, count, littleEndian);
  const all: { id: number; entry?: Uint8Array; bytes?: Uint8Array }[] = [...kept, ...texts].sort((a, b) => a.id - b.id);
  all.forEach(({ id, entry, bytes }, index) => {
    const at = start + 2 + index * 12;
    if (entry) whole.set(entry, at);
    if (!bytes) return;
    out.setUint16(at, id, littleEndian);
    out.setUint16(at + 2, ASCII, littleEndian);
    out.setUint32(at + 4, bytes.length, littleEndian);
    out.setUint32(at + 8, data, littleEndian);
    whole.set(bytes, data);
    data += bytes.length + (bytes.length & 1);
  });
  out.setUint32(start + 2 + count * 12, next, littleEndian);
  return whole;
}

function readDirectory(block: Uint8Array): Directory {
  if (block.length < 8) throw damaged('its EXIF block is cut off');
  const order = String.fromCharCode(block[0]!, block[1]!);
  if (order !== 'II' && order !== 'MM') throw damaged('its EXIF block has no byte order');
  const littleEndian = order === 'II';
  const data = view(block);
  if (data.getUint16(2, littleEndian) !== 42) throw damaged('its EXIF block has no header');
  const start = data.getUint32(4, littleEndian);
  if (start + 2 > block.length) throw damaged('its EXIF directory is missing');
  const count = data.getUint16(start, littleEndian);
  if (count > MOST_TAGS) throw tooLarge(`it has ${count} EXIF tags`);
  const end = start + 2 + count * 12;
  if (end > block.length) throw damaged('its EXIF directory is cut off');
  const tags: Tag[] = [];
  for (let at = start + 2; at < end; at += 12) {
    const id = data.getUint16(at, littleEndian);
    const length = data.getUint32(at + 4, littleEndian);
    const entry = block.slice(at, at + 12);
    if (data.getUint16(at + 2, littleEndian) !== ASCII) {
      tags.push({ id, entry });
      continue;
    }
    if (length > LIMITS.entry) throw tooLarge(`an EXIF tag has ${length} bytes`);
    const from = length <= 4 ? at + 8 : data.getUint32(at + 8, littleEndian);
    if (from + length > block.length) throw damaged('an EXIF tag is cut off');
    tags.push({ id, entry, text: utf8(block.subarray(from, from + length)).replace(/\0+$/, '') });
  }
  return { littleEndian, tags, next: end + 4 <= block.length ? data.getUint32(end, littleEndian) : 0 };
}

function withoutPrefix(block: Uint8Array): Uint8Array {
  return block.length >= 6 && String.fromCharCode(...block.subarray(0, 6)) === 'Exif\0\0' ? block.subarray(6) : block;
}

/** `workflow:{…}` as key and value; a camera's name is none. */
function splitPair(text: string): [string, string] | undefined {
  const match = /^([A-Za-z][\w-]{0,78}):(?=\s*[[{"])/.exec(text);
  return match ? [match[1]!, text.slice(match[0].length)] : undefined;
}

/** The tag that ComfyUI would take, or the next one below that is free. */
function freeTag(key: string, taken: Set<number>): number {
  let id = key === 'prompt' ? MODEL : MAKE;
  while (taken.has(id) && id > 1) id--;
  taken.add(id);
  return id;
}
