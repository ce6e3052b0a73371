/** What is taken as a request for a job, what is refused, and what it leaves on disk. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { expect } from 'chai';
import { encode } from 'fast-png';
import { startServer, type ServerProcess } from '../support/server-process.js';
import { HANG, imageForm, JobsClient } from './jobs-client.js';

const UPLOAD_BYTES = 200_000;
const IMAGE_PIXELS = 100_000;
const PICTURE = readFileSync(new URL('../fixtures/backend/files/rgb64.png', import.meta.url));
const MUG = readFileSync(new URL('../fixtures/backend/files/mug240.png', import.meta.url));

interface Refusal {
  readonly detail: unknown;
  readonly code: string;
}

describe('requests for jobs', { timeout: HANG }, () => {
  let server: ServerProcess;
  let client: JobsClient;
  before(async () => {
    server = await startServer(['--packages', 'models', '--upload-bytes', String(UPLOAD_BYTES), '--image-pixels', String(IMAGE_PIXELS)]);
    client = new JobsClient(server);
  });
  after(() => server.stop());

  const inputs = async () => (await readdir(join(server.data, '.jobs'))).filter((name) => name.endsWith('.input'));
  async function refusal(body: BodyInit, headers: Record<string, string> = {}): Promise<Refusal & { status: number }> {
    const response = await server.get('/api/img2img', { method: 'POST', body, headers });
    return { status: response.status, ...((await response.json()) as Refusal) };
  }
  const withPicture = (bytes: Uint8Array, fields = {}): FormData => {
    const form = imageForm(fields);
    form.set('image', new Blob([bytes as BlobPart]), 'other.png');
    return form;
  };

  it('take a picture that was uploaded before, by its hash', async () => {
    const sha256 = createHash('sha256').update(PICTURE).digest('hex');
    const form = imageForm({ image_sha256: sha256 });
    form.delete('image');
    expect(await refusal(form)).to.deep.equal({ status: 409, detail: 'Upload not found', code: 'GDS_UPLOAD_UNKNOWN' });
    expect((await server.get(`/api/uploads/${sha256}`, { method: 'PUT', body: PICTURE })).status).to.equal(201);
    const [byHash, byFile] = await Promise.all([client.post('/api/img2img', form), client.post('/api/img2img', imageForm())]);
    const images = await Promise.all([byHash, byFile].map(async (each) => ((await each.json()) as { image: string }).image));
    expect(images[0] === images[1]).to.equal(true);
    // The upload stays, the job's copy goes.
    expect((await server.get(`/api/uploads/${sha256}`, { method: 'HEAD' })).status).to.equal(200);
    expect(await inputs()).to.deep.equal([]);
  });

  it('with too many bytes, parts or pixels are refused, and leave nothing', async () => {
    expect(await refusal(withPicture(new Uint8Array(UPLOAD_BYTES + 1)))).to.include({ status: 413, code: 'GDS_TOO_LARGE' });
    expect(await refusal(imageForm({ negative_prompt: 'x'.repeat(1024 * 1024 + 1) }))).to.include({ status: 413, code: 'GDS_TOO_LARGE' });
    const crowded = imageForm();
    for (let i = 0; i < 100; i++) crowded.append(`field${i}`, 'x');
    expect(await refusal(crowded)).to.include({ status: 413, code: 'GDS_TOO_LARGE' });
    const large = encode({ width: 400, height: 300, channels: 3, data: new Uint8Array(400 * 300 * 3) });
    expect(await refusal(withPicture(large))).to.include({ status: 413, code: 'GDS_IMAGE_SIZE' });
    expect(await inputs()).to.deep.equal([]);
  });

  it('that are no form are refused, and leave nothing', async () => {
    const type = { 'Content-Type': 'multipart/form-data; boundary=x' };
    const started = '--x\r\nContent-Disposition: form-data; name="image"; filename="a.png"\r\n\r\nabc';
    // Many at once: some are refused while their file is only about to be made.
    for (const body of ['no form', ...Array.from({ length: 6 }, () => started)]) {
      const refusals = await Promise.all(Array.from({ length: 20 }, () => refusal(body, type)));
      for (const each of refusals) expect(each).to.include({ status: 400, code: 'GDS_REQUEST_INVALID' });
    }
    expect(await refusal('x', { 'Content-Type': 'multipart/form-data' })).to.include({ status: 400, code: 'GDS_REQUEST_INVALID' });
    expect(await inputs()).to.deep.equal([]);
  });

  it('with fields out of range are refused with all that is wrong', async () => {
    const { status, detail, code } = await refusal(imageForm({ priority: 11, width: 8, image_sha256: 'x' }));
    expect([status, code]).to.deep.equal([422, 'GDS_REQUEST_INVALID']);
    const wrong = (detail as { type: string; loc: string[] }[]).map(({ type, loc }) => `${loc.join('.')}: ${type}`);
    expect(wrong).to.deep.equal([
      'body.width: greater_than_equal',
      'body.priority: less_than_equal',
      'body.image_sha256: string_pattern_mismatch',
    ]);
    expect(await refusal(imageForm({ width: 100 }))).to.include({ status: 400, code: 'GDS_SIZE' });
  });

  it('take the last of two files of one name', async () => {
    const form = imageForm();
    form.append('image', new Blob(['no picture']), 'second.png');
    expect(await refusal(form)).to.include({ status: 500, code: 'GDS_IMAGE_DECODE' });
    expect(await inputs()).to.deep.equal([]);
  });

  it('never write over a result', async () => {
    const results = await Promise.all(Array.from({ length: 3 }, () => client.post('/api/img2img', imageForm({ seed: 99 }))));
    const paths = await Promise.all(results.map(async (each) => ((await each.json()) as { image_path: string }).image_path));
    expect(new Set(paths).size).to.equal(3);
    for (const path of paths) {
      expect(path).to.match(/^\/data\/output\/img2img_\d{10}_99(_\d)?\.png$/);
      const served = new Uint8Array(await (await server.get(path)).arrayBuffer());
      expect(Buffer.from(served).equals(await readFile(join(server.data, path.slice('/data/'.length))))).to.equal(true);
    }
  });

  it('for a mesh give a file that a viewer opens, and know the background by either name', async () => {
    const mesh = async (fields: Record<string, string>) => {
      const form = new FormData();
      form.append('image', new Blob([MUG]), 'mug.png');
      for (const [name, value] of Object.entries({ mc_resolution: '64', ...fields })) form.append(name, value);
      return client.post('/api/triposr', form);
    };
    const coloured = (await (await mesh({ remove_bg: 'no' })).json()) as { mesh_path: string; vertices: number; faces: number };
    const bytes = Buffer.from(await (await server.get(coloured.mesh_path)).arrayBuffer());
    expect(bytes.toString('latin1', 0, 4)).to.equal('glTF');
    const json = JSON.parse(bytes.toString('utf8', 20, 20 + bytes.readUInt32LE(12))) as { accessors: { count: number }[] };
    expect(json.accessors.map(({ count }) => count)).to.include.members([coloured.vertices, coloured.faces * 3]);
    expect((await mesh({ remove_background: 'maybe' })).status).to.equal(422);
    expect((await mesh({ model: 'gds-tiny-sd' })).status).to.equal(404);
    expect((await mesh({ model: 'inflate', bake_texture: 'true', texture_resolution: '256' })).status).to.equal(200);
  });
});
