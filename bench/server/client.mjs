/** What the suite `server` asks with: connections that are kept, whole answers, and processes of the subjects. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request as ask } from 'node:http';
import { join } from 'node:path';

const agent = new Agent({ keepAlive: true, maxSockets: 16 });

/** Resolves with status, body and bytes once the answer is there. */
export function request(port, path, { method = 'GET', headers = {}, body } = {}) {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'Content-Length': body.length };
    const sent = ask({ agent, host: '127.0.0.1', port, path, method, headers: { ...length, ...headers } }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode, body: Buffer.concat(chunks) }));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Milliseconds of one of `count` requests made one after the other. */
export async function timeEach(count, act) {
  const start = performance.now();
  for (let index = 0; index < count; index++) await act(index);
  return (performance.now() - start) / count;
}

/** A form as browsers send it, without files. */
export function form(fields) {
  const boundary = 'gds-bench-boundary';
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return {
    headers: { 'Content-Type': `multipart/form-data; boundary=${boundary}` },
    body: Buffer.from(`${parts.join('')}--${boundary}--\r\n`),
  };
}

/** Starts a subject; `listen` is called with each of its messages. */
export async function start(kind, folder, listen = () => {}) {
  const child = fork(join(import.meta.dirname, 'host.mjs'), [kind, folder], { execArgv: ['--expose-gc'] });
  const [{ port }] = await once(child, 'message');
  child.on('message', listen);
  return {
    port,
    async memory() {
      child.send('memory');
      for (;;) {
        const [{ memory }] = await once(child, 'message');
        if (memory) return memory;
      }
    },
    async stop() {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}
