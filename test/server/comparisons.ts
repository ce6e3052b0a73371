/**
 * How each recording of the original is compared with our server. What is here under `differs` is a difference we want; each has its
 * reason, and docs/formats/server-api.md tells of it.
 */
import { expect } from 'chai';
import { eventsOf, expectHeaders, expectSame, recordedEvents, type Recording } from './recording.js';

export interface Answer {
  readonly response: Response;
  readonly text: string;
}

export interface Comparison {
  /** Where it is sent: `models`, a server with models; `none`, one without; or as a step of `recorded-jobs.test.ts` or of a test of its own. */
  readonly where: 'models' | 'none' | 'jobs' | 'samplers' | 'queue';
  readonly why?: string;
  /** Fields of ours behind the recorded ones. */
  readonly extra?: Readonly<Record<string, string>>;
  readonly check: (answer: Answer, recording: Recording) => void;
}

const jsonOf = ({ text }: Answer): Record<string, unknown> => JSON.parse(text) as Record<string, unknown>;

function same(answer: Answer, recording: Recording): void {
  expect(answer.response.status, answer.text.slice(0, 300)).to.equal(recording.response.status);
  expectHeaders(answer.response, recording);
  if (recording.response.sse) expectSame(eventsOf(answer.text).map(withoutId), recordedEvents(recording));
  else if (recording.response.json !== undefined) expectSame(jsonOf(answer), recording.response.json);
  else expect(answer.text).to.equal(recording.response.text);
}

const withoutId = ({ event, data }: { event: string; data: object }) => ({ event, data });

/** As recorded but for these values at the top of the answer. */
const sameBut =
  (values: Readonly<Record<string, unknown>>) =>
  (answer: Answer, recording: Recording): void => {
    expect(jsonOf(answer)).to.include(values);
    const json = { ...(recording.response.json as object), ...values };
    same(answer, { ...recording, response: { ...recording.response, json } });
  };

const status =
  (wanted: number, code?: string) =>
  (answer: Answer): void => {
    expect(answer.response.status, answer.text.slice(0, 300)).to.equal(wanted);
    if (code) expect(jsonOf(answer).code).to.equal(code);
  };

const succeeds = (answer: Answer): void => {
  status(200)(answer);
  expect(jsonOf(answer)).to.include({ status: 'success' });
};

const succeedsAsJob = (answer: Answer): void => {
  status(200)(answer);
  expect(jsonOf(answer)).to.have.all.keys('job_id', 'status');
};

const table: Record<string, Comparison> = {};
const add = (comparison: Comparison, names: readonly string[]) => {
  for (const name of names) {
    const path = name.includes('/') ? name : `http/${name}`;
    if (table[path]) throw new Error(`${path} is in the table twice.`);
    table[path] = comparison;
  }
};
const asRecorded = (...names: string[]) => add({ where: 'models', check: same }, names);
const differs = (why: string, check: Comparison['check'], ...names: string[]) => add({ where: 'models', why, check }, names);

// Our models draw at their own size, 256 × 256; the recorded ones drew at the picture's. A size of 64 spares time and gives the recorded one.
add({ where: 'models', check: same, extra: { width: '64', height: '64' }, why: 'the size is asked for' }, [
  ...['base64-dataurl', 'base64-ok', 'base64-urlencoded', 'base64-whitespace'],
  ...['bad-sampler', 'bad-scheduler', 'cfg-0', 'cfg-nan', 'cfg-negative', 'defaults', 'denoise-1', 'dup-field', 'image-no-filename'].map(
    (name) => `img2img-${name}`,
  ),
  ...['jpeg', 'long-prompt', 'ok', 'repeat', 'rgba', 'seed-2pow53', 'seed-neg1', 'steps-4.0', 'steps-empty', 'unicode-prompt'].map(
    (name) => `img2img-${name}`,
  ),
  ...['webp', 'wrong-ctype'].map((name) => `img2img-${name}`),
  ...[
    'http-newstack/img2img-image-no-filename',
    'http-newstack/img2img-ok',
    'http-newstack/img2img-steps-empty',
    'http-newstack/stream-ok',
  ],
]);
differs('a model draws at its own size', sameBut({ width: 256, height: 256 }), 'img2img-67x45', 'img2img-8x8', 'img2img-96x64');
differs('a model draws at its own size', sameBut({ width: 256, height: 256 }), 'img2img-oversized-1000x333', 'img2img-oversized-1600x1200');
differs('`width` and `height` are fields here', sameBut({ width: 256, height: 256 }), 'img2img-extra-field');
differs('a picture smaller than a cell of the model is scaled up', succeeds, 'img2img-5x5');

asRecorded(
  'base64-2.8MB-field',
  'base64-bad-padding',
  'base64-empty',
  'base64-invalid',
  'base64-low-denoise',
  'base64-missing',
  'base64-urlsafe',
);
asRecorded('img2img-cfg-abc', 'img2img-denoise-0', 'img2img-denoise-1.5', 'img2img-denoise-low', 'img2img-denoise-negative');
asRecorded(
  'img2img-empty-file',
  'img2img-empty-prompt',
  'img2img-get',
  'img2img-image-as-text',
  'img2img-json-body',
  'img2img-missing-both',
);
asRecorded('img2img-missing-image', 'img2img-missing-prompt', 'img2img-not-image', 'img2img-oversized-40MB-junk', 'img2img-seed-abc');
asRecorded(
  'img2img-seed-big',
  'img2img-several-bad',
  'img2img-steps-0',
  'img2img-steps-abc',
  'img2img-steps-float',
  'img2img-steps-negative',
);
asRecorded('img2img-steps-spaces', 'stream-low-denoise', 'stream-missing-image');
asRecorded(
  ...[
    'img2img-empty-prompt',
    'img2img-get',
    'img2img-image-as-text',
    'img2img-missing-image',
    'img2img-not-image',
    'img2img-steps-abc',
  ].map((name) => `http-newstack/${name}`),
);
differs('a picture in a field counts as a file', status(500, 'GDS_IMAGE_DECODE'), 'http-newstack/base64-2.8MB-field');
differs('spaces are refused, as by the pinned stack', status(422, 'GDS_REQUEST_INVALID'), 'http-newstack/img2img-steps-spaces');
differs('no number is wrong input and no failure', status(422, 'GDS_REQUEST_INVALID'), 'img2img-denoise-nan', 'img2img-denoise-inf');
differs(
  'no number is wrong input and no failure',
  status(422, 'GDS_REQUEST_INVALID'),
  'http-newstack/img2img-denoise-nan',
  'job-create-nan',
);
differs('no more steps than the model was trained with', status(400, 'GDS_STEPS'), 'img2img-steps-1001');

asRecorded(
  'health',
  'health-no-origin',
  'health-origin-127',
  'health-origin-foreign',
  'health-slash',
  'health-head',
  'unknown-path',
  'jobs-list',
);
asRecorded('http-newstack/health', 'http-newstack/health-slash', 'http-newstack/unknown-path', 'http-newstack/job-get-unknown');
asRecorded(
  'preflight-allowed',
  'preflight-foreign',
  'preflight-no-acrm',
  'http-newstack/preflight-allowed',
  'http-newstack/preflight-foreign',
);
asRecorded('job-cancel-get', 'job-cancel-unknown', 'job-events-unknown', 'job-get-unknown');
asRecorded('job-create-bad-steps', 'job-create-low-denoise', 'job-create-missing-image');
asRecorded(
  'model-info',
  'http-newstack/model-info',
  'model-load-missing',
  'model-load-nofield',
  'triposr-load',
  'triposr-load-again',
  'triposr-load-bad-chunk',
);
add({ where: 'models', why: 'text to image is a job here', extra: { width: '64', height: '64' }, check: succeedsAsJob }, [
  'job-create-unknown-type',
]);
differs('what is loaded is a model by its id, not a path', status(404, 'GDS_MODEL_UNKNOWN'), 'model-load-existing');
differs('the files of the data folder are served, and this one is not there', status(404), 'data-not-served', 'root');

const stream = (wanted: readonly string[]) => (answer: Answer) => {
  status(200)(answer);
  expect(eventsOf(answer.text).map(({ event }) => event)).to.deep.equal(wanted);
};
const failedStream = stream(['progress', 'error']);
add(
  {
    where: 'models',
    why: 'the stream works',
    extra: { width: '64', height: '64' },
    check: stream([...Array<string>(7).fill('progress'), 'complete']),
  },
  ['stream-ok'],
);
add(
  {
    where: 'models',
    why: 'the stream works',
    extra: { width: '64', height: '64' },
    check: stream([...Array<string>(4).fill('progress'), 'complete']),
  },
  ['stream-sampler-heun2'],
);
differs('the stream works, and tells what is wrong', failedStream, 'stream-denoise-2', 'stream-not-image');
asRecorded('http-newstack/stream-denoise-2', 'http-newstack/stream-low-denoise', 'http-newstack/stream-not-image');

// Meshes: the counts differ, as another method makes them.
asRecorded(
  ...['64', 'bake', 'bool-yes', 'chunk-0', 'chunk-negative', 'mc-33', 'ok', 'ratio-0', 'remove-bg-rgba'].map((name) => `triposr-${name}`),
);
asRecorded('triposr-tiny-image', 'triposr-bool-bad', 'triposr-missing-image', 'triposr-not-image', 'triposr-ratio-abc', 'triposr-info');
differs('what makes meshes needs no loading', sameBut({ loaded: true, device: 'cpu' }), 'triposr-info-unloaded');
differs('no video is rendered', sameBut({ video_url: null, video_time: null }), 'triposr-video');
differs(
  'a resolution that is none is wrong input',
  status(422, 'GDS_REQUEST_INVALID'),
  ...['0', '1', '2', 'negative'].map((name) => `triposr-mc-${name}`),
);

add(
  { where: 'none', check: same },
  [
    'base64',
    'health',
    'img2img',
    'img2img-bad-steps',
    'img2img-missing-image',
    'jobs-img2img',
    'model-info',
    'model-load-missing',
    'stream',
  ].map((name) => `nomodel-${name}`),
);
add({ where: 'none', why: 'what makes meshes is always there', check: succeeds }, ['nomodel-triposr', 'nomodel-triposr-load']);
add({ where: 'none', why: 'what makes meshes is always there', check: sameBut({ loaded: true, device: 'cpu' }) }, ['nomodel-triposr-info']);

add({ where: 'jobs', check: same }, [
  ...[
    'job-create',
    'job-create-not-image',
    'job-create-second',
    'job-triposr-create',
    'job-triposr-create-bad',
    'http-newstack/job-create',
  ],
  ...['job-get-succeeded', 'job-get-failed', 'job-get-queued', 'job-get-running', 'job-get-cancelled', 'job-triposr-get'],
  ...['job-cancel-finished', 'job-cancel-queued', 'job-cancel-running', 'job-cancel-twice', 'job-delete'],
  ...[
    'job-events-live',
    'job-events-replay',
    'job-events-cancelled',
    'job-events-failed',
    'job-triposr-events',
    'http-newstack/job-events-live',
  ],
]);
export const JOB_DIFFERENCES: Readonly<Record<string, string>> = {
  'http/job-get-after-cancel-running': 'a running job that is cancelled ends as cancelled',
  'http/job-events-history-cap': 'no event is forgotten while the job is kept',
  'http/job-triposr-failed': 'a picture that is none fails before anything is inferred',
  'http/nomodel-jobs-triposr': 'what makes meshes is always there',
};
for (const [name, why] of Object.entries(JOB_DIFFERENCES)) add({ where: 'jobs', why, check: same }, [name]);

add({ where: 'samplers', why: 'settings of a sampler do not stick to later requests', check: same }, [
  'samplers-in-order',
  'samplers-karras-first',
]);
add({ where: 'queue', why: 'a full queue refuses at once', check: same }, ['queue-full-observed', 'queue-full-health']);

export const COMPARISONS: Readonly<Record<string, Comparison>> = table;
export const sameAnswer = same;
