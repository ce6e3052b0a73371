// Subgraphs: made, entered, left, shown by a path, with parameters of their own, taken apart; and undo that goes back to where one was.
import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { GdsCanvas } from '../../src/element/gds-canvas.js';
import type { GraphJSON } from '../../src/graph/types.js';
import { LOOSE, button, mount, onNode, part, settled, stroke, unmountAll, until } from './support.js';

const CHAIN: GraphJSON = {
  ...LOOSE,
  nodes: [...LOOSE.nodes, { id: 'o', type: 'output', x: 720, y: 0 }],
  edges: [
    { id: 'e1', from: ['a', 'text'], to: ['c', 'prompt'] },
    { id: 'e2', from: ['c', 'image'], to: ['o', 'image'] },
  ],
};

const crumbs = (canvas: GdsCanvas): string[] => {
  const bar = canvas.shadowRoot!.querySelector('gds-breadcrumbs');
  return [...(bar?.shadowRoot?.querySelectorAll('.crumb, b') ?? [])].map((crumb) => crumb.textContent!.trim());
};

async function collapsed(): Promise<{ canvas: GdsCanvas; id: string }> {
  const canvas = await mount({ graph: CHAIN });
  part(canvas, '.surface').focus();
  canvas.select(['a', 'c']);
  await stroke('Control+Shift+E');
  const [id] = [...canvas.selection];
  await settled(canvas);
  return { canvas, id: id! };
}

describe('subgraphs', () => {
  afterEach(unmountAll);

  it('are made with Mod+Shift+E, opened with Enter, shown by a path, and left with Escape', async () => {
    const { canvas, id } = await collapsed();
    expect(canvas.graph.nodes.get(id)!.type).to.equal('subgraph');
    expect(crumbs(canvas)).to.deep.equal([]);
    await sendKeys({ press: 'Enter' });
    await settled(canvas);
    expect(canvas.level).to.equal(id);
    expect(crumbs(canvas)).to.deep.equal(['Canvas', 'Subgraph']);
    const listed = [...canvas.shadowRoot!.querySelectorAll<HTMLElement>('[data-node]')].map(({ dataset }) => dataset['node']);
    expect(listed).to.include.members(['a', 'c']).and.not.include('o');
    canvas.select(['c']);
    await sendKeys({ press: 'Escape' });
    expect([...canvas.selection], 'deselects first').to.deep.equal([]);
    await sendKeys({ press: 'Escape' });
    await settled(canvas);
    expect(canvas.level).to.equal('');
    expect([...canvas.selection], 'goes on with what was left').to.deep.equal([id]);
  });

  it('are opened by a double click and left by the path; each level keeps its view', async () => {
    const { canvas, id } = await collapsed();
    canvas.camera = { x: -40, y: -60, zoom: 0.9 };
    const [clientX, clientY] = onNode(canvas, id, 60, 60);
    part(canvas, '.surface').dispatchEvent(new MouseEvent('dblclick', { clientX, clientY, bubbles: true }));
    await settled(canvas);
    expect(canvas.level).to.equal(id);
    expect(canvas.camera.zoom, 'all of it is shown').to.not.equal(0.9);
    button(canvas, 'Canvas').click();
    await settled(canvas);
    expect(canvas.level).to.equal('');
    expect(canvas.camera).to.include({ x: -40, y: -60, zoom: 0.9 });
  });

  it('take what is added inside, and nothing joins two levels', async () => {
    const { canvas, id } = await collapsed();
    canvas.level = id;
    part(canvas, '.surface').focus();
    await sendKeys({ press: 'n' });
    await stroke('Escape');
    expect([...canvas.graph.notes.values()][0]!.parent).to.equal(id);
    canvas.select(['a']);
    await stroke('Control+d');
    expect(canvas.graph.nodes.get([...canvas.selection][0]!)!.parent).to.equal(id);
  });

  it('show parameters of the nodes inside, which are pinned there, and edits go to the inner node', async () => {
    const { canvas, id } = await collapsed();
    canvas.level = id;
    canvas.select(['c']);
    await settled(canvas);
    button(canvas, 'Show “Steps” at the subgraph').click();
    await settled(canvas);
    expect(button(canvas, 'Hide “Steps” at the subgraph').getAttribute('aria-pressed')).to.equal('true');
    canvas.level = '';
    await settled(canvas);
    expect([...canvas.selection]).to.deep.equal([id]);
    const editor = part(canvas, 'gds-node-panel').shadowRoot!.querySelector('gds-parameter-editor')!;
    await (editor as HTMLElement & { updateComplete: Promise<unknown> }).updateComplete;
    const slider = editor.shadowRoot!.querySelector<HTMLInputElement>('input')!;
    slider.value = '3';
    slider.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    slider.dispatchEvent(new Event('change', { bubbles: true, composed: true }));
    expect(canvas.graph.nodes.get('c')!.params['steps']).to.equal(3);
    button(canvas, 'Hide “Steps” at the subgraph').click();
    await settled(canvas);
    expect(part(canvas, 'gds-node-panel').shadowRoot!.querySelector('gds-parameter-editor')).to.equal(null);
  });

  it('have ports that are named at their boundary nodes', async () => {
    const { canvas, id } = await collapsed();
    canvas.level = id;
    part(canvas, '.surface').focus();
    const boundary = [...canvas.graph.nodes.values()].find(({ type }) => type === 'subgraph-output')!;
    canvas.select([boundary.id]);
    await sendKeys({ press: 'F2' });
    await sendKeys({ type: 'Frog' });
    await sendKeys({ press: 'Enter' });
    expect(canvas.graph.portsOf(id).outputs.map(({ title }) => title)).to.deep.equal(['Frog']);
  });

  it('are taken apart with Mod+Alt+E, and the level of one that is gone is left', async () => {
    const { canvas, id } = await collapsed();
    await stroke('Control+Alt+e');
    expect(canvas.graph.nodes.has(id)).to.equal(false);
    expect([...canvas.selection]).to.have.members(['a', 'c']);
    canvas.undo();
    canvas.level = id;
    canvas.graph.deleteNodes([id]);
    await settled(canvas);
    expect(canvas.level).to.equal('');
  });

  it('are gone back to by undo, with the selection that was there', async () => {
    const { canvas, id } = await collapsed();
    canvas.level = id;
    canvas.select(['a']);
    canvas.graph.moveItems(['a'], 50, 0);
    canvas.level = '';
    canvas.select(['o']);
    canvas.undo();
    await settled(canvas);
    expect(canvas.level).to.equal(id);
    expect([...canvas.selection]).to.deep.equal(['a']);
  });

  it('keep the level that was open with the project', async () => {
    const project = `levels-${Math.random()}`;
    const canvas = await mount({ graph: CHAIN, project });
    canvas.select(['a', 'c']);
    canvas.command('collapse');
    const [id] = [...canvas.selection];
    canvas.command('enter');
    await settled(canvas);
    await canvas.flush();
    await unmountAll();
    const again = await mount({ project });
    await until(() => again.level === id, 'the level', 4000);
  });
});
