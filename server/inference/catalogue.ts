/**
 * The models this server has: packages in `data/models/ID/` and those that come along, each a folder with a `manifest.json`.
 *
 * Files are read and held against their hashes when a model is first used, not here; but a package with a file missing or of the wrong
 * size is told apart at once, so that no job waits for a model that cannot run.
 */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { modelInfo, modelSha256, type ModelFile, type ModelManifest } from '../../adapters/onnx/manifest.js';
import { GdsError } from '../../src/errors.js';
import type { ModelInfo } from '../../src/inference/types.js';
import type { TaskName } from '../../src/registry/tasks.js';
import type { Log } from '../routes/contract.js';

/** What makes meshes. It needs no files. */
export const INFLATE: ModelInfo = { id: 'inflate', title: 'Inflate (no model loaded)', tasks: ['image-to-mesh'], bytes: 0, licence: 'MIT' };

export interface InstalledModel {
  readonly manifest: ModelManifest;
  /** The folder that holds the package's folder; paths in the manifest may lead to its neighbours and nowhere else. */
  readonly folder: string;
  readonly info: ModelInfo;
  /** The file that is missing or has another size, as the manifest names it. */
  readonly broken: string | undefined;
}

/** Packages may come and go while the server runs; looking again costs about a millisecond. */
const FRESH_FOR = 2000;

export class Catalogue {
  private models: readonly InstalledModel[] = [];
  private looked = -Infinity;
  private looking: Promise<void> | undefined;
  private readonly warned = new Set<string>();

  /** @param folders - Where packages lie; of two with the same id the first counts. */
  constructor(
    private readonly folders: readonly string[],
    private readonly log: Log,
  ) {}

  async all(): Promise<readonly InstalledModel[]> {
    if (performance.now() - this.looked > FRESH_FOR) await (this.looking ??= this.look().finally(() => (this.looking = undefined)));
    return this.models;
  }

  /** What clients are offered. */
  async offered(): Promise<readonly ModelInfo[]> {
    return [...(await this.all()).filter(({ broken }) => !broken).map(({ info }) => info), INFLATE];
  }

  /**
   * The model called `id`, or the first that does the task; undefined where none does.
   * @throws GdsError `GDS_MODEL_UNKNOWN`, `GDS_MODEL_MISSING` where its package is not whole.
   */
  async find(task: TaskName, id?: string): Promise<InstalledModel | undefined> {
    const able = (await this.all()).filter(({ info }) => info.tasks.includes(task));
    if (id === undefined) return able.find(({ broken }) => !broken);
    const found = able.find(({ info }) => info.id === id);
    if (!found) throw new GdsError('GDS_MODEL_UNKNOWN', `Model not found: ${id}`);
    if (found.broken) throw missingPart(found.info.id, found.broken);
    return found;
  }

  private async look(): Promise<void> {
    const found: InstalledModel[] = [];
    for (const folder of this.folders) {
      for (const name of await readdir(folder).catch(() => [])) {
        const model = await this.read(folder, name).catch((error: unknown) => this.warn(name, 'its manifest cannot be read', error));
        if (!model || found.some(({ info }) => info.id === model.info.id)) continue;
        if (model.broken) this.warn(name, `${model.broken} is missing or has another size`);
        found.push(model);
      }
    }
    // The one named first in a folder is no better than the others: whole pipelines before single tasks, then by name.
    this.models = found.sort((a, b) => b.info.tasks.length - a.info.tasks.length || (a.info.id < b.info.id ? -1 : 1));
    this.looked = performance.now();
  }

  private async read(folder: string, name: string): Promise<InstalledModel | undefined> {
    const text = await readFile(join(folder, name, 'manifest.json'), 'utf8').catch(() => undefined);
    if (text === undefined) return undefined;
    const manifest = JSON.parse(text) as ModelManifest;
    if (manifest.format !== 1 || manifest.id !== name || !Array.isArray(manifest.files) || !Array.isArray(manifest.tasks))
      throw new Error('It is not a manifest of format 1 whose id is the name of its folder.');
    const info: ModelInfo = { ...modelInfo(manifest), sha256: await modelSha256(manifest) };
    return { manifest, folder, info, broken: await firstBroken(folder, manifest) };
  }

  private warn(model: string, why: string, error?: unknown): undefined {
    if (this.warned.has(`${model}: ${why}`)) return undefined;
    this.warned.add(`${model}: ${why}`);
    this.log.warn({ model, err: error }, `model left out: ${why}`);
    return undefined;
  }
}

/** A path that climbs out counts as missing. */
async function firstBroken(folder: string, manifest: ModelManifest): Promise<string | undefined> {
  for (const file of manifest.files) {
    const size = await Promise.resolve(file)
      .then(async (each) => stat(partPath(folder, manifest, each)))
      .then(
        (info) => info.size,
        () => undefined,
      );
    if (size !== file.bytes) return file.path;
  }
  return undefined;
}

/**
 * Where a file of a model lies.
 * @throws GdsError `GDS_MODEL_MISSING` for a path that climbs out of the models' folder. Its message names the file as the manifest does,
 * and no folder of this machine.
 */
export function partPath(folder: string, manifest: ModelManifest, file: ModelFile): string {
  const path = resolve(folder, manifest.id, file.path);
  if (!path.startsWith(resolve(folder) + sep)) throw missingPart(manifest.id, file.path);
  return path;
}

export function missingPart(model: string, path: string, cause?: unknown): GdsError {
  return new GdsError('GDS_MODEL_MISSING', `The model "${model}" is not whole: ${path} is missing. Install its package again.`, { cause });
}
