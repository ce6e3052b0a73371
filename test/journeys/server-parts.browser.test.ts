// A canvas and what ties it to a server: set, changed and taken away while it runs, with files of the host's own in the sidebar.
import { expect } from '@open-wc/testing';
import { GdsError } from '../../src/errors.js';
import type { GdsCanvas } from '../../src/element/gds-canvas.js';
import type { GdsFolder } from '../../src/element/gds-folder.js';
import type { FileEntry, FileFolder, FileService } from '../../src/persistence/files.js';
import { NODE } from '../../src/scene/layout.js';
import { intersects } from '../../src/scene/rect.js';
import { watchPage } from '../support/watch.js';
import { button, collect, EMPTY, mount, part, REFERENCE, settled, unmountAll, until } from './support.js';

/** Nobody listens there. */
const NOWHERE = 'http://localhost:1';

/** A host's own files, in memory; `down` makes it answer nothing. */
class HostFiles implements FileService {
  readonly label = 'Host files';
  down = false;
  readonly stored = new Map<string, Blob>();

  async listFiles(folder: FileFolder): Promise<readonly FileEntry[]> {
    this.#answer();
    return [...this.stored].filter(([path]) => path.startsWith(`${folder}/`)).map(([path, blob]) => entryOf(path, blob));
  }
  async uploadFile(folder: FileFolder, file: File): Promise<FileEntry> {
    this.#answer();
    const path = `${folder}/${file.name}`;
    this.stored.set(path, file);
    return entryOf(path, file);
  }
  async deleteFile(folder: FileFolder, name: string): Promise<boolean> {
    this.#answer();
    return this.stored.delete(`${folder}/${name}`);
  }
  async readFile(entry: FileEntry): Promise<Blob> {
    this.#answer();
    return this.stored.get(new URL(entry.url).pathname.slice(1))!;
  }
  names(folder: FileFolder): string[] {
    return [...this.stored.keys()].filter((path) => path.startsWith(`${folder}/`)).map((path) => path.slice(folder.length + 1));
  }
  #answer(): void {
    if (this.down) throw new GdsError('GDS_FILES_UNREACHABLE', 'Host files does not answer.', { retryable: true });
  }
}
const entryOf = (path: string, blob: Blob): FileEntry => ({
  name: path.split('/').at(-1)!,
  url: `https://host.example/${path}`,
  bytes: blob.size,
  modifiedAt: 1,
  type: path.split('.').at(-1)!,
});

async function picture(color: string): Promise<File> {
  const surface = new OffscreenCanvas(16, 16);
  const context = surface.getContext('2d')!;
  context.fillStyle = color;
  context.fillRect(0, 0, 16, 16);
  return new File([await surface.convertToBlob()], `${color}.png`, { type: 'image/png' });
}
const http = (canvas: GdsCanvas) => canvas.inference.adapters.find(({ id }) => id === 'http');
const said = (canvas: GdsCanvas): string => part(canvas, 'gds-status-chip').shadowRoot!.querySelector('.who')!.textContent!;

function dropped(canvas: GdsCanvas, fill: (transfer: DataTransfer) => void, x = 500): void {
  const dataTransfer = new DataTransfer();
  fill(dataTransfer);
  const box = canvas.getBoundingClientRect();
  const at = { clientX: box.left + x, clientY: box.top + 250 };
  part(canvas, '.surface').dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true, ...at }));
}

describe('a server that comes and goes', () => {
  afterEach(unmountAll);

  it('is one attribute: set, it is known and said; taken away, nothing of it is left', async () => {
    const canvas = await mount({ graph: REFERENCE });
    expect(canvas.files).to.equal(null);
    canvas.setAttribute('server', NOWHERE);
    await until(() => http(canvas)?.status.status === 'error', 'the server to be known as down');
    expect(canvas.files).not.to.equal(null);
    await until(() => part(canvas, 'gds-status-chip').shadowRoot!.querySelector('.places'), 'the chip to tell of two places');
    expect(said(canvas), 'nobody waits for it').to.match(/^This device/);
    canvas.inferencePolicy = 'remote-first';
    await until(() => said(canvas) === 'This device · localhost:1 not reachable', 'the chip to say what stands in');
    canvas.removeAttribute('server');
    await settled(canvas);
    expect(http(canvas) === undefined).to.equal(true);
    expect(canvas.files).to.equal(null);
    await until(() => !said(canvas).includes('localhost'), 'the chip to forget it');
  });

  it('leaves the canvas working on this device while it is absent', async function () {
    this.timeout(120_000);
    const canvas = await mount({ graph: REFERENCE, before: (made) => (made.server = NOWHERE) });
    const result = await canvas.run({ nodes: ['t'] });
    expect(result.failed).to.deep.equal([]);
    expect(canvas.executor.state('t').info).to.include({ adapter: 'onnx', rng: 'torch-cpu', schedule: 'normal' });
    expect(canvas.executor.state('t').info).not.to.have.property('fallback');
  });

  it('says so at the node where nobody else may do the work', async () => {
    const canvas = await mount({
      graph: REFERENCE,
      before: (made) => Object.assign(made, { server: NOWHERE, inferencePolicy: 'remote-only' }),
    });
    await until(() => http(canvas)?.status.status === 'error', 'the server to be known as down');
    const result = await canvas.run({ nodes: ['t'] });
    expect(result.failed.map(({ error }) => error.code)).to.deep.equal(['GDS_POLICY_NONE']);
    expect(canvas.executor.state('t').error!.message).to.contain('localhost:1');
    await until(() => said(canvas) === 'localhost:1 · not reachable', 'the chip to say so');
  });

  it('tells of an address or a policy that is none, and goes on', async () => {
    const canvas = await mount({ graph: EMPTY });
    const errors = collect<{ code: string }>(canvas, 'gds-error');
    canvas.server = 'ftp://nowhere';
    canvas.setAttribute('inference-policy', 'cloud');
    await settled(canvas);
    expect(errors.map(({ code }) => code)).to.deep.equal(['GDS_SERVER_ADDRESS', 'GDS_POLICY_UNKNOWN']);
    expect(canvas.inference.policy).to.equal('local-first');
  });

  it('asks the hook for headers, and anew where another one is set', async () => {
    const asked: string[] = [];
    const hook = (name: string) => () => {
      asked.push(name);
      return { Authorization: name };
    };
    const canvas = await mount({ graph: EMPTY, before: (made) => Object.assign(made, { server: NOWHERE, serverHeaders: hook('one') }) });
    await until(() => asked.includes('one'), 'the first hook to be asked');
    canvas.serverHeaders = hook('two');
    await until(() => asked.includes('two'), 'the second hook to be asked');
  });

  it('leaves no listener on the page once a canvas with it is gone', async () => {
    const watch = watchPage();
    try {
      const canvas = await mount({ graph: EMPTY, before: (made) => (made.server = NOWHERE) });
      await until(() => http(canvas)?.status.status === 'error', 'the server to be looked at');
      canvas.remove();
      await until(() => watch.left().listeners.length === 0, 'everything to be let go');
    } finally {
      watch.stop();
    }
  });
});

describe("files of the host's own", () => {
  afterEach(unmountAll);

  const mountWith = async (files: HostFiles): Promise<GdsCanvas> => mount({ graph: EMPTY, before: (made) => (made.files = files) });
  const openFolder = async (canvas: GdsCanvas): Promise<GdsFolder> => {
    button(canvas, 'Assets').click();
    await settled(canvas);
    const browser = part(canvas, 'gds-asset-browser');
    browser.shadowRoot!.querySelector<HTMLElement>('#tab-server')!.click();
    await settled(canvas);
    return browser.shadowRoot!.querySelector<GdsFolder>('gds-folder')!;
  };

  it('get what is dropped on the canvas, once, and wait for it while they are away', async () => {
    const files = new HostFiles();
    const canvas = await mountWith(files);
    const red = await picture('red');
    dropped(canvas, (transfer) => transfer.items.add(red));
    await until(() => files.stored.size === 1, 'the picture to be kept');
    expect(files.names('input')[0]).to.match(/^red-[0-9a-f]{8}\.png$/);
    files.down = true;
    const blue = await picture('blue');
    dropped(canvas, (transfer) => transfer.items.add(blue), 200);
    await until(() => canvas.graph.nodes.size === 2, 'the second picture on the canvas');
    const folder = await openFolder(canvas);
    await until(() => folder.view.state === 'unreachable', 'the folder to say so');
    files.down = false;
    folder.shadowRoot!.querySelector<HTMLElement>('.note .button')!.click();
    await until(() => files.names('input').length === 2, 'what waited to be kept');
  });

  it('show meshes by the picture that nodes have, and what is none by its icon', async () => {
    const files = new HostFiles();
    files.stored.set('output/mesh.glb', await (await fetch('/test/fixtures/backend/files/triposr-ok.glb')).blob());
    files.stored.set('output/broken.glb', new Blob(['no mesh']));
    const folder = await openFolder(await mountWith(files));
    const card = (name: string): HTMLElement => folder.shadowRoot!.querySelector<HTMLElement>(`[data-name="${name}"] .shot`)!;
    await until(() => card('mesh.glb')?.querySelector('img'), 'the picture of the mesh');
    const bitmap = await createImageBitmap(await (await fetch(card('mesh.glb').querySelector('img')!.src)).blob());
    expect([bitmap.width, bitmap.height]).to.deep.equal([192, 192]);
    const surface = new OffscreenCanvas(192, 192).getContext('2d')!;
    surface.drawImage(bitmap, 0, 0);
    const alpha = (x: number, y: number): number => surface.getImageData(x, y, 1, 1).data[3]!;
    expect([alpha(96, 96), alpha(0, 0)], 'the mesh, and nothing around it').to.deep.equal([255, 0]);
    expect(card('broken.glb').querySelector('.icon') !== null).to.equal(true);
  });

  it('are added where there is room, however many in a row', async () => {
    const files = new HostFiles();
    const colors = ['red', 'green', 'blue', 'white', 'black'];
    for (const color of colors) files.stored.set(`output/${color}.png`, await picture(color));
    const canvas = await mount({ graph: REFERENCE, before: (made) => (made.files = files) });
    const before = canvas.graph.nodes.size;
    const folder = await openFolder(canvas);
    await until(() => folder.view.entries.length === colors.length, 'the list');
    for (const item of folder.shadowRoot!.querySelectorAll('li')) item.querySelector('button')!.click();
    await until(() => canvas.graph.nodes.size === before + colors.length, 'all of them on the canvas');
    await settled(canvas);
    const rects = [...canvas.graph.nodes.values()].map(({ x, y }) => ({ x, y, width: NODE.width, height: NODE.bodyTop }));
    for (const rect of rects.slice(before)) rect.height += NODE.media;
    for (const [i, a] of rects.entries())
      for (const b of rects.slice(Math.max(before, i + 1))) expect(intersects(a, b), JSON.stringify([a, b])).to.equal(false);
  });

  it('are dragged onto the canvas where they become nodes, and are not kept twice', async () => {
    const files = new HostFiles();
    files.stored.set('output/green.png', await picture('green'));
    const canvas = await mountWith(files);
    const folder = await openFolder(canvas);
    await until(() => folder.view.entries.length === 1, 'the list');
    await until(() => folder.shadowRoot!.querySelector('img'), 'its picture');
    const dragged = new DataTransfer();
    folder.shadowRoot!.querySelector('li')!.dispatchEvent(new DragEvent('dragstart', { dataTransfer: dragged, bubbles: true }));
    dropped(canvas, (transfer) => transfer.setData('application/x-gds-file', dragged.getData('application/x-gds-file')));
    await until(() => canvas.graph.nodes.size === 1, 'a node for it');
    // What is dropped behind it is kept: by then the first would have been, too.
    const blue = await picture('blue');
    dropped(canvas, (transfer) => transfer.items.add(blue), 200);
    await until(() => files.stored.size > 1, 'the second picture to be kept');
    expect([...files.stored.keys()].map((path) => path.replace(/-[0-9a-f]{8}/, ''))).to.deep.equal(['output/green.png', 'input/blue.png']);
    canvas.files = null;
    await settled(canvas);
    expect(part(canvas, 'gds-asset-browser').shadowRoot!.querySelectorAll('[role=tab]').length).to.equal(2);
  });
});
