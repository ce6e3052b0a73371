import type { Meta, StoryContext, StoryObj } from '@storybook/web-components-vite';
import { html, render as renderInto } from 'lit';
import type { GdsCanvas } from '../src/element/gds-canvas.js';
import type { ThemeChoice } from '../src/element/theme.js';
import type { FrameStats } from '../src/render/types.js';

type Args = Pick<GdsCanvas, 'renderer'>;

/** Milliseconds between two looks. Looking draws nothing. */
const EVERY = 250;
const ms = (value: number): string => `${value.toFixed(2)} ms`;

const rows = ({ frames, draws, cpu, gpu, longFrames, animationFrames, gpuBytes, reasonCounts }: FrameStats, drawnBy: string) => [
  ['Renderer', drawnBy],
  ['Frames drawn', frames],
  ['Animation frames asked for', animationFrames],
  ['Draw calls of the last frame', draws],
  ['Main thread, p50 · p95 · p99', [cpu.p50, cpu.p95, cpu.p99].map(ms).join(' · ')],
  ['GPU, p50 · p95', gpu ? [gpu.p50, gpu.p95].map(ms).join(' · ') : 'not measured here'],
  [`Frames beyond ${ms(longFrames.threshold)}`, longFrames.count],
  ['Memory of the GPU', gpuBytes > 0 ? `${(gpuBytes / 2 ** 20).toFixed(1)} MB` : 'not counted here'],
  [
    'Why frames were drawn',
    Object.entries(reasonCounts)
      .map(([reason, count]) => `${reason} ${count}`)
      .join(', '),
  ],
];

/** A canvas beside what `stats()` and `rendererInfo` tell of it. At rest no figure changes. */
function render({ renderer }: Args, context: StoryContext): HTMLElement {
  const canvas = document.createElement('gds-canvas');
  canvas.load({
    format: 'gds-graph',
    version: 1,
    nodes: Array.from({ length: 200 }, (_, index) => ({
      id: `n${index}`,
      type: index % 2 ? 'prompt' : 'sdxl-turbo',
      x: (index % 20) * 300,
      y: Math.floor(index / 20) * 240,
    })),
    edges: Array.from({ length: 100 }, (_, index) => ({ from: [`n${index * 2 + 1}`, 'text'], to: [`n${index * 2}`, 'prompt'] })),
    groups: [],
    notes: [],
    meta: {},
  });
  Object.assign(canvas, { renderer, assetBase: './gds-assets/', theme: (context.globals['theme'] as ThemeChoice | undefined) ?? 'system' });
  canvas.style.setProperty('display', 'block');
  canvas.style.setProperty('block-size', '420px');
  const table = document.createElement('table');
  table.style.setProperty('color-scheme', 'light dark');
  const page = document.createElement('div');
  page.append(canvas, table);
  const look = setInterval(() => {
    if (!page.isConnected) return clearInterval(look);
    const { kind, adapter } = canvas.rendererInfo;
    const told = rows(canvas.stats(), `${kind}, ${adapter}`);
    renderInto(
      html`${told.map(
        ([name, value]) =>
          html`<tr>
            <th scope="row" align="start">${name}</th>
            <td>${value}</td>
          </tr>`,
      )}`,
      table,
    );
  }, EVERY);
  return page;
}

const meta: Meta<Args> = {
  title: 'Canvas/What drawing costs',
  component: 'gds-canvas',
  parameters: { layout: 'fullscreen' },
  render,
  args: { renderer: 'auto' },
  argTypes: { renderer: { control: 'select', options: ['auto', 'webgpu', 'webgl', 'canvas'] } },
};
export default meta;

export const Stats: StoryObj<Args> = {};
