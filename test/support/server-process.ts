/** The server as a real process on a port of its own, and bytes sent to it exactly as they are written. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

export interface ServerProcess {
  /** Ends with a slash. */
  readonly url: string;
  readonly port: number;
  /** Its data folder. */
  readonly data: string;
  readonly process: ChildProcess;
  /** What it has logged so far. */
  log(): readonly Record<string, unknown>[];
  get(path: string, init?: RequestInit): Promise<Response>;
  /** Ends it, by SIGTERM unless told otherwise, and gives its exit code. The data folder stays where it was given, else it goes. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

export interface StartOptions {
  /** Left out: a folder of its own. */
  readonly data?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Shell commands that the process inherits, for example `ulimit -f 64`. */
  readonly shell?: string;
}

let bundled: Promise<string> | undefined;

/** Each program as one file, which starts in a fraction of the time that compiling file by file takes. */
const bundledServer = (): Promise<string> =>
  (bundled ??= (async () => {
    const outdir = join('out', 'server', String(process.pid));
    await build({
      // Beside the server, as in the package, lies the process that computes.
      entryPoints: ['server/main.ts', 'server/inference/process.ts'],
      outdir,
      entryNames: '[name]',
      bundle: true,
      packages: 'external',
      platform: 'node',
      format: 'esm',
      target: 'node20',
      loader: { '.wgsl': 'text' },
      logLevel: 'error',
    });
    process.once('exit', () => rmSync(outdir, { recursive: true, force: true }));
    return join(outdir, 'main.js');
  })());

const running = new Set<ChildProcess>();

/** Ends those that a failed test has left, at once. */
export function killServers(): void {
  for (const child of running) child.kill('SIGKILL');
}

/** Rejects with what the process has written where it ends without an address. */
export async function startServer(args: readonly string[] = [], options: StartOptions = {}): Promise<ServerProcess> {
  const data = options.data ?? mkdtempSync(join(tmpdir(), 'gds-data-'));
  const command = [process.execPath, await bundledServer(), '--data', data, '--port', '0', ...args];
  const child = spawn('/bin/sh', ['-c', `${options.shell ?? ':'}; exec "$@"`, 'sh', ...command], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  let errors = '';
  child.stderr!.on('data', (text: Buffer) => (errors += text.toString()));
  const url = await addressOf(child, () => errors);
  return {
    url,
    port: Number(new URL(url).port),
    data,
    process: child,
    log: () =>
      errors
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line) as Record<string, unknown>),
    get: (path, init) => fetch(new URL(path, url), init),
    async stop(signal = 'SIGTERM') {
      const ended = child.exitCode !== null || child.signalCode !== null ? undefined : once(child, 'exit');
      child.kill(signal);
      await ended;
      if (options.data === undefined) rmSync(data, { recursive: true, force: true });
      return child.exitCode;
    },
  };
}

async function addressOf(child: ChildProcess, errors: () => string): Promise<string> {
  let output = '';
  for await (const text of child.stdout!) {
    output += String(text);
    const match = /^gds-canvas-server: (http:\S+)$/m.exec(output);
    if (match) {
      child.stdout!.resume();
      return match[1]!;
    }
  }
  throw new Error(errors());
}

export interface RawAnswer {
  /** 0 where the connection ended without an answer. */
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Sends `bytes` and reads until the other side closes; `end` closes our side behind them. */
export async function sendRaw(port: number, bytes: string | Buffer, { end = false } = {}): Promise<RawAnswer> {
  const socket = connect(port, '127.0.0.1');
  if (end) socket.end(bytes);
  else socket.write(bytes);
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of socket) chunks.push(chunk as Buffer);
  } catch (error) {
    if (!['ECONNRESET', 'EPIPE'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
  const text = Buffer.concat(chunks).toString('latin1');
  const [head = '', ...body] = text.split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  const headers = lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]);
  return {
    status: Number(first.split(' ')[1] ?? 0),
    headers: Object.fromEntries(headers) as Record<string, string>,
    text: body.join('\r\n\r\n'),
  };
}

/** A request as text: `line` is method and target. */
export const requestText = (line: string, headers: Readonly<Record<string, string | number>> = {}, body = ''): string =>
  [
    `${line} HTTP/1.1`,
    ...Object.entries({ Host: 'localhost', Connection: 'close', ...headers }).map(([name, value]) => `${name}: ${value}`),
    '',
    body,
  ].join('\r\n');
