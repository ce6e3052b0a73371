/** Bytes of a Blob, read in windows: headers far apart cost little memory, however large the file is. */
import { GdsError } from '../../src/errors.js';

/** What one file may ask for. Beyond these it is no picture or mesh that anyone made in good faith. */
export const LIMITS = {
  /** Parts (chunks, segments) of one file. */
  parts: 1_000_000,
  /** Entries that are kept. */
  entries: 1_000,
  /** Bytes of one entry, unpacked. */
  entry: 16 * 1024 * 1024,
  /** Bytes of all entries together, unpacked. */
  total: 64 * 1024 * 1024,
} as const;

/** Bytes that one read fetches at least. */
const WINDOW = 64 * 1024;

export class BlobReader {
  #start = 0;
  #window: Uint8Array<ArrayBuffer> = new Uint8Array();

  constructor(readonly blob: Blob) {}

  get size(): number {
    return this.blob.size;
  }

  /**
   * `length` bytes from `offset`.
   * @throws GdsError `GDS_METADATA_DAMAGED` where the file ends before that.
   */
  async bytes(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    if (offset + length > this.blob.size) throw damaged('it ends too early');
    const from = offset - this.#start;
    if (from < 0 || from + length > this.#window.length) {
      const end = Math.min(this.blob.size, offset + Math.max(length, WINDOW));
      this.#window = new Uint8Array(await this.blob.slice(offset, end).arrayBuffer());
      this.#start = offset;
      return this.#window.subarray(0, length);
    }
    return this.#window.subarray(from, from + length);
  }
}

/** A view for reading numbers at any place of `bytes`. */
export function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Four characters as chunk names are. */
export function tag(bytes: Uint8Array, offset: number): string {
  return String.fromCharCode(...bytes.subarray(offset, offset + 4));
}

export function latin1(bytes: Uint8Array): string {
  // The decoder's "latin1" is windows-1252, which maps 0x80 to 0x9F elsewhere; strings of 32 kB keep the argument list short.
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return text;
}

/** UTF-8; what is not is replaced by U+FFFD, as all readers do. */
export function utf8(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** `problem` continues the sentence "The file is damaged: …". */
export function damaged(problem: string, cause?: unknown): GdsError {
  return new GdsError('GDS_METADATA_DAMAGED', `The file is damaged: ${problem}. Use another copy of it.`, { cause });
}

export function tooLarge(what: string): GdsError {
  return new GdsError('GDS_METADATA_SIZE', `The file's metadata is refused: ${what}. Use a file with less metadata.`);
}

/** What was read, held to {@link LIMITS}. Of several entries of one name the first counts, as in other readers. */
export class Entries {
  readonly map = new Map<string, string>();
  #bytes = 0;

  add(key: string, value: string): void {
    if (key === '' || this.map.has(key)) return;
    this.#bytes += key.length + value.length;
    if (this.map.size >= LIMITS.entries) throw tooLarge(`it has more than ${LIMITS.entries} entries`);
    if (value.length > LIMITS.entry || this.#bytes > LIMITS.total) throw tooLarge('it is too long');
    this.map.set(key, value);
  }
}
