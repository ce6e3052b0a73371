import { expect } from '@open-wc/testing';
import { Scene } from '../../scene/scene.js';
import { FakeGraph, registry } from '../../scene/testing/fixture.js';
import { bytes, difference, pixelAt, testTheme, type Picture } from '../testing.js';
import { TextEngine } from '../text/text-engine.js';
import { leaseDevice, type DeviceLease } from './broker.js';
import { UploadMeter } from './buffers.js';
import { WebGpuPainter, WEBGPU_TIERS } from './painter.js';
import { Strips } from './strips.js';

const SIZE = 512;
const theme = testTheme('dark');

describe('the painter without a page', () => {
  let lease: DeviceLease;
  let painter: WebGpuPainter;
  let text: TextEngine;
  const problems: string[] = [];
  before(async () => {
    lease = await leaseDevice(navigator.gpu);
    lease.device.addEventListener('uncapturederror', (event) => problems.push(event.error.message));
  });
  after(() => lease.release());
  beforeEach(async () => {
    text = new TextEngine(theme.font);
    painter = await WebGpuPainter.create(lease.device, 'rgba8unorm', text);
  });
  afterEach(() => {
    painter.dispose();
    expect(problems.splice(0)).to.deep.equal([]);
  });

  async function paint(scene: Scene, camera = { x: 0, y: 0, zoom: 1 }): Promise<Picture> {
    const { device } = lease;
    const texture = device.createTexture({
      size: [SIZE, SIZE],
      format: 'rgba8unorm',
      usage: GPUTextureUsage.COPY_SRC | GPUTextureUsage.RENDER_ATTACHMENT,
    });
    const buffer = device.createBuffer({ size: SIZE * SIZE * 4, usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ });
    const result = painter.paint({ view: texture.createView(), width: SIZE, height: SIZE, dpr: 1 }, scene, camera, theme, (encoder) =>
      encoder.copyTextureToBuffer({ texture }, { buffer, bytesPerRow: SIZE * 4 }, [SIZE, SIZE]),
    );
    expect(result.submits).to.equal(1);
    await buffer.mapAsync(GPUMapMode.READ);
    const data = new Uint8ClampedArray(buffer.getMappedRange().slice(0));
    buffer.destroy();
    texture.destroy();
    return { width: SIZE, height: SIZE, data };
  }
  /** Larger than a layer of the small tier and fitting into the medium one, unless `side` says otherwise. */
  const solid = (value: number, side: number = WEBGPU_TIERS[2].size + 2) => {
    const data = new Uint8ClampedArray(side * side * 4).fill(255);
    for (let index = 0; index < data.length; index += 4) data.set([value, 255 - value, 128], index);
    return { pixels: { width: side, height: side, data } };
  };

  it('draws into any texture view', async () => {
    const scene = new Scene(registry);
    scene.setGraph(new FakeGraph().node('a', 'sdxl-turbo', 40, 40));
    const picture = await paint(scene);
    expect(difference(pixelAt(picture, 150, 146), bytes(theme.surface))).to.be.below(4);
  });

  it('draws the last of more quads and wires than one draw takes as it draws them alone', async () => {
    const sceneOf = (others: number): Scene => {
      const graph = new FakeGraph().node('from', 'prompt', 0, 0);
      for (let index = 0; index < others; index += 1) {
        graph.node(`n${index}`, 'sdxl-turbo', 0, 1500);
        graph.edge(['from', 'text'], [`n${index}`, 'prompt']);
      }
      graph.node('last', 'sdxl-turbo', 1500, 1500);
      graph.edge(['from', 'text'], ['last', 'prompt']);
      const scene = new Scene(registry);
      scene.setGraph(graph);
      return scene;
    };
    const camera = { x: 0, y: 0, zoom: 0.25 };
    /** Its right half: the others lie in the left one. */
    const half = async (scene: Scene): Promise<string[]> => {
      const picture = await paint(scene, camera);
      const pixels: string[] = [];
      for (let y = 0; y < SIZE; y += 1) for (let x = SIZE / 2; x < SIZE; x += 1) pixels.push(pixelAt(picture, x, y).join());
      return pixels;
    };
    const none = await half(new Scene(registry));
    const alone = await half(sceneOf(0));
    const among = await half(sceneOf(9000));
    const others = (a: string[], b: string[]) => a.filter((pixel, index) => pixel !== b[index]).length;
    expect(others(alone, none), 'a node and its wire').to.be.above(2000);
    expect(others(among, alone)).to.equal(0);
  });

  it('makes no more indices than a draw takes, and as many draws as that needs', () => {
    const { device } = lease;
    const target = device.createTexture({ size: [1, 1], format: 'rgba8unorm', usage: GPUTextureUsage.RENDER_ATTACHMENT });
    const encoder = device.createCommandEncoder();
    const colorAttachment = { view: target.createView(), loadOp: 'clear', storeOp: 'store' } as const;
    const pass = encoder.beginRenderPass({ colorAttachments: [colorAttachment] });
    for (const [segments, draws] of [
      [1, 1],
      [24, 22],
      [96, 89],
    ] as const) {
      const meter = new UploadMeter();
      const strips = new Strips(device, meter, segments, 256);
      strips.reserve(15_000);
      expect(meter.bytes, `of ${segments}`).to.be.within(100_000, 16_384 * 24);
      expect(strips.draw(pass, 0, 15_000), `draws of ${segments}`).to.equal(draws);
      meter.bytes = 0;
      strips.reserve(1_000_000);
      expect(meter.bytes, 'no more for more instances').to.be.at.most(16_384 * 24);
      strips.indices.destroy();
    }
    pass.end();
    target.destroy();
  });

  it('has all text in a picture that is taken in the middle of a zoom', async () => {
    const graph = new FakeGraph();
    for (let index = 0; index < 400; index += 1) graph.node(`n${index}`, 'prompt', (index % 20) * 140, Math.floor(index / 20) * 140);
    const scene = new Scene(registry);
    scene.setGraph(graph);
    const camera = { x: 0, y: 0, zoom: 0.25 };
    const whole = await paint(scene, camera);
    for (let zoom = 0.18; zoom < 0.249; zoom *= 1.03) await paint(scene, { ...camera, zoom });
    const zooming = await paint(scene, camera);
    await paint(scene, { ...camera, zoom: 0.249 });
    const taken = await text.unhurried(() => paint(scene, camera));
    const others = (picture: Picture): number => {
      let count = 0;
      for (let y = 0; y < SIZE; y += 1)
        for (let x = 0; x < SIZE; x += 1) if (difference(pixelAt(picture, x, y), pixelAt(whole, x, y)) > 8) count += 1;
      return count;
    };
    expect(others(zooming), 'the control: without it').to.be.above(1000);
    expect(others(taken)).to.equal(0);
  });

  it('keeps every picture right while its tier grows and one of them changes in the same frame', async () => {
    const graph = new FakeGraph();
    for (let index = 0; index < 12; index += 1) graph.node(`n${index}`, 'output', (index % 4) * 250, Math.floor(index / 4) * 300);
    const scene = new Scene(registry);
    scene.setGraph(graph);
    for (let index = 0; index < 4; index += 1) scene.setMedia(`n${index}`, solid(index * 20));
    const camera = { x: 0, y: 0, zoom: 0.5 };
    await paint(scene, camera);
    scene.setMedia('n1', solid(250));
    for (let index = 4; index < 12; index += 1) scene.setMedia(`n${index}`, solid(index * 20));
    const picture = await paint(scene, camera);
    for (let index = 0; index < 12; index += 1) {
      const value = index === 1 ? 250 : index * 20;
      const at = pixelAt(picture, ((index % 4) * 250 + 120) / 2, (Math.floor(index / 4) * 300 + 140) / 2);
      expect(difference(at, [value, 255 - value, 128]), `picture ${index}`).to.be.below(4);
    }
    expect(painter.thumbnails.counts).to.deep.equal([0, 12, 0]);
  });

  it('gives the layers of pictures out of sight to those in sight', async () => {
    const graph = new FakeGraph();
    const many = WEBGPU_TIERS[1].layers + 10;
    for (let index = 0; index < many; index += 1) graph.node(`n${index}`, 'output', index * 2000, 0);
    const scene = new Scene(registry);
    scene.setGraph(graph);
    for (let index = 0; index < many; index += 1) scene.setMedia(`n${index}`, solid(index));
    for (let index = 0; index < many; index += 1) {
      const picture = await paint(scene, { x: index * 2000, y: 0, zoom: 1 });
      expect(difference(pixelAt(picture, 120, 140), [index, 255 - index, 128]), `picture ${index}`).to.be.below(4);
    }
    expect(painter.thumbnails.counts).to.deep.equal([0, WEBGPU_TIERS[1].layers, 0]);
  });

  it('keeps a picture of few pixels in the small tier and draws it as a large one', async () => {
    const scene = new Scene(registry);
    scene.setGraph(new FakeGraph().node('a', 'output', 0, 0));
    for (const zoom of [1, 0.3]) {
      scene.setMedia('a', solid(90, 32));
      const small = await paint(scene, { x: 0, y: 0, zoom });
      expect(difference(pixelAt(small, 120 * zoom, 140 * zoom), [90, 165, 128]), `few pixels, zoom ${zoom}`).to.be.below(4);
      scene.setMedia('a', solid(200));
      const large = await paint(scene, { x: 0, y: 0, zoom });
      expect(difference(pixelAt(large, 120 * zoom, 140 * zoom), [200, 55, 128]), `many pixels, zoom ${zoom}`).to.be.below(4);
    }
    expect(painter.thumbnails.counts, 'a preview frees the layer of the one before').to.deep.equal([0, 1, 0]);
  });

  it('makes mip levels that keep what is clear and what is not', async () => {
    const side = 256;
    const data = new Uint8ClampedArray(side * side * 4);
    // Columns of one texel, white and clear in turn: half of white from afar.
    for (let index = 0; index < data.length; index += 8) data.fill(255, index, index + 4);
    const scene = new Scene(registry);
    scene.setGraph(new FakeGraph().node('a', 'output', 0, 0));
    scene.setMedia('a', { pixels: { width: side, height: side, data: new Uint8ClampedArray(data.length) } });
    const camera = { x: 0, y: 0, zoom: 0.5 };
    const clear = pixelAt(await paint(scene, camera), 60, 70);
    scene.setMedia('a', { pixels: { width: side, height: side, data } });
    const striped = pixelAt(await paint(scene, camera), 60, 70);
    expect(difference(striped, clear.map((value) => (value + 255) / 2) as [number, number, number])).to.be.below(8);
  });

  it('stands still far from zero', async () => {
    const near = new Scene(registry);
    near.setGraph(new FakeGraph().node('a', 'sdxl-turbo', 40, 40));
    const first = await paint(near);
    const far = new Scene(registry);
    const away = 28 * 1_000_000;
    far.setGraph(new FakeGraph().node('a', 'sdxl-turbo', away + 40, 40));
    const second = await paint(far, { x: away, y: 0, zoom: 1 });
    expect(second.data).to.deep.equal(first.data);
  });

  it('draws joined scripts and emoji', async () => {
    const scene = new Scene(registry);
    scene.setGraph(new FakeGraph().node('a', 'prompt', 0, 0, { text: '' }));
    const empty = await paint(scene);
    scene.setGraph(new FakeGraph().node('a', 'prompt', 0, 0, { text: 'مرحبا 🐸' }));
    const written = await paint(scene);
    let changed = 0;
    for (let y = 40; y < 94; y += 1)
      for (let x = 12; x < 226; x += 1)
        if (difference(pixelAt(written, x, y), bytes(theme.well)) > 60 && difference(pixelAt(written, x, y), pixelAt(empty, x, y)) > 40)
          changed += 1;
    expect(changed).to.be.above(30);
    expect(text.glyphPage.data.some((value) => value > 0)).to.equal(true);
  });
});
