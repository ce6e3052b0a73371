import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { GdsHistoryPanel } from '../src/element/gds-history-panel.js';
import { renderPart } from './support.js';

type Args = Partial<GdsHistoryPanel>;

const meta: Meta<Args> = {
  title: 'Panels/History',
  component: 'gds-history-panel',
  render: renderPart('gds-history-panel'),
  args: { done: ['Add Prompt', 'Add Text to image', 'Connect', 'Move 2 nodes'], undone: ['Change Steps'] },
};
export default meta;

type Story = StoryObj<Args>;

export const Steps: Story = { args: {} };

export const Empty: Story = { args: { done: [], undone: [] } };
