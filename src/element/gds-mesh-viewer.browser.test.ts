import { aTimeout, expect, fixture, html, oneEvent, waitUntil } from '@open-wc/testing';
import { InflateAdapter } from '../../adapters/inflate/index.js';
import type { GdsError } from '../errors.js';
import { GdsMeshViewer } from './gds-mesh-viewer.js';

GdsMeshViewer.define();

let glb: Blob;
before(async () => {
  const adapter = new InflateAdapter({ assetBase: '/gds-assets/' });
  const image = await (await fetch('/gds-assets/models/gds-tiny-turbo/reference/four-steps.png')).blob();
  const controls = { signal: new AbortController().signal, onProgress: () => {} };
  glb = (await adapter.run('image-to-mesh', 'inflate', { image, resolution: 96, textureSize: 256 }, controls)).blob;
  adapter.dispose();
});

async function viewer(): Promise<GdsMeshViewer> {
  const element = await fixture<GdsMeshViewer>(html`<gds-mesh-viewer data-theme="dark" .data=${glb}></gds-mesh-viewer>`);
  if (element.state !== 'ready') await oneEvent(element, 'gds-load');
  await element.updateComplete;
  return element;
}
const settled = async (element: GdsMeshViewer) => {
  let last = -1;
  await waitUntil(
    () => {
      const still = last === element.frames;
      last = element.frames;
      return still;
    },
    'the view comes to rest',
    { interval: 150, timeout: 20_000 },
  );
};
const button = (element: GdsMeshViewer, name: string) =>
  element.renderRoot.querySelector<HTMLButtonElement>(`button[aria-label="${name}"]`)!;

async function pixels(source: Blob | ImageBitmap) {
  const bitmap = source instanceof Blob ? await createImageBitmap(source) : source;
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d')!;
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  return (x: number, y: number) =>
    [...data.slice((Math.floor(y * (height - 1)) * width + Math.floor(x * (width - 1))) * 4).slice(0, 4)] as [
      number,
      number,
      number,
      number,
    ];
}

describe('<gds-mesh-viewer>', () => {
  it('shows a mesh: red in the middle, nothing in the corners, its counts below', async () => {
    const element = await viewer();
    const at = await pixels(await element.screenshot());
    const [r, g, b, a] = at(0.5, 0.55);
    expect([r > 150, r > 1.6 * g, r > 1.4 * b, a]).to.deep.equal([true, true, true, 255]);
    for (const [x, y] of [
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ] as const)
      expect(at(x, y)[3]).to.equal(0);
    expect(element.renderRoot.querySelector('.counts')!.textContent!.trim()).to.match(/^[\d,]+ vertices · [\d,]+ faces$/);
  });

  it('draws nothing while nothing changes, and turns only when asked to', async () => {
    const element = await viewer();
    await settled(element);
    const before = element.frames;
    await aTimeout(400);
    expect(element.frames).to.equal(before);
    button(element, 'Auto-rotate').click();
    await waitUntil(() => element.frames > before + 2, 'it turns', { timeout: 20_000 });
    expect(button(element, 'Auto-rotate').getAttribute('aria-pressed')).to.equal('true');
    button(element, 'Auto-rotate').click();
    await settled(element);
  });

  it('turns and zooms by keyboard and leaves other keys alone', async () => {
    const element = await viewer();
    const view = element.renderRoot.querySelector<HTMLElement>('.view')!;
    const shot = async () => (await element.screenshot()).arrayBuffer().then((bytes) => String(new Uint8Array(bytes)));
    const first = await shot();
    const press = (key: string) => {
      const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
      view.dispatchEvent(event);
      return event.defaultPrevented;
    };
    for (const key of ['ArrowLeft', 'ArrowUp', '+', '-']) {
      const before = await shot();
      expect(press(key), key).to.equal(true);
      expect(await shot(), key).not.to.equal(before);
    }
    press('0');
    expect(await shot()).to.equal(first);
    expect(press('a')).to.equal(false);
  });

  it('keeps the previous mesh when another cannot be read, and says why', async () => {
    const element = await viewer();
    const broken = [
      [new Blob(['not a mesh at all, really']), 'GDS_MESH_PARSE'],
      [glb.slice(0, 900), 'GDS_MESH_PARSE'],
    ] as const;
    for (const [data, code] of broken) {
      setTimeout(() => (element.data = data));
      const { detail } = await oneEvent(element, 'gds-error');
      expect((detail as GdsError).code).to.equal(code);
      await element.updateComplete;
      expect(element.state).to.equal('error');
      expect(element.renderRoot.querySelector('[role=alert]')!.textContent!.trim()).to.equal((detail as GdsError).message);
      expect((await pixels(await element.screenshot()))(0.5, 0.55)[0]).to.be.above(150);
    }
    element.data = null;
    setTimeout(() => (element.src = '/nothing-here.glb'));
    expect(((await oneEvent(element, 'gds-error')).detail as GdsError).code).to.equal('GDS_MESH_FETCH');
  });

  it('refuses a file that would load others from elsewhere', async () => {
    const json = new TextEncoder().encode(
      JSON.stringify({ asset: { version: '2.0' }, buffers: [{ byteLength: 4, uri: 'https://example.org/a.bin' }] }).padEnd(120),
    );
    const head = new DataView(new ArrayBuffer(20));
    [0x46546c67, 2, 20 + json.length, json.length, 0x4e4f534a].forEach((value, i) => head.setUint32(i * 4, value, true));
    const element = await fixture<GdsMeshViewer>(html`<gds-mesh-viewer></gds-mesh-viewer>`);
    setTimeout(() => (element.data = new Blob([head.buffer, json])));
    expect(((await oneEvent(element, 'gds-error')).detail as GdsError).code).to.equal('GDS_MESH_EXTERNAL');
  });

  it('frees its context when taken out and comes back when put in again', async () => {
    const element = await viewer();
    const context = element.renderRoot.querySelector('canvas')!.getContext('webgl2')!;
    const parent = element.parentElement!;
    element.remove();
    expect(context.isContextLost()).to.equal(true);
    expect(element.renderRoot.querySelector('canvas')).to.equal(null);
    setTimeout(() => parent.append(element));
    await oneEvent(element, 'gds-load');
    expect((await pixels(await element.screenshot()))(0.5, 0.55)[3]).to.equal(255);
  });

  it('survives a lost graphics context', async () => {
    const element = await viewer();
    const context = element.renderRoot.querySelector('canvas')!.getContext('webgl2')!;
    const loss = context.getExtension('WEBGL_lose_context')!;
    loss.loseContext();
    await waitUntil(() => element.renderRoot.querySelector('.state')!.textContent!.includes('comes back'), 'it says so', {
      timeout: 20_000,
    });
    loss.restoreContext();
    await waitUntil(() => element.renderRoot.querySelector('.state')!.textContent!.trim() === '', 'it is back', { timeout: 20_000 });
    const [r, g, , a] = (await pixels(await element.screenshot()))(0.5, 0.55);
    expect([r > 150, r > 1.6 * g, a]).to.deep.equal([true, true, 255]);
  });

  it('says so where there is no WebGL, and the mesh can still be downloaded', async () => {
    const { getContext } = HTMLCanvasElement.prototype;
    HTMLCanvasElement.prototype.getContext = () => null;
    try {
      const element = await fixture<GdsMeshViewer>(html`<gds-mesh-viewer></gds-mesh-viewer>`);
      setTimeout(() => (element.data = glb));
      expect(((await oneEvent(element, 'gds-error')).detail as GdsError).code).to.equal('GDS_MESH_WEBGL');
      await element.updateComplete;
      expect([...element.renderRoot.querySelectorAll('button')].map((one) => one.getAttribute('aria-label'))).to.deep.equal([
        'Download mesh',
      ]);
    } finally {
      HTMLCanvasElement.prototype.getContext = getContext;
    }
  });

  it('hands the mesh to whoever cancels the event of its button, and saves it where nobody does', async () => {
    const element = await viewer();
    const saved: string[] = [];
    const { click } = HTMLAnchorElement.prototype;
    HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
      saved.push(this.download);
    };
    try {
      element.addEventListener('gds-download', (event) => event.preventDefault(), { once: true });
      setTimeout(() => button(element, 'Download mesh').click());
      const { detail } = await oneEvent(element, 'gds-download');
      expect((detail as { blob: Blob }).blob).to.equal(glb);
      expect(saved).to.deep.equal([]);
      button(element, 'Download mesh').click();
      expect(saved).to.deep.equal(['mesh.glb']);
    } finally {
      HTMLAnchorElement.prototype.click = click;
    }
  });

  it('hands the screenshot to whoever cancels its event, and is accessible', async () => {
    const element = await viewer();
    element.addEventListener('gds-screenshot', (event) => event.preventDefault());
    setTimeout(() => button(element, 'Screenshot').click());
    const { detail } = await oneEvent(element, 'gds-screenshot');
    expect((detail as { blob: Blob }).blob.type).to.equal('image/png');
    await expect(element).to.be.accessible();
  });
});
