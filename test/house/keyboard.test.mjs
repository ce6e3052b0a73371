/**
 * The reference graph, authored, connected and run with the keyboard only, in the built studio with the real models. What is there is
 * judged by what Chromium tells assistive technology: if the accessibility tree does not say it, it has not happened.
 *
 * The steps follow each other on one page.
 */
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { expect } from 'chai';
import { accessibilityOf, focusedIn, textIn } from '../../scripts/lib/accessibility-tree.mjs';
import { nodeResult, openStudio } from '../../scripts/lib/studio-page.mjs';
import { startStudio } from '../../scripts/lib/studio-server.mjs';

/** Seconds that a step, and the run, may take. */
const STEP = 20;
const RUN = 240;

describe('by keyboard alone', () => {
  let server;
  let studio;
  let page;
  let accessibility;
  const heard = new Set();
  /** A step that failed: those after it have nothing to go on from. */
  let failed;

  before(async () => {
    server = await startStudio({ port: 0 });
    studio = await openStudio('about:blank', { wait: false });
    page = studio.page;
    await page.addInitScript(() => {
      window.pointersSeen = 0;
      for (const type of ['pointerdown', 'mousedown', 'click', 'wheel', 'touchstart'])
        addEventListener(type, (event) => event.isTrusted && event.detail !== 0 && (window.pointersSeen += 1), true);
    });
    const address = new URL(server.url);
    address.searchParams.set('src', '');
    await page.goto(address.href);
    accessibility = await accessibilityOf(page);
    await eventually('the canvas to be ready', (tree) => tree.some(({ role }) => role === 'tree'));
  });
  after(async () => {
    await studio?.close();
    await server?.close();
  });

  beforeEach(() => {
    if (failed) throw new Error(`The step before failed: ${failed}`);
  });
  afterEach((context) => {
    if (context.error) failed ??= context.name;
  });

  /** Reads the tree until `probe` finds something in it; what is announced meanwhile is kept. */
  async function eventually(what, probe, seconds = STEP) {
    const end = Date.now() + seconds * 1000;
    for (;;) {
      const tree = await accessibility.read();
      for (const region of tree.filter(({ role, state }) => ['status', 'alert'].includes(role) && state.live))
        for (const text of textIn(tree, region)) heard.add(text);
      const found = probe(tree);
      if (found) return found;
      if (Date.now() > end)
        throw new Error(`Waited ${seconds} s in vain for ${what}. Focus is on ${said(focusedIn(tree))}. Heard: ${[...heard].join(' | ')}`);
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
  }
  const said = (one) => (one ? `${one.role} “${one.name}”` : 'nothing');
  const focus = (role, name) =>
    eventually(`focus on ${role} ${name}`, (tree) => {
      const one = focusedIn(tree);
      return one?.role === role && name.test(one.name) && one;
    });
  const announcement = (pattern, seconds) =>
    eventually(`${pattern} to be announced`, () => [...heard].some((text) => pattern.test(text)), seconds);
  const line = (pattern) =>
    eventually(`a line ${pattern}`, (tree) => tree.find(({ role, name }) => role === 'treeitem' && pattern.test(name)));
  const press = (...keys) => keys.reduce((done, key) => done.then(() => page.keyboard.press(key)), Promise.resolve());

  /** Goes through the nodes, in the order that the tree lists them, to the one of this name. */
  async function goTo(pattern) {
    const tree = await accessibility.read();
    const lines = tree.filter(({ role }) => role === 'treeitem');
    const here = lines.findIndex(({ state }) => state.focused === true);
    const tops = lines.filter(({ state }) => state.level === 1);
    const from = lines.slice(0, here + 1).filter(({ state }) => state.level === 1).length - 1;
    const to = tops.findIndex(({ name }) => pattern.test(name));
    for (let step = 0; step < Math.abs(to - from); step++) await press(to > from ? 'Tab' : 'Shift+Tab');
    return focus('treeitem', pattern);
  }

  /** The option that Enter would take. */
  const option = (pattern) =>
    eventually(`the choice ${pattern}`, (tree) =>
      tree.find(({ role, name, state }) => role === 'option' && state.selected === true && pattern.test(name)),
    );

  it('Tab goes from the page to the canvas, which says that it is an empty tree and how to begin', async () => {
    await press('Tab');
    const tree = await focus('tree', /^Nodes, frames and notes$/);
    expect(tree.description).to.match(/^0 nodes\..*A adds.*\? tells more/);
    expect(tree.state.multiselectable).to.equal(true);
  });

  for (const [typed, name] of [
    ['prompt', 'Prompt'],
    ['text to image', 'Text to image'],
    ['picture', 'Picture'],
    ['image to 3d', 'Image to 3D'],
    ['mesh', 'Mesh'],
  ]) {
    it(`A, a few letters and Enter add “${name}”, say so, and put focus on it`, async () => {
      await press('a');
      const search = await focus('combobox', /^Search nodes$/);
      expect(search.state.expanded).to.equal(true);
      await page.keyboard.type(typed);
      const wanted = new RegExp(`^${name}(\\s*,|\\s+[A-Z]|$)`);
      await eventually('choices', (tree) => tree.some(({ role, name: text }) => role === 'option' && wanted.test(text)));
      for (let step = 0; step < 8; step++) {
        const tree = await accessibility.read();
        if (tree.some(({ role, name: text, state }) => role === 'option' && state.selected === true && wanted.test(text))) break;
        await press('ArrowDown');
      }
      await option(wanted);
      await press('Enter');
      const item = await focus('treeitem', new RegExp(`^${name}\\b`));
      expect(item.state).to.include({ level: 1, selected: true });
      await announcement(new RegExp(`^Added ${name}$`));
    });
  }

  it('the tree has all five, each with its ports below it, and says what still needs a connection', async () => {
    const tree = await accessibility.read();
    const lines = tree.filter(({ role }) => role === 'treeitem');
    expect(lines.filter(({ state }) => state.level === 1).map(({ name }) => name.split(',')[0])).to.have.members([
      'Prompt',
      'Text to image',
      'Picture',
      'Image to 3D',
      'Mesh',
    ]);
    expect(lines.filter(({ name }) => /^Input Image, image, required, not connected$/.test(name))).to.have.length(2);
    expect(lines.filter(({ name }) => /^Input Mesh, mesh, required, not connected$/.test(name))).to.have.length(1);
    for (const { state } of lines.filter(({ name }) => /^(Input|Output) /.test(name))) expect(state.level).to.equal(2);
  });

  for (const [from, output, to] of [
    ['Prompt', 'Output Text', 'Text to image: Prompt'],
    ['Text to image', 'Output Image', 'Picture: Image'],
    ['Picture', 'Output Image', 'Image to 3D: Image'],
    ['Image to 3D', 'Output Mesh', 'Mesh: Mesh'],
  ]) {
    it(`“${from}” is connected from its port: P goes to the ports, Enter lists what fits, Enter joins it with ${to}`, async () => {
      await goTo(new RegExp(`^${from}(,|$)`));
      await press('p');
      for (let step = 0; step < 12; step++) {
        if (new RegExp(`^${output},`).test(focusedIn(await accessibility.read())?.name ?? '')) break;
        await press('ArrowDown');
      }
      await focus('treeitem', new RegExp(`^${output},`));
      await press('Enter');
      await focus('combobox', new RegExp(`^Connect ${from}: .* to$`));
      await page.keyboard.type(to);
      await option(new RegExp(`^${escaped(to)}`));
      await press('Enter');
      await announcement(new RegExp(`^Connected ${from}: .* to ${escaped(to)}$`));
      const port = await focus('treeitem', new RegExp(`^${output}, .*connected to ${escaped(to)}`));
      expect(port.state.level).to.equal(2);
      await line(new RegExp(`^Wire to ${escaped(to)}$`));
    });
  }

  it('Escape goes back to the node, Enter edits its text, and Control with Enter keeps it and runs', async () => {
    await press('Escape');
    await focus('treeitem', /^Image to 3D/);
    for (let step = 0; step < 3; step++) await press('[');
    await focus('treeitem', /^Prompt/);
    await press('Enter');
    await focus('textbox', /of Prompt$/);
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('a red apple');
    await press('Control+Enter');
    await announcement(/^Run started, \d nodes$/, RUN);
    await focus('treeitem', /^Prompt, a red apple/);
  });

  it('the run is told of as it goes on, and its end with it', async () => {
    await announcement(/^Text to image: /, RUN);
    await announcement(/^Done: /, RUN);
    await announcement(/^Run (finished|failed|cancelled)/, RUN);
    expect([...heard].filter((text) => /^Run (failed|cancelled)/.test(text))).to.deep.equal([]);
  });

  it('picture and mesh are found done, by name, in the tree', async () => {
    await line(/^Picture, from Text to image, goes to Image to 3D, done$/);
    await line(/^Mesh, from Image to 3D, done$/);
    await press(']', ']');
    await focus('treeitem', /^Picture, .*done$/);
    const id = await page.evaluate(() => [...document.querySelector('gds-canvas').selection][0]);
    const picture = await nodeResult(page, id);
    expect(picture).to.include({ status: 'complete', kind: 'image' });
    expect(picture.width).to.be.greaterThan(0);
    await press(']', ']');
    await focus('treeitem', /^Mesh, .*done$/);
    const mesh = await nodeResult(page, await page.evaluate(() => [...document.querySelector('gds-canvas').selection][0]));
    expect(mesh).to.include({ status: 'complete', kind: 'mesh' });
    expect(mesh.faces).to.be.greaterThan(500);
  });

  it('no pointer was used', async () => {
    expect(await page.evaluate(() => window.pointersSeen)).to.equal(0);
  });

  it('without the tree in the page nothing of this would be found', async () => {
    await page.evaluate(() => document.querySelector('gds-canvas').shadowRoot.querySelector('.tree').remove());
    const tree = await accessibility.read();
    expect(tree.some(({ role }) => role === 'treeitem')).to.equal(false);
    expect(tree.some(({ name }) => /^Picture, .*done$/.test(name))).to.equal(false);
  });
});

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
