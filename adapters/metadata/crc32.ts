/** CRC-32 as PNG has it (ISO 3309, polynomial 0x04C11DB7, bit-reversed), as an unsigned 32-bit number. */
const POLYNOMIAL = 0xedb88320;
let table: Uint32Array | undefined;

export function crc32(...parts: readonly Uint8Array[]): number {
  const entries = (table ??= makeTable());
  let crc = 0xffffffff;
  for (const part of parts) for (const byte of part) crc = entries[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

function makeTable(): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, index) => {
    let value = index;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1;
    return value;
  });
}
