import { expect, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { GdsError } from '../errors.js';
import type { FileEntry } from '../persistence/files.js';
import type { GdsFolder } from './gds-folder.js';
import { caught, inside, itIsAccessible, mount } from '../../test/support/parts.js';

const file = (name: string, more: Partial<FileEntry> = {}): FileEntry => ({
  name,
  url: `http://server/data/${name}`,
  bytes: 2048,
  modifiedAt: 1,
  type: name.split('.').at(-1)!,
  ...more,
});
const entries = [file('a.png', { width: 8, height: 4 }), file('b.glb'), file('c.png'), file('d.mp4')];
const ready = { state: 'ready', entries, uploads: [] } as const;
const down = new GdsError('GDS_FILES_UNREACHABLE', 'server does not answer. Check that it runs.', { retryable: true });
const refused = new GdsError('GDS_FILES_REFUSED', 'server refused: A token is needed. Sign in.');
const models = [file('big.safetensors', { metadata: { title: 'Big', architecture: 'stable-diffusion-v1' } })];

async function thumbnail(): Promise<Blob> {
  const canvas = new OffscreenCanvas(4, 4);
  canvas.getContext('2d')!.fillRect(0, 0, 4, 4);
  return canvas.convertToBlob();
}
const names = (part: Element): string[] =>
  [...part.shadowRoot!.querySelectorAll<HTMLElement>('.card-cell')].map((cell) => cell.dataset['name']!);

describe('<gds-folder>', () => {
  itIsAccessible<GdsFolder>('gds-folder', {
    files: () => ({ view: ready, thumbnail }),
    loading: () => ({}),
    empty: () => ({ folder: 'input', view: { state: 'ready', entries: [], uploads: [] } }),
    unreachable: () => ({ view: { ...ready, state: 'unreachable', error: down } }),
    refused: () => ({ view: { state: 'refused', entries: [], uploads: [], error: refused } }),
    uploading: () => ({ view: { ...ready, uploads: [{ name: 'e.png', fraction: 0.4 }] } }),
    models: () => ({ folder: 'models', view: { ...ready, entries: models } }),
    'read-only': () => ({ view: ready, readonly: true }),
  });

  it('shows pictures and meshes, once they are in sight', async () => {
    const part = await mount<GdsFolder>('gds-folder', { view: ready, thumbnail });
    await waitUntil(() => part.shadowRoot!.querySelectorAll('img').length === 3, 'three pictures');
    expect(inside(part, '[data-name="b.glb"] img').classList.contains('solid')).to.equal(true);
    expect(names(part)).to.deep.equal(['a.png', 'b.glb', 'c.png', 'd.mp4']);
    expect(inside(part, '[data-name="a.png"] .shot').title).to.contain('8 × 4 · 2\u00a0KB');
  });

  it('shows the icon of what has no picture, and asks for nothing out of sight', async () => {
    const meshes = Array.from({ length: 200 }, (_, i) => file(`${i}.glb`));
    const asked: string[] = [];
    const none = ({ name }: FileEntry): Promise<Blob> => {
      asked.push(name);
      return Promise.reject(new GdsError('GDS_MESH_PARSE', 'No mesh.'));
    };
    const part = await mount<GdsFolder>('gds-folder', { view: { ...ready, entries: meshes }, thumbnail: none });
    await waitUntil(() => asked.length > 0, 'those in sight');
    await part.updateComplete;
    expect(asked).not.to.include('199.glb');
    expect(inside(part, '[data-name="0.glb"] .shot').querySelector('.icon') !== null).to.equal(true);
  });

  it('adds by a click what a canvas takes, and nothing else', async () => {
    const part = await mount<GdsFolder>('gds-folder', { view: ready });
    const added = caught(part, 'gds-file-add');
    for (const name of ['a.png', 'b.glb', 'd.mp4']) inside(part, `[data-name="${name}"] .shot`).click();
    expect(added).to.deep.equal([
      { folder: 'output', name: 'a.png' },
      { folder: 'output', name: 'b.glb' },
    ]);
    part.readonly = true;
    await part.updateComplete;
    inside(part, '[data-name="a.png"] .shot').click();
    expect(added.length).to.equal(2);
  });

  it('is walked by arrows and deletes by its key', async () => {
    const part = await mount<GdsFolder>('gds-folder', { view: ready });
    const deleted = caught(part, 'gds-file-delete');
    inside(part, '.shot').focus();
    await sendKeys({ press: 'ArrowRight' });
    await sendKeys({ press: 'Delete' });
    expect(deleted).to.deep.equal([{ folder: 'output', name: 'b.glb' }]);
    expect((part.shadowRoot!.activeElement as HTMLElement).ariaLabel).to.equal('c.png');
    await sendKeys({ press: 'Home' });
    expect((part.shadowRoot!.activeElement as HTMLElement).ariaLabel).to.equal('a.png');
    expect(part.shadowRoot!.querySelectorAll('.shot[tabindex="0"]').length, 'one tab stop').to.equal(1);
  });

  it('keeps what it knew while the server is away, says why, and asks again', async () => {
    const part = await mount<GdsFolder>('gds-folder', { view: { ...ready, state: 'unreachable', error: down } });
    expect(names(part).length).to.equal(4);
    expect(inside(part, '.note').textContent).to.contain('server does not answer').and.contain('Shown is what was there before.');
    const commands = caught(part, 'gds-command');
    inside(part, '.note .button').click();
    expect(commands).to.deep.equal([{ command: 'folder-refresh', value: 'output' }]);
    part.view = { state: 'refused', entries: [], uploads: [], error: refused };
    await part.updateComplete;
    expect(inside(part, '.note').textContent).to.contain('A token is needed.').and.not.contain('before');
    expect(part.shadowRoot!.querySelector('.empty') === null, 'nobody knows whether it is empty').to.equal(true);
  });

  it('finds by words of the name', async () => {
    const part = await mount<GdsFolder>('gds-folder', { view: ready, query: 'PNG c' });
    expect(names(part)).to.deep.equal(['c.png']);
    part.query = 'zebra';
    await part.updateComplete;
    expect(inside(part, '.empty').textContent).to.contain('zebra');
  });

  it('uploads what is dropped: to the input what people bring, wherever it lands', async () => {
    const part = await mount<GdsFolder>('gds-folder', { view: ready });
    const uploads = caught(part, 'gds-file-upload') as { folder: string; files: File[] }[];
    const transfer = new DataTransfer();
    transfer.items.add(new File(['x'], 'new.png', { type: 'image/png' }));
    inside(part, '.area').dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
    expect(uploads.map(({ folder, files }) => [folder, files[0]!.name])).to.deep.equal([['input', 'new.png']]);
    part.folder = 'models';
    await part.updateComplete;
    inside(part, '.area').dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
    expect(uploads[1]!.folder).to.equal('models');
  });

  it('tells what a model file says of itself', async () => {
    const part = await mount<GdsFolder>('gds-folder', { folder: 'models', view: { ...ready, entries: models } });
    expect(inside(part, '.about').textContent).to.contain('Big · stable-diffusion-v1 · 2\u00a0KB');
  });
});
