import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { GdsAddPalette } from '../src/element/gds-add-palette.js';
import { definitions, registry, renderPart } from './support.js';

type Args = Partial<GdsAddPalette>;

const meta: Meta<Args> = {
  title: 'Panels/Add palette',
  component: 'gds-add-palette',
  render: renderPart('gds-add-palette'),
  args: { definitions, registry },
};
export default meta;

type Story = StoryObj<Args>;

export const Everything: Story = { args: {} };

export const FitsAWire: Story = { args: { filter: { type: 'image', direction: 'out' } } };

export const NothingFound: Story = { args: { query: 'zebra' } };

export const Sheet: Story = { args: { compact: true } };
