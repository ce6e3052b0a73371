/**
 * Draws scenes with the product's own WebGPU painter into a texture, without a page, and reads the time that each frame took the GPU from
 * timestamps around its render pass. Bundled by bench/gpu.mjs; the bundle runs alone:
 *
 *   node gpu.mjs --out FOLDER [--quick] [--font PATH] [--nodes COUNTS] [--pictures]
 *
 * It writes FOLDER/gpu.json and FOLDER/gpu.md, and with `--pictures` the last frame of each case, to look at. Needs a Vulkan, Metal or Direct3D
 * driver. A software adapter draws right pixels; its times say nothing about a GPU.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { create, globals } from 'webgpu';
import { GraphStore } from '../../src/graph/store.js';
import { createDefaultRegistry } from '../../src/registry/registry.js';
import { testTheme } from '../../src/render/testing.js';
import { TextEngine } from '../../src/render/text/text-engine.js';
import { WebGpuPainter } from '../../src/render/webgpu/painter.js';
import { Scene } from '../../src/scene/scene.js';
import { graphOf } from '../canvas/graph.mjs';
import { cameraAt, makeScene, shareInView, WAYS } from '../canvas/scene.mjs';
import { environment } from '../lib/environment.mjs';
import { markdown } from '../lib/markdown.mjs';
import { row } from '../lib/rows.mjs';
import { createContext, fontFamily, png } from './surface.mjs';

const VIEWPORT = { width: 2560, height: 1440 };
const COUNTS = [10_000, 100_000];
const FORMAT = 'rgba8unorm';
/** Frames that may wait for the GPU at a time, as in a browser. */
const IN_FLIGHT = 2;
/** Share of the picture's pixels that must differ from the first one, or nothing was drawn. */
const LEAST_DRAWN = 0.02;

// By number, because the globals are missing in Node. 1 copy source, 4 copy destination, 16 attachment; 0x200 query resolve, 1 map read, 8 copy destination.
const TEXTURE = 1 | 16;
const QUERY = 0x200 | 4;
const READ = 1 | 8;

/** @returns `{ rows, environment }` */
export async function measure({ quick = false, font, nodes, pictures } = {}) {
  const family = fontFamily(font);
  for (const [name, value] of Object.entries(globals)) if (!(name in globalThis)) globalThis[name] = value;
  // Timestamps in full: browsers round them to 0.1 ms, for reasons that are none here.
  const gpu = create(['disable-dawn-features=timestamp_quantization']);
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) {
    throw new Error(
      'WebGPU finds no graphics adapter on this machine. It needs a driver for Vulkan (libvulkan.so.1 on Linux), Metal or Direct3D 12.',
    );
  }
  if (!adapter.features.has('timestamp-query')) throw new Error('This adapter has no timestamps, and so its time cannot be read.');
  const device = await adapter.requestDevice({
    requiredFeatures: ['timestamp-query'],
    requiredLimits: {
      maxBufferSize: adapter.limits.maxBufferSize,
      maxStorageBufferBindingSize: adapter.limits.maxStorageBufferBindingSize,
    },
  });
  const problems = [];
  device.addEventListener('uncapturederror', ({ error }) => problems.push(error.message));
  const { vendor, architecture, description, device: model, isFallbackAdapter } = adapter.info;
  const named = { vendor, architecture, model, description, software: Boolean(isFallbackAdapter) };
  const name = [model || description || vendor, isFallbackAdapter ? '(software)' : ''].filter(Boolean).join(' ');
  console.error(`Adapter: ${name}`);

  const rows = [];
  const frames = quick ? { warmUp: 2, count: 5 } : { warmUp: 20, count: 160 };
  for (const count of nodes?.split(',').map(Number) ?? COUNTS) {
    const subject = await prepare(device, count, family);
    for (const [way, label] of Object.entries(WAYS)) {
      const taken = await play(device, subject, way, frames);
      const at = `${label}, ${count} nodes`;
      rows.push(row(name, at, 'GPU time per frame', 'ms', taken.gpu));
      rows.push(row(name, at, 'CPU time to encode a frame', 'ms', taken.cpu));
      rows.push(row(name, at, 'draws per frame', 'count', taken.draws));
      rows.push(row(name, at, 'bytes uploaded per frame', 'bytes', taken.bytes));
      rows.push(
        row(name, at, 'pixels drawn on', 'share', [await check(device, taken.texture, pictures && join(pictures, `${way}-${count}.png`))]),
      );
      taken.texture.destroy();
      if (problems.length > 0) throw new Error(`WebGPU complained: ${problems[0]}`);
      console.error(`${at}: ${rows.at(-5).median.toFixed(3)} ms`);
    }
    rows.push(row(name, `pan with all in view, ${count} nodes`, 'nodes in view', 'share', [shareInView(subject.bounds, VIEWPORT)]));
    subject.painter.dispose();
  }
  return { rows, environment: { adapter: named, viewport: `${VIEWPORT.width} × ${VIEWPORT.height} at 1×`, font: font ?? 'of the system' } };
}

async function prepare(device, count, family) {
  const theme = { ...testTheme('dark'), font: family };
  const registry = createDefaultRegistry();
  const graph = new GraphStore({ registry });
  const made = makeScene(count);
  graph.load(graphOf(made));
  const text = new TextEngine(family, { createContext });
  const scene = new Scene(registry);
  scene.measure = text.measure;
  scene.setGraph(graph);
  return { scene, theme, bounds: made.bounds, painter: await WebGpuPainter.create(device, FORMAT, text) };
}

/**
 * Plays a camera's way; one sample for each frame. Those of the warm-up do not count: buffers grow, letters are drawn, the GPU leaves
 * its rest.
 */
async function play(device, { scene, theme, bounds, painter }, way, { warmUp, count: frames }) {
  const { width, height } = VIEWPORT;
  const texture = device.createTexture({ size: [width, height], format: FORMAT, usage: TEXTURE });
  const target = { view: texture.createView(), width, height, dpr: 1 };
  const querySet = device.createQuerySet({ type: 'timestamp', count: frames * 2 });
  const cpu = [];
  const draws = [];
  const bytes = [];
  const waiting = [];
  await lettered(device, () => painter.paint(target, scene, cameraAt(way, bounds, 0, VIEWPORT), theme));
  for (let at = -warmUp; at < frames; at += 1) {
    const camera = cameraAt(way, bounds, at + warmUp, VIEWPORT);
    const stamps = at < 0 ? undefined : { querySet, beginningOfPassWriteIndex: at * 2, endOfPassWriteIndex: at * 2 + 1 };
    const start = performance.now();
    const drawn = painter.paint(target, scene, camera, theme, undefined, stamps);
    const ms = performance.now() - start;
    waiting.push(device.queue.onSubmittedWorkDone());
    if (waiting.length > IN_FLIGHT) await waiting.shift();
    if (at < 0) continue;
    cpu.push(ms);
    draws.push(drawn.draws);
    bytes.push(drawn.bytesUploaded);
  }
  await Promise.all(waiting);
  return { texture, cpu, draws, bytes, gpu: await readStamps(device, querySet, frames) };
}

/** Draws until no letter waits for a later frame. */
async function lettered(device, paint) {
  while (paint().waiting) await device.queue.onSubmittedWorkDone();
}

/** Milliseconds of each frame's render pass. */
async function readStamps(device, querySet, frames) {
  const size = frames * 16;
  const resolved = device.createBuffer({ size, usage: QUERY });
  const buffer = device.createBuffer({ size, usage: READ });
  const encoder = device.createCommandEncoder();
  encoder.resolveQuerySet(querySet, 0, frames * 2, resolved, 0);
  encoder.copyBufferToBuffer(resolved, 0, buffer, 0, size);
  device.queue.submit([encoder.finish()]);
  await buffer.mapAsync(1);
  const stamps = new BigUint64Array(buffer.getMappedRange().slice(0));
  for (const used of [resolved, buffer, querySet]) used.destroy();
  return Array.from({ length: frames }, (_, at) => Number(stamps[at * 2 + 1] - stamps[at * 2]) / 1e6);
}

/** Share of pixels unlike the first; throws where there are too few. Writes the picture to `path`, if given. */
async function check(device, texture, path) {
  const { width, height } = VIEWPORT;
  const buffer = device.createBuffer({ size: width * height * 4, usage: READ });
  const encoder = device.createCommandEncoder();
  encoder.copyTextureToBuffer({ texture }, { buffer, bytesPerRow: width * 4 }, [width, height]);
  device.queue.submit([encoder.finish()]);
  await buffer.mapAsync(1);
  const data = new Uint8Array(buffer.getMappedRange().slice(0));
  buffer.destroy();
  const pixels = new Uint32Array(data.buffer);
  const share = pixels.reduce((sum, pixel) => sum + (pixel === pixels[0] ? 0 : 1), 0) / pixels.length;
  if (path) writeFileSync(path, png(width, height, data));
  if (share < LEAST_DRAWN) throw new Error(`The picture is empty: ${(share * 100).toFixed(2)} % of its pixels are drawn on.`);
  return share;
}

/** The whole run as a command. */
async function main() {
  const { values } = parseArgs({
    options: {
      out: { type: 'string', default: '.' },
      quick: { type: 'boolean', default: false },
      font: { type: 'string' },
      nodes: { type: 'string' },
      pictures: { type: 'boolean' },
    },
  });
  const folder = resolve(values.out);
  mkdirSync(folder, { recursive: true });
  const { rows, environment: more } = await measure({ ...values, pictures: values.pictures ? folder : undefined });
  const report = { suite: 'gpu', environment: { ...environment(), quick: values.quick, ...more }, rows };
  writeFileSync(join(folder, 'gpu.json'), `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(join(folder, 'gpu.md'), markdown(report));
  console.log(markdown(report));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
  process.exit();
}
