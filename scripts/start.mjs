/**
 * `npm start`: builds what is missing or older than its sources, serves the studio, prints the address.
 *
 *   --port N   insist on a port (otherwise 4173, or a free one where that is taken)
 *   --host A   listen on another interface than this machine's own
 *   --data DIR folder of files, jobs and models (otherwise data/ of the working folder)
 *   --open     open the page in the default browser
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readOptions } from './lib/options.mjs';
import { startStudio } from './lib/studio-server.mjs';

const values = readOptions({ port: { type: 'string' }, host: { type: 'string' }, data: { type: 'string' }, open: { type: 'boolean' } });
const root = dirname(import.meta.dirname);
if (!existsSync(join(root, 'node_modules/rollup'))) {
  console.error('The packages are not installed yet. Run "npm ci" first.');
  process.exit(1);
}

try {
  const server = await startStudio({
    ...(values.port !== undefined && { port: Number(values.port) }),
    ...(values.host && { host: values.host }),
    data: values.data ?? 'data',
    logLevel: 'warn',
  });
  console.log(`\n  gds-canvas studio: ${server.url}\n\n  Stop with Ctrl+C.`);
  if (values.open) openInBrowser(server.url);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void server.close(5000).then(() => process.exit(0)));
} catch (error) {
  console.error(error.code === 'EADDRINUSE' ? `Port ${values.port} is in use. Name another one, or leave --port out.` : error);
  process.exit(1);
}

function openInBrowser(url) {
  const [command, ...args] = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] }[process.platform] ?? ['xdg-open'];
  spawn(command, [...args, url], { stdio: 'ignore', detached: true })
    .on('error', () => console.error('No browser could be opened; use the address above.'))
    .unref();
}
