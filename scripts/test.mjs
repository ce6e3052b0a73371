/**
 * `npm test`: every check in one go, and at the end the plain line `N passed, N failed`.
 *
 * Stages run one after another (the machine may have two cores) and all of them run even when one fails; what needs one core each runs side
 * by side: lint, type check and format check, and the light ones of the Node tests. Build, lint, type check, format check and manifest count
 * as one test each. `npm test -- STAGE …` runs only the stages named.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { lightTests } from './lib/light-tests.mjs';
import { ensureChromium } from './lib/system.mjs';
import { staleParts } from './lib/stale.mjs';
import { root } from './lib/studio-server.mjs';

const bin = (path) => join(root, 'node_modules', path);

/** Runs a program of ours or of a package with Node; its output is shown as it comes and returned. */
function node(args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of ['stdout', 'stderr']) {
      child[stream].on('data', (data) => {
        output += data;
        process[stream].write(data);
      });
    }
    child.on('close', (code) => resolve({ ok: code === 0, output }));
  });
}

/** Files in a folder of their own, and how to get rid of both. */
function scratch(...names) {
  const folder = mkdtempSync(join(tmpdir(), 'gds-test-'));
  const files = names.map((name) => join(folder, name));
  return { file: files[0], files, drop: () => rmSync(folder, { recursive: true }) };
}

/** One check that passes or fails as a whole. */
const check = async (...args) => {
  const { ok } = await node(args);
  return { passed: Number(ok), failed: Number(!ok) };
};

/** Runs test files with Node, so many at a time. */
async function nodeFiles(files, atOnce) {
  const { file, drop } = scratch('tap.txt');
  const reporters = [
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    '--test-reporter=tap',
    `--test-reporter-destination=${file}`,
  ];
  const { ok } = await node(['--import', 'tsx', '--test', `--test-concurrency=${atOnce}`, ...reporters, ...files]);
  const tap = readFileSync(file, 'utf8');
  drop();
  const figure = (name) => Number(tap.match(new RegExp(`^# ${name} (\\d+)$`, 'm'))?.[1] ?? 0);
  const failed = figure('fail') + figure('cancelled');
  return { passed: figure('pass'), failed: failed || Number(!ok), skipped: figure('skipped') + figure('todo') };
}

/**
 * Runs light test files side by side in four processes: to start one for each and to compile what they share takes longer than most of them. A
 * process imports all of its files before the first one's tests run.
 */
async function lightFiles(files) {
  const groups = scratch(...[1, 2, 3, 4].map((number) => `light-${number}.test.mjs`));
  groups.files.forEach((group, at) => {
    const here = files.filter((_, index) => index % groups.files.length === at);
    writeFileSync(group, here.map((file) => `import ${JSON.stringify(pathToFileURL(join(root, file)).href)};`).join('\n'));
  });
  const result = await nodeFiles(groups.files, availableParallelism());
  groups.drop();
  return result;
}

/** Test files of the sources; those for the browser have `.browser` in their name. */
const testFiles = ['src', 'adapters', 'server', 'studio', 'test', 'bench']
  .flatMap((folder) => readdirSync(join(root, folder), { recursive: true }).map((file) => join(folder, file)))
  .filter((file) => /\.test\.(ts|mjs)$/.test(file) && !file.includes('node_modules'))
  .sort();
const nodeTests = testFiles.filter((file) => !file.endsWith('.browser.test.ts'));
const browserTests = testFiles.filter((file) => file.endsWith('.browser.test.ts'));

const STAGES = {
  async build() {
    await build(staleParts(root, ['workers', 'library', 'server', 'types', 'studio']));
    return { passed: 1, failed: 0 };
  },
  manifest: () => check(bin('@custom-elements-manifest/analyzer/cem.js'), 'analyze', '--config', 'custom-elements-manifest.config.mjs'),
  lint: () => check(bin('eslint/bin/eslint.js'), '.', '--max-warnings', '0'),
  typecheck: () => check(bin('typescript/bin/tsc'), '-p', 'tsconfig.check.json'),
  format: () => check(bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'),
  async node() {
    const light = await lightTests(root, nodeTests);
    const beside = await lightFiles(nodeTests.filter((file) => light.has(file)));
    ensureChromium();
    const alone = await nodeFiles(
      nodeTests.filter((file) => !light.has(file)),
      1,
    );
    const sum = (key) => beside[key] + alone[key];
    return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
  },
  async browser() {
    if (browserTests.length === 0) return { passed: 0, failed: 1 };
    const { file, drop } = scratch('counts.json');
    const { ok } = await node([bin('@web/test-runner/dist/bin.js')], { GDS_TEST_COUNTS: file });
    const result = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { passed: 0, failed: 1 };
    drop();
    return { ...result, failed: result.failed || Number(!ok) };
  },
};

/** Stages that write nothing and need no machine to themselves. */
const READERS = new Set(['lint', 'typecheck', 'format']);

async function run(name) {
  console.log(`\n── ${name}`);
  const start = performance.now();
  let result;
  try {
    if (name === 'browser') ensureChromium();
    result = await STAGES[name]();
  } catch (error) {
    console.error(error.message ?? error);
    result = { passed: 0, failed: 1 };
  }
  return { name, seconds: (performance.now() - start) / 1000, skipped: 0, ...result };
}

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !Object.hasOwn(STAGES, name));
if (unknown) {
  console.error(`"${unknown}" is not a stage. Stages: ${Object.keys(STAGES).join(', ')}.`);
  process.exit(2);
}

const names = wanted.length > 0 ? wanted : Object.keys(STAGES);
const results = [];
for (let next = 0; next < names.length;) {
  // Checks that only read are one core's work each: those that stand side by side run side by side.
  let end = next + 1;
  if (READERS.has(names[next])) while (READERS.has(names[end])) end += 1;
  results.push(...(await Promise.all(names.slice(next, end).map(run))));
  next = end;
}

console.log('\n── summary');
for (const { name, passed, failed, skipped, seconds } of results) {
  const left = skipped > 0 ? `, ${skipped} skipped` : '';
  console.log(`${failed > 0 ? '✖' : '✔'} ${name.padEnd(10)} ${passed} passed, ${failed} failed${left} (${seconds.toFixed(1)} s)`);
}
const sum = (key) => results.reduce((total, result) => total + result[key], 0);
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = sum('failed') > 0 ? 1 : 0;
