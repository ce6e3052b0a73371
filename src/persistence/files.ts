/** The contract of a file service: the folders a server keeps for the studio. `adapters/files` implements it over HTTP. */

export type FileFolder = 'input' | 'output' | 'models' | 'canvases';

export interface FileEntry {
  /** Unique in its folder. What the server made of the name asked for: use this one from then on. */
  readonly name: string;
  /** Address to fetch it from, absolute. */
  readonly url: string;
  readonly bytes: number;
  /** Milliseconds since the epoch. */
  readonly modifiedAt: number;
  /** Extension in lower case without a dot. */
  readonly type: string;
  /** Pixels, where the server tells. */
  readonly width?: number;
  readonly height?: number;
  /** SHA-256 of the bytes as 64 hex digits, where the server tells. */
  readonly sha256?: string;
  /** What a model file says of itself: title, architecture, licence, … */
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * Every call may reject with a `GdsError`: `GDS_FILES_UNREACHABLE` (no answer; retryable), `GDS_FILES_REFUSED` (the server said no, and why),
 * `GDS_FILES_TOO_LARGE`, `GDS_FILES_TYPE`, `GDS_FILES_MISSING`, `GDS_FILES_CHANGED` (someone else wrote it meanwhile), `GDS_FILES_FULL`,
 * or with the signal's reason.
 */
export interface FileService {
  /** What a person reads, for example the server's host. */
  readonly label: string;
  /** Newest first. */
  listFiles(folder: FileFolder, signal?: AbortSignal): Promise<readonly FileEntry[]>;
  /** Stores `file` under its name or one the server makes of it. An existing file of that name is replaced. */
  uploadFile(
    folder: FileFolder,
    file: File,
    options?: { readonly signal?: AbortSignal; readonly onProgress?: (sent: number, total: number) => void },
  ): Promise<FileEntry>;
  /** True where it was there. */
  deleteFile(folder: FileFolder, name: string, signal?: AbortSignal): Promise<boolean>;
  /** The bytes of an entry. */
  readFile(entry: FileEntry, signal?: AbortSignal): Promise<Blob>;
}
