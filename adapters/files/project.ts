/** An open project on a server. What others do to it comes with the next `load`; what is done here is added to it. */
import type { StoredResult } from '../../src/execution/types.js';
import { storageClosed, storageDeleted } from '../../src/persistence/errors.js';
import type { LoadedProject, ProjectStore, StoredView } from '../../src/persistence/types.js';
import { fromBase64, toBase64 } from './base64.js';
import type { Personal } from './personal.js';
import { newProject, type ProjectContent } from './project-file.js';
import type { SharedFile } from './shared-file.js';
import { atServer } from './storage-errors.js';

/** What the handles of one project in one storage share. */
export interface SharedProject {
  readonly id: string;
  readonly file: SharedFile<ProjectContent>;
  /** Lives of it that are known to be over. */
  readonly over: Set<string>;
}

export class FilesProject implements ProjectStore {
  private closed = false;
  /** Which making of the project this is; undefined while there is none. */
  private life: string | undefined;

  constructor(
    private readonly shared: SharedProject,
    private readonly personal: Personal,
    private readonly label: string,
    private readonly onClose: () => void,
  ) {}

  async load(): Promise<LoadedProject> {
    this.check();
    const content = await this.shared.file.read().catch((error: unknown) => {
      throw atServer(error, this.label);
    });
    this.check();
    this.requireSame(content);
    this.life = content?.life;
    const view = this.personal.get(viewKey(this.shared.id)) as StoredView | undefined;
    return {
      updates: content?.updates.map((update) => fromBase64(update)!) ?? [],
      results: content?.results ?? [],
      damaged: content?.damaged ?? 0,
      lost: 0,
      ...(isView(view) ? { view } : {}),
    };
  }

  append(update: Uint8Array): Promise<void> {
    const text = toBase64(update);
    return this.change((content) => {
      // An answer that was lost on its way makes the caller send it again.
      if (content.updates.includes(text)) return content;
      return { ...content, updates: [...content.updates, text], updatedAt: Date.now() };
    });
  }

  async saveView(view: StoredView): Promise<void> {
    this.check();
    this.personal.set(viewKey(this.shared.id), view);
  }

  saveResult(result: StoredResult): Promise<void> {
    const copy = structuredClone(result);
    return this.change((content) => ({
      ...content,
      results: [...content.results.filter(({ nodeId }) => nodeId !== copy.nodeId), copy],
    }));
  }

  describe({ title, nodes }: { title?: string; nodes: number }): Promise<void> {
    return this.change((content) => ({ ...content, nodes, ...(title === undefined ? {} : { title }), updatedAt: Date.now() }));
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.onClose();
  }

  private async change(edit: (content: ProjectContent) => ProjectContent): Promise<void> {
    this.check();
    const { file, id } = this.shared;
    try {
      const written = await file.change((content) => {
        this.requireSame(content);
        return edit(content ?? newProject(id));
      });
      // Not before: a new project that was not written has never lived.
      this.life = written.life;
    } catch (error) {
      throw atServer(error, this.label);
    }
  }

  private requireSame(content: ProjectContent | undefined): void {
    if (this.life === undefined || content?.life === this.life) return;
    this.shared.over.add(this.life);
    throw storageDeleted(this.shared.id);
  }

  private check(): void {
    if (this.closed) throw storageClosed();
    if (this.life !== undefined && this.shared.over.has(this.life)) throw storageDeleted(this.shared.id);
  }
}

export const viewKey = (id: string): string => `view:${id}`;

function isView(value: unknown): value is StoredView {
  const camera = (value as StoredView | null | undefined)?.camera;
  return camera !== undefined && camera !== null && [camera.x, camera.y, camera.zoom].every(Number.isFinite);
}
