/** Metadata of WebP files: EXIF as ComfyUI writes it, and XMP as a whole. Pictures are copied as they are. */
import { BlobReader, Entries, LIMITS, damaged, tag, tooLarge, utf8, view } from './bytes.js';
import { readExif, writeExif } from './exif.js';

/** The key under which PNG files carry XMP, too. */
export const XMP_KEY = 'XML:com.adobe.xmp';
const EXIF_FLAG = 0x08;
const ALPHA_FLAG = 0x10;

interface Chunk {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
}

export async function readWebp(blob: Blob): Promise<Map<string, string>> {
  const reader = new BlobReader(blob);
  const entries = new Entries();
  for (const chunk of await chunks(reader)) {
    if (chunk.type === 'EXIF') for (const pair of readExif(await dataOf(reader, chunk))) entries.add(...pair);
    else if (chunk.type === 'XMP ') entries.add(XMP_KEY, utf8(await dataOf(reader, chunk)));
  }
  return entries.map;
}

export async function writeWebp(blob: Blob, entries: ReadonlyMap<string, string>): Promise<Blob> {
  const reader = new BlobReader(blob);
  const all = await chunks(reader);
  const exif = all.find(({ type }) => type === 'EXIF');
  const block = writeExif(exif ? await dataOf(reader, exif) : new Uint8Array(), entries);
  const extended = all.find(({ type }) => type === 'VP8X');
  const parts: BlobPart[] = [makeChunk('VP8X', extended ? await flagged(reader, extended) : await extendedHeader(reader, all[0]!))];
  const exifChunk = makeChunk('EXIF', block);
  for (const chunk of all) {
    if (chunk === extended) continue;
    if (chunk === exif) parts.push(exifChunk);
    else parts.push(copy(blob, chunk));
  }
  if (!exif) {
    // The container specification puts EXIF before XMP.
    const xmp = all.filter((chunk) => chunk !== extended).findIndex(({ type }) => type === 'XMP ');
    parts.splice(xmp < 0 ? parts.length : xmp + 1, 0, exifChunk);
  }
  const body = new Blob(parts);
  const head = new DataView(new ArrayBuffer(4));
  head.setUint32(0, body.size + 4, true);
  return new Blob(['RIFF', head.buffer, 'WEBP', body], { type: 'image/webp' });
}

async function chunks(reader: BlobReader): Promise<Chunk[]> {
  const end = Math.min(reader.size, view(await reader.bytes(4, 4)).getUint32(0, true) + 8);
  const all: Chunk[] = [];
  let offset = 12;
  while (offset + 8 <= end) {
    const head = await reader.bytes(offset, 8);
    const length = view(head).getUint32(4, true);
    if (offset + 8 + length > end) throw damaged('it ends too early');
    all.push({ type: tag(head, 0), offset, length });
    if (all.length > LIMITS.entries * 100) throw tooLarge('the picture is cut into too many pieces');
    offset += 8 + length + (length & 1);
  }
  if (all.length === 0) throw damaged('there is no picture in it');
  return all;
}

async function dataOf(reader: BlobReader, { offset, length }: Chunk): Promise<Uint8Array<ArrayBuffer>> {
  if (length > LIMITS.total) throw tooLarge(`its metadata has ${length} bytes`);
  return (await reader.bytes(offset + 8, length)).slice();
}

/** With the padding that the specification asks for, also where the source lacks it at its end. */
function copy(blob: Blob, { offset, length }: Chunk): Blob {
  return new Blob([blob.slice(offset, offset + 8 + length), new Uint8Array(length & 1)]);
}

function makeChunk(type: string, data: Uint8Array<ArrayBuffer>): Blob {
  const size = new DataView(new ArrayBuffer(4));
  size.setUint32(0, data.length, true);
  return new Blob([type, size.buffer, data, new Uint8Array(data.length & 1)]);
}

async function flagged(reader: BlobReader, chunk: Chunk): Promise<Uint8Array<ArrayBuffer>> {
  if (chunk.length < 10) throw damaged('its header is cut off');
  const data = await dataOf(reader, chunk);
  data[0]! |= EXIF_FLAG;
  return data;
}

/** The header that a simple file lacks: flags, and the size of the picture less one. */
async function extendedHeader(reader: BlobReader, { type, offset, length }: Chunk): Promise<Uint8Array<ArrayBuffer>> {
  if (length < 10) throw damaged('its picture is cut off');
  const head = await reader.bytes(offset + 8, 10);
  const data = view(head);
  const out = new Uint8Array(10);
  let width: number;
  let height: number;
  if (type === 'VP8L' && head[0] === 0x2f) {
    const bits = data.getUint32(1, true);
    width = bits & 0x3fff;
    height = (bits >>> 14) & 0x3fff;
    if ((bits >>> 28) & 1) out[0] = ALPHA_FLAG;
  } else if (type === 'VP8 ' && head[3] === 0x9d && head[4] === 0x01 && head[5] === 0x2a) {
    width = (data.getUint16(6, true) & 0x3fff) - 1;
    height = (data.getUint16(8, true) & 0x3fff) - 1;
  } else throw damaged('there is no picture in it');
  out[0]! |= EXIF_FLAG;
  out.set([width & 0xff, width >> 8, 0, height & 0xff, height >> 8, 0], 4);
  return out;
}
