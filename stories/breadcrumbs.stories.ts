import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { GdsBreadcrumbs } from '../src/element/gds-breadcrumbs.js';
import { renderPart } from './support.js';

type Args = Partial<GdsBreadcrumbs>;

const meta: Meta<Args> = { title: 'Parts/Breadcrumbs', component: 'gds-breadcrumbs', render: renderPart('gds-breadcrumbs') };
export default meta;

type Story = StoryObj<Args>;

const canvas = { id: '', title: 'Canvas' };

export const InsideASubgraph: Story = { args: { path: [canvas, { id: 'a', title: 'Red frog' }] } };

export const Nested: Story = {
  args: {
    path: [canvas, { id: 'a', title: 'Red frog' }, { id: 'b', title: 'Eyes and all that belongs to them' }, { id: 'c', title: 'Pupil' }],
  },
};
