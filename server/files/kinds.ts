/**
 * What a file is, by its own first bytes. What the client calls it, and its extension, count only in that they must agree.
 *
 * Sources: the signatures of PNG, JPEG, GIF, RIFF/WebP, ISO BMFF (ISO/IEC 14496-12), EBML, glTF 2.0 binary, safetensors' README and ONNX's
 * ModelProto, whose first field is the version of its format.
 */
import { extname } from 'node:path';
import type { ByteWindow } from './byte-window.js';

export type Kind = 'png' | 'jpeg' | 'webp' | 'avif' | 'gif' | 'svg' | 'glb' | 'mp4' | 'webm' | 'safetensors' | 'onnx' | 'torch' | 'json';

const RASTER: readonly Kind[] = ['png', 'jpeg', 'webp', 'avif', 'gif'];

/** Browsers show a picture by its bytes, and people name them wrongly: raster pictures may stand in for each other. */
const KINDS: Readonly<Record<string, readonly Kind[]>> = {
  '.png': RASTER,
  '.jpg': RASTER,
  '.jpeg': RASTER,
  '.webp': RASTER,
  '.avif': RASTER,
  '.gif': RASTER,
  '.svg': ['svg'],
  '.glb': ['glb'],
  '.gltf': ['json'],
  '.mp4': ['mp4'],
  '.webm': ['webm'],
  '.safetensors': ['safetensors'],
  '.onnx': ['onnx'],
  '.pt': ['torch'],
  '.pth': ['torch'],
  '.ckpt': ['torch'],
  '.bin': ['torch', 'safetensors'],
  '.json': ['json'],
};

export const kindFits = (name: string, kind: Kind | undefined): boolean =>
  kind !== undefined && (KINDS[extname(name).toLowerCase()]?.includes(kind) ?? false);

export const isRaster = (kind: Kind | undefined): boolean => kind !== undefined && RASTER.includes(kind);

/** Undefined: nothing that is known here. */
export async function kindOf(window: ByteWindow): Promise<Kind | undefined> {
  const head = await window.bytes(0, 4096);
  const ascii = (from: number, to: number): string => head.toString('latin1', from, to);
  if (head.subarray(0, 8).equals(PNG)) return 'png';
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return 'jpeg';
  if (/^GIF8[79]a$/.test(ascii(0, 6))) return 'gif';
  if (ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WEBP') return 'webp';
  if (ascii(4, 8) === 'ftyp') return isAvif(head) ? 'avif' : 'mp4';
  if (head.subarray(0, 4).equals(EBML)) return 'webm';
  if (ascii(0, 4) === 'glTF') return 'glb';
  if (ascii(0, 4) === 'PK\x03\x04' || (head[0] === 0x80 && head[1]! >= 2 && head[1]! <= 5)) return 'torch';
  if (isSafetensors(head, window.size)) return 'safetensors';
  if (isOnnx(head)) return 'onnx';
  const text = head
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart();
  if (text.startsWith('{')) return 'json';
  return startsWithSvg(text) ? 'svg' : undefined;
}

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const EBML = Buffer.from([0x1a, 0x45, 0xdf, 0xa3]);

/** The brands stand in the `ftyp` box: the main one, a version, then those it is compatible with. */
function isAvif(head: Buffer): boolean {
  const brands = head.toString('latin1', 8, Math.min(head.readUInt32BE(0), head.length));
  return /^(.{4})*?(avif|avis)/s.test(brands);
}

/** The length of the JSON header as u64, then that header. */
const isSafetensors = (head: Buffer, size: number): boolean =>
  head.length >= 10 && head.readBigUInt64LE(0) <= BigInt(size - 8) && head[8] === 0x7b;

/** `ir_version` (field 1, a small number), then another field whose number and type ModelProto has. */
const isOnnx = (head: Buffer): boolean =>
  head[0] === 0x08 && head[1]! > 0 && head[1]! < 0x40 && /[\x12\x1a\x22\x28\x32\x3a\x42\x72]/.test(String.fromCharCode(head[2] ?? 0));

/** Whether an `svg` element comes first, after an XML declaration, comments and a document type. */
function startsWithSvg(text: string): boolean {
  let rest = text;
  for (const [opening, closing] of PROLOGUE) {
    while (rest.startsWith(opening)) {
      const end = rest.indexOf(closing, opening.length);
      if (end < 0) return false;
      rest = rest.slice(end + closing.length).trimStart();
    }
  }
  return /^<svg[\s/>]/.test(rest);
}

const PROLOGUE = [
  ['<?', '?>'],
  ['<!--', '-->'],
  ['<!DOCTYPE', '>'],
  ['<!--', '-->'],
] as const;
