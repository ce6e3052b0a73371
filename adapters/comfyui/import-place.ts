/** Where an import is: which level, what an instance around it says, and which ends its links can have. */
import type { Level, RawNode } from './file.js';
import { RECIPES, type Fold } from './fold.js';
import { LIMITS, isSafeName, type Json } from './json.js';
import type { Role } from './own-params.js';
import type { End } from './wiring.js';

/** Types of foreign nodes begin with this. */
export const FOREIGN = 'comfyui/';
/** Nodes of ours that ComfyUI has nothing for travel under this. */
export const OWN = 'gds-canvas/';

/** Where on the way into subgraphs a level is. */
export interface Place {
  /** Id of the subgraph node; absent at the top. */
  readonly parent?: string;
  readonly prefix: string;
  /** What an instance says of widgets inside: by node key and widget. */
  readonly overrides: ReadonlyMap<string, Json>;
  /** Definitions on the way, against those that contain themselves. */
  readonly within: readonly string[];
}

/** The ends that links of one level can have. */
export class Ends {
  readonly outputs = new Map<string, End>();
  readonly inputs = new Map<string, End>();
  /** Parameters by node key and widget. */
  readonly params = new Map<string, readonly [nodeId: string, param: string]>();
  /** Chain of a node that has been folded. */
  readonly folds = new Map<string, Fold>();
}

/** A link of the recipe of a folded chain. */
export function isInside(link: { from: string; fromSlot: number; to: string; toSlot: number }, level: Level, { folds }: Ends): boolean {
  const fold = folds.get(link.from);
  if (!fold || folds.get(link.to) !== fold) return false;
  const roleOf = (key: string): Role | undefined => [...fold.members].find(([, node]) => node.key === key)?.[0];
  const [from, to] = [roleOf(link.from), roleOf(link.to)];
  const input = level.byKey.get(link.to)?.inputs[link.toSlot]?.name;
  // A prompt that is a node of its own: its link to the sampler is an edge.
  if (from && fold.prompts.has(from)) return false;
  return RECIPES[fold.kind].links.some((each) => each[0] === from && each[1] === link.fromSlot && each[2] === to && each[3] === input);
}

/** What the document keeps as a parameter: names it takes, nesting it takes. */
export function canBeParam(value: Json, depth: number): boolean {
  if (typeof value === 'string') return value.length <= LIMITS.part;
  if (typeof value !== 'object' || value === null) return true;
  if (depth >= 24) return false;
  if (Array.isArray(value)) return value.length <= 10_000 && value.every((item) => canBeParam(item, depth + 1));
  return Object.entries(value).every(([key, item]) => isSafeName(key) && canBeParam(item, depth + 1));
}

export const pathOf = ({ path }: Level, { at }: RawNode): string => `${path ? `${path}.` : ''}nodes[${at}]`;
