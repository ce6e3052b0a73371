// What goes wrong is said where it happened and in an event, leaves the graph as it was, and the next run succeeds.
import { expect } from '@open-wc/testing';
import type { GdsErrorDetail } from '../../src/element/canvas/events.js';
import type { GdsCanvas } from '../../src/element/gds-canvas.js';
import type { GraphJSON } from '../../src/graph/types.js';
import { EMPTY, LOOSE, REFERENCE, collect, frames, mount, part, runByButton, settled, unmountAll, until } from './support.js';

/** Drops files on the middle of the canvas, as the desktop does. */
function drop(canvas: GdsCanvas, ...files: File[]): void {
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  const box = canvas.getBoundingClientRect();
  const init = { bubbles: true, cancelable: true, composed: true, dataTransfer: transfer, clientX: box.left + 400, clientY: box.top + 250 };
  const surface = part(canvas, '.surface');
  surface.dispatchEvent(new DragEvent('dragover', init));
  surface.dispatchEvent(new DragEvent('drop', init));
}

async function png(width: number, height: number, color: string): Promise<File> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d')!;
  context.fillStyle = color;
  context.fillRect(0, 0, width, height);
  return new File([await canvas.convertToBlob()], 'square.png', { type: 'image/png' });
}

const toasts = (canvas: GdsCanvas): readonly { kind: string; text: string }[] =>
  part<HTMLElement & { items: readonly { kind: string; text: string }[] }>(canvas, 'gds-toasts').items;

const PROMPT_ONLY: GraphJSON = { ...REFERENCE, nodes: REFERENCE.nodes.slice(0, 2), edges: REFERENCE.edges.slice(0, 1) };

describe('what goes wrong', () => {
  afterEach(unmountAll);

  it('an image is dropped: it becomes an asset and a node at that place', async () => {
    const canvas = await mount();
    const assets = collect<{ asset: { name: string; width: number; origin: string } }>(canvas, 'gds-asset');
    drop(canvas, await png(48, 32, 'teal'));
    await until(() => canvas.graph.nodes.size === 1, 'the image node');
    const node = [...canvas.graph.nodes.values()][0]!;
    expect(node.type).to.equal('image');
    await until(() => assets.length === 1, 'the asset');
    expect(assets[0]!.asset.name).to.equal('square');
    expect([assets[0]!.asset.width, assets[0]!.asset.origin]).to.deep.equal([48, 'imported']);
    const result = await canvas.run();
    expect(result.status).to.equal('complete');
  });

  it('an image that does not decode: a message, an event, nothing else', async () => {
    const canvas = await mount({ graph: LOOSE });
    const errors = collect<GdsErrorDetail>(canvas, 'gds-error');
    const before = JSON.stringify(canvas.toJSON());
    drop(canvas, new File([new Uint8Array([1, 2, 3, 4])], 'broken.png', { type: 'image/png' }));
    await until(() => errors.length > 0, 'the error');
    await settled(canvas);
    expect(errors[0]!.code).to.equal('GDS_IMAGE_DECODE');
    expect(errors[0]!.message).to.contain('broken.png');
    expect(toasts(canvas).map(({ kind }) => kind)).to.deep.equal(['error']);
    expect(JSON.stringify(canvas.toJSON())).to.equal(before);
  });

  it('a workflow that is no graph, a text file, a GLB that is none: refused by name', async () => {
    const canvas = await mount({ graph: LOOSE });
    const errors = collect<GdsErrorDetail>(canvas, 'gds-error');
    const before = JSON.stringify(canvas.toJSON());
    drop(
      canvas,
      new File(['{"format":"other"}'], 'flow.json'),
      new File(['{'], 'cut.json'),
      new File(['x'], 'notes.txt'),
      new File(['glTF'], 'cut.glb'),
    );
    await until(() => errors.length === 4, 'four errors');
    expect(errors.map(({ code }) => code)).to.deep.equal(['GDS_GRAPH_FORMAT', 'GDS_GRAPH_JSON', 'GDS_FILE_TYPE', 'GDS_MESH_FORMAT']);
    expect(JSON.stringify(canvas.toJSON())).to.equal(before);
  });

  it('load() throws with the path of the bad field and changes nothing', async () => {
    const canvas = await mount({ graph: LOOSE });
    const before = JSON.stringify(canvas.toJSON());
    const bad = { ...LOOSE, nodes: [...LOOSE.nodes, { id: 'z', type: 'prompt', x: 'left', y: 0 }] };
    expect(() => canvas.load(bad))
      .to.throw()
      .with.property('path', 'nodes[3].x');
    expect(JSON.stringify(canvas.toJSON())).to.equal(before);
  });

  it('an unknown node type: kept, named on the node, and the rest runs', async () => {
    const canvas = await mount({
      graph: {
        ...EMPTY,
        nodes: [{ id: 'u', type: 'from-the-future', x: 0, y: 0 }, ...LOOSE.nodes.slice(0, 1).map((node) => ({ ...node, x: 300 }))],
      },
    });
    const result = await canvas.run();
    expect(result.ran).to.include('a');
    expect(canvas.graph.nodes.get('u')!.type).to.equal('from-the-future');
    const line = canvas.shadowRoot!.querySelector('[data-node="u"]')!.getAttribute('aria-label');
    expect(line).to.contain('from-the-future');
  });

  it('an empty prompt: an error at the node that says what to do, and the next run succeeds', async function () {
    this.timeout(120_000);
    const canvas = await mount({
      graph: { ...PROMPT_ONLY, nodes: PROMPT_ONLY.nodes.map((node) => (node.id === 'p' ? { ...node, params: { text: '' } } : node)) },
    });
    const errors = collect<GdsErrorDetail>(canvas, 'gds-error');
    const result = await runByButton(canvas);
    expect(result.status).to.equal('error');
    expect(errors[0]!.nodeId).to.be.oneOf(['p', 't']);
    expect(errors[0]!.message).to.match(/write what you want/i);
    await settled(canvas);
    expect(toasts(canvas).length).to.equal(1);
    canvas.graph.setParam('p', 'text', 'a red apple');
    expect((await runByButton(canvas)).status).to.equal('complete');
  });

  it('a worker killed during a run: an error at the node, then the next run succeeds', async function () {
    this.timeout(180_000);
    const workers: Worker[] = [];
    const Original = globalThis.Worker;
    globalThis.Worker = class extends Original {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        workers.push(this);
      }
    };
    try {
      const canvas = await mount({ graph: PROMPT_ONLY });
      const errors = collect<GdsErrorDetail>(canvas, 'gds-error');
      const run = runByButton(canvas);
      await until(() => canvas.executor.state('t').progress !== undefined, 'the run to be under way', 60_000);
      // Ended from outside, a worker tells its page nothing.
      for (const worker of workers) worker.terminate();
      expect((await run).status).to.equal('error');
      expect(errors[0]!.nodeId).to.equal('t');
      expect((await runByButton(canvas)).status).to.equal('complete');
    } finally {
      globalThis.Worker = Original;
    }
  });

  it('IndexedDB refused: works on in memory, says so, and the run succeeds', async () => {
    const open = IDBFactory.prototype.open;
    IDBFactory.prototype.open = () => {
      throw new DOMException('denied', 'SecurityError');
    };
    try {
      const errors: GdsErrorDetail[] = [];
      const canvas = await mount({
        graph: LOOSE,
        project: 'refused',
        before: (element) => element.addEventListener('gds-error', ({ detail }) => errors.push(detail)),
      });
      await until(() => canvas.saveState.status === 'memory', 'the save state to tell');
      expect(errors.map(({ code }) => code)).to.deep.equal(['GDS_STORAGE_REFUSED']);
      expect((await canvas.run({ nodes: ['a'] })).status).to.equal('complete');
    } finally {
      IDBFactory.prototype.open = open;
    }
  });

  it('no WebGPU and no WebGL: the canvas is drawn all the same, and says how', async () => {
    const gpu = Object.getOwnPropertyDescriptor(Navigator.prototype, 'gpu')!;
    const html = HTMLCanvasElement.prototype.getContext;
    const offscreen = OffscreenCanvas.prototype.getContext;
    Object.defineProperty(Navigator.prototype, 'gpu', { get: () => undefined, configurable: true });
    const without = <T extends typeof html | typeof offscreen>(original: T): T =>
      function (this: unknown, kind: string, ...rest: unknown[]) {
        return kind.startsWith('webgl') ? null : (original as (...parameters: unknown[]) => unknown).call(this, kind, ...rest);
      } as T;
    HTMLCanvasElement.prototype.getContext = without(html);
    OffscreenCanvas.prototype.getContext = without(offscreen);
    try {
      const canvas = await mount({ graph: LOOSE });
      expect(canvas.rendererInfo.kind).to.equal('canvas');
      expect(canvas.rendererInfo.reason).to.not.equal('');
      await frames(3);
      const { data } = await canvas.capture();
      expect(new Set(data).size, 'more than one colour').to.be.greaterThan(4);
    } finally {
      Object.defineProperty(Navigator.prototype, 'gpu', gpu);
      HTMLCanvasElement.prototype.getContext = html;
      OffscreenCanvas.prototype.getContext = offscreen;
    }
  });

  it('a start graph that is not there: a message, an empty canvas that works', async () => {
    const errors: GdsErrorDetail[] = [];
    const canvas = await mount({
      before: (element) => {
        element.src = '/no-such-graph.json';
        element.addEventListener('gds-error', ({ detail }) => errors.push(detail));
      },
    });
    expect(errors.map(({ code }) => code)).to.deep.equal(['GDS_SRC_LOAD']);
    canvas.load(LOOSE);
    expect(canvas.graph.nodes.size).to.equal(3);
  });
});
