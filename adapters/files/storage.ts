/**
 * Storage on a server: each canvas a graph file in `canvases`, assets in `input` and `output`. Settings and views stay in the browser:
 * they belong to a person, not to a canvas that several share (docs/decisions/0220-canvases-as-files.md).
 *
 * Works with `gds-canvas-server` and with the dev server of the studio that this one grew from. Two who edit one canvas at the same time
 * both keep their edits; each sees the other's once the canvas is opened again.
 *
 * @example
 * canvas.storage = new FilesStorage({ baseUrl: 'https://studio.example/', headers: () => ({ Authorization: `Bearer ${token}` }) });
 */
import type { GraphSchema } from '../../src/graph/types.js';
import type { FileEntry } from '../../src/persistence/files.js';
import { storageClosed } from '../../src/persistence/errors.js';
import type { ProjectRecord, ProjectStore, StorageAdapter } from '../../src/persistence/types.js';
import { FilesAssets } from './assets.js';
import { Gate } from './gate.js';
import { HttpFiles, type HttpFilesOptions } from './http-files.js';
import { isRecord } from './json.js';
import { Personal } from './personal.js';
import { FilesProject, viewKey, type SharedProject } from './project.js';
import { parse, ProjectCodec, type ProjectContent } from './project-file.js';
import { projectFileName, projectIdOf } from './project-name.js';
import { SharedFile } from './shared-file.js';
import { atServer } from './storage-errors.js';

export interface FilesStorageOptions extends HttpFilesOptions {
  /** Files that are there already, in place of new ones made of the other options. */
  readonly files?: HttpFiles;
  /** What is known of node types, for example the canvas's registry: edges that do not fit are then left out of the files. */
  readonly schema?: GraphSchema;
  /** Milliseconds at least between two writes of one file; edits that come meanwhile are one write. Default 200. */
  readonly rest?: number;
}

/** Canvases read at once for their titles. */
const READS = 6;

interface OpenProject extends SharedProject {
  readonly codec: ProjectCodec;
  handles: number;
}

export class FilesStorage implements StorageAdapter {
  readonly kind = 'files';
  readonly durable = true;
  readonly channel: string;
  readonly assets: FilesAssets;
  readonly files: HttpFiles;
  private readonly personal: Personal;
  private readonly schema: GraphSchema | undefined;
  private readonly rest: number;
  private readonly open = new Map<string, OpenProject>();
  private readonly reads = new Gate(READS);
  /** Records by name and version of the file. */
  private records = new Map<string, ProjectRecord | undefined>();
  private closed = false;

  /** @throws GdsError `GDS_FILES_REFUSED` where `baseUrl` is no address. */
  constructor({ files, schema, rest = 200, ...options }: FilesStorageOptions) {
    this.files = files ?? new HttpFiles(options);
    this.schema = schema;
    this.rest = rest;
    this.channel = `files:${this.files.baseUrl}`;
    this.personal = new Personal(`gds-canvas:${this.channel}:`);
    this.assets = new FilesAssets(this.files, rest);
  }

  async openProject(id: string): Promise<ProjectStore> {
    if (this.closed) throw storageClosed();
    const name = await projectFileName(id);
    const project = this.open.get(id) ?? this.share(id, name);
    project.handles++;
    return new FilesProject(project, this.personal, this.files.label, () => this.release(project));
  }

  async listProjects(): Promise<readonly ProjectRecord[]> {
    try {
      const entries = await this.files.listFiles('canvases');
      const read = await Promise.all(entries.map(async (entry) => [keyOf(entry), await this.record(entry)] as const));
      this.records = new Map(read);
      return read.flatMap(([, record]) => record ?? []).sort((a, b) => b.updatedAt - a.updatedAt);
    } catch (error) {
      throw atServer(error, this.files.label);
    }
  }

  async deleteProject(id: string): Promise<void> {
    try {
      const open = this.open.get(id);
      const life = open && (open.file.latest ?? (await open.file.read()))?.life;
      await this.files.deleteFile('canvases', await projectFileName(id));
      if (life !== undefined) open?.over.add(life);
      this.personal.set(viewKey(id), undefined);
    } catch (error) {
      throw atServer(error, this.files.label);
    }
  }

  async getSetting(key: string): Promise<unknown> {
    return this.personal.get(`setting:${key}`);
  }

  async setSetting(key: string, value: unknown): Promise<void> {
    this.personal.set(`setting:${key}`, value);
  }

  close(): void {
    this.closed = true;
  }

  private share(id: string, name: string): OpenProject {
    const codec = new ProjectCodec(id, this.schema);
    const file = new SharedFile<ProjectContent>(this.files, 'canvases', name, codec, this.rest);
    const project = { id, file, codec, over: new Set<string>(), handles: 0 };
    this.open.set(id, project);
    return project;
  }

  private release(project: OpenProject): void {
    if (--project.handles > 0) return;
    this.open.delete(project.id);
    project.codec.dispose();
  }

  /** Undefined where it is no canvas of ours: the original's studio keeps its own there. */
  private async record(entry: FileEntry): Promise<ProjectRecord | undefined> {
    const key = keyOf(entry);
    if (this.records.has(key)) return this.records.get(key);
    const text = await this.reads.run(undefined, async () => (await this.files.readFile(entry)).text()).catch(() => undefined);
    return text === undefined ? undefined : describe(entry, text);
  }
}

const keyOf = ({ name, modifiedAt, bytes, sha256 }: FileEntry): string => [name, modifiedAt, bytes, sha256].join('/');

async function describe(entry: FileEntry, text: string): Promise<ProjectRecord | undefined> {
  try {
    const { graph, kept } = parse(text);
    const meta = isRecord(graph['meta']) ? graph['meta'] : {};
    const id = (await isNameOf(entry.name, kept?.['id'])) ? (kept!['id'] as string) : projectIdOf(entry.name);
    if (graph['format'] !== 'gds-graph' || !Array.isArray(graph['nodes']) || id === undefined) return undefined;
    const at = (key: string): number => (typeof kept?.[key] === 'number' && kept[key] > 0 ? kept[key] : entry.modifiedAt);
    const title = kept?.['title'] ?? meta['title'];
    const nodes = typeof kept?.['nodes'] === 'number' ? kept['nodes'] : graph['nodes'].length;
    return { id, title: typeof title === 'string' ? title : '', createdAt: at('createdAt'), updatedAt: at('updatedAt'), nodes };
  } catch {
    return undefined;
  }
}

/** A file that was copied or renamed is a canvas of its own, whatever it says. */
const isNameOf = async (name: string, id: unknown): Promise<boolean> => typeof id === 'string' && (await projectFileName(id)) === name;
