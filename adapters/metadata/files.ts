/** Which container a file is, and the reader and writer for it. */
import { GdsError } from '../../src/errors.js';
import { view } from './bytes.js';
import { GLB_MAGIC, readGlb, writeGlb } from './glb.js';
import { readJpeg } from './jpeg.js';
import { PNG_SIGNATURE, readPng, writePng } from './png.js';
import { readWebp, writeWebp } from './webp.js';

export type Container = 'png' | 'webp' | 'jpeg' | 'glb';

export interface Metadata {
  readonly container: Container;
  /** Texts by key, for example `workflow`, `prompt`, `parameters`, `gds-provenance`. */
  readonly entries: ReadonlyMap<string, string>;
}

/** What the file is by its first bytes; its name and MIME type are not asked. Undefined where it is none that can be read. */
export async function detectContainer(blob: Blob): Promise<Container | undefined> {
  const head = new Uint8Array(await blob.slice(0, 12).arrayBuffer());
  if (PNG_SIGNATURE.every((byte, index) => head[index] === byte)) return 'png';
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return 'jpeg';
  if (head.length < 12) return undefined;
  if (view(head).getUint32(0, true) === GLB_MAGIC) return 'glb';
  return String.fromCharCode(...head.subarray(0, 4), ...head.subarray(8)) === 'RIFFWEBP' ? 'webp' : undefined;
}

/**
 * All texts in the file.
 * @throws GdsError `GDS_METADATA_FORMAT` (no such container), `GDS_METADATA_DAMAGED`, `GDS_METADATA_SIZE`.
 */
export async function readMetadata(blob: Blob): Promise<Metadata> {
  const container = await detectContainer(blob);
  const read = { png: readPng, webp: readWebp, jpeg: readJpeg, glb: readGlb };
  if (!container) throw unknownContainer('PNG, WebP, JPEG or GLB');
  return { container, entries: await read[container](blob) };
}

/**
 * A copy of the file with these texts; one of the same key is replaced, all others stay.
 * @throws GdsError as {@link readMetadata}, and `GDS_METADATA_KEY` for a key that the container cannot hold.
 */
export async function writeMetadata(blob: Blob, entries: ReadonlyMap<string, string>): Promise<Blob> {
  const container = await detectContainer(blob);
  switch (container) {
    case 'png':
      return writePng(blob, entries);
    case 'webp':
      return writeWebp(blob, entries);
    case 'glb':
      return writeGlb(blob, entries);
    default:
      throw unknownContainer('PNG, WebP or GLB');
  }
}

function unknownContainer(known: string): GdsError {
  return new GdsError('GDS_METADATA_FORMAT', `This file cannot carry metadata that is known here. Use a ${known} file.`);
}
