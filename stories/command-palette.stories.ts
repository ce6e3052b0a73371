import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { GdsCommandPalette } from '../src/element/gds-command-palette.js';
import { renderPart } from './support.js';

type Args = Partial<GdsCommandPalette>;

const meta: Meta<Args> = { title: 'Parts/Command palette', component: 'gds-command-palette', render: renderPart('gds-command-palette') };
export default meta;

type Story = StoryObj<Args>;

export const Everything: Story = { args: {} };

export const Searching: Story = { args: { query: 'align' } };

export const NothingSelected: Story = {
  args: { query: 'frame', blocked: (command) => (command.includes('group') ? 'Select something first' : undefined) },
};

export const NoMatch: Story = { args: { query: 'teleport' } };
