import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { GdsToolbar } from '../src/element/gds-toolbar.js';
import { renderPart } from './support.js';

type Args = Partial<GdsToolbar>;

const meta: Meta<Args> = {
  title: 'Parts/Toolbar',
  component: 'gds-toolbar',
  render: renderPart('gds-toolbar'),
  args: { zoom: 0.8, canUndo: true },
};
export default meta;

type Story = StoryObj<Args>;

export const Ready: Story = { args: {} };

export const Running: Story = { args: { running: true, fraction: 0.5, progressLabel: '2 of 4 steps' } };

export const LoadingModel: Story = { args: { running: true, fraction: null, progressLabel: 'Loading model · 12 of 45 MB' } };

export const NothingToRun: Story = { args: { disabledReason: 'Add a node first', canUndo: false } };

export const ReadOnly: Story = { args: { readonly: true } };

export const Tiny: Story = { args: { compact: true, tiny: true } };
