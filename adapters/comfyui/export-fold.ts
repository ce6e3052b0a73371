/** Members of a chain that is made anew. */
import type { GraphNodeJSON } from '../../src/graph/types.js';
import { PARAMETER_MARK } from './fold.js';
import { isObject, type Json, type JsonObject } from './json.js';
import { makeNode } from './make.js';
import type { FoldKind, Role } from './own-params.js';

/** Where the parts of a chain made anew lie around its sampler. */
const OFFSETS: Readonly<Record<Role, readonly [number, number]>> = {
  checkpoint: [-900, 0],
  positive: [-500, -60],
  negative: [-500, 180],
  latent: [-900, 200],
  sampler: [0, 0],
  decode: [340, 0],
};
const CHECKPOINTS: Readonly<Record<FoldKind, string>> = {
  'sdxl-turbo': 'sd_xl_turbo_1.0_fp16.safetensors',
  model: 'v1-5-pruned-emaonly.safetensors',
};

/** What suits few steps; the image to image node says its own. */
const SCHEDULERS: Readonly<Record<FoldKind, string>> = { 'sdxl-turbo': 'sgm_uniform', model: 'normal' };

/** Outputs of the classes of a chain, by place. */
export const RECIPE_OUTPUTS: Readonly<Record<string, readonly string[]>> = {
  CheckpointLoaderSimple: ['MODEL', 'CLIP', 'VAE'],
  CLIPTextEncode: ['CONDITIONING'],
  EmptyLatentImage: ['LATENT'],
  VAEEncode: ['LATENT'],
  KSampler: ['LATENT'],
};

/** A member of the chain that `node` stands for, around it, with what a new one of its class has. */
export function makeMember(kind: FoldKind, role: Role, type: string, node: GraphNodeJSON): JsonObject {
  const [dx, dy] = OFFSETS[role];
  const values: Record<string, Json> = { ckpt_name: CHECKPOINTS[kind], scheduler: SCHEDULERS[kind] };
  const json = makeNode(type, { x: node.x + dx, y: node.y + dy, title: role === 'sampler' ? (node.title ?? '') : '' }, values);
  const properties = isObject(json['properties']) ? json['properties'] : {};
  return role === 'positive' || role === 'negative' ? { ...json, properties: { ...properties, [PARAMETER_MARK]: 'parameter' } } : json;
}
