// The main road: a prompt becomes a picture, the picture a mesh, by the real models in real workers, and all of it comes back.
import { expect } from '@open-wc/testing';
import type { GdsCanvas } from '../../src/element/gds-canvas.js';
import type { ImageValue, MeshValue } from '../../src/registry/values.js';
import { REFERENCE, button, collect, mount, part, runByButton, settled, unmountAll, until } from './support.js';

const picture = (canvas: GdsCanvas): ImageValue => canvas.executor.state('o').outputs!['image'] as ImageValue;
const mesh = (canvas: GdsCanvas): MeshValue => canvas.executor.state('mo').outputs!['mesh'] as MeshValue;

describe('the reference graph', () => {
  afterEach(unmountAll);

  it('runs to a picture and a mesh by the Run button, says how far it is, and is there again after a reload', async function () {
    this.timeout(240_000);
    const project = `journey-${Math.random().toString(36).slice(2)}`;
    const canvas = await mount({ graph: REFERENCE, project });
    const statuses = collect<{ id: string; status: string }>(canvas, 'gds-node-status');
    const assets = collect<{ asset: { origin: string } }>(canvas, 'gds-asset');
    const run = runByButton(canvas);
    await until(() => canvas.executor.running, 'the run to start');
    await canvas.updateComplete;
    expect(button(canvas, 'Cancel'), 'Run became Cancel').to.be.instanceOf(HTMLButtonElement);
    const result = await run;
    expect(result.failed.map(({ error }) => error.message)).to.deep.equal([]);
    expect(result.status).to.equal('complete');
    expect(picture(canvas).width).to.equal(256);
    expect(mesh(canvas).faces).to.be.greaterThan(500);
    expect(statuses.filter(({ id }) => id === 't').map(({ status }) => status)).to.include.members(['queued', 'running', 'complete']);
    expect(canvas.graph.nodes.size, 'no second result node').to.equal(5);
    await canvas.flush();
    expect(canvas.saveState.status).to.equal('saved');
    await until(() => assets.filter(({ asset }) => asset.origin === 'generated').length === 2, 'two stored results');

    canvas.camera = { x: -123, y: -77, zoom: 0.8 };
    await canvas.flush();
    const hash = mesh(canvas).hash;
    await unmountAll();

    const again = await mount({ project });
    expect(
      again
        .toJSON()
        .nodes.map(({ id }) => id)
        .sort(),
    ).to.deep.equal(['m', 'mo', 'o', 'p', 't']);
    expect(again.graph.edges.size).to.equal(4);
    expect(again.camera).to.deep.equal({ x: -123, y: -77, zoom: 0.8 });
    expect(again.executor.state('o').status).to.equal('complete');
    expect(mesh(again).hash).to.equal(hash);
    await until(() => again.executor.state('t').fresh, 'results to count as fresh once the adapters are there');
    const second = await runByButton(again);
    expect(second.status).to.equal('complete');
    expect(second.ran, 'nothing that costs is run again').to.not.include.members(['t', 'm']);
  });

  it('is cancelled by its button and runs again', async function () {
    this.timeout(120_000);
    const canvas = await mount({ graph: REFERENCE });
    const run = runByButton(canvas);
    await until(() => canvas.executor.state('t').status === 'running', 'the picture to be on its way');
    await canvas.updateComplete;
    button(canvas, 'Cancel').click();
    expect((await run).status).to.equal('cancelled');
    expect(canvas.executor.running).to.equal(false);
    const again = await canvas.run({ nodes: ['t'] });
    expect(again.status).to.equal('complete');
  });

  it('shows the selected result in the panel', async function () {
    this.timeout(120_000);
    const canvas = await mount({ graph: REFERENCE });
    await canvas.run({ nodes: ['o'] });
    canvas.select(['o']);
    await settled(canvas);
    const panel = part<HTMLElement & { media: { image?: Blob }; runState: { info?: { seed?: number } } }>(canvas, 'gds-node-panel');
    expect(panel.media.image).to.be.instanceOf(Blob);
    expect(panel.runState.info?.seed).to.be.a('number');
  });
});
