import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { runMenu } from '../src/element/canvas/run-menu.js';
import type { GdsToolbar } from '../src/element/gds-toolbar.js';
import { renderPart } from './support.js';
import { DEFAULT_KEYMAP } from '../src/interaction/keymap.js';

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

const runItems = runMenu(DEFAULT_KEYMAP, () => ({}), [
  { id: 'run-1', label: 'Run', nodes: undefined, position: 0, status: 'running' },
  { id: 'run-2', label: 'Run Text to image', nodes: ['t'], position: 1, status: 'waiting' },
  { id: 'run-3', label: 'Run', nodes: undefined, position: 2, status: 'waiting' },
]);

/** The menu beside Run lists what to run, and the runs that wait. */
export const RunsWait: Story = { args: { running: true, fraction: 0.3, progressLabel: '1 of 4 steps', waiting: 2, runItems } };

export const NothingToRun: Story = { args: { disabledReason: 'Add a node first', canUndo: false } };

export const ReadOnly: Story = { args: { readonly: true } };

export const Tiny: Story = { args: { compact: true, tiny: true } };
