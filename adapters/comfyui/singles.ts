/** ComfyUI nodes that are one node of ours, and the port types of ours that matter when links are checked. */
import type { Level, RawNode } from './file.js';

export interface Single {
  readonly comfy: string;
  readonly ours: string;
  /** Slot name, port. */
  readonly inputs: readonly (readonly [string, string])[];
  /** Slot place, port. */
  readonly outputs: readonly (readonly [number, string])[];
  /** Parameter, widget. The picture of an image node is not in the file: see `PICTURE`. */
  readonly params: readonly (readonly [string, string])[];
}

export const SINGLES: readonly Single[] = [
  { comfy: 'LoadImage', ours: 'image', inputs: [], outputs: [[0, 'image']], params: [['image', 'image']] },
  { comfy: 'SaveImage', ours: 'output', inputs: [['images', 'image']], outputs: [[0, 'image']], params: [] },
  { comfy: 'PreviewImage', ours: 'image-display', inputs: [['images', 'image']], outputs: [], params: [] },
  { comfy: 'SaveGLB', ours: 'mesh-output', inputs: [['mesh', 'mesh']], outputs: [], params: [] },
  { comfy: 'PrimitiveStringMultiline', ours: 'prompt', inputs: [], outputs: [[0, 'text']], params: [['text', 'value']] },
  { comfy: 'PrimitiveString', ours: 'prompt', inputs: [], outputs: [[0, 'text']], params: [['text', 'value']] },
];

/** The mapping of a node all of whose links have a port of ours. */
export function singleFor(node: RawNode, level: Level): Single | undefined {
  const single = SINGLES.find(({ comfy }) => comfy === node.type);
  if (!single) return undefined;
  const taken = new Set(node.inputs.filter(({ name }) => single.inputs.some(([input]) => input === name)).map(({ index }) => index));
  const given = new Set(single.outputs.map(([slot]) => slot));
  const fits = level
    .linksAt(node.key)
    .every((link) => (link.to !== node.key || taken.has(link.toSlot)) && (link.from !== node.key || given.has(link.fromSlot)));
  return fits ? single : undefined;
}

/** Types of ports of ours by `node type.port`; a test holds them equal to the registry. */
export const OWN_INPUTS: Readonly<Record<string, string>> = {
  'output.image': 'image',
  'image-display.image': 'image',
  'mesh-output.mesh': 'mesh',
  'model.prompt': 'string',
  'model.negative_prompt': 'string',
  'model.image': 'image',
  'sdxl-turbo.prompt': 'string',
  'sdxl-turbo.negative_prompt': 'string',
};
export const OWN_OUTPUTS: Readonly<Record<string, string>> = {
  'image.image': 'image',
  'output.image': 'image',
  'prompt.text': 'string',
  'model.image': 'image',
  'sdxl-turbo.image': 'image',
  'mesh-output.mesh': 'mesh',
};
