/** What a model file says of itself, read from its header: title, architecture, licence and the like, as texts. */
import type { ByteWindow } from './byte-window.js';
import { readOnnxHeader } from './onnx-header.js';

export type ModelMetadata = Readonly<Record<string, string>>;

/** Headers beyond this are not read; the original draws the same line. Bytes. */
const LONGEST_HEADER = 10 * 1024 * 1024;

/** Undefined where the file is of neither kind or its header cannot be read; empty where it says nothing. */
export async function modelMetadata(window: ByteWindow, extension: string): Promise<ModelMetadata | undefined> {
  try {
    if (extension === '.safetensors') return await safetensors(window);
    if (extension === '.onnx') return await readOnnxHeader(window);
    return undefined;
  } catch {
    return undefined;
  }
}

/** Our key for each of the `modelspec` keys (https://github.com/Stability-AI/ModelSpec), in the order of the answer. */
const MODELSPEC = {
  title: 'title',
  hash: 'hash_sha256',
  date: 'date',
  author: 'author',
  description: 'description',
  architecture: 'architecture',
  resolution: 'resolution',
  license: 'license',
} as const;

async function safetensors(window: ByteWindow): Promise<ModelMetadata | undefined> {
  const length = Number((await window.bytes(0, 8)).readBigUInt64LE(0));
  if (length > LONGEST_HEADER) return undefined;
  const header = JSON.parse((await window.bytes(8, length)).toString('utf8')) as { __metadata__?: Record<string, unknown> };
  const said = header.__metadata__ ?? {};
  const metadata: Record<string, string> = {};
  for (const [key, name] of Object.entries(MODELSPEC)) {
    const value = said[`modelspec.${name}`];
    if (typeof value === 'string' && value !== '') metadata[key] = key === 'hash' ? value.replace(/^0x/, '').slice(0, 12) : value;
  }
  return metadata;
}
