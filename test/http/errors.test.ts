/** Every refusal and failure that the original was recorded with becomes a typed error that a person can read. */
import { afterEach, describe, it } from 'node:test';
import { expect } from 'chai';
import type { GdsError } from '../../src/errors.js';
import { recordings, type Folder, type Recording } from './recordings.js';
import { Bench, draw, MESH, ORIGINAL, run } from './support.js';

const bench = new Bench();
afterEach(() => bench.close());

/** Routes that start work; each is reached by hiding those that the adapter prefers. */
const WORK = /^\/api\/(jobs\/)?(img2img|triposr)(\/stream|\/base64)?$/;

/** What the adapter's own request would meet: other methods and unknown routes it never asks for. */
const refused = (folder: Folder): Recording[] =>
  recordings(folder).filter(
    ({ request, response }) => request.method === 'POST' && WORK.test(request.path) && response.status >= 400 && response.status !== 405,
  );

async function errorOf(recorded: Recording): Promise<GdsError | undefined> {
  const { path } = recorded.request;
  const server = await bench.server({ ...ORIGINAL, [`POST ${path}`]: recorded });
  const adapter = bench.adapter(server, { retry: { attempts: 2 } });
  const error = await (path.includes('triposr') ? run(adapter, 'image-to-mesh', MESH) : draw(adapter)).error;
  expect(server.to(`POST ${path}`).length, 'asked').to.be.greaterThan(0);
  return error;
}

const INVALID =
  'Invalid parameter combination: steps=4 × denoise=0.2 = 0 effective steps. Need at least 1. Try increasing steps (≥10) or denoise (≥0.1).';
/** What a person reads, of those recordings whose text is worth looking at. */
const SAID: Readonly<Record<string, readonly [code: string, message: string, path?: string]>> = {
  'img2img-denoise-low': ['GDS_REMOTE_REFUSED', `The server refused: ${INVALID}`],
  'img2img-5x5': ['GDS_REMOTE_FAILED', 'The server failed: height and width must be > 0'],
  'img2img-not-image': ['GDS_REMOTE_FAILED', 'The server failed: cannot identify image file'],
  'img2img-missing-image': ['GDS_REMOTE_REFUSED', 'The server refused: image: Field required', 'image'],
  'img2img-missing-both': ['GDS_REMOTE_REFUSED', 'The server refused: image: Field required; positive_prompt: Field required', 'image'],
  'job-create-bad-steps': [
    'GDS_REMOTE_REFUSED',
    'The server refused: steps: Input should be a valid integer, unable to parse string as an integer',
    'steps',
  ],
  'job-create-nan': ['GDS_REMOTE_FAILED', 'The server failed: Internal Server Error'],
  'nomodel-jobs-img2img': [
    'GDS_TASK_UNSUPPORTED',
    'The server has no model for this: Model not loaded. Install it there, or choose another.',
  ],
  'nomodel-jobs-triposr': [
    'GDS_TASK_UNSUPPORTED',
    'The server has no model for this: TripoSR model not available. Install it there, or choose another.',
  ],
  'triposr-bool-bad': [
    'GDS_REMOTE_REFUSED',
    'The server refused: remove_bg: Input should be a valid boolean, unable to interpret input',
    'remove_bg',
  ],
  'triposr-mc-negative': ['GDS_REMOTE_FAILED', 'The server failed: number of steps must be non-negative'],
};

describe('an error of the original', () => {
  for (const folder of ['http', 'http-newstack'] as const) {
    for (const recorded of refused(folder)) {
      it(`is typed and readable: ${folder}/${recorded.name}`, async () => {
        const error = await errorOf(recorded);
        expect(error?.code).to.match(/^GDS_(REMOTE_REFUSED|REMOTE_FAILED|TASK_UNSUPPORTED)$/);
        expect(error?.retryable).to.equal(undefined);
        expect(error?.message).to.match(/^The server (refused|failed|has no model for this): \S/);
        expect(error?.message).to.not.match(/0x|\b500:|\[object|\/srv\/|_io|undefined|null/);
        const said = folder === 'http' ? SAID[recorded.name] : undefined;
        if (said) expect([error?.code, error?.message, ...(error?.path ? [error.path] : [])]).to.deep.equal(said);
      });
    }
  }

  it('is one of those that are looked at word by word', () => {
    const names = refused('http').map(({ name }) => name);
    expect(names).to.include.members(Object.keys(SAID));
    expect(names.length).to.be.greaterThan(40);
  });

  for (const name of ['stream-denoise-2', 'stream-not-image']) {
    it(`is told by the stream too: ${name}`, async () => {
      const recorded = recordings('http-newstack').find((each) => each.name === name)!;
      const server = await bench.server({ ...ORIGINAL, 'POST /api/img2img/stream': recorded });
      const error = await draw(bench.adapter(server)).error;
      expect(error?.code).to.equal('GDS_REMOTE_FAILED');
      expect(error?.message).to.not.match(/0x|_io/);
    });
  }
});
