/**
 * The processes that compute. Each does one task at a time; one that dies or says nothing for too long is replaced, its task fails, and
 * nothing else notices.
 *
 * Processes and not threads: what goes wrong inside a native runtime ends the process it is in, and ending a thread in the middle of a run
 * is one of the things that go wrong (docs/decisions/0205-inference-in-processes.md).
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { GdsError } from '../../src/errors.js';
import type { Progress } from '../../src/registry/tasks.js';
import type { Log } from '../routes/contract.js';
import type { FromProcess, Outcome, Setup, Task, ToProcess } from './protocol.js';

export interface PoolOptions {
  readonly size: number;
  readonly setup: Setup;
  /** Milliseconds without a word in the middle of a task. */
  readonly stall: number;
  readonly log: Log;
  /** The program to run, for tests. */
  readonly program?: URL;
}

/** Beside this file, compiled or not. */
const PROGRAM = new URL(import.meta.url.endsWith('.ts') ? './process.ts' : './process.js', import.meta.url);

export class Pool {
  private readonly members: Member[];
  private readonly waiting: ((member: Member) => void)[] = [];

  constructor(options: PoolOptions) {
    this.members = Array.from({ length: options.size }, () => new Member(options));
  }

  /** Where it computes; undefined until the first process has started. */
  get backend(): 'cpu' | 'wasm' | undefined {
    return this.members.find(({ backend }) => backend)?.backend;
  }

  /** Starts the processes before they are needed. @throws GdsError `GDS_INFERENCE` where one cannot. */
  async start(): Promise<void> {
    await Promise.all(this.members.map((member) => member.start()));
  }

  /**
   * @throws GdsError of the task, `GDS_WORKER_LOST` (retryable) where its process died, `GDS_TIMEOUT` where it said nothing for too long;
   * the signal's reason once aborted.
   */
  async run(task: Task, signal: AbortSignal, onProgress: (progress: Progress) => void = () => {}): Promise<Outcome> {
    const member = await this.idle();
    try {
      signal.throwIfAborted();
      return await member.run(task, signal, onProgress);
    } finally {
      this.free(member);
    }
  }

  /** Gives every process the task, once all of them are free. */
  async each(task: Task, signal: AbortSignal): Promise<void> {
    const members = await Promise.all(this.members.map(() => this.idle()));
    const runs = await Promise.allSettled(members.map((member) => member.run(task, signal, () => {}).finally(() => this.free(member))));
    for (const run of runs) if (run.status === 'rejected') throw run.reason;
  }

  async close(): Promise<void> {
    await Promise.all(this.members.map((member) => member.end()));
  }

  private free(member: Member): void {
    const next = this.waiting.shift();
    member.busy = next !== undefined;
    next?.(member);
  }

  private idle(): Promise<Member> {
    const member = this.members.find(({ busy }) => !busy);
    if (!member) return new Promise((resolve) => this.waiting.push(resolve));
    member.busy = true;
    return Promise.resolve(member);
  }
}

interface Current {
  readonly id: number;
  readonly onProgress: (progress: Progress) => void;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
  readonly signal: AbortSignal;
}

class Member {
  busy = false;
  backend: 'cpu' | 'wasm' | undefined;
  private child: ChildProcess | undefined;
  private started: Promise<void> | undefined;
  private current: Current | undefined;
  private stalled: ReturnType<typeof setTimeout> | undefined;
  private lastId = 0;

  constructor(private readonly options: PoolOptions) {}

  start(): Promise<void> {
    return (this.started ??= new Promise((resolve, reject) => {
      const { program = PROGRAM, setup, log } = this.options;
      const child = fork(fileURLToPath(program), [JSON.stringify(setup)], {
        serialization: 'advanced',
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      });
      this.child = child;
      let noise = '';
      for (const stream of [child.stdout!, child.stderr!])
        stream.on('data', (data: Buffer) => (noise = (noise + data.toString()).slice(-4000)));
      child.on('message', (message: FromProcess) => {
        if (message.type !== 'ready') return this.receive(message);
        this.backend = message.backend;
        if (message.fallback)
          log.warn({ reason: message.fallback }, 'onnxruntime-node is not to be had: computing with WASM, which is slower');
        resolve();
      });
      child.on('exit', (code, signal) => {
        const lost = new GdsError(
          'GDS_WORKER_LOST',
          'The process that computes ended unexpectedly. Run it again: another one is started.',
          {
            retryable: true,
            cause: `exit code ${code}, signal ${signal}`,
          },
        );
        reject(lost);
        if (this.child !== child) return;
        this.child = this.started = undefined;
        log.error({ pid: child.pid, code, signal, output: noise }, 'process that computes lost');
        this.current?.reject(lost);
      });
      child.on('error', (error) => reject(GdsError.from(error, 'GDS_INFERENCE', 'The process that computes could not be started.')));
    }));
  }

  async run(task: Task, signal: AbortSignal, onProgress: (progress: Progress) => void): Promise<Outcome> {
    await this.start();
    const id = ++this.lastId;
    const cancel = () => this.send({ type: 'cancel', id });
    try {
      return await new Promise<Outcome>((resolve, reject) => {
        this.current = { id, onProgress, resolve, reject, signal };
        signal.addEventListener('abort', cancel, { once: true });
        this.watch();
        this.send({ type: 'run', id, task });
        if (signal.aborted) cancel();
      });
    } finally {
      signal.removeEventListener('abort', cancel);
      clearTimeout(this.stalled);
      this.current = undefined;
    }
  }

  async end(): Promise<void> {
    const child = this.child;
    if (!child) return;
    this.child = this.started = undefined;
    this.current?.reject(lostProcess('ended by the server'));
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  private receive(message: Exclude<FromProcess, { type: 'ready' }>): void {
    const { current } = this;
    if (message.id !== current?.id) return;
    this.watch();
    if (message.type === 'progress') current.onProgress(message.progress);
    else if (message.type === 'done') current.resolve(message.outcome);
    else if (message.type === 'failed') current.reject(GdsError.fromJSON(message.error));
    else current.reject(current.signal.reason);
  }

  private watch(): void {
    clearTimeout(this.stalled);
    this.stalled = setTimeout(() => {
      const message = 'The model said nothing for too long and was stopped. Take fewer steps or a smaller picture, or run it again.';
      this.options.log.error({ pid: this.child?.pid }, 'process that computes hangs and is replaced');
      this.current?.reject(new GdsError('GDS_TIMEOUT', message));
      void this.end();
    }, this.options.stall);
  }

  private send(message: ToProcess): void {
    // A process that is gone is told of by its exit.
    this.child?.send(message, () => undefined);
  }
}

function lostProcess(cause: string): GdsError {
  const message = 'The process that computes ended unexpectedly. Run it again: another one is started.';
  return new GdsError('GDS_WORKER_LOST', message, { retryable: true, cause });
}
