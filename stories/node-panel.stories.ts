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

export const UnknownType: Story = { args: { node: { ...sampleNode('prompt'), type: 'mystery' }, definition: undefined } };

export const ReadOnly: Story = { args: { readonly: true } };

export const Sheet: Story = { args: { compact: true } };
