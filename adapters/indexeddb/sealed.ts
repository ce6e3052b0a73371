/** Bytes with what it takes to notice damage: their length, their CRC-32C and the sequence number they were stored under. */
import { crc32c } from '../../src/hash.js';

export interface Sealed {
  readonly sequence: number;
  readonly length: number;
  readonly crc: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly data: Uint8Array;
}

export function seal(sequence: number, data: Uint8Array): Sealed {
  return { sequence, length: data.length, crc: crc32c(data), at: Date.now(), data };
}

/** Says what is wrong with a stored value, or undefined where it is whole. `sequence` is checked where the key gives it. */
export function damageOf(value: unknown, sequence?: number): string | undefined {
  const record = value as Sealed | null | undefined;
  if (typeof record !== 'object' || record === null || !(record.data instanceof Uint8Array)) return 'not a record';
  if (!Number.isSafeInteger(record.sequence) || record.sequence < 0) return 'no sequence number';
  if (sequence !== undefined && record.sequence !== sequence) return `sequence number ${record.sequence} under key ${sequence}`;
  if (record.length !== record.data.length) return `length ${record.data.length} instead of ${record.length}`;
  if (record.crc !== crc32c(record.data)) return 'checksum';
  return undefined;
}
