/** The server as a process: `node dist/server/main.js [--root FOLDER] [--port N] [--host ADDRESS]`. Prints the address once it listens. */
import { parseArgs } from 'node:util';
import { createApp } from './app.js';
import { listen } from './listen.js';

const { values } = parseArgs({ options: { root: { type: 'string' }, port: { type: 'string' }, host: { type: 'string' } } });
const port = values.port === undefined ? undefined : Number(values.port);
if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65535)) {
  console.error(`--port takes a number from 0 to 65535, not "${values.port}".`);
  process.exit(2);
}

try {
  const server = await listen(createApp({ root: values.root ?? process.cwd() }), {
    ...(port !== undefined && { port }),
    ...(values.host && { host: values.host }),
  });
  console.log(`gds-canvas studio: ${server.url}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.close().then(() => process.exit(0)));
} catch (error) {
  const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  console.error(taken ? `Port ${values.port} is in use. Name another one, or leave --port out.` : error);
  process.exit(1);
}
