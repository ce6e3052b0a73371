/** What goes wrong around jobs: processes that die, clients that leave or do not read, models that are broken, too many jobs. */
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { expect } from 'chai';
import { startServer, type ServerProcess } from '../support/server-process.js';
import { HANG, imageForm, JobsClient, LONG } from './jobs-client.js';
import { SocketClient } from './socket-client.js';

const MANY = 1000;
const temporary = (): string => mkdtempSync(join(tmpdir(), 'gds-faults-'));

/** Processes that the server has started. */
async function childrenOf(pid: number): Promise<number[]> {
  return (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).split(' ').filter(Boolean).map(Number);
}

describe('a server that ends in the middle of jobs', { timeout: HANG }, () => {
  const data = temporary();
  after(() => rmSync(data, { recursive: true }));
  const start = () => startServer(['--packages', 'models'], { data });

  it('tells after kill -9 what became of each job, and works', async () => {
    const first = await start();
    const client = new JobsClient(first);
    const done = await client.submit();
    const told = await client.events(done);
    const running = await client.submit(LONG);
    const heard = await client.until(running, 'progress');
    const waiting = await client.submit();
    await first.stop('SIGKILL');

    const second = await start();
    const again = new JobsClient(second);
    for (const id of [running, waiting]) {
      const job = await again.job(id);
      expect(job).to.include({ status: 'failed' });
      expect(job.error).to.include({ code: 'GDS_SERVER_RESTARTED', retryable: true });
    }
    // Whoever follows goes on behind what was heard, and hears of the end.
    const rest = await again.events(running, 'image=path', { 'Last-Event-ID': heard.at(-1)!.id! });
    expect(rest.map(({ event }) => event)).to.deep.equal(['failed']);
    // What had ended is still there, with its picture.
    expect(await again.job(done)).to.deep.include({ status: 'succeeded', result: told.at(-1)!.data.result });
    const { result } = (await (await second.get(`/api/jobs/${done}`)).json()) as { result: { image: string } };
    expect(result.image).to.match(/^data:image\/png;base64,/);
    expect((await again.events(done)).at(-1)!.event).to.equal('completed');
    // Nothing of the lost inputs and half-made results is left.
    expect((await readdir(join(data, '.jobs'))).filter((name) => !name.endsWith('.json'))).to.deep.equal([]);
    expect((await readdir(join(data, 'output'))).filter((name) => name.startsWith('.'))).to.deep.equal([]);
    expect((await again.events(await again.submit())).at(-1)!.event).to.equal('completed');
    await second.stop();
  });

  it('lets a running job end at SIGTERM, and gives waiting ones back', async () => {
    const first = await start();
    const client = new JobsClient(first);
    const running = await client.submit({ steps: 40 });
    await client.until(running, 'progress');
    const waiting = await client.submit();
    expect(await first.stop('SIGTERM')).to.equal(0);
    const second = await start();
    const again = new JobsClient(second);
    expect(await again.job(running)).to.include({ status: 'succeeded' });
    expect((await again.job(waiting)).error).to.include({ code: 'GDS_SERVER_RESTARTED' });
    await second.stop();
  });

  it('gives a running job back that does not end in time, also where its process hangs', async () => {
    const first = await startServer(['--packages', 'models', '--shutdown-seconds', '0'], { data });
    const client = new JobsClient(first);
    const running = await client.submit(LONG);
    await client.until(running, 'progress');
    const [child] = await childrenOf(first.process.pid!);
    process.kill(child!, 'SIGSTOP');
    expect(await first.stop('SIGTERM')).to.equal(0);
    const second = await start();
    expect((await new JobsClient(second).job(running)).error).to.include({ code: 'GDS_SERVER_RESTARTED' });
    await second.stop();
  });
});

describe('a server whose surroundings fail', { timeout: HANG }, () => {
  const data = temporary();
  let server: ServerProcess;
  let client: JobsClient;
  before(async () => {
    installBrokenModels(join(data, 'models'));
    server = await startServer(['--packages', 'models', '--queue', String(MANY), '--reader-seconds', '1'], { data });
    client = new JobsClient(server);
  });
  after(async () => {
    await server.stop();
    rmSync(data, { recursive: true });
  });

  it('replaces the process that computes when it dies, and fails its job alone', async () => {
    const running = await client.submit(LONG);
    await client.until(running, 'progress');
    const waiting = await client.submit();
    const [child] = await childrenOf(server.process.pid!);
    process.kill(child!, 'SIGKILL');
    const { data: failed } = (await client.events(running)).at(-1)!;
    expect(failed.error).to.include({ code: 'GDS_WORKER_LOST', retryable: true });
    expect((await client.events(waiting)).at(-1)!.event).to.equal('completed');
  });

  it('says that the disk is full, and leaves nothing half-written', async () => {
    // Files of at most 32 KiB: a picture of 256 × 256 is larger.
    const cramped = await startServer(['--packages', 'models'], { shell: 'ulimit -f 64' });
    const its = new JobsClient(cramped);
    const response = await its.post('/api/img2img', imageForm({ width: 256, height: 256 }));
    expect(response.status).to.equal(507);
    expect(await response.json()).to.include({ code: 'GDS_DISK_FULL' });
    expect(await readdir(join(cramped.data, 'output'))).to.deep.equal([]);
    expect((await its.post('/api/img2img', imageForm())).status, 'a smaller one fits').to.equal(200);
    await cramped.stop();
  });

  it('offers no model that is not whole, says what is missing, and uses the others', async () => {
    const { models } = (await (await server.get('/api/capabilities')).json()) as { models: { id: string }[] };
    expect(models.map(({ id }) => id)).to.deep.equal(['gds-tiny-sd', 'tampered', 'gds-tiny-turbo', 'inflate']);

    const unknown = await client.post('/api/jobs/img2img', imageForm({ model: 'nobody' }));
    expect(unknown.status).to.equal(404);
    expect(await unknown.json()).to.deep.equal({ detail: 'Model not found: nobody', code: 'GDS_MODEL_UNKNOWN' });

    const missing = await client.post('/api/jobs/img2img', imageForm({ model: 'incomplete' }));
    expect(missing.status).to.equal(503);
    const refusal = (await missing.json()) as { detail: string; code: string };
    expect(refusal.code).to.equal('GDS_MODEL_MISSING');
    expect(refusal.detail).to.contain('text_encoder/model.onnx').and.not.contain(data);

    const damaged = (await client.events(await client.submit({ model: 'tampered' }))).at(-1)!.data.error as {
      code: string;
      message: string;
    };
    expect(damaged.code).to.equal('GDS_MODEL_HASH');
    expect(damaged.message).to.contain('tokenizer/tokenizer_config.json').and.not.contain(data);

    expect((await client.events(await client.submit({ model: 'gds-tiny-sd' }))).at(-1)!.event).to.equal('completed');
  });

  it('does not wait for readers that do not read', async () => {
    const id = await client.submit();
    const { result } = (await client.events(id)).at(-1)!.data as { result: { image_path: string } };
    // An answer that no buffer between two processes holds.
    await writeFile(join(server.data, result.image_path.replace('/data/', '')), Buffer.alloc(48 * 1024 * 1024, 1));
    const deaf = connect(server.port, '127.0.0.1');
    deaf.on('error', () => undefined);
    deaf.write(`GET /api/jobs/${id}/events HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    deaf.pause();
    const socket = await SocketClient.open(server.url);
    socket.socket.pause();
    socket.subscribe(id, { image: 'url' });

    expect((await client.events(await client.submit())).at(-1)!.event).to.equal('completed');
    const dropped = () => server.log().filter(({ msg }) => String(msg).startsWith('reader dropped'));
    while (dropped().length < 2) await server.get('/api/health');
    // Reading on shows both broken off.
    deaf.resume();
    await once(deaf, 'close');
    socket.socket.resume();
    await once(socket.socket, 'close');
    expect(socket.of(id).map(({ event }) => event)).to.not.include('completed');
  });

  it(`tells ${MANY} waiting jobs apart`, async () => {
    const release = await client.submit(LONG);
    await client.until(release, 'progress');
    const socket = await SocketClient.open(server.url);
    const ids: string[] = [];
    const submitSome = async () => {
      while (ids.length < MANY) {
        const place = ids.push('') - 1;
        ids[place] = await client.submit({ seed: place });
      }
    };
    await Promise.all([submitSome(), submitSome(), submitSome(), submitSome()]);
    expect(new Set(ids).size).to.equal(MANY);
    for (const id of ids) socket.subscribe(id);
    for (const id of ids) socket.send({ type: 'cancel', job_id: id });
    await socket.until((messages) => messages.length >= 2 * MANY);
    for (const id of ids) expect(socket.of(id).map((each) => `${each.id} ${each.event}`)).to.deep.equal(['1 queued', '2 cancelled']);
    await client.cancel(release);
    await socket.close();
  });
});

/** `incomplete` has a manifest and nothing else; of `tampered`, one small file has other bytes. */
function installBrokenModels(folder: string): void {
  const manifest = JSON.parse(readFileSync('models/gds-tiny-sd/manifest.json', 'utf8')) as object;
  for (const id of ['incomplete', 'tampered']) {
    mkdirSync(join(folder, id), { recursive: true });
    writeFileSync(join(folder, id, 'manifest.json'), JSON.stringify({ ...manifest, id, title: id }));
  }
  for (const part of ['text_encoder', 'unet', 'vae_decoder', 'vae_encoder', 'tokenizer'])
    cpSync(join('models/gds-tiny-sd', part), join(folder, 'tampered', part), { recursive: true });
  const path = join(folder, 'tampered/tokenizer/tokenizer_config.json');
  const bytes = readFileSync(path);
  bytes[10]! ^= 1;
  writeFileSync(path, bytes);
}
