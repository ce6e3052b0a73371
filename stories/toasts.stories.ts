import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { GdsToasts } from '../src/element/gds-toasts.js';
import { renderPart } from './support.js';

type Args = Partial<GdsToasts>;

const meta: Meta<Args> = {
  title: 'Parts/Toasts',
  component: 'gds-toasts',
  render: renderPart('gds-toasts'),
  args: {
    items: [
      { id: 'deleted', kind: 'info', title: 'Deleted “red frog”', action: { label: 'Undo' } },
      { id: 'unread', kind: 'error', title: 'The picture could not be read', text: 'Use a PNG, JPEG or WebP file.' },
      { id: 'slow', kind: 'warning', title: 'No WebGPU here', text: 'Pictures take longer.' },
      { id: 'imported', kind: 'success', title: 'Canvas imported', text: '5 nodes' },
    ],
  },
};
export default meta;

type Story = StoryObj<Args>;

export const EveryKind: Story = { args: {} };
