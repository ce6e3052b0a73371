/**
 * Older and newer files. An older one is brought to the present layout one version at a time, before it is checked; a newer one is
 * refused.
 *
 * Documents are not migrated: a change that everybody makes by itself, on opening, would overwrite what others did at the same time.
 * They are read in every layout there ever was (`read.ts`), and what is written is in the present one, see `SCHEMA_VERSION`.
 */
import { GdsError } from '../errors.js';
import { isObject } from './json.js';

/** The version of graph files that this release writes. */
export const FILE_VERSION = 1;

/** Step `n` makes a file of version n + 1 out of one of version n, which nobody has checked, and leaves the one it is given as it is. */
export type FileMigrations = Readonly<Record<number, (file: Record<string, unknown>) => Record<string, unknown>>>;

const FILE_MIGRATIONS: FileMigrations = {};

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
