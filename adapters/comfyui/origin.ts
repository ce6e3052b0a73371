/**
 * What an imported graph keeps of its file, so that an export can give it back: as text in the field `comfyui`, which the document
 * carries along unread. Text, because a file may hold what the document cannot (empty keys, deep nesting), and because it costs less.
 */
import type { ParamValue } from '../../src/graph/types.js';
import { LIMITS, isObject, tooLarge, type Json, type JsonObject } from './json.js';

export const ORIGIN_KEY = 'comfyui';

/** A node of the file and its place in the list there. */
export interface OriginPart {
  readonly at: number;
  readonly node: JsonObject;
}

/** Of a node, a note or a group. */
export interface Origin {
  /** The nodes that it stands for, by role; `self` where it is one. */
  readonly parts: Readonly<Record<string, OriginPart>>;
  /** Parameters as they were when imported: only those that differ now are written. */
  readonly was: Readonly<Record<string, ParamValue>>;
  /** The title it was shown with, where that is not the node's own. */
  readonly title?: string;
  /** Of a subgraph: the definition it is an instance of. */
  readonly definition?: string;
  /** Of a subgraph's port: its place in the definition. */
  readonly port?: number;
}

/** Links that the graph does not have: their places in the file's list, and the nodes there that they need. */
export type LooseLinks = readonly (readonly [index: number, needs: readonly string[]])[];

/** Of a graph. */
export interface Skeleton {
  /** `prompt`: the file was an API prompt. */
  readonly kind: 'workflow' | 'prompt';
  /** The file without its nodes and definitions. */
  readonly top: JsonObject;
  readonly loose: LooseLinks;
  /** Those that cannot be read are among them. */
  readonly definitions: readonly { readonly json: Json; readonly loose: LooseLinks }[];
}

export function writeOrigin(origin: Origin, path: string): string {
  return bounded(JSON.stringify(origin), path);
}

/** As the field of a graph. */
export function writeSkeleton({ kind, top, loose, definitions }: Skeleton): { top: string; definitions: string[] } {
  return {
    top: bounded(JSON.stringify({ kind, top, loose }), 'The workflow without its nodes'),
    definitions: definitions.map((definition, index) => bounded(JSON.stringify(definition), `definitions.subgraphs[${index}]`)),
  };
}

function bounded(text: string, path: string): string {
  if (text.length > LIMITS.part) throw tooLarge(`${path} has ${text.length} characters`);
  return text;
}

/** Undefined where there is none, or where what is there was never written by {@link writeOrigin}. */
export function readOrigin(holder: object): Origin | undefined {
  const value = parse((holder as Record<string, unknown>)[ORIGIN_KEY]);
  if (!isObject(value)) return undefined;
  const { parts, was, title, definition, port } = value;
  const read: Record<string, OriginPart> = {};
  for (const [role, part] of Object.entries(isObject(parts) ? parts : {})) {
    if (!isObject(part) || typeof part['at'] !== 'number' || !isObject(part['node']) || role === '__proto__') continue;
    read[role] = { at: part['at'], node: part['node'] };
  }
  return {
    parts: read,
    was: isObject(was) ? (was as Record<string, ParamValue>) : {},
    ...(typeof title === 'string' ? { title } : {}),
    ...(typeof definition === 'string' ? { definition } : {}),
    ...(typeof port === 'number' ? { port } : {}),
  };
}

export function readSkeleton(graph: object): Skeleton | undefined {
  const field = (graph as Record<string, unknown>)[ORIGIN_KEY];
  if (typeof field !== 'object' || field === null) return undefined;
  const { top: text, definitions } = field as { top?: unknown; definitions?: unknown };
  const head = parse(text);
  if (!isObject(head) || !isObject(head['top'])) return undefined;
  return {
    kind: head['kind'] === 'prompt' ? 'prompt' : 'workflow',
    top: head['top'],
    loose: readLoose(head['loose']),
    definitions: (Array.isArray(definitions) ? definitions : []).flatMap((each) => {
      const definition = parse(each);
      return isObject(definition) && definition['json'] !== undefined
        ? [{ json: definition['json'], loose: readLoose(definition['loose']) }]
        : [];
    }),
  };
}

function readLoose(value: Json | undefined): LooseLinks {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry) =>
    Array.isArray(entry) && typeof entry[0] === 'number' && Array.isArray(entry[1])
      ? [[entry[0], entry[1].filter((key) => typeof key === 'string')] as const]
      : [],
  );
}

function parse(text: unknown): Json | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
