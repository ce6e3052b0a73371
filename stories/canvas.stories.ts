import type { Meta, StoryContext, StoryObj } from '@storybook/web-components-vite';
import type { GdsCanvas } from '../src/element/gds-canvas.js';
import type { ThemeChoice } from '../src/element/theme.js';
import type { GraphJSON } from '../src/graph/types.js';

const NOTHING: GraphJSON = { format: 'gds-graph', version: 1, nodes: [], edges: [], groups: [], notes: [], meta: {} };

/** Prompt, picture, mesh: press Run. */
const CHAIN: GraphJSON = {
  ...NOTHING,
  nodes: [
    { id: 'prompt', type: 'prompt', x: 0, y: 0, params: { text: 'a 3d render of a red apple' } },
    { id: 'model', type: 'sdxl-turbo', x: 306, y: 0 },
    { id: 'picture', type: 'output', x: 612, y: 0 },
    { id: 'mesher', type: 'triposr', x: 918, y: 0 },
    { id: 'mesh', type: 'mesh-output', x: 1224, y: 0 },
  ],
  edges: [
    { from: ['prompt', 'text'], to: ['model', 'prompt'] },
    { from: ['model', 'image'], to: ['picture', 'image'] },
    { from: ['picture', 'image'], to: ['mesher', 'image'] },
    { from: ['mesher', 'mesh'], to: ['mesh', 'mesh'] },
  ],
};

/** Every kind of thing that a canvas can hold. */
const ITEMS: GraphJSON = {
  ...CHAIN,
  nodes: [
    ...CHAIN.nodes,
    { id: 'muted', type: 'prompt', x: 0, y: 320, params: { text: 'another idea' }, mode: 'muted' },
    { id: 'point', type: 'reroute', x: 900, y: 380 },
    { id: 'preview', type: 'image-display', x: 960, y: 320, mode: 'bypassed', locked: true },
    { id: 'foreign', type: 'somewhere/Else', x: 306, y: 320, ports: { inputs: [{ id: 'in', type: 'image' }], outputs: [] } },
  ],
  edges: [...CHAIN.edges, { from: ['picture', 'image'], to: ['point', 'in'] }, { from: ['point', 'out'], to: ['preview', 'image'] }],
  groups: [{ id: 'frame', x: -30, y: -60, width: 610, height: 260, title: 'Words', color: 'blue' }],
  notes: [{ id: 'note', x: 612, y: 340, width: 220, height: 110, text: 'Short prompts with a style word work best.', color: 'yellow' }],
};

/** Six pictures from one prompt, on one sheet. */
const MATRIX: GraphJSON = {
  ...NOTHING,
  nodes: [
    { id: 'words', type: 'prompt-matrix', x: 0, y: 0, params: { prompt: 'a {red|blue|green} {apple|cat}' } },
    { id: 'model', type: 'sdxl-turbo', x: 306, y: 0, params: { steps: 2 } },
    { id: 'sheet', type: 'contact-sheet', x: 612, y: 0 },
  ],
  edges: [
    { from: ['words', 'text'], to: ['model', 'prompt'] },
    { from: ['model', 'image'], to: ['sheet', 'images'] },
  ],
};

type Args = Pick<GdsCanvas, 'inferencePolicy' | 'readonly' | 'renderer' | 'server' | 'snap' | 'wheel'> & { graph: GraphJSON };

function render({ graph, ...properties }: Args, context: StoryContext): HTMLElement {
  const canvas = document.createElement('gds-canvas');
  // Loaded before the element is on the page, so it opens with this; and before it is read-only.
  canvas.load(graph);
  Object.assign(canvas, properties, {
    assetBase: './gds-assets/',
    theme: (context.globals['theme'] as ThemeChoice | undefined) ?? 'system',
  });
  canvas.style.setProperty('display', 'block');
  canvas.style.setProperty('block-size', '560px');
  return canvas;
}

const meta: Meta<Args> = {
  title: 'Canvas/The studio',
  component: 'gds-canvas',
  parameters: { layout: 'fullscreen' },
  render,
  args: {
    graph: CHAIN,
    readonly: false,
    renderer: 'auto',
    wheel: 'cooperative',
    snap: 'guides',
    server: '',
    inferencePolicy: 'local-first',
  },
  argTypes: {
    renderer: { control: 'select', options: ['auto', 'webgpu', 'webgl', 'canvas'] },
    wheel: { control: 'select', options: ['cooperative', 'capture'] },
    snap: { control: 'select', options: ['', 'guides', 'grid', 'grid guides'] },
    server: { control: 'text' },
    inferencePolicy: { control: 'select', options: ['local-first', 'remote-first', 'local-only', 'remote-only'] },
  },
};
export default meta;

type Story = StoryObj<Args>;

export const ReadyToRun: Story = {};
export const EveryItem: Story = { args: { graph: ITEMS } };
export const PromptMatrix: Story = { args: { graph: MATRIX } };
export const Empty: Story = { args: { graph: NOTHING } };
export const ReadOnly: Story = { args: { readonly: true } };
export const PlainCanvasTier: Story = { args: { renderer: 'canvas' } };
/** On a server of this machine: `npx gds-canvas-server --port 8000 --allow-origin` and this page's origin. Without one it works on this device. */
export const OnAServer: Story = { args: { server: 'http://localhost:8000', inferencePolicy: 'remote-first' } };
