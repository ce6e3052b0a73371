import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { contextMenu, type MenuSubject } from '../src/element/canvas/context-menu.js';
import type { GdsMenu } from '../src/element/gds-menu.js';
import { renderPart, sampleNode } from './support.js';
import { DEFAULT_KEYMAP } from '../src/interaction/keymap.js';

interface Args {
  readonly subject: MenuSubject;
  readonly readonly: boolean;
}

const nothing: MenuSubject = { nodes: [], frames: 0, notes: 0, edge: false, inSubgraph: false, runs: true, hasText: true };

/** The menu of the canvas for what is selected, open; its items come from the table of commands. */
const meta: Meta<Args> = {
  title: 'Parts/Menu',
  component: 'gds-menu',
  args: { readonly: false },
  render: ({ subject, readonly }, context) => {
    const blocked = readonly ? { blocked: 'This canvas is read-only' } : {};
    const { title, entries } = contextMenu(subject, { keymap: DEFAULT_KEYMAP, state: () => blocked, colorOf: () => ['blue'] });
    const ground = renderPart('gds-menu')({ items: entries, label: title }, context as never);
    ground.style.setProperty('min-height', '560px');
    const menu = ground.querySelector<GdsMenu>('gds-menu');
    requestAnimationFrame(() => void menu?.showAt(32, 32));
    return ground;
  },
};
export default meta;

type Story = StoryObj<Args>;

export const OfANode: Story = { args: { subject: { ...nothing, nodes: [sampleNode('prompt')] } } };

export const OfASubgraph: Story = { args: { subject: { ...nothing, nodes: [sampleNode('subgraph')] } } };

export const OfSeveralThings: Story = {
  args: { subject: { ...nothing, nodes: [sampleNode('prompt'), sampleNode('sdxl-turbo')], notes: 1 } },
};

export const OfAFrame: Story = { args: { subject: { ...nothing, frames: 1 } } };

export const OfANote: Story = { args: { subject: { ...nothing, notes: 1 } } };

export const OfAConnection: Story = { args: { subject: { ...nothing, edge: true } } };

export const OfTheCanvas: Story = { args: { subject: nothing } };

export const ReadOnly: Story = { args: { subject: { ...nothing, nodes: [sampleNode('prompt')] }, readonly: true } };
