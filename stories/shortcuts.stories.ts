import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { Keymap } from '../src/interaction/keymap.js';
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

export const ChangingKeys: Story = { args: { editing: true, changed: new Set(['fit']) } };

export const KeysAreTaken: Story = { args: { editing: true, recording: { name: 'fit', taken: { keys: 'Mod+D', by: 'Duplicate' } } } };

export const WithoutSingleKeys: Story = { args: { keymap: new Keymap({ singleKeys: false }) } };
