/**
 * What a server keeps for the studio, folder by folder: listed when it is looked at, changed from the sidebar, and fed with what is made and
 * dropped here.
 *
 * A list that was read stays on show while the server does not answer; what was to be stored there waits until it does.
 */
import { GdsError } from '../../errors.js';
import type { FileEntry, FileFolder, FileService } from '../../persistence/files.js';
import type { AssetRecord } from '../../persistence/types.js';
import type { Point } from '../../scene/types.js';
import type { ServerFolders } from '../gds-asset-browser.js';
import { fileName } from './file-name.js';
import { FilePictures } from './file-pictures.js';
import type { Studio } from './studio.js';

export interface FolderView {
  /** `unreachable`: the server does not answer; `refused`: it said no, and `error` says why. */
  readonly state: 'loading' | 'ready' | 'unreachable' | 'refused';
  /** Newest first; of before where the state is not `ready`. */
  readonly entries: readonly FileEntry[];
  readonly error?: GdsError;
  /** On their way there, 0 to 1. */
  readonly uploads: readonly { readonly name: string; readonly fraction: number }[];
}

/** Deleted files up to this size can be brought back. Bytes. */
const UNDO_BYTES = 64 * 1024 * 1024;

const EMPTY: FolderView = { state: 'loading', entries: [], uploads: [] };

export class FileDesk {
  #service: FileService | null = null;
  #shown: ServerFolders | undefined;
  #views = new Map<FileFolder, FolderView>();
  #pictures = this.#newPictures();
  /** Hashes of assets that came from the server. */
  readonly #taken = new Set<string>();
  /** Assets that wait for the server. */
  readonly #waiting = new Map<string, AssetRecord>();
  #deleted: File | undefined;

  constructor(private readonly studio: Studio) {}

  /** Another service takes the place of the one before. */
  use(service: FileService | null): void {
    if (service === this.#service) return;
    this.#service = service;
    this.#views = new Map();
    this.#pictures = this.#newPictures();
    this.#changed();
  }

  /** What the panels show; the same object as long as nothing of it has changed, undefined without a server. */
  get shown(): ServerFolders | undefined {
    const service = this.#service;
    if (!service) return undefined;
    return (this.#shown ??= { label: service.label, view: (folder) => this.view(folder), thumbnail: this.thumbnail });
  }

  /** How a folder stands; asks for its list where nobody has yet. */
  view(folder: FileFolder): FolderView {
    if (!this.#views.has(folder) && this.#service) void this.refresh(folder);
    return this.#views.get(folder) ?? EMPTY;
  }

  async refresh(folder: FileFolder): Promise<void> {
    const service = this.#service;
    if (!service) return;
    const before = this.#views.get(folder) ?? EMPTY;
    const { error: _, ...calm } = before;
    this.#views.set(folder, { ...calm, state: 'loading' });
    this.#shown = undefined;
    try {
      const entries = await service.listFiles(folder, this.studio.signal);
      if (service !== this.#service) return;
      this.#set(folder, { state: 'ready', entries });
      this.#handOver();
    } catch (cause) {
      if (service !== this.#service) return;
      const error = GdsError.from(cause, 'GDS_FILES_UNREACHABLE', `The files of ${service.label} could not be listed.`);
      this.#set(folder, { state: isOutage(error) ? 'unreachable' : 'refused', error });
    }
  }

  /** A panel was opened: what was read before may be old. */
  again(): void {
    for (const folder of this.#views.keys()) void this.refresh(folder);
  }

  /** The server may be back: asks again for what it did not answer, and hands over what waits for it. */
  serverIsUp(): void {
    for (const [folder, { state }] of this.#views) if (state === 'unreachable') void this.refresh(folder);
    this.#handOver();
  }

  #handOver(): void {
    for (const asset of [...this.#waiting.values()]) void this.keep(asset);
  }

  /** A small picture of a file; rejects where it is none. */
  readonly thumbnail = (entry: FileEntry): Promise<Blob> => this.#pictures.of(entry);

  async upload(folder: FileFolder, files: readonly File[]): Promise<void> {
    await Promise.all(files.map((file) => this.#upload(folder, file).catch((error: unknown) => this.#report(error, 'Not uploaded'))));
    await this.refresh(folder);
  }

  async #upload(folder: FileFolder, file: File): Promise<FileEntry> {
    const progress = { name: file.name, fraction: 0 };
    const show = (uploads: FolderView['uploads']): void => this.#set(folder, { uploads });
    const others = (): FolderView['uploads'] => (this.#views.get(folder) ?? EMPTY).uploads.filter(({ name }) => name !== file.name);
    show([...others(), progress]);
    try {
      const onProgress = (sent: number, total: number): void =>
        show([...others(), { ...progress, fraction: total > 0 ? sent / total : 0 }]);
      return await this.#need().uploadFile(folder, file, { onProgress });
    } finally {
      show(others());
    }
  }

  /** Small files are held back, so that the deletion can be undone; a large one is asked about once. */
  async delete(folder: FileFolder, name: string, sure = false): Promise<void> {
    const entry = this.#entry(folder, name);
    if (!entry) return;
    const { toasts } = this.studio.messages;
    const { label } = this.#need();
    if (entry.bytes > UNDO_BYTES && !sure) {
      const action = { label: 'Delete for good', command: 'file-delete', value: { folder, name } };
      toasts.add({ kind: 'warning', title: `${name} is large`, text: 'It is too large to be brought back once it is deleted.', action });
      return;
    }
    try {
      const kept = entry.bytes > UNDO_BYTES ? undefined : await this.#need().readFile(entry);
      await this.#need().deleteFile(folder, name);
      this.#deleted = kept && new File([kept], name, { type: kept.type });
      const action = kept ? { action: { label: 'Undo', command: 'file-restore', value: folder } } : {};
      toasts.add({ kind: 'info', title: `${name} deleted`, text: `It is gone from ${label}.`, ...action });
    } catch (error) {
      this.#report(error, 'Not deleted');
    }
    await this.refresh(folder);
  }

  /** Brings the file back that was deleted last. */
  async restore(folder: FileFolder): Promise<void> {
    const file = this.#deleted;
    this.#deleted = undefined;
    if (file) await this.upload(folder, [file]);
  }

  /** Puts a file on the canvas, at a point or where there is room; a canvas is opened. */
  async add(folder: FileFolder, name: string, at?: Point): Promise<void> {
    const entry = this.#entry(folder, name);
    if (!entry || folder === 'models') return;
    try {
      const blob = await this.#need().readFile(entry, this.studio.signal);
      const file = new File([blob], entry.name, { type: blob.type });
      if (folder === 'canvases') return await this.studio.serverCanvases.open(file);
      await this.studio.desk.take([file], at, (hash) => this.#taken.add(hash));
    } catch (error) {
      this.#report(error, 'Not added');
    }
  }

  /**
   * Stores what was made or dropped here on the server as well, under a name with its hash, so that nothing is there twice and nothing is
   * written over. What the server made itself is there already.
   */
  async keep(asset: AssetRecord): Promise<void> {
    const { studio } = this;
    const service = this.#service;
    const folder = asset.origin === 'generated' ? 'output' : 'input';
    if (!service || studio.readonly || studio.keeper.storage?.kind === 'files' || this.#taken.has(asset.hash)) return;
    if (asset.info?.server !== undefined && asset.info.server === studio.server.origin) return this.#look(folder);
    this.#waiting.delete(asset.hash);
    try {
      const blob = await (await studio.keeper.assets()).get(asset.hash);
      if (!blob) return;
      await service.uploadFile(folder, new File([blob], nameFor(asset), { type: blob.type }));
      this.#look(folder);
    } catch (cause) {
      const error = GdsError.from(cause, 'GDS_FILES_REFUSED');
      if (isOutage(error)) this.#waiting.set(asset.hash, asset);
      else this.#report(error, `Not kept on ${service.label}`);
    }
  }

  /** A folder that is on show has something new. */
  #look(folder: FileFolder): void {
    if (this.#views.has(folder)) void this.refresh(folder);
  }

  #newPictures(): FilePictures {
    return new FilePictures({
      read: (entry) => this.#need().readFile(entry, this.studio.signal),
      picture: (blob, edge) => this.studio.desk.pictures.card(blob, edge),
      mesh: (glb, edge) => this.studio.desk.pictures.meshPng(glb, edge),
    });
  }

  #entry(folder: FileFolder, name: string): FileEntry | undefined {
    return this.#views.get(folder)?.entries.find((entry) => entry.name === name);
  }

  #need(): FileService {
    if (!this.#service) throw new GdsError('GDS_FILES_UNREACHABLE', 'No server is connected. Set the address of one.');
    return this.#service;
  }

  #set(folder: FileFolder, change: Partial<FolderView>): void {
    const { error: _, ...before } = this.#views.get(folder) ?? EMPTY;
    this.#views.set(folder, { ...before, ...change });
    this.#changed();
  }

  #report(error: unknown, title: string): void {
    if (!this.studio.signal?.aborted) this.studio.messages.report(GdsError.from(error, 'GDS_FILES_REFUSED'), { title, kind: 'warning' });
  }

  #changed(): void {
    this.#shown = undefined;
    this.studio.element.requestUpdate();
  }
}

const isOutage = ({ code, retryable }: GdsError): boolean => code === 'GDS_FILES_UNREACHABLE' || retryable === true;

function nameFor({ name, hash, mime }: AssetRecord): string {
  const extension = mime === 'model/gltf-binary' ? 'glb' : (mime.split('/')[1] ?? 'png').replace('jpeg', 'jpg');
  return fileName(`${name.slice(0, 48)}-${hash.slice(0, 8)}`, extension);
}
