/** The recorded life of jobs, played again in one order: what is asked of a job depends on what has become of it. */
import { after, before, describe, it } from 'node:test';
import { expect } from 'chai';
import { startServer, type ServerProcess } from '../support/server-process.js';
import { COMPARISONS, JOB_DIFFERENCES, sameAnswer } from './comparisons.js';
import { HANG, imageForm, JobsClient, LONG } from './jobs-client.js';
import { eventsOf, readRecording, send, type Recording } from './recording.js';

describe('the recorded life of jobs', { timeout: HANG }, () => {
  let server: ServerProcess;
  let client: JobsClient;
  const played = new Set<string>();
  before(async () => {
    server = await startServer(['--packages', 'models']);
    client = new JobsClient(server);
    // The model is there before the first job, as in the original.
    const form = new FormData();
    form.append('model_path', 'gds-tiny-sd');
    expect((await client.post('/api/model/load', form)).status).to.equal(200);
  });
  after(() => server.stop());

  /** Sends a recording for the job `id`, and gives the answer with the recording. */
  async function play(name: string, id?: string, extra: Record<string, string> = {}) {
    const path = `http/${name}`;
    played.add(path);
    const recording = readRecording(path);
    const target = id === undefined ? recording.request.path : recording.request.path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, id);
    const response = await send(server.url.replace(/\/$/, ''), recording, target, extra);
    return { recording, answer: { response, text: await response.text() } };
  }
  async function playSame(name: string, id?: string, change: (recording: Recording) => Recording = (each) => each) {
    const { recording, answer } = await play(name, id);
    sameAnswer(answer, change(recording));
  }
  async function create(name: string, extra: Record<string, string> = {}): Promise<string> {
    const { recording, answer } = await play(name, undefined, extra);
    sameAnswer(answer, recording);
    return (JSON.parse(answer.text) as { job_id: string }).job_id;
  }

  const SMALL = { width: '64', height: '64' };

  it('from queued to completed, followed live, asked for and told again', async () => {
    const id = await create('job-create', SMALL);
    await playSame('job-events-live', id);
    await playSame('job-get-succeeded', id);
    await playSame('job-events-replay', id);
    await playSame('job-cancel-finished', id);
    await playSame('job-delete', id);
  });

  it('as the newer stack has it', async () => {
    played.add('http-newstack/job-create').add('http-newstack/job-events-live');
    const recording = readRecording('http-newstack/job-create');
    const response = await send(server.url.replace(/\/$/, ''), recording, undefined, SMALL);
    const { job_id } = (await response.json()) as { job_id: string };
    const names = (await client.events(job_id)).map(({ event }) => event);
    const expected = readRecording('http-newstack/job-events-live').response.sse!.chunks.map(({ text }) => eventsOf(text)[0]?.event);
    expect(names).to.deep.equal(expected.filter(Boolean));
  });

  it('cancelled while it waits, and while it runs', async () => {
    const running = await client.submit(LONG);
    await client.until(running, 'progress');
    const waiting = await create('job-create-second', SMALL);
    await playSame('job-get-queued', waiting);
    const { recording, answer } = await play('job-get-running', running);
    const now = JSON.parse(answer.text) as { progress: object };
    const { json } = recording.response;
    sameAnswer(answer, { ...recording, response: { ...recording.response, json: { ...(json as object), progress: now.progress } } });
    expect(now.progress).to.include({ total: 1000, stage: 'denoise' });

    await playSame('job-cancel-queued', waiting);
    await playSame('job-cancel-twice', waiting);
    await playSame('job-get-cancelled', waiting);
    await playSame('job-events-cancelled', waiting);

    await playSame('job-cancel-running', running);
    const events = await client.events(running);
    expect(events.at(-1)).to.deep.include({ event: 'cancelled', data: { status: 'cancelled' } });
    const after = JSON.parse((await play('job-get-after-cancel-running', running)).answer.text) as { status: string; result: unknown };
    expect(after).to.include({ status: 'cancelled', result: null });

    // The original forgets all but the last 200 events.
    const { answer: history } = await play('job-events-history-cap', running);
    expect(eventsOf(history.text)).to.deep.equal(events);
    expect(events.slice(0, 2).map(({ event }) => event)).to.deep.equal(['queued', 'started']);
  });

  it('failed, as its picture is none', async () => {
    const id = await create('job-create-not-image');
    await client.events(id);
    await playSame('job-get-failed', id);
    await playSame('job-events-failed', id);
  });

  it('of meshes', async () => {
    const id = await create('job-triposr-create');
    await playSame('job-triposr-events', id);
    await playSame('job-triposr-get', id);
    const bad = await create('job-triposr-create-bad');
    await client.events(bad);
    const failed = JSON.parse((await play('job-triposr-failed', bad)).answer.text) as object;
    expect(failed).to.deep.include({ status: 'failed', progress: { current: 1, total: 4, percent: 25, stage: 'preprocess' } });
    const { answer } = await play('nomodel-jobs-triposr');
    expect(answer.response.status).to.equal(200);
  });

  it('is all that was recorded of jobs', () => {
    const names = Object.entries(COMPARISONS).flatMap(([name, { where }]) => (where === 'jobs' ? [name] : []));
    expect([...played].sort()).to.deep.equal(names.sort());
    expect([...played]).to.include.members(Object.keys(JOB_DIFFERENCES));
  });

  it('draws the same whatever sampler was asked for before', async () => {
    const seen = new Map<string, string>();
    for (const name of ['http/samplers-in-order', 'http/samplers-karras-first']) {
      const { runs } = readRecording<{ runs: [sampler: string, scheduler: string, status: number][] }>(name);
      for (const [sampler_name, scheduler, status] of runs) {
        const response = await client.post('/api/img2img', imageForm({ steps: 3, seed: 7, sampler_name, scheduler }));
        expect(response.status, sampler_name).to.equal(status);
        const { image } = (await response.json()) as { image: string };
        const key = `${sampler_name} ${scheduler}`;
        expect(image === (seen.get(key) ?? image), key).to.equal(true);
        seen.set(key, image);
      }
    }
    expect(seen.get('euler karras')).to.not.equal(seen.get('euler normal'));
    expect(seen.get('dpmpp_2m_sde normal')).to.equal(seen.get('dpmpp_sde normal'));
    expect(seen.get('dpmpp_2m normal')).to.not.equal(seen.get('dpmpp_2m_sde normal'));
  });
});
