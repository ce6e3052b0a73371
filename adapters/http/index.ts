/**
 * Inference on a server over HTTP: `gds-canvas-server`, or the Python backend that this studio grew from, as it is.
 *
 * What the two say is in docs/formats/server-api.md, what this adapter promises in docs/rules/server.md.
 */
export { HttpAdapter } from './adapter.js';
export { StoredLedger, type JobLedger, type KeyValueStore, type LedgerEntry } from './ledger.js';
export { DEADLINES, type Deadlines, type HeadersHook, type HeadersRequest, type HttpAdapterOptions } from './options.js';
export { RETRY, type RetryPolicy } from './backoff.js';
export type { WebSocketConstructor, WebSocketLike } from './socket.js';
