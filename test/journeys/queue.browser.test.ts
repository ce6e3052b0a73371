// Runs that wait, are asked for by the menu beside Run, stopped and explained; lists of results; workflows from elsewhere.
import { expect } from '@open-wc/testing';
import { provenanceOf, readProvenance, writeProvenance } from '../../adapters/metadata/index.js';
import type { GdsCanvas } from '../../src/element/gds-canvas.js';
import type { GdsMenu } from '../../src/element/gds-menu.js';
import type { GraphJSON } from '../../src/graph/types.js';
import type { RunResult } from '../../src/execution/types.js';
import { createDefaultRegistry, type NodeRegistry } from '../../src/registry/registry.js';
import { EMPTY, LOOSE, REFERENCE, button, collect, mount, part, runByButton, settled, stroke, unmountAll, until } from './support.js';

/** A registry with a node that waits until it is let go. */
function slowRegistry(): { registry: NodeRegistry; release: () => void } {
  const held: (() => void)[] = [];
  const registry = createDefaultRegistry();
  registry.register({
    type: 'slow',
    version: 1,
    title: 'Slow',
    category: 'input',
    description: 'Waits.',
    icon: 'box',
    inputs: [],
    outputs: [{ id: 'text', title: 'Text', type: 'string' }],
    parameters: [{ kind: 'number', name: 'n', title: 'N', default: 1, min: 0, max: 9, step: 1 }],
    execute: ({ signal }) =>
      new Promise((resolve, reject) => {
        held.push(() => resolve({ text: 'done' }));
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      }),
  });
  return { registry, release: () => held.splice(0).forEach((let_go) => let_go()) };
}
const SLOW: GraphJSON = { ...EMPTY, nodes: [{ id: 's', type: 'slow', x: 0, y: 0 }] };

const runItems = (canvas: GdsCanvas): HTMLElement[] => {
  const menu = part(canvas, 'gds-toolbar').shadowRoot!.querySelector<GdsMenu>('.run-menu')!;
  return [...menu.shadowRoot!.querySelectorAll<HTMLElement>('.item')];
};
const openRunMenu = async (canvas: GdsCanvas, name = 'Run options'): Promise<string[]> => {
  button(canvas, name).click();
  await settled(canvas);
  return runItems(canvas).map((item) => item.querySelector('span')!.textContent!.trim());
};
const choose = (canvas: GdsCanvas, name: string): void =>
  runItems(canvas)
    .find((item) => item.querySelector('span')!.textContent!.trim() === name)!
    .click();

describe('runs that wait', () => {
  afterEach(unmountAll);

  it('are queued, counted, listed, taken out and cancelled by the menu beside Run', async () => {
    const { registry, release } = slowRegistry();
    const canvas = await mount({ graph: SLOW, before: (element) => (element.registry = registry) });
    part(canvas, '.surface').focus();
    const ends = collect<RunResult>(canvas, 'gds-run-end');
    expect(await openRunMenu(canvas)).to.deep.equal([
      'Run',
      'Run selection',
      'Run to this node',
      'Queue another run',
      'Run next',
      'Cancel this run',
      'Cancel all runs',
      'Auto-run',
    ]);
    expect(runItems(canvas)[1]!.title).to.equal('Select a node first');
    choose(canvas, 'Run');
    await until(() => canvas.executor.running, 'the run');
    part(canvas, '.surface').focus();
    await stroke('Control+Enter');
    await stroke('Control+Alt+Enter');
    await until(() => canvas.executor.queue.list.length === 3, 'two that wait');
    await settled(canvas);
    const names = await openRunMenu(canvas, 'Run options, 2 runs wait');
    expect(names.slice(-2)).to.deep.equal(['1. Run', '2. Run']);
    choose(canvas, '2. Run');
    await until(() => canvas.executor.queue.list.length === 2, 'one that waits');
    release();
    await until(() => ends.length >= 1, 'the first to end');
    canvas.command('cancel-all');
    await until(() => !canvas.executor.running, 'the end of all');
    await settled(canvas);
    expect(button(canvas, 'Run')).to.be.instanceOf(HTMLButtonElement);
  });

  it('are explained in the panel of a node, and run by themselves where that is switched on', async () => {
    const canvas = await mount({ graph: { ...LOOSE, nodes: LOOSE.nodes.slice(0, 1) } });
    await runByButton(canvas);
    canvas.select(['a']);
    canvas.command('auto-run');
    expect(canvas.executor.autoRun).to.not.equal(false);
    expect(canvas.commandState('auto-run').checked).to.equal(true);
    await settled(canvas);
    const panel = part(canvas, 'gds-node-panel');
    const why = panel.shadowRoot!.querySelector<HTMLDetailsElement>('.why')!;
    why.querySelector('summary')!.click();
    await until(() => why.querySelector('p') !== null, 'the reason');
    expect(why.textContent).to.contain('Next:');
  });
});

describe('lists of results', () => {
  afterEach(unmountAll);

  it('are shown as a sheet in the panel, where one of them is looked at', async () => {
    const canvas = await mount({
      graph: { ...EMPTY, nodes: [{ id: 'b', type: 'batch', x: 0, y: 0, params: { lines: 'a red frog\na blue whale\na green cat' } }] },
    });
    await runByButton(canvas);
    canvas.select(['b']);
    await settled(canvas);
    const panel = part(canvas, 'gds-node-panel').shadowRoot!;
    const list = panel.querySelector('gds-result-list')!;
    await (list as HTMLElement & { updateComplete: Promise<unknown> }).updateComplete;
    const options = [...list.shadowRoot!.querySelectorAll<HTMLElement>('[role="option"]')];
    expect(options.map((option) => option.textContent!.trim())).to.deep.equal(['a red frog', 'a blue whale', 'a green cat']);
    options[1]!.click();
    await settled(canvas);
    expect(options[1]!.getAttribute('aria-selected')).to.equal('true');
    expect(panel.textContent).to.contain('2 of 3');
  });
});

describe('workflows from elsewhere', () => {
  afterEach(unmountAll);

  const comfy = {
    last_node_id: 2,
    last_link_id: 1,
    version: 0.4,
    nodes: [
      {
        id: 1,
        type: 'Odd',
        pos: [0, 0],
        size: [200, 80],
        flags: {},
        order: 0,
        mode: 0,
        inputs: [],
        outputs: [{ name: 'OUT', type: 'IMAGE', links: [1] }],
        properties: {},
        widgets_values: [],
      },
      {
        id: 2,
        type: 'Other',
        pos: [400, 0],
        size: [200, 80],
        flags: {},
        order: 1,
        mode: 0,
        inputs: [{ name: 'in', type: 'IMAGE', link: 1 }],
        outputs: [],
        properties: {},
        widgets_values: [],
      },
    ],
    links: [[1, 1, 0, 2, 0, 'IMAGE']],
    groups: [],
    config: {},
    extra: {},
  };

  it('of ComfyUI are pasted beside what is there, nodes kept with their ports', async () => {
    const canvas = await mount({ graph: LOOSE });
    const data = new DataTransfer();
    data.setData('text/plain', JSON.stringify(comfy));
    part(canvas, '.surface').dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    await until(() => canvas.graph.nodes.size === 5, 'the nodes');
    expect(canvas.graph.edges.size).to.equal(1);
    expect(canvas.selection.size).to.equal(2);
    canvas.undo();
    expect(canvas.graph.nodes.size).to.equal(3);
  });

  it('of ComfyUI are opened when their file is dropped', async () => {
    const canvas = await mount({ graph: LOOSE });
    const data = new DataTransfer();
    data.items.add(new File([JSON.stringify(comfy)], 'workflow.json', { type: 'application/json' }));
    part(canvas, '.surface').dispatchEvent(
      new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true, clientX: 300, clientY: 200 }),
    );
    await until(() => canvas.graph.nodes.size === 2, 'the workflow');
  });

  /** What is handed to the person as a download while `act` runs. */
  async function saved(act: () => void, count = 1): Promise<{ name: string; blob: Blob }[]> {
    const files: { name: string; blob: Blob }[] = [];
    const click = HTMLAnchorElement.prototype.click;
    const pending: Promise<void>[] = [];
    HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
      const { href, download } = this;
      pending.push(fetch(href).then(async (response) => void files.push({ name: download, blob: await response.blob() })));
    };
    try {
      act();
      await until(() => pending.length === count, 'the download');
    } finally {
      HTMLAnchorElement.prototype.click = click;
    }
    await Promise.all(pending);
    return files;
  }

  it('are saved as a file of our own and of ComfyUI', async () => {
    const canvas = await mount({ graph: LOOSE });
    const [own] = await saved(() => canvas.command('save-file'));
    expect(own!.name).to.equal('canvas.json');
    expect((JSON.parse(await own!.blob.text()) as GraphJSON).nodes.length).to.equal(3);
    const [theirs] = await saved(() => canvas.command('export-comfyui'));
    expect(theirs!.name).to.equal('canvas.comfyui.json');
    expect(JSON.parse(await theirs!.blob.text())).to.have.property('last_node_id');
  });

  async function picture(): Promise<Blob> {
    const canvas = new OffscreenCanvas(8, 8);
    canvas.getContext('2d')!.fillRect(0, 0, 8, 8);
    return canvas.convertToBlob({ type: 'image/png' });
  }
  const drop = (canvas: GdsCanvas, file: File): void => {
    const data = new DataTransfer();
    data.items.add(file);
    part(canvas, '.surface').dispatchEvent(
      new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true, clientX: 300, clientY: 200 }),
    );
  };

  it('are restored from a picture that carries them: at once on an empty canvas, and offered beside other work', async () => {
    const made = await writeProvenance(await picture(), provenanceOf(LOOSE, 'c'));
    const file = new File([made], 'frog.png', { type: 'image/png' });
    const empty = await mount({ graph: EMPTY });
    drop(empty, file);
    await until(() => empty.graph.nodes.size === 3, 'the graph');
    const other = await mount({ graph: { ...LOOSE, nodes: LOOSE.nodes.slice(0, 1) } });
    drop(other, file);
    await until(() => other.graph.nodes.size === 2, 'the picture as a node');
    await settled(other);
    button(other, 'Open its graph').click();
    await until(() => other.graph.nodes.size === 3, 'the graph');
  });

  it('travel in a saved picture as they were when it was made, with seed and model, and come back from it', async () => {
    const canvas = await mount({ graph: REFERENCE });
    await canvas.run({ nodes: ['o'] });
    canvas.graph.setParam('p', 'text', 'something else');
    canvas.select(['o']);
    await settled(canvas);
    const [file] = await saved(() => button(canvas, 'Download').click());
    expect(file!.name).to.equal('red apple.png');
    const { graph, models, result } = (await readProvenance(file!.blob))!;
    expect(graph.nodes.find(({ id }) => id === 'p')!.params).to.deep.equal({ text: 'a 3d render of a red apple' });
    expect(models.map(({ id }) => id)).to.deep.equal(['gds-tiny-turbo']);
    expect(models[0]!.sha256).to.match(/^[0-9a-f]{64}$/);
    expect(result).to.include({ node: 'o', steps: 1 });
    const empty = await mount({ graph: EMPTY });
    drop(empty, new File([file!.blob], file!.name, { type: 'image/png' }));
    await until(() => empty.graph.nodes.size === 5, 'the graph');
    expect(empty.graph.nodes.get('p')!.params['text']).to.equal('a 3d render of a red apple');
    expect(empty.graph.nodes.get('t')!.params['seed']).to.equal(result['seed']);
  });

  it('travel in a saved mesh, too', async () => {
    const canvas = await mount({ graph: REFERENCE });
    await canvas.run();
    canvas.select(['mo']);
    await settled(canvas);
    const panel = part(canvas, 'gds-node-panel').shadowRoot!;
    const download = [...panel.querySelectorAll('button')].find(({ textContent }) => textContent.trim() === 'Download')!;
    const [file] = await saved(() => download.click());
    expect(file!.name).to.equal('red apple.glb');
    const empty = await mount({ graph: EMPTY });
    drop(empty, new File([file!.blob], file!.name, { type: 'model/gltf-binary' }));
    await until(() => empty.graph.nodes.size === 5, 'the graph');
    expect(empty.toJSON().edges).to.have.length(REFERENCE.edges.length);
  });
});
