/** For original-canvas.test.ts: the page. Where the server and its files are is said by its parameters. */
import '../../src/define.js';
import type { GdsCanvas } from '../../src/index.js';

const query = new URLSearchParams(location.search);
const canvas = document.createElement('gds-canvas') as GdsCanvas;
canvas.server = query.get('server')!;
canvas.serverFiles = query.get('files')!;
canvas.inferencePolicy = 'remote-only';
document.body.append(canvas);

Object.assign(globalThis, { canvas });
