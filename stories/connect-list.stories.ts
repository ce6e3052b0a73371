import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { GdsConnectList } from '../src/element/gds-connect-list.js';
import type { FinderRow } from '../src/element/gds-finder.js';
import { renderPart } from './support.js';

type Args = Partial<GdsConnectList>;

const ports: readonly FinderRow[] = [
  { name: 'Text to image: Prompt', end: 'replaces Prompt' },
  { name: 'Text to image: Negative prompt' },
  { name: 'Join: First', reason: 'This would close a circle.' },
];

const meta: Meta<Args> = {
  title: 'Parts/Connect list',
  component: 'gds-connect-list',
  render: renderPart('gds-connect-list'),
  args: {
    heading: 'Connect Prompt: Text to',
    find: (query) => ports.filter(({ name }) => name.toLowerCase().includes(query.toLowerCase())),
  },
};
export default meta;

type Story = StoryObj<Args>;

export const Everything: Story = { args: {} };

export const Nothing: Story = { args: { find: () => [] } };
