/** Random access to the bytes of a file for readers of headers: reads in blocks, keeps one, and never the whole file. */
import type { FileHandle } from 'node:fs/promises';

const BLOCK = 64 * 1024;

export interface ByteWindow {
  /** Of the whole file. */
  readonly size: number;
  /** `length` bytes from `offset` on, or as many as there are. For more than a block, reads exactly that. */
  bytes(offset: number, length: number): Promise<Buffer>;
}

export function fileWindow(file: FileHandle, size: number): ByteWindow {
  let start = 0;
  let block: Buffer = Buffer.alloc(0);
  const read = async (offset: number, length: number): Promise<Buffer> => {
    const buffer = Buffer.alloc(Math.max(0, Math.min(length, size - offset)));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, offset);
    return buffer.subarray(0, bytesRead);
  };
  return {
    size,
    async bytes(offset, length) {
      if (length > BLOCK) return read(offset, length);
      if (offset < start || offset + length > start + block.length) {
        block = await read(offset, BLOCK);
        start = offset;
      }
      return block.subarray(offset - start, offset - start + length);
    },
  };
}

export const memoryWindow = (content: Uint8Array): ByteWindow => {
  const buffer = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  return { size: buffer.length, bytes: async (offset, length) => buffer.subarray(offset, offset + length) };
};
