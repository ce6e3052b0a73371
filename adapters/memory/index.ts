/**
 * Storage that lives as long as the page: for tests, for embedding without a trace, and as the fallback where the browser
 * refuses IndexedDB. It holds the whole storage contract and nothing survives a reload.
 */
import * as Y from 'yjs';
import { storageClosed, storageDeleted } from '../../src/persistence/errors.js';
import type { LoadedProject, ProjectRecord, ProjectStore, StorageAdapter, StoredView } from '../../src/persistence/types.js';
import type { StoredResult } from '../../src/execution/types.js';
import { MemoryAssets } from './assets.js';

/** Updates are merged into one beyond this many, so that a long session does not hold every stroke apart. */
const MERGE_BEYOND_UPDATES = 500;

interface Project {
  record?: ProjectRecord;
  updates: Uint8Array[];
  view?: StoredView;
  readonly results: Map<string, StoredResult>;
  deleted: boolean;
}

export class MemoryStorage implements StorageAdapter {
  readonly kind = 'memory';
  readonly durable = false;
  readonly assets = new MemoryAssets();
  private readonly projects = new Map<string, Project>();
  private readonly settings = new Map<string, unknown>();

  openProject(id: string): Promise<ProjectStore> {
    let project = this.projects.get(id);
    if (!project) this.projects.set(id, (project = { updates: [], results: new Map(), deleted: false }));
    return Promise.resolve(new MemoryProject(id, project));
  }

  listProjects(): Promise<readonly ProjectRecord[]> {
    const records = [...this.projects.values()].flatMap(({ record }) => (record ? [record] : []));
    return Promise.resolve(records.sort((a, b) => b.updatedAt - a.updatedAt));
  }

  deleteProject(id: string): Promise<void> {
    const project = this.projects.get(id);
    if (project) project.deleted = true;
    this.projects.delete(id);
    return Promise.resolve();
  }

  getSetting(key: string): Promise<unknown> {
    return Promise.resolve(structuredClone(this.settings.get(key)));
  }

  async setSetting(key: string, value: unknown): Promise<void> {
    this.settings.set(key, structuredClone(value));
  }

  /** Nothing to release: what is stored stays until the object is dropped. */
  close(): void {}
}

class MemoryProject implements ProjectStore {
  private closed = false;

  constructor(
    private readonly id: string,
    private readonly project: Project,
  ) {}

  async load(): Promise<LoadedProject> {
    const { updates, view, results } = this.open();
    return { updates: [...updates], results: [...results.values()], damaged: 0, lost: 0, ...(view ? { view } : {}) };
  }

  async append(update: Uint8Array): Promise<void> {
    const project = this.open();
    project.updates.push(update.slice());
    if (project.updates.length > MERGE_BEYOND_UPDATES) project.updates = [Y.mergeUpdates(project.updates)];
    this.touch({});
  }

  async saveView(view: StoredView): Promise<void> {
    this.open().view = structuredClone(view);
  }

  async saveResult(result: StoredResult): Promise<void> {
    this.open().results.set(result.nodeId, structuredClone(result));
  }

  async describe(record: { title?: string; nodes: number }): Promise<void> {
    this.open();
    this.touch(record);
  }

  close(): void {
    this.closed = true;
  }

  private open(): Project {
    if (this.closed) throw storageClosed();
    if (this.project.deleted) throw storageDeleted(this.id);
    return this.project;
  }

  private touch(change: { title?: string; nodes?: number }): void {
    const now = Date.now();
    const before = this.project.record ?? { id: this.id, title: '', createdAt: now, updatedAt: now, nodes: 0 };
    this.project.record = { ...before, ...change, updatedAt: now };
  }
}
