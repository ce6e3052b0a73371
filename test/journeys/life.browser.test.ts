// Life on a page: connect, disconnect, connect; host parts; several canvases; nothing left behind.
import { expect } from '@open-wc/testing';
import { GdsCanvas } from '../../src/element/gds-canvas.js';
import { GraphStore } from '../../src/graph/store.js';
import { createDefaultRegistry } from '../../src/registry/registry.js';
import { ask } from '../../adapters/indexeddb/database.js';
import { IndexedDbStorage } from '../../adapters/indexeddb/index.js';
import { freshName, raw } from '../../adapters/indexeddb/testing.js';
import { MemoryStorage } from '../../adapters/memory/index.js';
import { watchPage } from '../support/watch.js';
import { LOOSE, REFERENCE, button, collect, frames, mount, once, part, settled, unmountAll, until } from './support.js';

describe('life on a page', () => {
  afterEach(unmountAll);

  it('keeps document, undo, selection and view through disconnect and connect, and goes on working', async () => {
    const canvas = await mount({ graph: LOOSE });
    canvas.select(['b']);
    canvas.graph.moveNodes(['a'], 5, 0);
    canvas.camera = { x: 7, y: 8, zoom: 0.5 };
    const holder = canvas.parentElement!;
    for (let turn = 0; turn < 3; turn++) {
      canvas.remove();
      await frames(1);
      holder.append(canvas);
      await canvas.ready;
    }
    expect(canvas.graph.nodes.get('a')!.x).to.equal(5);
    expect([...canvas.selection]).to.deep.equal(['b']);
    expect(canvas.camera).to.deep.equal({ x: 7, y: 8, zoom: 0.5 });
    expect(canvas.undo()).to.equal(true);
    const { frames: before } = canvas.stats();
    canvas.graph.moveNodes(['a'], 30, 0);
    await until(() => canvas.stats().frames > before, 'a frame after coming back');
    expect(canvas.shadowRoot!.querySelectorAll('.stage canvas').length).to.equal(1);
  });

  it('leaves no listener on the page', async () => {
    const watch = watchPage();
    try {
      const canvas = await mount({ graph: LOOSE });
      expect(watch.left().listeners.length, 'the watch sees them').to.be.greaterThan(0);
      canvas.remove();
      await frames(2);
      expect(watch.left().listeners).to.deep.equal([]);
    } finally {
      watch.stop();
    }
  });

  it('takes host parts before connecting and others while connected', async () => {
    const registry = createDefaultRegistry();
    registry.register({
      type: 'shout',
      version: 1,
      title: 'Shout',
      category: 'text',
      description: 'Makes text loud.',
      icon: 'sparkles',
      inputs: [{ id: 'text', title: 'Text', type: 'string', required: true }],
      outputs: [{ id: 'text', title: 'Text', type: 'string' }],
      parameters: [],
      execute: ({ inputs }) => Promise.resolve({ text: String(inputs['text']).toUpperCase() }),
    });
    const graph = new GraphStore({ registry });
    const storage = new MemoryStorage();
    const canvas = await mount({ project: 'host', before: (element) => Object.assign(element, { registry, graph, storage }) });
    expect(canvas.graph).to.equal(graph);
    expect(canvas.storage).to.equal(storage);
    const prompt = graph.addNode({ type: 'prompt', x: 0, y: 0, params: { text: 'hello' } });
    const shout = graph.addNode({ type: 'shout', x: 300, y: 0 });
    graph.addEdge([prompt, 'text'], [shout, 'text']);
    expect((await canvas.run()).status).to.equal('complete');
    expect(canvas.executor.state(shout).outputs).to.deep.equal({ text: 'HELLO' });

    const other = new GraphStore({ registry });
    other.addNode({ id: 'solo', type: 'prompt', x: 0, y: 0 });
    canvas.graph = other;
    await settled(canvas);
    expect(canvas.shadowRoot!.querySelector('[data-node="solo"]')).to.not.equal(null);
    expect(canvas.graph.nodes.has('solo')).to.equal(true);
  });

  it('says so when stored edits were damaged, and shows the rest', async () => {
    const name = freshName();
    const storage = new IndexedDbStorage({ name });
    const project = await storage.openProject('damaged');
    const graph = new GraphStore();
    const updates: Uint8Array[] = [];
    graph.ydoc.on('update', (update: Uint8Array) => updates.push(update));
    for (const id of ['one', 'two', 'three']) graph.addNode({ type: 'prompt', id, x: 0, y: 0 });
    for (const update of updates) await project.append(update);
    storage.close();
    for (const store of ['log', 'mirror'] as const) await raw(name, store, (objects) => ask(objects.put('junk', ['damaged', 2])));

    const errors: { code: string }[] = [];
    document.addEventListener('gds-error', (event) => errors.push((event as CustomEvent<{ code: string }>).detail), { once: true });
    const again = await mount({
      project: 'damaged',
      before: (canvas) => (canvas.storage = new IndexedDbStorage({ name })),
    });
    expect(errors.map(({ code }) => code)).to.deep.equal(['GDS_STORAGE_DAMAGED']);
    expect(part(again, 'gds-toasts').shadowRoot!.textContent).to.include('One stored edit could not be read');
    expect([...again.graph.nodes.keys()]).to.deep.equal(['one', 'three']);
  });

  it('asks before the page closes only while an edit is not stored', async () => {
    const canvas = await mount({ project: freshName() });
    const leaves = (): boolean => window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
    await canvas.flush();
    expect(leaves(), 'all is stored').to.equal(true);
    canvas.graph.addNode({ type: 'prompt', x: 0, y: 0 });
    expect(canvas.saveState.status).to.equal('saving');
    expect(leaves(), 'an edit is on its way').to.equal(false);
    await canvas.flush();
    expect(leaves(), 'stored again').to.equal(true);
  });

  it('switches projects: each keeps its own', async () => {
    const storage = new MemoryStorage();
    const canvas = await mount({ project: 'one', before: (element) => (element.storage = storage) });
    canvas.load(LOOSE);
    canvas.project = 'two';
    await canvas.updateComplete;
    await canvas.flush();
    expect(canvas.graph.nodes.size).to.equal(0);
    canvas.load({ ...LOOSE, nodes: LOOSE.nodes.slice(0, 1) });
    canvas.project = 'one';
    await canvas.updateComplete;
    await canvas.flush();
    expect(canvas.graph.nodes.size).to.equal(3);
  });

  it('follows the theme at run time, in the chrome and on the canvas, and remembers the choice', async () => {
    const storage = new MemoryStorage();
    const canvas = await mount({ project: 'themed', before: (element) => (element.storage = storage) });
    canvas.theme = 'light';
    await settled(canvas);
    const light = (await canvas.capture()).data.slice(0, 3);
    canvas.theme = 'dark';
    await settled(canvas);
    const dark = (await canvas.capture()).data.slice(0, 3);
    expect(canvas.dataset['theme']).to.equal('dark');
    expect(part(canvas, 'gds-toolbar').dataset['theme']).to.equal('dark');
    expect(light[0]!).to.be.greaterThan(dark[0]! + 100);
    part(canvas, 'gds-status-chip').dispatchEvent(
      new CustomEvent('gds-command', { detail: { command: 'theme', value: 'light' }, bubbles: true, composed: true }),
    );
    await settled(canvas);
    expect(canvas.dataset['theme']).to.equal('light');
    expect(await storage.getSetting('theme')).to.equal('light');
  });

  it('changes the renderer at run time without losing anything', async () => {
    const canvas = await mount({ graph: LOOSE });
    const first = canvas.rendererInfo.kind;
    const changed = once<{ kind: string }>(canvas, 'gds-renderer-change');
    canvas.renderer = 'canvas';
    expect((await changed).kind).to.equal('canvas');
    expect(first).to.not.equal('canvas');
    expect(canvas.graph.nodes.size).to.equal(3);
    await frames(3);
    expect(new Set((await canvas.capture()).data).size).to.be.greaterThan(4);
  });

  it('teaches one thing while it is empty, with one button', async () => {
    const canvas = await mount();
    const empty = part(canvas, '.empty');
    expect(empty.querySelectorAll('button').length).to.equal(1);
    empty.querySelector('button')!.click();
    await settled(canvas);
    part(canvas, '.flyout gds-add-palette').dispatchEvent(
      new CustomEvent('gds-add-node', { detail: { type: 'prompt' }, bubbles: true, composed: true }),
    );
    await settled(canvas);
    expect(canvas.graph.nodes.size).to.equal(1);
    expect(canvas.shadowRoot!.querySelector('.empty')).to.equal(null);
  });

  it('shows a start graph that cannot be undone, fitted into the view', async () => {
    const url = URL.createObjectURL(new Blob([JSON.stringify(REFERENCE)], { type: 'application/json' }));
    const canvas = await mount({ before: (element) => (element.src = url) });
    expect(canvas.graph.nodes.size).to.equal(5);
    expect(canvas.graph.canUndo).to.equal(false);
    const { x, y } = canvas.canvasToClient(0, 0);
    const box = canvas.getBoundingClientRect();
    expect(x).to.be.greaterThan(box.left);
    expect(y).to.be.greaterThan(box.top);
    const end = canvas.canvasToClient(1200, 280);
    expect(end.x).to.be.lessThan(box.right);
  });

  it('has its buttons by their names, and every event detail frozen', async () => {
    const canvas = await mount({ graph: LOOSE });
    for (const name of ['Run', 'Undo', 'Redo', 'Zoom in', 'Zoom out', 'Fit', 'Add node'])
      expect(button(canvas, name), name).to.be.instanceOf(HTMLButtonElement);
    const changes = collect<object>(canvas, 'gds-change');
    canvas.graph.moveNodes(['a'], 1, 0);
    expect(changes.length).to.equal(1);
    expect(Object.isFrozen(changes[0])).to.equal(true);
  });

  it('is registered once however often, and under another tag too', () => {
    GdsCanvas.define();
    GdsCanvas.define('my-studio');
    expect(customElements.get('my-studio')).to.not.equal(undefined);
    expect(document.createElement('my-studio')).to.be.instanceOf(GdsCanvas);
  });
});
