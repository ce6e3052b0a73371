/** The OpenAPI part of readiness and of the document itself, and the schema of every refusal. */
import type { OpenApiPart } from '../part.js';

export const frameOpenApi = {
  paths: {
    '/api/ready': {
      get: {
        summary: 'Whether the server takes work',
        security: [{}],
        responses: {
          200: { description: 'It does.', content: { 'application/json': { schema: { $ref: '#/components/schemas/Readiness' } } } },
          503: {
            description: 'It is shutting down.',
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Readiness' } } },
          },
        },
      },
    },
    '/openapi.json': {
      get: {
        summary: 'This document',
        responses: { 200: { description: 'OpenAPI 3.1.', content: { 'application/json': { schema: { type: 'object' } } } } },
      },
    },
  },
  components: {
    schemas: {
      Readiness: {
        type: 'object',
        required: ['status'],
        properties: { status: { enum: ['ready', 'stopping'] } },
        additionalProperties: false,
      },
      Problem: {
        type: 'object',
        description: 'A refusal. Its texts are fixed: no path, no address, no stack.',
        required: ['detail', 'code'],
        properties: {
          error: { type: 'string', description: 'The same as detail, at /api/files.' },
          detail: {
            description: 'A sentence, or the list of a 422.',
            oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'object' } }],
          },
          code: { type: 'string', pattern: '^GDS_[A-Z_]+$' },
        },
        additionalProperties: false,
      },
    },
  },
} satisfies OpenApiPart;
