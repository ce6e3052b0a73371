import { describe, it } from 'node:test';
import { expect } from 'chai';
import { crc32c, sha256Hex, sha256Portable } from './hash.js';

const text = (value: string) => new TextEncoder().encode(value);
const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

describe('sha256Hex', () => {
  // FIPS 180-2, appendix B.1.
  it('gives the published digest for bytes, buffers, blobs and shared memory', async () => {
    expect(await sha256Hex(text('abc'))).to.equal(ABC);
    expect(await sha256Hex(text('abc').buffer as ArrayBuffer)).to.equal(ABC);
    expect(await sha256Hex(new Blob(['a', 'bc']))).to.equal(ABC);
    const shared = new Uint8Array(new SharedArrayBuffer(3));
    shared.set(text('abc'));
    expect(await sha256Hex(shared)).to.equal(ABC);
    expect(await sha256Hex(text('xabc').subarray(1))).to.equal(ABC);
    expect(await sha256Hex(new Uint8Array())).to.equal('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  it('gives the same without WebCrypto (insecure contexts)', async () => {
    const whole = globalThis.crypto;
    Object.defineProperty(globalThis, 'crypto', { configurable: true, value: {} });
    try {
      expect(await sha256Hex(text('abc'))).to.equal(ABC);
    } finally {
      Object.defineProperty(globalThis, 'crypto', { configurable: true, value: whole });
    }
    expect(Buffer.from(await sha256Portable(text('abc'))).toString('hex')).to.equal(ABC);
  });
});

describe('crc32c', () => {
  // RFC 3720, appendix B.4, and the usual check value.
  it('gives the published check values', () => {
    expect(crc32c(text('123456789'))).to.equal(0xe3069283);
    expect(crc32c(new Uint8Array(32))).to.equal(0x8a9136aa);
    expect(crc32c(new Uint8Array(32).fill(0xff))).to.equal(0x62a8ab43);
    expect(crc32c(new Uint8Array())).to.equal(0);
  });

  it('takes four bytes a step to what the definition says of each bit, for every length and beginning', () => {
    const bitwise = (bytes: Uint8Array): number => {
      let crc = 0xffffffff;
      for (const byte of bytes) {
        crc ^= byte;
        for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
      }
      return (crc ^ 0xffffffff) >>> 0;
    };
    const bytes = Uint8Array.from({ length: 300 }, (_, index) => (index * 2654435761) >>> 24);
    for (let from = 0; from < 5; from += 1)
      for (let length = 0; length < 40; length += 1) {
        const part = bytes.subarray(from, from + length);
        expect(crc32c(part), `${length} bytes from ${from}`).to.equal(bitwise(part));
      }
    expect(crc32c(bytes)).to.equal(bitwise(bytes));
  });
});
