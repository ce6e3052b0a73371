/**
 * Rule S58 of docs/rules/server.md: the OpenAPI document says what the server does. Every route is in it and it has no others; what real
 * calls answer is what it says.
 */
import { createHash } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import { startServer, type ServerProcess } from '../../test/support/server-process.js';
import { createApp } from '../app.js';
import { fixture, PNG } from '../testing/content.js';
import type { OpenApiDocument } from './document.js';

interface Operation {
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>>;
}

const HASH = createHash('sha256').update(PNG).digest('hex');
const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options'];

function form(fields: Readonly<Record<string, string | Blob>>): RequestInit {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'string') body.append(name, value);
    else body.append(name, value, 'input.png');
  }
  return { method: 'POST', body };
}
const PICTURE = new Blob([PNG]);
const MUG = new Blob([fixture('mug240.png')]);
const SHORT = { positive_prompt: 'a red cat', steps: '1', denoise: '1', cfg: '1', width: '64', height: '64' };

describe('the OpenAPI document', () => {
  let server: ServerProcess;
  let document: OpenApiDocument;
  const ajv = new Ajv2020({ strict: false, formats: { binary: true } });
  const answered = new Set<string>();

  before(async () => {
    server = await startServer(['--packages', 'models', '--upload-bytes', '1000000']);
    document = (await (await server.get('/openapi.json')).json()) as OpenApiDocument;
    ajv.addSchema(document, 'document');
  });
  after(() => server.stop());

  /** Makes a call and holds its answer to the document: the status is there, and the body has the form that goes with it. */
  async function call(method: string, template: string, path: string, init: RequestInit = {}): Promise<Record<string, unknown>> {
    const response = await server.get(path, { ...init, method });
    const operation = document.paths[template]?.[method.toLowerCase()] as Operation | undefined;
    const what = `${method} ${path} → ${response.status}`;
    expect(operation, what).to.not.equal(undefined);
    const described = operation!.responses[String(response.status)];
    expect(described, what).to.not.equal(undefined);
    answered.add(`${method} ${template}`);
    const type = response.headers.get('content-type')?.split(';')[0] ?? '';
    if (!described!.content) {
      expect(await response.text(), what).to.equal('');
      return {};
    }
    const known = Object.keys(described!.content).find((each) => each === type || each === '*/*');
    expect(known, `${what} ${type}`).to.not.equal(undefined);
    if (type !== 'application/json') {
      await response.arrayBuffer();
      return {};
    }
    const body = (await response.json()) as Record<string, unknown>;
    const pointer = ['paths', template, method.toLowerCase(), 'responses', String(response.status), 'content', type, 'schema'];
    const validate = ajv.getSchema(
      `document#/${pointer.map((each) => encodeURIComponent(each.replace(/~/g, '~0').replace(/\//g, '~1'))).join('/')}`,
    )!;
    expect(validate(body), `${what}: ${ajv.errorsText(validate.errors)} in ${JSON.stringify(body).slice(0, 500)}`).to.equal(true);
    return body;
  }

  it('has every route of the server, and no others', async () => {
    const app = await createApp({ data: server.data, packages: 'models', logLevel: 'silent' });
    const routes = app.routes.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}').replace('*', '{path}')}`);
    await app.close(0);
    const described = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.keys(item)
        .filter((key) => METHODS.includes(key))
        .map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.sort()).to.deep.equal(routes.sort());
    expect(routes.length).to.be.greaterThan(15);
  });

  it('is what the calls answer: files', async () => {
    for (const dir of ['input', 'output', 'models', 'canvases', 'nowhere']) await call('GET', '/api/files', `/api/files?dir=${dir}`);
    await call('POST', '/api/files', '/api/files?name=a.png', { body: PNG });
    await call('POST', '/api/files', '/api/files?name=a.png', { body: PNG, headers: { 'If-None-Match': '*' } });
    await call('POST', '/api/files', '/api/files?name=a.txt', { body: PNG });
    await call('POST', '/api/files', '/api/files?name=..', { body: PNG });
    await call('POST', '/api/files', '/api/files?name=a.png', { body: PNG, headers: { Origin: 'http://evil.example' } });
    await call('POST', '/api/files', '/api/files?name=a.png', { body: Buffer.alloc(1_000_001) });
    await call('GET', '/data/{path}', '/data/input/a.png');
    await call('GET', '/data/{path}', '/data/input/a.png', { headers: { Range: 'bytes=0-9' } });
    await call('GET', '/data/{path}', '/data/input/a.png', { headers: { Range: 'bytes=900-' } });
    await call('GET', '/data/{path}', '/data/input/nothing.png');
    await call('DELETE', '/api/files', '/api/files?name=a.png');
    await call('DELETE', '/api/files', '/api/files');
    await call('PUT', '/api/uploads/{sha256}', `/api/uploads/${HASH}`, { body: PNG });
    await call('PUT', '/api/uploads/{sha256}', `/api/uploads/${HASH}`, { body: PNG });
    await call('PUT', '/api/uploads/{sha256}', `/api/uploads/${HASH.replace(/^./, 'g')}`, { body: PNG });
    await call('GET', '/api/uploads/{sha256}', `/api/uploads/${HASH}`);
    await call('GET', '/api/uploads/{sha256}', '/api/uploads/nothing');
  });

  it('is what the calls answer: the process and its models', async () => {
    for (const path of ['/api/health', '/api/ready', '/api/capabilities', '/api/model/info', '/api/triposr/info', '/openapi.json']) {
      await call('GET', path, path);
    }
    await call('POST', '/api/model/load', '/api/model/load', form({ model_path: 'nothing' }));
    await call('POST', '/api/model/load', '/api/model/load', form({}));
    await call('POST', '/api/triposr/load', '/api/triposr/load');
    await call('POST', '/api/triposr/load', '/api/triposr/load?chunk_size=x');
    await call('GET', '/api/jobs/socket', '/api/jobs/socket');
  });

  it('is what the calls answer: jobs and direct calls', async () => {
    const submit = async (kind: string, fields: Readonly<Record<string, string | Blob>>): Promise<string> => {
      const { job_id } = await call('POST', `/api/jobs/${kind}`, `/api/jobs/${kind}`, form(fields));
      return String(job_id);
    };
    const ids = [
      await submit('img2img', { image: PICTURE, ...SHORT }),
      await submit('txt2img', SHORT),
      await submit('triposr', { image: MUG, mc_resolution: '64', remove_bg: 'false' }),
    ];
    for (const id of ids) {
      await call('GET', '/api/jobs/{id}/events', `/api/jobs/${id}/events`);
      expect(await call('GET', '/api/jobs/{id}', `/api/jobs/${id}`)).to.include({ status: 'succeeded', error: null });
      await call('POST', '/api/jobs/{id}/cancel', `/api/jobs/${id}/cancel`);
    }
    const waits = await submit('img2img', { image: PICTURE, ...SHORT, steps: '500' });
    await call('GET', '/api/jobs/{id}', `/api/jobs/${waits}`);
    await call('POST', '/api/jobs/{id}/cancel', `/api/jobs/${waits}/cancel`);
    await call('GET', '/api/jobs/{id}/events', `/api/jobs/${waits}/events`);
    await call('GET', '/api/jobs/{id}/events', `/api/jobs/${waits}/events?after=99`);
    await call('GET', '/api/jobs/{id}', '/api/jobs/nothing');
    for (const [path, fields] of [
      ['/api/img2img', { image: PICTURE, ...SHORT }],
      ['/api/img2img/base64', { image_base64: PNG.toString('base64'), ...SHORT }],
      ['/api/img2img/stream', { image: PICTURE, ...SHORT }],
      ['/api/triposr', { image: MUG, mc_resolution: '64', remove_bg: 'false' }],
    ] as const) {
      await call('POST', path, path, form(fields));
      await call('POST', path, path, form({ ...fields, steps: 'x', mc_resolution: 'x' }));
      await call('POST', path, path, form({}));
    }
  });

  it('has been asked about all of it', () => {
    const described = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.keys(item)
        .filter((key) => METHODS.includes(key))
        .map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect([...answered].sort()).to.deep.equal(described.sort());
  });
});
