/** What the tests of the studio's parts share: mounting in a theme, catching events, sample node types. */
import { animationsEnded } from './animations.js';
import { expect, fixture, html } from '@open-wc/testing';
import { defineParts } from '../../src/element/parts.js';
import { COLOR_TOKENS } from '../../src/element/tokens.js';
import type { NodeDefinition, PortType } from '../../src/registry/types.js';
import type { GdsPart } from '../../src/element/gds-part.js';

defineParts();

export const THEMES = ['dark', 'light'] as const;

/** A part on a ground of its theme's colour, with its properties set. */
export async function mount<T extends GdsPart>(tag: string, properties: Partial<T>, theme: 'dark' | 'light' = 'dark'): Promise<T> {
  const holder = await fixture<HTMLDivElement>(html`<div></div>`);
  const part = Object.assign(document.createElement(tag), properties) as T;
  part.dataset['theme'] = theme;
  holder.append(part);
  holder.style.setProperty('background', COLOR_TOKENS.surface[theme]);
  await part.updateComplete;
  return part;
}

/** Details of every event of `type` that leaves the part, in order. */
export function caught<T = Record<string, unknown>>(part: HTMLElement, type: string): T[] {
  const details: T[] = [];
  part.addEventListener(type, (event) => details.push((event as CustomEvent<T>).detail));
  return details;
}

/** The element inside the part's shadow root; throws where it is not there. */
export function inside<T extends HTMLElement = HTMLElement>(part: Element, selector: string): T {
  const found = part.shadowRoot?.querySelector<T>(selector);
  if (!found) throw new Error(`${part.localName} has no ${selector}`);
  return found;
}

export const byName = (part: Element, name: string): HTMLElement => inside(part, `[aria-label="${name}"]`);

export function press(target: Element, key: string, more: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true, ...more });
  target.dispatchEvent(event);
  return event;
}

/** Types into a field the way a person does: `input`, and `change` at the end. */
export function type(target: HTMLInputElement | HTMLTextAreaElement, text: string, done = true): void {
  target.value = text;
  target.dispatchEvent(new Event('input', { bubbles: true }));
  if (done) target.dispatchEvent(new Event('change', { bubbles: true }));
}

/** axe in both themes; every icon-only button has a name and a tooltip. */
export function itIsAccessible<T extends GdsPart>(tag: string, states: Readonly<Record<string, () => Partial<T>>>): void {
  for (const theme of THEMES) {
    for (const [name, properties] of Object.entries(states)) {
      it(`is accessible, ${name}, ${theme}`, async () => {
        const part = await mount<T>(tag, properties(), theme);
        await part.updateComplete;
        await animationsEnded(part.shadowRoot!);
        await expect(part).to.be.accessible();
        for (const button of part.shadowRoot?.querySelectorAll('.icon-button') ?? []) {
          expect(button.getAttribute('aria-label'), button.outerHTML).to.be.a('string').and.not.equal('');
          expect(button.getAttribute('title'), button.outerHTML).to.be.a('string').and.not.equal('');
        }
      });
    }
  }
}

const SHAPES: Readonly<Record<string, PortType>> = {
  string: { id: 'string', title: 'Text', colorToken: '--gds-port-string', shape: 'circle' },
  image: { id: 'image', title: 'Image', colorToken: '--gds-port-image', shape: 'square' },
  mesh: { id: 'mesh', title: 'Mesh', colorToken: '--gds-port-mesh', shape: 'triangle' },
};

export const sampleRegistry = {
  portTypeInfo: (id: string): PortType => SHAPES[id] ?? { id, title: id, colorToken: '--gds-port-any', shape: 'ring' },
  compatible: (from: string, to: string): boolean => from === to,
};

const port = (id: string, portType: string) => ({ id, title: id, type: portType });

export const SAMPLE_DEFINITIONS: readonly NodeDefinition[] = [
  {
    type: 'prompt',
    version: 1,
    title: 'Prompt',
    category: 'input',
    description: 'Text that says what to make.',
    icon: 'text-cursor-input',
    inputs: [],
    outputs: [port('text', 'string')],
    parameters: [{ kind: 'textarea', name: 'text', title: 'Text', default: '', placeholder: 'A red apple' }],
  },
  {
    type: 'sdxl-turbo',
    version: 1,
    title: 'Text to image',
    category: 'generate',
    description: 'Draws a picture from a prompt in a few steps.',
    keywords: ['diffusion'],
    icon: 'sparkles',
    face: { badge: 'turbo', media: 'image' },
    inputs: [port('prompt', 'string')],
    outputs: [port('image', 'image')],
    parameters: [
      { kind: 'text', name: 'positive', title: 'Prompt', default: '', port: 'prompt', maxLength: 10 },
      { kind: 'slider', name: 'steps', title: 'Steps', default: 4, min: 1, max: 8, step: 1 },
      { kind: 'number', name: 'guidance', title: 'Guidance', default: 0, min: 0, max: 20, step: 0.1 },
      {
        kind: 'select',
        name: 'size',
        title: 'Size',
        default: 256,
        options: [
          { value: 256, title: '256 × 256' },
          { value: 512, title: '512 × 512' },
        ],
      },
      { kind: 'seed', name: 'seed', title: 'Seed', default: 42 },
      { kind: 'boolean', name: 'tiling', title: 'Tiling', default: false, group: 'More', help: 'Edges fit together.' },
      { kind: 'color', name: 'ground', title: 'Ground', default: '#3fa9f5', group: 'More' },
      { kind: 'image', name: 'mask', title: 'Mask', default: '', group: 'More' },
    ],
    execute: () => Promise.resolve({}),
  },
  {
    type: 'triposr',
    version: 1,
    title: 'Image to 3D',
    category: 'model',
    description: 'Turns a picture into a solid.',
    icon: 'box',
    inputs: [port('image', 'image')],
    outputs: [port('mesh', 'mesh')],
    parameters: [],
    execute: () => Promise.resolve({}),
  },
];
