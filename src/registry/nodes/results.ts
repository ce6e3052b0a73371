/** Task results as port values, and the names people would give them. */
import { GdsError } from '../../errors.js';
import { sha256Hex } from '../../hash.js';
import type { ImageResult, MeshResult } from '../tasks.js';
import type { ImageValue, MeshValue, PortValue } from '../values.js';
import type { ExecuteContext } from '../types.js';

/** Longest name made from a prompt, in characters. */
const NAME_LENGTH = 48;

export async function imageValue(result: ImageResult, name: string): Promise<ImageValue> {
  const { blob, width, height } = result;
  return { kind: 'image', blob, hash: await sha256Hex(blob), width, height, ...(name ? { name } : {}) };
}

export async function meshValue(result: MeshResult, name: string): Promise<MeshValue> {
  const { blob, vertices, faces } = result;
  return { kind: 'mesh', blob, hash: await sha256Hex(blob), vertices, faces, ...(name ? { name } : {}) };
}

/** A file name's worth of a prompt: `A 3D render of a red apple, glossy` gives `red apple`. */
export function nameFromPrompt(prompt: string): string {
  const first = prompt.split(/[,;\n]|[.:](?=\s|$)/).find((part) => part.trim() !== '') ?? '';
  const plain = first
    .replace(/[\\/:*?"<>|\p{Cc}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[.\s]+/, '')
    .trim();
  const subject = plain
    .replace(/^(an?|the)\s+/i, '')
    .replace(/^((3d|flat|black and white)\s+)*(render|illustration|cartoon|icon|picture|photo|image)\s+of\s+/i, '');
  const bare = subject.replace(/^(an?|the)\s+/i, '') || plain;
  if (bare.length <= NAME_LENGTH) return bare;
  const cut = bare.slice(0, NAME_LENGTH + 1);
  return cut.slice(0, Math.max(cut.lastIndexOf(' '), NAME_LENGTH / 2)).trim();
}

/** The prompt of a model node: what is connected, otherwise its own parameter. @throws GdsError `GDS_PROMPT_EMPTY`. */
export function promptOf({ inputs, params }: ExecuteContext): string {
  const prompt = text(inputs['prompt'], params['prompt']);
  if (prompt.trim() === '') throw new GdsError('GDS_PROMPT_EMPTY', 'Write what you want to see.');
  return prompt;
}

export function negativePromptOf({ inputs, params }: ExecuteContext): string {
  return text(inputs['negative_prompt'], params['negative_prompt']);
}

function text(input: PortValue | undefined, own: unknown): string {
  if (input !== undefined) return typeof input === 'string' ? input : String(input);
  return typeof own === 'string' ? own : '';
}

/** An input that must be a picture. @throws GdsError `GDS_INPUT_TYPE`. */
export function imageInput(value: PortValue | undefined): ImageValue {
  if (typeof value === 'object' && value.kind === 'image') return value;
  throw new GdsError('GDS_INPUT_TYPE', 'The input "Image" needs a picture. Connect an Image or a Picture node.');
}

/** An input that must be a mesh. @throws GdsError `GDS_INPUT_TYPE`. */
export function meshInput(value: PortValue | undefined): MeshValue {
  if (typeof value === 'object' && value.kind === 'mesh') return value;
  throw new GdsError('GDS_INPUT_TYPE', 'The input "Mesh" needs a mesh. Connect an Image to 3D node.');
}
