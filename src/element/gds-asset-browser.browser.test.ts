import { expect } from '@open-wc/testing';
import type { AssetRecord } from '../persistence/types.js';
import type { GdsAssetBrowser } from './gds-asset-browser.js';
import type { GdsFolder } from './gds-folder.js';
import { byName, caught, inside, itIsAccessible, mount, press, type } from '../../test/support/parts.js';

const asset = (hash: string, name: string, origin: 'generated' | 'imported', mime = 'image/png'): AssetRecord => ({
  hash,
  name,
  origin,
  mime,
  bytes: 34_000,
  createdAt: 0,
  width: 256,
  height: 256,
});
const assets = [
  asset('a', 'red frog', 'generated'),
  asset('b', 'red frog.glb', 'generated', 'model/gltf-binary'),
  asset('c', 'blue cat', 'generated'),
  asset('d', 'photo', 'imported'),
];

const pixel = (): string =>
  URL.createObjectURL(new Blob(['<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'], { type: 'image/svg+xml' }));
const urls = (): Promise<string> => Promise.resolve(pixel());
const browser = (more: Partial<GdsAssetBrowser> = {}): Promise<GdsAssetBrowser> =>
  mount<GdsAssetBrowser>('gds-asset-browser', { assets, urls, ...more });
const shown = (part: Element): string[] =>
  [...part.shadowRoot!.querySelectorAll('.shot')].map((button) => button.getAttribute('aria-label')!);
const server: GdsAssetBrowser['server'] = {
  label: 'gpu.example',
  view: (folder) => ({
    state: 'ready',
    uploads: [],
    entries: [{ name: `${folder}.png`, url: `http://gpu.example/${folder}.png`, bytes: 1, modifiedAt: 1, type: 'png' }],
  }),
  thumbnail: async () => (await fetch(pixel())).blob(),
};
const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

describe('<gds-asset-browser>', () => {
  itIsAccessible<GdsAssetBrowser>('gds-asset-browser', {
    full: () => ({ assets, urls }),
    empty: () => ({ assets: [], urls }),
    'nothing found': () => ({ assets, urls, query: 'zebra' }),
    server: () => ({ assets, urls, server, tab: 'server' }),
  });

  it('has a tab for a server, with its folders, as long as there is one', async () => {
    const part = await browser({ server });
    inside(part, '#tab-server').click();
    await part.updateComplete;
    const folder = inside<GdsFolder>(part, 'gds-folder');
    expect(folder.view.entries[0]!.name).to.equal('output.png');
    expect(inside(part, '.server h3').textContent).to.equal('On gpu.example');
    inside(part, '#tab-output').focus();
    press(inside(part, '#tab-output'), 'ArrowRight');
    await part.updateComplete;
    expect(folder.view.entries[0]!.name).to.equal('input.png');
    part.server = undefined;
    await part.updateComplete;
    expect(part.tab).to.equal('generated');
    expect(part.shadowRoot!.querySelectorAll('[role=tab]').length).to.equal(2);
  });

  it('has two tabs; arrows switch', async () => {
    const part = await browser();
    expect(shown(part)).to.deep.equal(['red frog', 'red frog.glb', 'blue cat']);
    inside(part, '#tab-generated').focus();
    press(inside(part, '#tab-generated'), 'ArrowRight');
    await part.updateComplete;
    await tick();
    expect(shown(part)).to.deep.equal(['photo']);
    expect(part.shadowRoot!.activeElement!.id).to.equal('tab-imported');
    expect(inside(part, '#tab-imported').getAttribute('aria-selected')).to.equal('true');
  });

  it('searches by name', async () => {
    const part = await browser();
    const input = inside<HTMLInputElement>(part, 'input[type=search]');
    expect(input.placeholder).to.equal('Search 4 assets');
    type(input, 'frog red');
    await part.updateComplete;
    expect(shown(part)).to.deep.equal(['red frog', 'red frog.glb']);
    type(input, 'zebra');
    await part.updateComplete;
    inside(part, '.empty button').click();
    await part.updateComplete;
    expect(shown(part)).to.have.length(3);
  });

  it('adds with a click and by drag', async () => {
    const part = await browser();
    const added = caught(part, 'gds-asset-add');
    byName(part, 'blue cat').click();
    expect(added).to.deep.equal([{ hash: 'c' }]);
    const dataTransfer = new DataTransfer();
    inside(part, '[data-hash=b]').dispatchEvent(new DragEvent('dragstart', { dataTransfer, bubbles: true }));
    expect(dataTransfer.getData('application/x-gds-asset')).to.equal('b');
  });

  it('is one tab stop; arrows move through rows and columns', async () => {
    const part = await browser();
    byName(part, 'red frog').focus();
    await part.updateComplete;
    press(part.shadowRoot!.activeElement!, 'ArrowRight');
    await part.updateComplete;
    expect(part.shadowRoot!.activeElement!.getAttribute('aria-label')).to.equal('red frog.glb');
    expect([...part.shadowRoot!.querySelectorAll('.shot[tabindex="0"]')]).to.have.length(1);
    press(part.shadowRoot!.activeElement!, 'End');
    expect(part.shadowRoot!.activeElement!.getAttribute('aria-label')).to.equal('blue cat');
  });

  it('renames in place: F2, Enter; Escape leaves it as it was', async () => {
    const part = await browser();
    const renamed = caught(part, 'gds-asset-rename');
    byName(part, 'red frog').focus();
    press(byName(part, 'red frog'), 'F2');
    await part.updateComplete;
    await tick();
    const field = inside<HTMLInputElement>(part, '.rename');
    expect(part.shadowRoot!.activeElement).to.equal(field);
    field.value = 'not this';
    press(field, 'Escape');
    await part.updateComplete;
    expect(renamed).to.have.length(0);
    press(byName(part, 'red frog'), 'F2');
    await part.updateComplete;
    await tick();
    inside<HTMLInputElement>(part, '.rename').value = 'green frog';
    press(inside(part, '.rename'), 'Enter');
    expect(renamed).to.deep.equal([{ hash: 'a', name: 'green frog' }]);
  });

  it('deletes by key and by menu without asking', async () => {
    const part = await browser();
    const deleted = caught(part, 'gds-asset-delete');
    byName(part, 'red frog').focus();
    press(byName(part, 'red frog'), 'Delete');
    byName(part, 'More for blue cat').click();
    await tick();
    const items = [...inside(part, 'gds-menu').shadowRoot!.querySelectorAll<HTMLElement>('.item')];
    expect(items.map((item) => item.querySelector('span')!.textContent)).to.deep.equal(['Add to canvas', 'Rename', 'Delete']);
    items[2]!.click();
    expect(deleted).to.deep.equal([{ hash: 'a' }, { hash: 'c' }]);
  });

  it('changes nothing in read-only mode', async () => {
    const part = await browser({ readonly: true });
    let changes = 0;
    for (const name of ['gds-asset-add', 'gds-asset-delete', 'gds-asset-rename', 'gds-asset-upload'])
      part.addEventListener(name, () => changes++);
    byName(part, 'red frog').click();
    press(byName(part, 'red frog'), 'Delete');
    press(byName(part, 'red frog'), 'F2');
    await part.updateComplete;
    expect(changes).to.equal(0);
    expect(part.shadowRoot!.querySelector('.rename')).to.equal(null);
  });

  it('takes dropped files and shows where they go', async () => {
    const part = await browser();
    const uploads = caught<{ files: File[] }>(part, 'gds-asset-upload');
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['x'], 'cat.png', { type: 'image/png' }));
    const over = new DragEvent('dragover', { dataTransfer, bubbles: true, cancelable: true });
    inside(part, '#cards').dispatchEvent(over);
    expect(over.defaultPrevented).to.equal(true);
    inside(part, '#cards').dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    expect(uploads[0]!.files.map((file) => file.name)).to.deep.equal(['cat.png']);
    expect(part.tab).to.equal('imported');
  });

  it('shows a picture, asks for each once, and revokes all when it goes', async () => {
    const made: string[] = [];
    const part = await browser({
      urls: () => {
        const url = pixel();
        made.push(url);
        return Promise.resolve(url);
      },
    });
    await tick();
    await part.updateComplete;
    expect(inside<HTMLImageElement>(part, '[data-hash=a] img').src).to.equal(made[0]);
    part.requestUpdate();
    await part.updateComplete;
    expect(made, 'pictures a and c; the mesh has a box').to.have.length(2);
    part.remove();
    for (const url of made) {
      let gone = false;
      await fetch(url).catch(() => (gone = true));
      expect(gone).to.equal(true);
    }
  });

  it('teaches while empty and offers one button', async () => {
    const part = await browser({ assets: [] });
    const commands = caught(part, 'gds-command');
    expect(inside(part, '.empty').querySelectorAll('button')).to.have.length(1);
    inside(part, '.empty button').click();
    expect(commands).to.deep.equal([{ command: 'run' }]);
  });
});
