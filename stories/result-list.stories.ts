import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { GdsResultList } from '../src/element/gds-result-list.js';
import { drawing, renderPart } from './support.js';

type Args = Partial<GdsResultList>;

const meta: Meta<Args> = { title: 'Parts/Result list', component: 'gds-result-list', render: renderPart('gds-result-list') };
export default meta;

type Story = StoryObj<Args>;

const COLORS = ['tomato', 'orange', 'gold', 'limegreen', 'royalblue', 'orchid'];

export const Pictures: Story = {
  args: {
    chosen: 2,
    items: COLORS.map((color, index) => ({
      key: color,
      outputs: { image: { kind: 'image' as const, blob: drawing(color), hash: color, width: 256, height: 256 } },
      axes: [{ source: 'seeds', index, label: `Seed ${40 + index}` }],
    })),
  },
};

export const Texts: Story = {
  args: {
    items: COLORS.map((color, index) => ({
      key: color,
      outputs: { text: `a watercolour of a ${color} whale` },
      axes: [{ source: 'batch', index, label: color }],
    })),
  },
};
