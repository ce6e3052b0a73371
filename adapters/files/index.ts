/** The files of a server: as a `FileService` for pictures, meshes, models and canvases, and as storage for whole canvases. */
export { HttpFiles, type FileVersion, type HttpFilesOptions, type WriteCondition } from './http-files.js';
export { FilesStorage, type FilesStorageOptions } from './storage.js';
export type { HeadersHook, HeadersRequest, ServerOptions } from './client.js';
export type { RetryPolicy } from './retry.js';
