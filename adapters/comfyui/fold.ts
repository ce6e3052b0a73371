/**
 * Chains of ComfyUI nodes that one node of ours stands for: loader, two prompts, latent, sampler, decoder.
 *
 * A chain is folded only where it is exactly that: every node active, nothing else reads from its inside, nothing but texts and the
 * picture leads into it.
 */
import { INPUT_NODE, OUTPUT_NODE, type Level, type RawLink, type RawNode } from './file.js';
import { isObject } from './json.js';
import { PROMPT_LENGTH, type FoldKind, type Role } from './own-params.js';
import { widgetValues } from './widgets.js';

export interface Fold {
  readonly kind: FoldKind;
  readonly members: ReadonlyMap<Role, RawNode>;
  /** Prompts that stay nodes of their own: their texts are nobody else's and not empty. */
  readonly prompts: ReadonlyMap<Role, RawNode>;
}

/** The classes of a chain, and the links inside it: output place of one role to named input of another. */
export const RECIPES: Readonly<
  Record<
    FoldKind,
    {
      readonly types: Readonly<Record<Role, string>>;
      readonly links: readonly (readonly [from: Role, slot: number, to: Role, input: string])[];
    }
  >
> = {
  'sdxl-turbo': recipe('EmptyLatentImage'),
  model: recipe('VAEEncode', ['checkpoint', 2, 'latent', 'vae']),
};

function recipe(latent: string, ...more: (readonly [Role, number, Role, string])[]) {
  const links: (readonly [Role, number, Role, string])[] = [
    ['checkpoint', 0, 'sampler', 'model'],
    ['checkpoint', 1, 'positive', 'clip'],
    ['checkpoint', 1, 'negative', 'clip'],
    ['positive', 0, 'sampler', 'positive'],
    ['negative', 0, 'sampler', 'negative'],
    ['latent', 0, 'sampler', 'latent_image'],
    ['sampler', 0, 'decode', 'samples'],
    ['checkpoint', 2, 'decode', 'vae'],
    ...more,
  ];
  const types: Record<Role, string> = {
    checkpoint: 'CheckpointLoaderSimple',
    positive: 'CLIPTextEncode',
    negative: 'CLIPTextEncode',
    latent,
    sampler: 'KSampler',
    decode: 'VAEDecode',
  };
  return { types, links };
}

/** Inputs that may be fed from outside the chain, and the port of ours that they become. */
export const OPEN_INPUTS: readonly (readonly [role: Role, input: string, port: string])[] = [
  ['positive', 'text', 'prompt'],
  ['negative', 'text', 'negative_prompt'],
  ['latent', 'pixels', 'image'],
];

export function findFolds(level: Level): Fold[] {
  return level.nodes.flatMap((node) => {
    const fold = node.type === 'KSampler' && level.byKey.get(node.key) === node ? chainOf(node, level) : undefined;
    return fold ? [fold] : [];
  });
}

function chainOf(sampler: RawNode, level: Level): Fold | undefined {
  const members = new Map<Role, RawNode>([['sampler', sampler]]);
  /** What leads into the named input, where it comes from the output that the recipe asks for. */
  const source = (node: RawNode, input: string, slot: number): RawNode | undefined => {
    const link = linkTo(level, node, input);
    return link?.fromSlot === slot ? level.byKey.get(link.from) : undefined;
  };
  for (const [role, input] of [
    ['checkpoint', 'model'],
    ['positive', 'positive'],
    ['negative', 'negative'],
    ['latent', 'latent_image'],
  ] as const) {
    const node = source(sampler, input, 0);
    if (!node) return undefined;
    members.set(role, node);
  }
  const decode = level.byKey.get(level.linksFrom(sampler.key, 0)[0]?.to ?? '');
  if (!decode) return undefined;
  members.set('decode', decode);

  const kind = (['sdxl-turbo', 'model'] as const).find((candidate) => RECIPES[candidate].types.latent === members.get('latent')!.type);
  if (!kind || new Set(members.values()).size < members.size || !decode.outputs[0]) return undefined;
  const { types, links } = RECIPES[kind];
  for (const [role, node] of members) if (node.type !== types[role] || !isActive(node)) return undefined;
  for (const [role, slot, to, input] of links) {
    if (source(members.get(to)!, input, slot) !== members.get(role) || !members.get(role)!.outputs[slot]) return undefined;
  }
  return isClosed(members, level, links.length) ? { kind, members, prompts: promptsOf(members, level) } : undefined;
}

/** No link but the recipe's and the open ones, the decoder's output aside; and texts that a node of ours may hold. */
function isClosed(members: ReadonlyMap<Role, RawNode>, level: Level, inside: number): boolean {
  const keys = new Set([...members.values()].map(({ key }) => key));
  const isOpen = (link: RawLink): boolean =>
    OPEN_INPUTS.some(([role, input]) => members.get(role)!.key === link.to && linkTo(level, members.get(role)!, input) === link);
  let inner = 0;
  for (const [role, { key }] of members) {
    const entering = level.linksAt(key).filter(({ to }) => to === key);
    if (entering.some((link) => !keys.has(link.from) && !isOpen(link))) return false;
    inner += entering.filter((link) => keys.has(link.from) && !isOpen(link)).length;
    const leaving = level.linksAt(key).filter(({ from }) => from === key);
    if (leaving.some((link) => !keys.has(link.to) && !(role === 'decode' && link.fromSlot === 0))) return false;
    if (leaving.some((link) => keys.has(link.to) && isOpen(link))) return false;
  }
  if (inner !== inside) return false;
  return (['positive', 'negative'] as const).every((role) => {
    const text = textOf(members.get(role)!);
    return text !== undefined && text.length <= PROMPT_LENGTH;
  });
}

function promptsOf(members: ReadonlyMap<Role, RawNode>, level: Level): Map<Role, RawNode> {
  const prompts = new Map<Role, RawNode>();
  for (const role of ['positive', 'negative'] as const) {
    const node = members.get(role)!;
    if (!linkTo(level, node, 'text') && textOf(node)!.trim() !== '' && !isParameter(node)) prompts.set(role, node);
  }
  return prompts;
}

/** Property of a text node that was a parameter of its chain before it was exported. */
export const PARAMETER_MARK = 'gds-canvas';

function isParameter({ json: { properties } }: RawNode): boolean {
  return isObject(properties) && properties[PARAMETER_MARK] === 'parameter';
}

function textOf(node: RawNode): string | undefined {
  const value = widgetValues(node.json).find(({ name }) => name === 'text')?.value;
  return typeof value === 'string' ? value : undefined;
}

export function linkTo(level: Level, node: RawNode, input: string): RawLink | undefined {
  const slot = node.inputs.find(({ name }) => name === input);
  return slot && level.linkInto(node.key, slot.index);
}

const isActive = ({ key, json }: RawNode): boolean =>
  (json['mode'] === 0 || json['mode'] === undefined) && key !== INPUT_NODE && key !== OUTPUT_NODE;
