/**
 * How a picture or mesh of ours came to be, inside its file under the key `gds-provenance`: the graph, which node made it with what,
 * the models by content, and the program. docs/formats/provenance.md describes it for other tools.
 */
import { GdsError } from '../../src/errors.js';
import type { GraphJSON } from '../../src/graph/types.js';
import type { GenerationInfo } from '../../src/registry/tasks.js';
import { VERSION } from '../../src/version.js';
import { LIMITS } from './bytes.js';
import { readMetadata, writeMetadata } from './files.js';

export const PROVENANCE_KEY = 'gds-provenance';
const PROVENANCE_VERSION = 1;

export interface ProvenanceModel {
  readonly id: string;
  /** SHA-256 of the model's files, or of what lists them, as hex; left out where it is not known. */
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
 * The provenance of what `node` of `graph` shows. `info` says how it was made; without it nothing is claimed. `models` are all that
 * took part, by content where that is known; left out: the one that `info` names.
 */
export function provenanceOf(graph: GraphJSON, node: string, info?: GenerationInfo, models?: readonly ProvenanceModel[]): Provenance {
  const { timings: _, ...made } = info ?? {};
  return {
    format: PROVENANCE_KEY,
    version: PROVENANCE_VERSION,
    graph,
    result: { ...made, node },
    models: models ?? (info ? [{ id: info.model }] : []),
    generator: { name: 'gds-canvas', version: VERSION },
  };
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
