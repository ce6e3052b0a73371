/**
 * How a picture or mesh of ours came to be, inside its file under the key `gds-provenance`: the graph, which node made it with what,
 * the models by content, and the program. docs/formats/provenance.md describes it for other tools.
 */
import { GdsError } from '../../src/errors.js';
import type { GraphJSON, GraphNodeJSON } from '../../src/graph/types.js';
import type { GenerationInfo } from '../../src/registry/tasks.js';
import { VERSION } from '../../src/version.js';
import { LIMITS } from './bytes.js';
import { readMetadata, writeMetadata } from './files.js';

export const PROVENANCE_KEY = 'gds-provenance';
const PROVENANCE_VERSION = 1;

export interface ProvenanceModel {
  readonly id: string;
  /** Names its content, as `GenerationInfo.modelSha256`; left out where it is not known. */
  readonly sha256?: string;
}

export interface Provenance {
  readonly format: typeof PROVENANCE_KEY;
  readonly version: typeof PROVENANCE_VERSION;
  /** The whole graph as it was; whoever loads it checks it. */
  readonly graph: GraphJSON;
  /** The node that shows or made it, and with what it was made. */
  readonly result: { readonly node: string; readonly [key: string]: unknown };
  readonly models: readonly ProvenanceModel[];
  readonly generator: { readonly name: string; readonly version: string };
}

/**
 * The provenance of what `node` of `graph` shows.
 *
 * `infoOf` says of a node how its result was made. What `node` itself does not say is looked for in what leads into it: `result` is of
 * the nearest node that made something, `models` are all that took part. Seeds in the kept graph are those that were used, also where a
 * seed has moved on after the run, so that running it again makes the same again.
 */
export function provenanceOf(
  graph: GraphJSON,
  node: string,
  infoOf: (nodeId: string) => GenerationInfo | undefined = () => undefined,
): Provenance {
  const made = upstream(graph, node).flatMap((id) => {
    const info = infoOf(id);
    return info ? [{ id, info }] : [];
  });
  const seeds = new Map(made.flatMap(({ id, info }) => (info.seed === undefined ? [] : [[id, info.seed] as const])));
  const models = new Map(
    made.map(({ info: { model, modelSha256 } }) => [model, { id: model, ...(modelSha256 ? { sha256: modelSha256 } : {}) }]),
  );
  const { timings: _, fallback: __, ...result } = made[0]?.info ?? {};
  return {
    format: PROVENANCE_KEY,
    version: PROVENANCE_VERSION,
    graph: { ...graph, nodes: graph.nodes.map((each) => withSeed(each, seeds.get(each.id))) },
    result: { ...result, node },
    models: [...models.values()],
    generator: { name: 'gds-canvas', version: VERSION },
  };
}

function withSeed(node: GraphNodeJSON, seed: number | undefined): GraphNodeJSON {
  return seed === undefined || typeof node.params?.['seed'] !== 'number' ? node : { ...node, params: { ...node.params, seed } };
}

/** The node and all that its result depends on, the nearest first. Runs look into subgraphs and out of them. */
function upstream(graph: GraphJSON, start: string): string[] {
  const parents = new Map(graph.nodes.map(({ id, parent }) => [id, parent] as const));
  const next = new Map<string, string[]>();
  const lead = (from: string, to: string): void => {
    const list = next.get(to);
    if (list) list.push(from);
    else next.set(to, [from]);
  };
  for (const { from, to } of graph.edges) {
    lead(from[0], to[0]);
    // A port of a subgraph is named by the boundary node inside.
    if (parents.get(from[1]) === from[0]) lead(from[1], to[0]);
    if (parents.get(to[1]) === to[0]) lead(from[0], to[1]);
  }
  const seen = new Set([start]);
  for (const id of seen) for (const source of next.get(id) ?? []) if (parents.has(source)) seen.add(source);
  return [...seen];
}

/**
 * A copy of the PNG, WebP or GLB file that carries `provenance`, in the place of what it carried.
 * @throws GdsError `GDS_METADATA_*`; `GDS_METADATA_SIZE` where the graph is too large to travel in a file.
 */
export async function writeProvenance(blob: Blob, provenance: Provenance): Promise<Blob> {
  // ASCII passes through every container and every tool on the way.
  const text = JSON.stringify(provenance).replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  if (text.length > LIMITS.entry) {
    throw new GdsError('GDS_METADATA_SIZE', 'The graph is too large to be kept inside the file. Save the graph as a file of its own.');
  }
  return writeMetadata(blob, new Map([[PROVENANCE_KEY, text]]));
}

/**
 * What the file says of its making; undefined where it says nothing. The graph in it is not checked further than its format.
 * @throws GdsError `GDS_METADATA_*`; `GDS_METADATA_PROVENANCE` with `path` where what it says cannot be read,
 *   `GDS_METADATA_VERSION` where a newer version wrote it.
 */
export async function readProvenance(blob: Blob): Promise<Provenance | undefined> {
  const { entries } = await readMetadata(blob);
  const text = entries.get(PROVENANCE_KEY);
  if (text === undefined) return undefined;
  try {
    return check(JSON.parse(text));
  } catch (cause) {
    if (cause instanceof GdsError) throw cause;
    throw refused('', 'is not JSON', cause);
  }
}

function check(json: unknown): Provenance {
  const value = object(json, '');
  if (value['format'] !== PROVENANCE_KEY) throw refused('format', `must be "${PROVENANCE_KEY}"`);
  const version = value['version'];
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) throw refused('version', 'must be a whole number');
  if (version > PROVENANCE_VERSION) {
    throw new GdsError('GDS_METADATA_VERSION', 'A newer version of gds-canvas made this file. Update to read how it was made.');
  }
  const graph = object(value['graph'], 'graph');
  if (graph['format'] !== 'gds-graph') throw refused('graph.format', 'must be "gds-graph"');
  text(object(value['result'], 'result')['node'], 'result.node');
  const models = value['models'];
  if (!Array.isArray(models)) throw refused('models', 'must be a list');
  models.forEach((model: unknown, index) => {
    const { id, sha256 } = object(model, `models[${index}]`);
    text(id, `models[${index}].id`);
    if (sha256 !== undefined && !/^[0-9a-f]{64}$/.test(text(sha256, `models[${index}].sha256`)))
      throw refused(`models[${index}].sha256`, 'must be 64 hex digits');
  });
  const generator = object(value['generator'], 'generator');
  text(generator['name'], 'generator.name');
  text(generator['version'], 'generator.version');
  return value as unknown as Provenance;
}

function object(value: unknown, path: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw refused(path, 'must be an object');
  return value as Record<string, unknown>;
}

function text(value: unknown, path: string): string {
  if (typeof value !== 'string') throw refused(path, 'must be a text');
  return value;
}

function refused(path: string, problem: string, cause?: unknown): GdsError {
  const at = path || 'What the file says of its making';
  return new GdsError('GDS_METADATA_PROVENANCE', `${at} ${problem}. The picture or mesh itself can be used.`, { path, cause });
}
