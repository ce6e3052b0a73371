/**
 * Older files and documents, brought to the present layout one version at a time; newer ones, told apart.
 *
 * A file is migrated before it is checked. A document is migrated in place, by whoever opens it for writing: a step must be
 * deterministic and write whole values, so that two peers who take it at the same time write the same. A newer file is refused; a
 * newer document is opened read-only.
 */
import * as Y from 'yjs';
import { GdsError } from '../errors.js';
import { isObject } from './json.js';
import { readNumbers } from './read.js';
import { SCHEMA_VERSION, VERSION_KEY, type DocumentMaps } from './schema.js';

/** The version of graph files that this release writes. */
export const FILE_VERSION = 1;

/** Step `n` makes a file of version n + 1 out of one of version n, which nobody has checked, and leaves the one it is given as it is. */
export type FileMigrations = Readonly<Record<number, (file: Record<string, unknown>) => Record<string, unknown>>>;

const FILE_MIGRATIONS: FileMigrations = {};

/** Step `n` changes a document of version n to version n + 1, inside a transaction. */
export type DocumentMigrations = Readonly<Record<number, (maps: DocumentMaps) => void>>;

/** 1 → 2: groups and notes, which only a loaded file could hold, had their rectangle in four keys. */
const DOCUMENT_MIGRATIONS: DocumentMigrations = {
  1: ({ groups, notes }) => {
    for (const item of [...groups.values(), ...notes.values()]) {
      if (!(item instanceof Y.Map) || item.has('rect')) continue;
      const keys = ['x', 'y', 'width', 'height'];
      const rect = readNumbers(
        keys.map((key) => item.get(key) as unknown),
        4,
      );
      if (!rect) continue;
      item.set('rect', [...rect]);
      for (const key of keys) item.delete(key);
    }
  },
};

/**
 * The file in the present layout, not yet checked further; `json` itself is left as it is.
 * @throws GdsError `GDS_GRAPH_FORMAT`, `GDS_GRAPH_VERSION`.
 */
export function migrateFile(json: unknown, migrations: FileMigrations = FILE_MIGRATIONS, present = FILE_VERSION): Record<string, unknown> {
  if (!isObject(json)) {
    const message = 'This is not a graph: an object with "format": "gds-graph" is needed. If it is text, parse it first.';
    throw new GdsError('GDS_GRAPH_FORMAT', message, { path: '' });
  }
  if (json['format'] !== 'gds-graph') {
    throw new GdsError('GDS_GRAPH_FORMAT', 'This is not a gds-graph file: its "format" is not "gds-graph".', { path: 'format' });
  }
  const version = json['version'];
  if (typeof version === 'number' && version > present) {
    const message = `A newer release wrote this graph (version ${version}; this one reads up to ${present}). Open it with that release.`;
    throw new GdsError('GDS_GRAPH_VERSION', message, { path: 'version' });
  }
  let file = json;
  for (let at = version; at !== present; at = (at as number) + 1) {
    const step = typeof at === 'number' && Object.hasOwn(migrations, at) ? migrations[at] : undefined;
    if (!step)
      throw new GdsError('GDS_GRAPH_VERSION', `The graph has no version that this release reads. It reads version ${present}.`, {
        path: 'version',
      });
    file = attempt(step, file);
  }
  return file;
}

function attempt(step: FileMigrations[number], file: Record<string, unknown>): Record<string, unknown> {
  try {
    return step(file);
  } catch (error) {
    throw GdsError.from(error, 'GDS_GRAPH_FORMAT', 'This graph file of an earlier release is damaged and could not be brought up to date.');
  }
}

/** Whether {@link migrateDocument} has something to do. A document without a version has no layout yet. */
export function isOlder({ meta }: DocumentMaps, present = SCHEMA_VERSION): boolean {
  const version = meta.get(VERSION_KEY);
  return Number.isInteger(version) && (version as number) >= 1 && (version as number) < present;
}

/** Brings an older document to the present layout. Must run inside one transaction. */
export function migrateDocument(maps: DocumentMaps, migrations = DOCUMENT_MIGRATIONS, present = SCHEMA_VERSION): void {
  for (let at = maps.meta.get(VERSION_KEY) as number; at < present; at++) migrations[at]?.(maps);
  maps.meta.set(VERSION_KEY, present);
}
