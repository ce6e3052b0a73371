/**
 * The studio page in headless Chromium, as a person would have it: a fresh profile, real input, the page's own buttons.
 *
 * The page runs under a strict CSP, which Playwright's own polling (`waitForFunction`) would break: {@link until} polls with
 * plain functions. Events of the element are kept in the page from its first moment on, in `window.gdsLog`.
 */
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { CHROMIUM_FLAGS } from '../../tools/chromium.mjs';
import { traceMainThread } from './main-thread.mjs';
import { ensureChromium } from './system.mjs';

/** Runs in the page before everything else: collects events, long tasks and policy violations, and marks runs for traces. */
function observe() {
  const log = { ready: false, runs: [], starts: [], errors: [], saves: [], longTasks: [], violations: [] };
  window.gdsLog = log;
  performance.mark('gds-page');
  const on = (type, listener) => document.addEventListener(type, listener);
  on('gds-ready', () => (log.ready = true));
  on('gds-run-start', () => {
    performance.mark('gds-run-start');
    log.starts.push(performance.now());
  });
  on('gds-run-end', (event) => {
    performance.mark('gds-run-end');
    log.runs.push({
      at: performance.now(),
      status: event.detail.status,
      failed: event.detail.failed?.map(({ id, error }) => `${id}: ${error.code} ${error.message}`) ?? [],
    });
  });
  on('gds-error', (event) => log.errors.push(`${event.detail.code}: ${event.detail.message}`));
  on('gds-save-state', (event) => log.saves.push(event.detail.state ?? event.detail.status));
  on('securitypolicyviolation', (event) => log.violations.push(`${event.violatedDirective}: ${event.blockedURI}`));
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) log.longTasks.push({ start: entry.startTime, ms: entry.duration });
  }).observe({ type: 'longtask', buffered: true });
}

/**
 * Opens the studio at `url`. `close()` ends the browser.
 *
 * @param options.theme  colour scheme that the system asks for, `dark` or `light`
 * @param options.still  the system asks for less motion: on a machine without a GPU a run then has the processor to itself
 * @param options.query  attributes of the element that the address overrides
 * @param options.trace  record the main thread from the first moment on; `trace.stop()` of the result gives what it did
 */
export async function openStudio(
  url,
  { width = 1440, height = 900, scale = 1, theme = 'dark', still = false, query = {}, wait = true, trace = false } = {},
) {
  const browser = await chromium.launch({ executablePath: ensureChromium(), headless: true, args: CHROMIUM_FLAGS });
  const reducedMotion = still ? 'reduce' : 'no-preference';
  const context = await browser.newContext({ viewport: { width, height }, deviceScaleFactor: scale, colorScheme: theme, reducedMotion });
  const page = await context.newPage();
  const console_ = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && console_.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => console_.push(`error: ${error.message}`));
  page.on('crash', () => console_.push('error: the page crashed'));
  await page.addInitScript(observe);
  const address = new URL(url);
  for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
  const recording = trace ? await traceMainThread(browser) : undefined;
  await page.goto(address.href);
  if (wait) await until(page, () => window.gdsLog.ready, { what: 'the canvas to be ready', seconds: 60 });
  return { browser, page, console: console_, trace: recording, close: () => browser.close() };
}

/** Polls `probe` in the page until it gives something true, and returns that. */
export async function until(page, probe, { what, seconds = 60, argument } = {}) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const value = await page.evaluate(probe, argument);
    if (value) return value;
    if (Date.now() > end) throw new Error(`Waited ${seconds} s in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** What the page has collected so far. */
export const pageLog = (page) => page.evaluate(() => window.gdsLog);

/** Client coordinates of a canvas point. */
export const clientPoint = (page, x, y) => page.evaluate(([x, y]) => document.querySelector('gds-canvas').canvasToClient(x, y), [x, y]);

/** Writes a prompt the way a person does: a double click on the node's field, then keys. */
export async function typePrompt(page, nodeId, text) {
  const { x, y } = await page.evaluate((id) => {
    const canvas = document.querySelector('gds-canvas');
    const node = canvas.graph.nodes.get(id);
    return canvas.canvasToClient(node.x + 80, node.y + 56);
  }, nodeId);
  await page.mouse.dblclick(x, y);
  await until(page, isTyping, { what: 'a text field after a double click on the prompt', seconds: 10 });
  await page.keyboard.press('ControlOrMeta+A');
  if (text === '') await page.keyboard.press('Delete');
  else await page.keyboard.insertText(text);
  await page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    active?.blur();
  });
  await until(page, ([id, text]) => document.querySelector('gds-canvas').graph.nodes.get(id).params.text === text, {
    what: `the prompt to read "${text}"`,
    seconds: 10,
    argument: [nodeId, text],
  });
}

function isTyping() {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active?.tagName === 'TEXTAREA' || active?.tagName === 'INPUT';
}

export const button = (page, name) => page.getByRole('button', { name, exact: true });

/** Presses Run by its button and waits for that run's end. Returns `{status, failed, started, ended}`, times in page milliseconds. */
export async function pressRun(page, { seconds = 240 } = {}) {
  const before = (await pageLog(page)).runs.length;
  await button(page, 'Run').click();
  const run = await until(page, (count) => window.gdsLog.runs[count], { what: 'the run to end', seconds, argument: before });
  const { starts } = await pageLog(page);
  return { ...run, started: starts.at(-1), ended: run.at };
}

/** What a node has made: its outputs with binary ones as base64, its state and times. */
export const nodeResult = (page, nodeId) =>
  page.evaluate(async (id) => {
    const canvas = document.querySelector('gds-canvas');
    const state = canvas.executor.state(id);
    const value = Object.values(state.outputs ?? {})[0];
    const base64 = (blob) =>
      new Promise((resolve, reject) => {
        const reader = new FileReader();
        reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '');
        reader.onerror = () => reject(reader.error);
        reader.readAsDataURL(blob);
      });
    return {
      status: state.status,
      error: state.error && `${state.error.code}: ${state.error.message}`,
      ms: state.ms,
      info: state.info,
      kind: value?.kind,
      width: value?.width,
      height: value?.height,
      faces: value?.faces,
      vertices: value?.vertices,
      data: value?.blob && (await base64(value.blob)),
    };
  }, nodeId);

/** Selects a node, saves what it shows by the panel's button as `path`, and returns the bytes. */
export async function download(page, nodeId, path) {
  await page.evaluate((id) => document.querySelector('gds-canvas').select([id]), nodeId);
  const save = page.locator('gds-node-panel').getByRole('button', { name: 'Download', exact: true });
  const [file] = await Promise.all([page.waitForEvent('download'), save.click()]);
  await file.saveAs(path);
  return readFileSync(path);
}

/** Drops a file from the desktop at a client point: the browser's own drag events, with the file in them. */
export async function dropFile(page, path, x, y) {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop']) await session.send('Input.dispatchDragEvent', { type, x, y, data });
  await session.detach();
}
