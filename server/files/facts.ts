/** What is known of a file besides its name and size. Read from its header once and kept for as long as the file stays the same. */
import { extname } from 'node:path';
import type { FileHandle } from 'node:fs/promises';
import { fileWindow } from './byte-window.js';
import { kindOf } from './kinds.js';
import { modelMetadata, type ModelMetadata } from './model-header.js';
import { pictureSize } from './picture-size.js';

export interface Facts {
  readonly metadata?: ModelMetadata;
  readonly width?: number;
  readonly height?: number;
  /** Known of files that came through this process. */
  readonly sha256?: string;
}

const MOST = 20_000;

/** Facts by ETag, which changes with the file. */
export class FactCache {
  private readonly facts = new Map<string, Facts>();

  get(etag: string): Facts | undefined {
    return this.facts.get(etag);
  }

  set(etag: string, facts: Facts): void {
    if (this.facts.size >= MOST) this.facts.delete(this.facts.keys().next().value!);
    this.facts.set(etag, facts);
  }
}

export async function readFacts(file: FileHandle, name: string, size: number): Promise<Facts> {
  const window = fileWindow(file, size);
  const metadata = await modelMetadata(window, extname(name).toLowerCase());
  return { ...(metadata && { metadata }), ...(await pictureSize(window, await kindOf(window))) };
}
