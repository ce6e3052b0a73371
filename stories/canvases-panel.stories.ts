import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { GdsCanvasesPanel } from '../src/element/gds-canvases-panel.js';
import { renderPart } from './support.js';

type Args = Partial<GdsCanvasesPanel>;

const meta: Meta<Args> = {
  title: 'Panels/Canvases',
  component: 'gds-canvases-panel',
  render: renderPart('gds-canvases-panel'),
  args: {
    current: 'frogs',
    projects: [
      { id: 'frogs', title: 'Frogs', createdAt: 0, updatedAt: 0, nodes: 5 },
      { id: 'other', title: '', createdAt: 0, updatedAt: 1_700_000_000_000, nodes: 1 },
    ],
  },
};
export default meta;

type Story = StoryObj<Args>;

export const Two: Story = { args: {} };

export const Empty: Story = { args: { projects: [] } };
