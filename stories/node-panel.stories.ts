import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { GdsNodePanel } from '../src/element/gds-node-panel.js';
import { drawing, generated, inputMissing, registry, renderPart, sampleNode, urls } from './support.js';

type Args = Partial<GdsNodePanel>;

const meta: Meta<Args> = {
  title: 'Panels/Node',
  component: 'gds-node-panel',
  render: renderPart('gds-node-panel'),
  args: { node: sampleNode('sdxl-turbo'), definition: registry.get('sdxl-turbo'), urls },
};
export default meta;

type Story = StoryObj<Args>;

export const Idle: Story = { args: {} };

export const Done: Story = {
  args: {
    runState: { status: 'complete', fresh: true, ms: 1620, info: generated },
    media: { image: drawing('tomato') },
    assetName: 'red frog',
    connected: new Set(['prompt']),
  },
};

export const Running: Story = {
  args: { runState: { status: 'running', progress: { stage: 'denoise', label: 'Drawing', step: 2, total: 4, fraction: 0.5 } } },
};

export const LoadingModel: Story = {
  args: {
    runState: {
      status: 'running',
      progress: { stage: 'download', label: 'Loading model', bytes: { loaded: 12_000_000, total: 45_000_000 } },
    },
  },
};

export const Failed: Story = {
  args: { node: sampleNode('model'), definition: registry.get('model'), runState: { status: 'error', error: inputMissing } },
};

export const OutOfDate: Story = {
  args: { runState: { status: 'complete', fresh: false, info: generated }, media: { image: drawing('royalblue') } },
};

export const Locked: Story = { args: { node: { ...sampleNode('sdxl-turbo'), locked: true } } };

export const Bypassed: Story = { args: { node: { ...sampleNode('triposr'), mode: 'bypassed' }, definition: registry.get('triposr') } };

/** Inside a subgraph each parameter has a pin that shows it at the subgraph. */
export const InsideASubgraph: Story = {
  args: {
    parameters: {
      specs: registry.get('sdxl-turbo')!.parameters,
      values: registry.defaults('sdxl-turbo'),
      overridden: new Set(['prompt']),
      promoted: new Set(['steps', 'seed']),
    },
  },
};

/** A node that ran for every item of a list. */
export const SeveralResults: Story = {
  args: {
    runState: {
      status: 'complete',
      fresh: true,
      items: ['tomato', 'orange', 'royalblue', 'orchid'].map((color, index) => ({
        key: color,
        outputs: { image: { kind: 'image', blob: drawing(color), hash: color, width: 256, height: 256 } },
        axes: [{ source: 'seeds', index, label: `Seed ${42 + index}` }],
      })),
    },
    media: { image: drawing('tomato') },
  },
};

export const UnknownType: Story = { args: { node: { ...sampleNode('prompt'), type: 'mystery' }, definition: undefined } };

export const ReadOnly: Story = { args: { readonly: true } };

export const Sheet: Story = { args: { compact: true } };
