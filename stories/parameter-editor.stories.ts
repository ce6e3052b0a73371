import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { GdsParameterEditor } from '../src/element/gds-parameter-editor.js';
import type { ParameterSpec } from '../src/registry/types.js';
import { registry, renderPart, urls } from './support.js';

const PARAMETERS: readonly ParameterSpec[] = [
  { kind: 'text', name: 'title', title: 'Text', default: '', placeholder: 'A red apple', port: 'prompt' },
  { kind: 'textarea', name: 'prompt', title: 'Long text', default: 'a 3d render of a red frog' },
  { kind: 'slider', name: 'steps', title: 'Slider', default: 4, min: 1, max: 50, step: 1 },
  { kind: 'number', name: 'guidance', title: 'Number', default: 7.5, min: 0, max: 20, step: 0.1 },
  {
    kind: 'select',
    name: 'sampler',
    title: 'Choice',
    default: 'euler',
    options: [
      { value: 'euler', title: 'Euler' },
      { value: 'ddim', title: 'DDIM' },
    ],
  },
  { kind: 'boolean', name: 'remove', title: 'Switch', default: true },
  { kind: 'seed', name: 'seed', title: 'Seed', default: 42 },
  { kind: 'color', name: 'ground', title: 'Colour', default: '#3fa9f5', group: 'More', help: 'Shown where nothing is drawn.' },
  { kind: 'image', name: 'mask', title: 'Picture', default: '', group: 'More' },
];

type Args = Partial<GdsParameterEditor>;

const meta: Meta<Args> = {
  title: 'Parts/Parameter editor',
  component: 'gds-parameter-editor',
  render: renderPart('gds-parameter-editor'),
  args: { parameters: PARAMETERS, values: {}, urls },
};
export default meta;

type Story = StoryObj<Args>;

export const EveryKind: Story = { args: {} };

export const FromConnection: Story = { args: { overridden: new Set(['prompt']) } };

export const ReadOnly: Story = { args: { readonly: true } };

export const ImageToImage: Story = { args: { parameters: registry.get('model')?.parameters ?? [] } };
