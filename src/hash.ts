/**
 * Names and checks for bytes: SHA-256 names content (assets, model files), CRC-32C notices damage to a stored record.
 *
 * SHA-256 comes from WebCrypto. Pages served over plain HTTP have no `crypto.subtle`; there, and only there, `@noble/hashes` is
 * fetched. CRC-32C guards against accidents, not against anyone who means harm.
 */

/** SHA-256 of the bytes as 64 lower-case hex digits. A Blob is read into memory whole. */
export async function sha256Hex(data: Uint8Array | ArrayBuffer | Blob): Promise<string> {
  const bytes = await toBytes(data);
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined;
  const digest = subtle ? new Uint8Array(await subtle.digest('SHA-256', unshared(bytes))) : await sha256Portable(bytes);
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** SHA-256 without WebCrypto; exported so that a test can hold it against WebCrypto's answer. */
export async function sha256Portable(bytes: Uint8Array): Promise<Uint8Array> {
  const { sha256 } = await import('@noble/hashes/sha2.js');
  return sha256(bytes);
}

async function toBytes(data: Uint8Array | ArrayBuffer | Blob): Promise<Uint8Array> {
  if (data instanceof Uint8Array) return data;
  return new Uint8Array(data instanceof ArrayBuffer ? data : await data.arrayBuffer());
}

/** WebCrypto refuses views of a SharedArrayBuffer, which WASM threads hand out. */
function unshared(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer ? (bytes as Uint8Array<ArrayBuffer>) : bytes.slice();
}

/** Castagnoli polynomial 0x1EDC6F41, bit-reversed (RFC 3720, appendix B.4). */
const CRC32C_POLYNOMIAL = 0x82f63b78;
/** Bytes that one step takes. */
const SLICES = 4;
let crcTables: Uint32Array | undefined;

/** CRC-32C (Castagnoli) of the bytes as an unsigned 32-bit number. Four bytes a step: a large project's first record has megabytes. */
export function crc32c(bytes: Uint8Array): number {
  const tables = (crcTables ??= makeCrcTables());
  const { length } = bytes;
  const whole = length - (length % SLICES);
  let crc = 0xffffffff;
  let at = 0;
  for (; at < whole; at += SLICES) {
    crc ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    crc = tables[768 + (crc & 0xff)]! ^ tables[512 + ((crc >>> 8) & 0xff)]! ^ tables[256 + ((crc >>> 16) & 0xff)]! ^ tables[crc >>> 24]!;
  }
  for (; at < length; at += 1) crc = tables[(crc ^ bytes[at]!) & 0xff]! ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** One table for each byte of a step, the last byte's first: slicing by four (Kounavis and Berry, 2005). */
function makeCrcTables(): Uint32Array {
  const tables = new Uint32Array(SLICES * 256);
  for (let index = 0; index < 256; index += 1) {
    let value = index;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ CRC32C_POLYNOMIAL : value >>> 1;
    tables[index] = value;
  }
  for (let index = 256; index < tables.length; index += 1) {
    const before = tables[index - 256]!;
    tables[index] = (before >>> 8) ^ tables[before & 0xff]!;
  }
  return tables;
}
