import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { GdsMinimap } from '../src/element/gds-minimap.js';
import { renderPart } from './support.js';

type Args = Partial<GdsMinimap>;

const meta: Meta<Args> = {
  title: 'Parts/Minimap',
  component: 'gds-minimap',
  render: renderPart('gds-minimap'),
  args: {
    nodes: [
      { x: 0, y: 0, width: 240, height: 106, selected: false, status: 'complete' },
      { x: 320, y: 0, width: 240, height: 116, selected: true, status: 'idle' },
      { x: 640, y: 0, width: 240, height: 294, selected: false, status: 'running' },
      { x: 960, y: 0, width: 240, height: 94, selected: false, status: 'error' },
    ],
    view: { x: -200, y: -300, width: 1440, height: 900 },
  },
};
export default meta;

type Story = StoryObj<Args>;

export const FourNodes: Story = { args: {} };

export const Empty: Story = { args: { nodes: [] } };
