/** For canvas.test.ts: the page. The server's address is its `server` parameter. */
import '../../src/define.js';
import type { GdsCanvas } from '../../src/index.js';
import { FilesStorage } from '../../adapters/files/index.js';

const canvas = document.createElement('gds-canvas') as GdsCanvas;
canvas.storage = new FilesStorage({ baseUrl: new URLSearchParams(location.search).get('server')! });
canvas.project = 'plan';
document.body.append(canvas);

Object.assign(globalThis, { canvas });
