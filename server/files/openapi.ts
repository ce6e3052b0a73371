/** The OpenAPI part of files, uploads and the data folder. */
import type { OpenApiPart } from '../part.js';
import { FOLDERS } from './folders.js';

const json = (schema: object) => ({ 'application/json': { schema } });
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const refusal = (description: string) => ({ description, content: json(ref('Problem')) });
const etag = { ETag: { schema: { type: 'string' } } };
const header = (name: string, description: string) => ({ name, in: 'header', description, schema: { type: 'string' } });
const DIR = { name: 'dir', in: 'query', schema: { enum: [...FOLDERS], default: 'input' } };
const NAME = { name: 'name', in: 'query', schema: { type: 'string' } };
const SHA256 = { name: 'sha256', in: 'path', required: true, schema: { type: 'string', pattern: '^[0-9a-f]{64}$' } };
const IF_MATCH = header('If-Match', 'ETag that the file must have.');
const BYTES = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } };
const WRITE_REFUSALS = {
  400: refusal('The folder or the name is not allowed, or the body ended early.'),
  401: refusal('A token is needed.'),
  403: refusal('Pages of this origin may not do this.'),
  408: refusal('The body stood still for too long.'),
  413: refusal('Too many bytes or pixels.'),
  415: refusal('Not of a type that belongs here, or not what the name says.'),
  507: refusal('There is no room left on the disk.'),
};

export const filesOpenApi = {
  paths: {
    '/api/files': {
      get: {
        summary: 'List a folder, newest first',
        parameters: [DIR, header('If-None-Match', 'ETag of a listing that is known.')],
        responses: {
          200: { description: 'Its files.', headers: etag, content: json({ type: 'array', items: ref('FileEntry') }) },
          304: { description: 'The listing is the known one.' },
          400: refusal('There is no such folder.'),
          401: refusal('A token is needed.'),
        },
      },
      post: {
        summary: 'Store a file, under its name or what becomes of it',
        parameters: [DIR, NAME, IF_MATCH, header('If-None-Match', '`*`: the file must not be there yet.')],
        requestBody: { required: true, content: BYTES },
        responses: {
          200: { description: 'Stored.', headers: etag, content: json(ref('FileEntry')) },
          ...WRITE_REFUSALS,
          412: refusal('The file has been changed meanwhile.'),
        },
      },
      delete: {
        summary: 'Delete a file',
        parameters: [DIR, { ...NAME, required: true }, IF_MATCH],
        responses: {
          200: { description: 'Whether it was there.', content: json(ref('Deletion')) },
          400: refusal('The folder or the name is not allowed.'),
          401: refusal('A token is needed.'),
          403: refusal('Pages of this origin may not do this.'),
          412: refusal('The file has been changed meanwhile.'),
        },
      },
    },
    '/api/uploads/{sha256}': {
      get: {
        summary: 'Whether an input is there',
        parameters: [SHA256],
        responses: {
          200: { description: 'It is. HEAD answers alike, without a body.', content: json(ref('Upload')) },
          401: refusal('A token is needed.'),
          404: refusal('It is not.'),
        },
      },
      put: {
        summary: 'Keep an input of jobs',
        parameters: [SHA256],
        requestBody: { required: true, content: BYTES },
        responses: {
          200: { description: 'It was there already.', content: json(ref('Upload')) },
          201: { description: 'Stored.', content: json(ref('Upload')) },
          ...WRITE_REFUSALS,
          422: refusal('The bytes have another SHA-256, or the address is none.'),
        },
      },
    },
    '/data/{path}': {
      get: {
        summary: 'A file of the data folder',
        description: 'HEAD, `Range` (one range), `If-Range` and `If-None-Match` work.',
        parameters: [{ name: 'path', in: 'path', required: true, description: 'FOLDER/NAME', schema: { type: 'string' } }],
        responses: {
          200: { description: 'The file.', headers: etag, content: { '*/*': { schema: { type: 'string', format: 'binary' } } } },
          206: { description: 'The part that was asked for.', content: { '*/*': { schema: { type: 'string', format: 'binary' } } } },
          304: { description: 'The file is the known one.' },
          401: refusal('A token is needed.'),
          404: refusal('There is no such file.'),
          416: { description: 'There is nothing of the range.' },
        },
      },
    },
  },
  components: {
    schemas: {
      FileEntry: {
        type: 'object',
        required: ['name', 'path', 'size', 'modified', 'type'],
        properties: {
          name: { type: 'string', pattern: '^[^.]' },
          path: { type: 'string', pattern: '^/data/[a-z]+/' },
          size: { type: 'integer', minimum: 0, description: 'Bytes.' },
          modified: { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$' },
          type: { type: 'string', description: 'Extension in lower case without a dot.' },
          metadata: { type: 'object', description: 'What a model file says of itself.', additionalProperties: { type: 'string' } },
          width: { type: 'integer', minimum: 1, description: 'Pixels.' },
          height: { type: 'integer', minimum: 1 },
          sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
        },
        additionalProperties: false,
      },
      Deletion: { type: 'object', required: ['success'], properties: { success: { type: 'boolean' } }, additionalProperties: false },
      Upload: {
        type: 'object',
        required: ['sha256', 'stored'],
        properties: {
          sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
          stored: { type: 'boolean', description: 'Whether this call stored it.' },
        },
        additionalProperties: false,
      },
    },
  },
} satisfies OpenApiPart;
