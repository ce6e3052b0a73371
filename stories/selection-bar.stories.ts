import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { GdsSelectionBar } from '../src/element/gds-selection-bar.js';
import { renderPart } from './support.js';

type Args = Partial<GdsSelectionBar>;

const meta: Meta<Args> = { title: 'Parts/Selection bar', component: 'gds-selection-bar', render: renderPart('gds-selection-bar') };
export default meta;

type Story = StoryObj<Args>;

export const ThreeThings: Story = { args: {} };

export const TwoThings: Story = {
  args: { blocked: (command) => (command === 'distribute' ? 'Select at least 3 things' : undefined) },
};
