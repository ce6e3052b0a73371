// Everything without a pointer: walking, moving, connecting, adding, editing; and keys that belong to somebody else.
import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { LOOSE, REFERENCE, collect, linesOf, mount, part, settled, stroke, unmountAll, until } from './support.js';

describe('by keyboard', () => {
  afterEach(unmountAll);

  it('walks the nodes in reading order with Tab, and lets focus out at the end', async () => {
    const canvas = await mount({ graph: LOOSE });
    part(canvas, '.surface').focus();
    const seen: string[] = [];
    for (let step = 0; step < 3; step++) {
      await sendKeys({ press: 'Tab' });
      await settled(canvas);
      seen.push(...canvas.selection);
      expect((canvas.shadowRoot!.activeElement as HTMLElement).dataset['node']).to.equal([...canvas.selection][0]);
    }
    expect(seen).to.deep.equal(['a', 'c', 'b']);
    await sendKeys({ press: 'Tab' });
    expect((canvas.shadowRoot!.activeElement as HTMLElement | null)?.dataset['node'], 'focus has left the nodes').to.equal(undefined);
  });

  it('names every node with type, text, connections and state', async () => {
    const canvas = await mount({ graph: REFERENCE });
    const labels = linesOf(canvas)
      .filter(({ level }) => level === 1)
      .map(({ label }) => label);
    expect(labels[0]).to.equal('Prompt, a 3d render of a red apple, goes to Text to image');
    expect(labels.find((label) => label.startsWith('Image to 3D')))
      .to.contain('from Picture')
      .and.contain('goes to Mesh');
  });

  it('moves with the arrows: ten units, one with Shift', async () => {
    const canvas = await mount({ graph: LOOSE });
    part(canvas, '.surface').focus();
    canvas.select(['a']);
    await sendKeys({ press: 'ArrowRight' });
    await stroke('Shift+ArrowDown');
    expect([canvas.graph.nodes.get('a')!.x, canvas.graph.nodes.get('a')!.y]).to.deep.equal([10, 1]);
  });

  it('connects two ports with C, arrows and Enter', async () => {
    const canvas = await mount({ graph: LOOSE });
    part(canvas, '.surface').focus();
    canvas.select(['a']);
    await sendKeys({ press: 'c' });
    await settled(canvas);
    await sendKeys({ press: 'Enter' });
    const [edge] = [...canvas.graph.edges.values()];
    expect(edge && [...edge.from, ...edge.to]).to.deep.equal(['a', 'text', 'c', 'prompt']);
  });

  it('adds a node with A, typing and Enter', async () => {
    const canvas = await mount({ graph: LOOSE });
    part(canvas, '.surface').focus();
    await sendKeys({ press: 'a' });
    await settled(canvas);
    await settled(canvas);
    await sendKeys({ type: 'preview' });
    await sendKeys({ press: 'Enter' });
    const added = [...canvas.graph.nodes.values()].find(({ type }) => type === 'image-display')!;
    const apart = (a: number, b: number, length: number): boolean => Math.abs(a - b) >= length;
    for (const id of ['a', 'b', 'c']) {
      const { x, y } = canvas.graph.nodes.get(id)!;
      expect(apart(added.x, x, 240) || apart(added.y, y, 80), `it lies beside ${id}`).to.equal(true);
    }
    await settled(canvas);
    expect(canvas.shadowRoot!.querySelector('.popup')).to.equal(null);
  });

  it('edits with Enter, keeps with Control and Enter and runs', async () => {
    const canvas = await mount({ graph: { ...LOOSE, nodes: LOOSE.nodes.slice(0, 1) } });
    part(canvas, '.surface').focus();
    canvas.select(['a']);
    const starts = collect(canvas, 'gds-run-start');
    await sendKeys({ press: 'Enter' });
    await sendKeys({ type: '!' });
    await stroke('Control+Enter');
    expect(canvas.graph.nodes.get('a')!.params['text']).to.equal('one!');
    await until(() => starts.length === 1, 'the run to start');
  });

  it('duplicates, selects all, deletes, undoes and redoes', async () => {
    const canvas = await mount({ graph: LOOSE });
    part(canvas, '.surface').focus();
    canvas.select(['a']);
    await stroke('Control+d');
    expect(canvas.graph.nodes.size).to.equal(4);
    await stroke('Control+a');
    expect(canvas.selection.size).to.equal(4);
    await sendKeys({ press: 'Delete' });
    expect(canvas.graph.nodes.size).to.equal(0);
    await stroke('Control+z');
    expect(canvas.graph.nodes.size).to.equal(4);
    await stroke('Control+Shift+Z');
    expect(canvas.graph.nodes.size).to.equal(0);
  });

  it('asks before it deletes, and the host may say no', async () => {
    const canvas = await mount({ graph: LOOSE });
    part(canvas, '.surface').focus();
    canvas.select(['a']);
    canvas.addEventListener('gds-before-delete', (event) => event.preventDefault(), { once: true });
    await sendKeys({ press: 'Delete' });
    expect(canvas.graph.nodes.has('a')).to.equal(true);
  });

  it('changes nothing in read-only mode', async () => {
    const canvas = await mount({ graph: LOOSE });
    canvas.readonly = true;
    await canvas.updateComplete;
    part(canvas, '.surface').focus();
    canvas.select(['a']);
    for (const key of ['Delete', 'ArrowRight', 'Control+d', 'Control+z', 'a']) await stroke(key);
    expect(canvas.graph.nodes.size).to.equal(3);
    expect(canvas.graph.nodes.get('a')!.x).to.equal(0);
    expect(() => canvas.graph.deleteNodes(['a'])).to.throw('read-only');
    let code = '';
    await canvas.run().catch((error: { code: string }) => (code = error.code));
    expect(code).to.equal('GDS_READONLY');
  });

  it('reaches only the canvas that has focus, and no canvas while a host input has it', async () => {
    const first = await mount({ graph: LOOSE, height: 300 });
    const second = await mount({ graph: LOOSE, height: 300 });
    first.select(['a']);
    second.select(['a']);
    part(second, '.surface').focus();
    await sendKeys({ press: 'Delete' });
    expect(first.graph.nodes.size).to.equal(3);
    expect(second.graph.nodes.size).to.equal(2);
    const input = document.createElement('input');
    document.body.append(input);
    input.focus();
    await sendKeys({ press: 'Delete' });
    await sendKeys({ type: 'a' });
    expect(input.value).to.equal('a');
    expect(first.graph.nodes.size).to.equal(3);
    input.remove();
  });
});
