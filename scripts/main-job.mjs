/**
 * `npm run main-job -- --prompt TEXT --seed N`: the product's main job without a person. Opens the studio with an empty profile,
 * types the prompt, presses Run by its button and waits for a picture and a mesh.
 *
 *   --image FILE     drop this picture on the canvas instead, redraw it (image to image), then make the mesh
 *   --strength N     how far the dropped picture is changed, 0 to 1; 0.2 keeps what a photograph shows
 *   --renderer KIND  auto (default), webgpu, webgl or canvas
 *   --out FOLDER     default out/main-job; gets picture.png, mesh.glb, screenshot.png, report.json
 *
 * The report's `mainThread` tells the page's own work from waiting. `longtasks` are the browser's own entries, by the clock, over the
 * page's whole life. The rest comes from a trace in three phases: `opening` (until it rests), `whileRunning`, and `afterwards`
 * (pictures of the results, saving). Each has its tasks by the clock and by the processor. The model computes on as many threads as there
 * are cores, so on a small machine the main thread loses its core in the middle of a task: only the clock sees that. A task that is long
 * on the processor is the page's own doing, and so are waits for the GPU process (`waitingForGpuMs`, all of them together). Both figures
 * belong in a judgement, neither alone.
 *
 * Exits with 1 when anything is missing or wrong: a failed or flat picture, a mesh without faces or with errors, errors in the
 * console, a policy violation, work that was not saved.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { meshFacts } from './lib/mesh-facts.mjs';
import { readOptions } from './lib/options.mjs';
import { pictureFacts } from './lib/picture-facts.mjs';
import { download, dropFile, nodeResult, openStudio, pageLog, pressRun, typePrompt, until } from './lib/studio-page.mjs';
import { root, startStudio } from './lib/studio-server.mjs';

const values = readOptions({
  prompt: { type: 'string', default: 'a 3d render of a red apple' },
  seed: { type: 'string', default: '42' },
  image: { type: 'string' },
  strength: { type: 'string', default: '0.2' },
  renderer: { type: 'string', default: 'auto' },
  out: { type: 'string', default: join(root, 'out/main-job') },
});
const seed = Number(values.seed);
if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
  console.error(`--seed takes a whole number from 0 to 4294967295, not "${values.seed}".`);
  process.exit(2);
}

const strength = Number(values.strength);
if (!(strength >= 0 && strength <= 1)) {
  console.error(`--strength takes a number from 0 to 1, not "${values.strength}".`);
  process.exit(2);
}

/** Below this a picture is as good as one flat colour (luma, 0 to 255). */
const FLAT = 8;

/** Pictures, panels and saving have come to rest after this many milliseconds. */
const REST = 800;

const out = resolve(values.out);
mkdirSync(out, { recursive: true });
const problems = [];
const started = performance.now();
const server = await startStudio({ port: 0 });
const studio = await openStudio(server.url, { query: { renderer: values.renderer }, trace: true });
const { page } = studio;
const report = { prompt: values.prompt, seed, image: values.image ?? null, ...(values.image ? { strength } : {}) };

try {
  const openedAt = performance.now();
  // From here to the press of Run the page also carries what drives it: that is not its own work.
  await page.waitForTimeout(REST);
  await page.evaluate(() => performance.mark('gds-opened'));
  const nodes = values.image
    ? await prepareImageJob()
    : { generator: 'picture-model', picture: 'picture', mesher: 'mesh-model', mesh: 'mesh' };
  await typePrompt(page, 'prompt', values.prompt);
  await page.evaluate(([id, seed]) => document.querySelector('gds-canvas').graph.setParam(id, 'seed', seed), [nodes.generator, seed]);

  const run = await pressRun(page);
  if (run.status !== 'complete') problems.push(`The run ended as "${run.status}": ${run.failed.join('; ')}`);

  const generator = await nodeResult(page, nodes.generator);
  const mesher = await nodeResult(page, nodes.mesher);
  await checkShown(nodes);

  await page.evaluate(() => document.querySelector('gds-canvas').flush());
  const state = await page.evaluate(() => {
    const canvas = document.querySelector('gds-canvas');
    return { renderer: canvas.rendererInfo, save: canvas.saveState, isolated: crossOriginIsolated };
  });
  await page.waitForTimeout(REST);
  await page.evaluate(() => performance.mark('gds-done'));
  const trace = await studio.trace.stop();
  await page.screenshot({ path: join(out, 'screenshot.png') });

  const picture = await savePicture(generator, nodes.picture ?? (await nodeBehind(nodes.generator, 'output')));
  const mesh = await saveMesh(mesher, nodes.mesh);
  const log = await pageLog(page);
  if (log.errors.length > 0) problems.push(`Errors of the element: ${log.errors.join('; ')}`);
  if (log.violations.length > 0) problems.push(`Policy violations: ${log.violations.join('; ')}`);
  const consoleErrors = studio.console.filter((line) => line.startsWith('error'));
  if (consoleErrors.length > 0) problems.push(`Console: ${consoleErrors.join('; ')}`);
  if ((state.save?.status ?? state.save?.state) === 'error') problems.push(`The project was not saved: ${JSON.stringify(state.save)}`);

  Object.assign(report, {
    seconds: {
      open: seconds(openedAt - started),
      run: seconds(run.ended - run.started),
      picture: seconds(generator.ms ?? 0),
      mesh: seconds(mesher.ms ?? 0),
      pictureStages: stageSeconds(generator.info),
      meshStages: stageSeconds(mesher.info),
    },
    renderer: state.renderer,
    provider: {
      picture: generator.info?.backend ?? null,
      mesh: mesher.info?.backend ?? null,
      model: generator.info?.modelLabel,
      mesher: mesher.info?.modelLabel,
    },
    crossOriginIsolated: state.isolated,
    picture,
    mesh,
    mainThread: {
      longtasks: { count: log.longTasks.length, longestMs: Math.round(Math.max(0, ...log.longTasks.map(({ ms }) => ms))) },
      opening: trace.between('gds-page', 'gds-opened'),
      whileRunning: trace.between('gds-run-start', 'gds-run-end'),
      afterwards: trace.between('gds-run-end', 'gds-done'),
    },
    saved: state.save,
    console: studio.console,
    machine: { cpu: cpus()[0]?.model ?? '', cores: cpus().length, node: process.version, browser: studio.browser.version() },
  });
} catch (error) {
  problems.push(String(error?.message ?? error));
  await page.screenshot({ path: join(out, 'screenshot.png') }).catch(() => undefined);
  report.console = studio.console;
} finally {
  report.problems = problems;
  writeFileSync(join(out, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
  await studio.close();
  await server.close();
}

console.log(JSON.stringify(report, null, 2));
if (problems.length > 0) {
  console.error(`\nThe main job failed:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  process.exit(1);
}
console.log(`\nThe main job is done: ${out}`);

/** Drops the picture and builds picture → image to image → image to 3D → mesh around it. */
async function prepareImageJob() {
  const { width, height } = page.viewportSize();
  const before = await page.evaluate(() => [...document.querySelector('gds-canvas').graph.nodes.keys()]);
  await dropFile(page, resolve(values.image), Math.round(width / 2), Math.round(height * 0.75));
  const find = (known) =>
    [...document.querySelector('gds-canvas').graph.nodes.values()].find(({ id, type }) => type === 'image' && !known.includes(id))?.id;
  const image = await until(page, find, { what: 'an image node after the drop', seconds: 20, argument: before });
  const generator = await page.evaluate(
    ([image, denoise]) => {
      const { graph } = document.querySelector('gds-canvas');
      graph.deleteNodes(['picture-model', 'picture']);
      const model = graph.addNode({ type: 'model', x: 306, y: 0, params: { denoise } });
      graph.moveNodes([image], -graph.nodes.get(image).x, 200 - graph.nodes.get(image).y);
      graph.addEdge(['prompt', 'text'], [model, 'prompt']);
      graph.addEdge([image, 'image'], [model, 'image']);
      graph.addEdge([model, 'image'], ['mesh-model', 'image']);
      document.querySelector('gds-canvas').fitView();
      return model;
    },
    [image, strength],
  );
  await page.waitForTimeout(500);
  return { generator, mesher: 'mesh-model', mesh: 'mesh' };
}

/** The node of a type that takes what `id` gives. */
function nodeBehind(id, type) {
  return page.evaluate(
    ([id, type]) => {
      const { edges, nodes } = document.querySelector('gds-canvas').graph;
      return [...edges.values()].map(({ from, to }) => from[0] === id && nodes.get(to[0])).find((node) => node?.type === type)?.id;
    },
    [id, type],
  );
}

async function savePicture(result, nodeId) {
  if (result.status !== 'complete') {
    problems.push(`There is no picture: ${result.error ?? result.status}.`);
    return null;
  }
  const png = await download(page, nodeId, join(out, 'picture.png'));
  const facts = pictureFacts(png);
  if (facts.std < FLAT) problems.push(`The picture is flat: standard deviation ${facts.std}.`);
  return facts;
}

async function saveMesh(result, nodeId) {
  if (result.status !== 'complete') {
    problems.push(`There is no mesh: ${result.error ?? result.status}.`);
    return null;
  }
  const glb = await download(page, nodeId, join(out, 'mesh.glb'));
  const facts = await meshFacts(glb);
  if (facts.faces === 0) problems.push('The mesh has no faces.');
  if (facts.errors > 0) problems.push(`The glTF validator found ${facts.errors} errors: ${facts.messages.join('; ')}`);
  if (facts.faces !== result.faces) problems.push(`The mesh is announced with ${result.faces} faces and has ${facts.faces}.`);
  return facts;
}

/** The results must have arrived at the nodes that show them. */
async function checkShown({ picture, mesh }) {
  for (const [what, id] of [
    ['picture', picture],
    ['mesh', mesh],
  ]) {
    if (id && (await nodeResult(page, id)).status !== 'complete') problems.push(`The ${what} did not arrive at its node.`);
  }
}

function seconds(ms) {
  return Math.round(ms) / 1000;
}
function stageSeconds(info) {
  return Object.fromEntries(Object.entries(info?.timings ?? {}).map(([stage, ms]) => [stage, seconds(ms)]));
}
