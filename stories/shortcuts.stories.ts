import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { GdsShortcuts } from '../src/element/gds-shortcuts.js';
import { renderPart } from './support.js';

type Args = Partial<GdsShortcuts>;

const meta: Meta<Args> = {
  title: 'Panels/Shortcuts',
  component: 'gds-shortcuts',
  render: renderPart('gds-shortcuts'),
  args: {},
};
export default meta;

type Story = StoryObj<Args>;

export const Table: Story = { args: {} };
