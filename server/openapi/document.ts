/** The OpenAPI document: what the parts of the server say of themselves, put together. */
import { VERSION } from '../../src/version.js';
import type { OpenApiPart } from '../part.js';

export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>>; readonly securitySchemes: object };
  readonly security: readonly object[];
}

export function openApiDocument(parts: readonly OpenApiPart[]): OpenApiDocument {
  return {
    openapi: '3.1.0',
    info: {
      title: 'gds-canvas-server',
      version: VERSION,
      description: 'Files, jobs and models of the generative design studio. A token is asked for only where the operator has set one.',
    },
    paths: Object.assign({}, ...parts.map((part) => part.paths)) as OpenApiDocument['paths'],
    components: {
      schemas: Object.assign({}, ...parts.map((part) => part.components.schemas)) as Record<string, unknown>,
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    },
    security: [{}, { token: [] }],
  };
}
