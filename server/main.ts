#!/usr/bin/env node
/**
 * The server as a process: `gds-canvas-server --data DIR --port N`; `--help` lists the rest. Prints its address once it listens.
 *
 * Ends with 0 after SIGINT or SIGTERM (running jobs may finish; a second signal ends it at once), with 1 where it cannot start, with 2
 * where an option is wrong.
 */
import { GdsError } from '../src/errors.js';
import { VERSION } from '../src/version.js';
import { createApp, type ServerApp } from './app.js';
import { helpText, readCommandLine, type CommandLine } from './cli.js';
import { listen, type RunningServer } from './listen.js';

const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

try {
  const line = readCommandLine(process.argv.slice(2), process.env);
  if (line.help) process.stdout.write(helpText());
  else if (line.version) console.log(VERSION);
  else await run(line);
} catch (error) {
  if (!(error instanceof GdsError)) throw error;
  console.error(error.message);
  process.exit(error.code === 'GDS_SERVER_OPTION' ? 2 : 1);
}

async function run({ server: options, listen: where }: CommandLine): Promise<void> {
  const app = await createApp(options);
  let server: RunningServer;
  try {
    server = await listen(app, where);
  } catch (error) {
    await app.close(0);
    throw new GdsError('GDS_SERVER_LISTEN', whyNot(error as NodeJS.ErrnoException, where.port, where.host), { cause: error });
  }
  console.log(`gds-canvas-server: ${server.url}`);
  app.log.info({ url: server.url, data: app.config.data }, 'listening');
  if (!LOOPBACK.includes(where.host ?? '127.0.0.1') && app.config.token === undefined) {
    app.log.warn('Other machines can reach this port, and no token is set: whoever reaches it may read, write and run.');
  }
  endBySignal(app, server);
}

function whyNot({ code, message }: NodeJS.ErrnoException, port: number | undefined, host: string | undefined): string {
  if (code === 'EADDRINUSE') return `Port ${port} is in use. Name another one, or leave --port out.`;
  if (code === 'EACCES') return `Port ${port} may not be used by this user. Name one above 1023.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `This machine has no address "${host}".`;
  return `The server cannot listen: ${message}`;
}

function endBySignal(app: ServerApp, server: RunningServer): void {
  let asked = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (asked) process.exit(1);
      asked = true;
      app.log.info({ signal }, 'shutting down');
      void server.close().then(() => process.exit(0));
    });
  }
}
