/**
 * Text of PNG files (PNG 3, section 11.3.3): `tEXt`, `zTXt`, `iTXt`, and ComfyUI's private `comf` in animated ones.
 *
 * Writing puts chunks before the first `IDAT` and copies everything else as it is, by reference: pixels are neither decoded nor
 * held in memory.
 */
import { GdsError } from '../../src/errors.js';
import { BlobReader, Entries, LIMITS, damaged, latin1, tag, tooLarge, utf8, view } from './bytes.js';
import { crc32 } from './crc32.js';
import { unzip } from './unzip.js';

export const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

interface Chunk {
  readonly type: string;
  /** Where its length field begins. */
  readonly offset: number;
  /** Bytes of its data; 12 more belong to the chunk. */
  readonly length: number;
}

const TEXT_CHUNKS: ReadonlySet<string> = new Set(['tEXt', 'zTXt', 'iTXt', 'comf']);

export async function readPng(blob: Blob): Promise<Map<string, string>> {
  const reader = new BlobReader(blob);
  const entries = new Entries();
  for await (const chunk of chunks(reader)) {
    if (!TEXT_CHUNKS.has(chunk.type)) continue;
    const text = await readText(reader, chunk);
    if (text) entries.add(...text);
  }
  return entries.map;
}

/** A copy of the picture with these texts in the place of those of the same keys. */
export async function writePng(blob: Blob, entries: ReadonlyMap<string, string>): Promise<Blob> {
  const made: Blob[] = [];
  for (const [key, value] of entries) made.push(textChunk(key, value));
  const reader = new BlobReader(blob);
  const parts: Blob[] = [];
  let copied = 0;
  let inserted = false;
  for await (const chunk of chunks(reader)) {
    const replaced = TEXT_CHUNKS.has(chunk.type) && entries.has(await keyOf(reader, chunk));
    const here = !inserted && (chunk.type === 'IDAT' || chunk.type === 'IEND');
    if (!replaced && !here) continue;
    parts.push(blob.slice(copied, chunk.offset));
    copied = chunk.offset + (replaced ? chunk.length + 12 : 0);
    if (here) {
      parts.push(...made);
      inserted = true;
    }
  }
  return new Blob([...parts, blob.slice(copied)], { type: 'image/png' });
}

/** All chunks up to `IEND`. What follows it is none of the picture's. */
async function* chunks(reader: BlobReader): AsyncGenerator<Chunk> {
  let offset = PNG_SIGNATURE.length;
  for (let count = 0; ; count++) {
    if (count > LIMITS.parts) throw tooLarge('the picture is cut into too many pieces');
    const head = await reader.bytes(offset, 8);
    const length = view(head).getUint32(0);
    const type = tag(head, 4);
    if (!/^[A-Za-z]{4}$/.test(type)) throw damaged('a chunk of the picture has no name');
    if (count === 0 && type !== 'IHDR') throw damaged('the picture has no header');
    if (offset + length + 12 > reader.size) throw damaged('it ends too early');
    yield { type, offset, length };
    if (type === 'IEND') return;
    offset += length + 12;
  }
}

async function readText(reader: BlobReader, chunk: Chunk): Promise<[string, string] | undefined> {
  const data = await dataOf(reader, chunk);
  const end = data.indexOf(0);
  if (end < 1) return undefined;
  const key = latin1(data.subarray(0, end));
  const rest = data.subarray(end + 1);
  switch (chunk.type) {
    case 'zTXt':
      if (rest[0] !== 0) throw damaged('a text in it is compressed in an unknown way');
      return [key, latin1(await unzip(rest.slice(1)))];
    case 'iTXt':
      return [key, await internationalText(rest)];
    default:
      return [key, latin1(rest)];
  }
}

/** Compression flag and method, language tag, translated keyword, text. */
async function internationalText(data: Uint8Array<ArrayBuffer>): Promise<string> {
  const language = data.indexOf(0, 2);
  const keyword = language < 0 ? -1 : data.indexOf(0, language + 1);
  if (keyword < 0) throw damaged('a text in it is cut off');
  const text = data.slice(keyword + 1);
  if (data[0] === 0) return utf8(text);
  if (data[0] !== 1 || data[1] !== 0) throw damaged('a text in it is compressed in an unknown way');
  return utf8(await unzip(text));
}

/** The key of a text chunk, without unpacking its text. */
async function keyOf(reader: BlobReader, { offset, length }: Chunk): Promise<string> {
  const head = await reader.bytes(offset + 8, Math.min(length, 80));
  const end = head.indexOf(0);
  return end < 1 ? '' : latin1(head.subarray(0, end));
}

async function dataOf(reader: BlobReader, { type, offset, length }: Chunk): Promise<Uint8Array<ArrayBuffer>> {
  if (length > LIMITS.entry) throw tooLarge(`a text in it has ${length} bytes`);
  const bytes = await reader.bytes(offset + 4, length + 8);
  const sum = view(bytes).getUint32(length + 4);
  if (sum !== crc32(bytes.subarray(0, length + 4))) throw damaged(`the checksum of a ${type} chunk is wrong`);
  return bytes.slice(4, length + 4);
}

/** ASCII goes into `tEXt`, which every reader knows; anything else into `iTXt`. */
function textChunk(key: string, value: string): Blob {
  // PNG 3, section 11.3.3.1: 1 to 79 printable Latin-1 characters, without space at the ends or twice in a row. ASCII is enough for us.
  if (!/^[!-~]+( [!-~]+)*$/.test(key) || key.length > 79) {
    throw new GdsError('GDS_METADATA_KEY', `"${key.slice(0, 80)}" cannot be a key in a PNG file. Use 1 to 79 ASCII characters.`);
  }
  const ascii = /^[\t\n\r -~]*$/.test(value);
  const encoder = new TextEncoder();
  const data = encoder.encode(ascii ? `${key}\0${value}` : `${key}\0\0\0\0\0${value}`);
  const type = encoder.encode(ascii ? 'tEXt' : 'iTXt');
  const frame = new DataView(new ArrayBuffer(8));
  frame.setUint32(0, data.length);
  frame.setUint32(4, crc32(type, data));
  return new Blob([frame.buffer.slice(0, 4), type, data, frame.buffer.slice(4)]);
}
