/** What the journeys share: a canvas on the page with real adapters, real pointers over it, and what it told the page. */
import { expect } from '@open-wc/testing';
import { sendKeys, sendMouse } from '@web/test-runner-commands';
import { GdsCanvas } from '../../src/element/gds-canvas.js';
import type { GraphJSON } from '../../src/graph/types.js';
import type { RunResult } from '../../src/execution/types.js';
import { animationsEnded } from '../support/animations.js';

GdsCanvas.define();

export const EMPTY: GraphJSON = { format: 'gds-graph', version: 1, nodes: [], edges: [], groups: [], notes: [], meta: {} };

/** Prompt and picture, joined by a text-to-image node, then a mesh. */
export const REFERENCE: GraphJSON = {
  ...EMPTY,
  nodes: [
    { id: 'p', type: 'prompt', x: 0, y: 0, params: { text: 'a 3d render of a red apple' } },
    { id: 't', type: 'sdxl-turbo', x: 0, y: 210, params: { steps: 1 } },
    { id: 'o', type: 'output', x: 320, y: 0 },
    { id: 'm', type: 'triposr', x: 640, y: 0, params: { resolution: 64 } },
    { id: 'mo', type: 'mesh-output', x: 960, y: 0 },
  ],
  edges: [
    { id: 'e1', from: ['p', 'text'], to: ['t', 'prompt'] },
    { id: 'e2', from: ['t', 'image'], to: ['o', 'image'] },
    { id: 'e3', from: ['o', 'image'], to: ['m', 'image'] },
    { id: 'e4', from: ['m', 'mesh'], to: ['mo', 'mesh'] },
  ],
};

/** Two prompts and a text-to-image node, nothing joined: enough for pointers and keys. */
export const LOOSE: GraphJSON = {
  ...EMPTY,
  nodes: [
    { id: 'a', type: 'prompt', x: 0, y: 0, params: { text: 'one' } },
    { id: 'b', type: 'prompt', x: 0, y: 200, params: { text: 'two' } },
    { id: 'c', type: 'sdxl-turbo', x: 360, y: 0 },
  ],
};

const mounted = new Set<HTMLElement>();

export interface MountOptions {
  readonly graph?: GraphJSON;
  readonly project?: string;
  readonly width?: number;
  readonly height?: number;
  /** Sets properties before the element is on the page. */
  readonly before?: (canvas: GdsCanvas) => void;
}

/** Puts a canvas on the page and waits until it is ready. */
export async function mount(options: MountOptions = {}): Promise<GdsCanvas> {
  const holder = document.createElement('div');
  holder.style.setProperty('width', `${options.width ?? 1000}px`);
  holder.style.setProperty('height', `${options.height ?? 560}px`);
  const canvas = document.createElement('gds-canvas');
  canvas.assetBase = '/gds-assets/';
  canvas.project = options.project ?? '';
  options.before?.(canvas);
  holder.append(canvas);
  document.body.append(holder);
  mounted.add(holder);
  await canvas.ready;
  if (options.graph) canvas.load(options.graph);
  await settled(canvas);
  return canvas;
}

export async function unmountAll(): Promise<void> {
  await sendMouse({ type: 'move', position: [0, 0] });
  for (const holder of mounted) holder.remove();
  mounted.clear();
}

/** Rendered, and two frames later. */
export async function settled(canvas: GdsCanvas): Promise<void> {
  await canvas.updateComplete;
  await frames(2);
}

/** Settled, and whatever fades or slides in has arrived. */
export async function arrived(canvas: GdsCanvas): Promise<void> {
  await settled(canvas);
  await animationsEnded(canvas.shadowRoot!);
}

export async function frames(count: number): Promise<void> {
  for (let frame = 0; frame < count; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
}

export function part<E extends HTMLElement = HTMLElement>(canvas: GdsCanvas, selector: string): E {
  const found = canvas.shadowRoot?.querySelector<E>(selector);
  if (!found) throw new Error(`gds-canvas has no ${selector}`);
  return found;
}

/** A button by its accessible name, anywhere in the element's shadow trees. */
export function button(canvas: GdsCanvas, name: string): HTMLButtonElement {
  const search = (root: ParentNode): HTMLButtonElement | undefined => {
    for (const element of root.querySelectorAll('*')) {
      if (element instanceof HTMLButtonElement && (element.getAttribute('aria-label') ?? element.textContent?.trim()) === name)
        return element;
      const inside = element.shadowRoot && search(element.shadowRoot);
      if (inside) return inside;
    }
    return undefined;
  };
  const found = canvas.shadowRoot && search(canvas.shadowRoot);
  if (!found) throw new Error(`There is no button “${name}”`);
  return found;
}

/** Client position of a point on a node, from its top left corner in canvas units. */
export function onNode(canvas: GdsCanvas, id: string, dx = 60, dy = 18): [number, number] {
  const node = canvas.graph.nodes.get(id)!;
  const { x, y } = canvas.canvasToClient(node.x + dx, node.y + dy);
  return [Math.round(x), Math.round(y)];
}

export function onPort(canvas: GdsCanvas, id: string, port: string): [number, number] {
  const at = canvas.portPosition(id, port);
  const { x, y } = canvas.canvasToClient(at.x, at.y);
  return [Math.round(x), Math.round(y)];
}

export async function press(position: [number, number], buttonName: 'left' | 'middle' | 'right' = 'left'): Promise<void> {
  await sendMouse({ type: 'click', position, button: buttonName });
}

/** A keystroke with its modifiers, for example `Control+Shift+Z`. */
export async function stroke(keys: string): Promise<void> {
  const parts = keys.split('+');
  const key = parts.pop()!;
  for (const down of parts) await sendKeys({ down });
  await sendKeys({ press: key });
  for (const up of parts.reverse()) await sendKeys({ up });
}

/** A drag in steps, as a hand makes it; `during` runs before the release. */
export async function drag(from: [number, number], to: [number, number], during?: () => void | Promise<void>): Promise<void> {
  await sendMouse({ type: 'move', position: from });
  await sendMouse({ type: 'down' });
  for (let step = 1; step <= 4; step++) {
    await sendMouse({
      type: 'move',
      position: [Math.round(from[0] + ((to[0] - from[0]) * step) / 4), Math.round(from[1] + ((to[1] - from[1]) * step) / 4)],
    });
  }
  await during?.();
  await sendMouse({ type: 'up' });
}

/** A line of the tree that stands for the canvas in the page. */
export interface TreeLine {
  readonly element: HTMLElement;
  readonly level: number;
  readonly label: string;
  readonly selected: boolean;
}

/** The lines that are there, in order. */
export function linesOf(canvas: GdsCanvas): TreeLine[] {
  return [...canvas.shadowRoot!.querySelectorAll<HTMLElement>('[role="treeitem"]')].map((element) => ({
    element,
    level: Number(element.ariaLevel),
    label: element.ariaLabel ?? '',
    selected: element.ariaSelected === 'true',
  }));
}

/** The line that has the page's focus. */
export const focusedLine = (canvas: GdsCanvas): string | undefined => {
  const active = canvas.shadowRoot?.activeElement;
  return active?.role === 'treeitem' ? (active.ariaLabel ?? '') : undefined;
};

export const once = <T>(target: EventTarget, type: string): Promise<T> =>
  new Promise((resolve) => target.addEventListener(type, (event) => resolve((event as CustomEvent<T>).detail), { once: true }));

/** Details of every event of `type` from now on. */
export function collect<T>(target: EventTarget, type: string): T[] {
  const details: T[] = [];
  target.addEventListener(type, (event) => details.push((event as CustomEvent<T>).detail));
  return details;
}

/** Presses the Run button and waits for the end. */
export async function runByButton(canvas: GdsCanvas): Promise<RunResult> {
  const end = once<RunResult>(canvas, 'gds-run-end');
  button(canvas, 'Run').click();
  return end;
}

export async function until(probe: () => unknown, what: string, ms = 20_000): Promise<void> {
  const end = performance.now() + ms;
  while (!probe()) {
    if (performance.now() > end) expect.fail(`Waited in vain for ${what}`);
    await frames(1);
  }
}
