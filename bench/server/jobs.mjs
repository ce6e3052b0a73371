/** What the server itself adds to a job: with what computes replaced by something that computes nothing (nothing.mjs). */
import { once } from 'node:events';
import { get } from 'node:http';
import { WebSocket } from 'ws';
import { row } from '../lib/rows.mjs';
import { form, request, start } from './client.mjs';
import { FOREVER } from './nothing.mjs';

const SUBJECT = 'gds-canvas-server';
const STEPS = 25;
/** Jobs sent at once. */
const ABREAST = 8;

export async function throughput({ rounds, quick, scratch }) {
  const count = quick ? 100 : 500;
  const server = await start('jobs', scratch());
  const samples = [];
  try {
    for (let round = 0; round <= rounds; round++) {
      const begin = performance.now();
      const socket = await follow(server.port);
      let ended = 0;
      const done = new Promise((resolve, reject) => {
        socket.on('message', (data) => {
          const { event } = JSON.parse(data);
          if (event === 'failed') reject(new Error(`A job failed: ${data}`));
          if (event === 'completed' && ++ended === count) resolve();
        });
      });
      let sent = 0;
      const sender = async () => {
        while (sent++ < count) socket.send(subscription(await submit(server.port, 1)));
      };
      await Promise.all([done, ...Array.from({ length: ABREAST }, sender)]);
      if (round > 0) samples.push(count / ((performance.now() - begin) / 1000));
      socket.close();
    }
  } finally {
    await server.stop();
  }
  return [row(SUBJECT, `${count} jobs that compute nothing, sent ${ABREAST} at once`, 'jobs per second', '1/s', samples)];
}

/** From the moment a step is told inside the server to the moment its event is in the client's hands. */
export async function latency({ rounds, scratch }) {
  const told = new Map();
  const server = await start('jobs', scratch(), ({ told: step }) => step && told.set(`${step.job}/${step.step}`, step.at));
  const ways = { 'by WebSocket': bySocket, 'by server-sent events': byStream };
  const samples = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  try {
    for (let round = 0; round <= rounds; round++) {
      for (const [name, way] of Object.entries(ways)) {
        const job = await submit(server.port, STEPS);
        const heard = await way(server.port, job);
        // The first steps may have been told before anybody listened.
        const late = [...heard].filter(([step]) => step > 5).map(([step, at]) => [at, `${job}/${step}`]);
        await until(() => late.every(([, key]) => told.has(key)));
        if (round > 0) samples[name].push(...late.map(([at, key]) => (at - told.get(key)) / 1e6));
      }
    }
  } finally {
    await server.stop();
  }
  return Object.entries(samples).map(([name, found]) => row(SUBJECT, `a step to the client ${name}`, 'latency', 'ms', found));
}

export async function memory({ scratch, quick }) {
  const count = quick ? 200 : 1000;
  const server = await start('jobs', scratch());
  try {
    await submit(server.port, FOREVER);
    const before = await server.memory();
    for (let index = 0; index < count; index++) await submit(server.port, 1);
    const after = await server.memory();
    const label = `${count} waiting jobs`;
    return [
      row(SUBJECT, label, 'heap for each', 'bytes', [(after.heapUsed - before.heapUsed) / count]),
      row(SUBJECT, label, 'resident set in all', 'bytes', [after.rss]),
      row(SUBJECT, 'no waiting job', 'resident set in all', 'bytes', [before.rss]),
    ];
  } finally {
    await server.stop();
  }
}

async function submit(port, steps) {
  const { status, body } = await request(port, '/api/jobs/txt2img', {
    method: 'POST',
    ...form({ positive_prompt: 'a red mug', seed: 1, steps }),
  });
  if (status !== 200) throw new Error(`A job was answered with ${status}: ${body}`);
  return JSON.parse(body).job_id;
}

const subscription = (job) => JSON.stringify({ type: 'subscribe', job_id: job, image: 'path' });
const now = () => Number(process.hrtime.bigint());

async function follow(port) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/api/jobs/socket`);
  await once(socket, 'open');
  return socket;
}

/** Step → nanoseconds of the machine's clock, the same for both processes. */
async function bySocket(port, job) {
  const heard = new Map();
  const socket = await follow(port);
  const ended = new Promise((resolve) => {
    socket.on('message', (message) => {
      const at = now();
      const { event, data } = JSON.parse(message);
      if (event === 'progress') heard.set(data.current, at);
      if (event === 'completed') resolve();
    });
  });
  socket.send(subscription(job));
  await ended;
  socket.close();
  return heard;
}

async function byStream(port, job) {
  const heard = new Map();
  const [response] = await once(get({ host: '127.0.0.1', port, path: `/api/jobs/${job}/events?image=path` }), 'response');
  for await (const chunk of response) {
    const at = now();
    for (const [, step] of String(chunk).matchAll(/event: progress\r\n(?:id: \d+\r\n)?data: \{"current": (\d+)/g))
      heard.set(Number(step), at);
  }
  return heard;
}

async function until(condition) {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}
