/** How a part of the server joins the rest: what it is given, and what it brings. */
import type { HttpBindings } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Logger } from 'pino';

/** What every handler finds in its context. */
export interface ServerEnv {
  Bindings: HttpBindings;
  Variables: {
    /** Of this request: its lines carry its id. */
    log: Logger;
  };
}

/** Part of an OpenAPI 3.1 document. */
export interface OpenApiPart {
  readonly paths: object;
  readonly components: { readonly schemas: object };
}

export interface ServerPart {
  /** Whole paths. Admission, CORS, token, log and errors are around it already. */
  readonly app: Hono<ServerEnv>;
  readonly openapi: OpenApiPart;
}
