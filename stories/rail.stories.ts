import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { GdsRail } from '../src/element/gds-rail.js';
import { renderPart } from './support.js';

type Args = Partial<GdsRail>;

const meta: Meta<Args> = {
  title: 'Parts/Rail',
  component: 'gds-rail',
  render: renderPart('gds-rail'),
  args: { open: 'assets' },
};
export default meta;

type Story = StoryObj<Args>;

export const Upright: Story = { args: {} };

export const Bar: Story = { args: { compact: true } };

export const ReadOnly: Story = { args: { readonly: true, open: '' } };
