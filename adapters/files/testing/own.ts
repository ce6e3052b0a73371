/** For tests: `gds-canvas-server` as a process of its own, in a data folder of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface OwnServer {
  readonly url: string;
  readonly data: string;
  /** Ends the process and keeps what it stored. `SIGKILL` gives it no time to tidy up. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Ends the process and takes its data away. */
  close(): Promise<void>;
}

/** With `like`, on the port and with the data of one that was stopped. */
export async function ownServer(args: readonly string[] = [], like?: OwnServer): Promise<OwnServer> {
  const data = like?.data ?? mkdtempSync(join(tmpdir(), 'gds-files-'));
  const port = like ? new URL(like.url).port : '0';
  const main = join(import.meta.dirname, '../../../server/main.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', main, '--data', data, '--port', port, '--log-level', 'silent', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const url = await new Promise<string>((resolve, reject) => {
    ended.then(() => reject(new Error('The server ended before it listened.')), reject);
    createInterface(child.stdout).on('line', (line) => {
      const found = /^gds-canvas-server: (\S+)$/.exec(line)?.[1];
      if (found) resolve(found);
    });
  });
  const stop = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<void> => {
    child.kill(signal);
    await ended;
  };
  return {
    url,
    data,
    stop,
    close: async () => {
      await stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}
