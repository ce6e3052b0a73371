import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { GdsModelsPanel } from '../src/element/gds-models-panel.js';
import { GdsError } from '../src/errors.js';
import { renderPart } from './support.js';

type Args = Partial<GdsModelsPanel>;

const meta: Meta<Args> = {
  title: 'Panels/Models',
  component: 'gds-models-panel',
  render: renderPart('gds-models-panel'),
  args: {
    models: [
      {
        info: { id: 'gds-tiny-turbo', title: 'gds-tiny-turbo', tasks: ['text-to-image'], bytes: 45_000_000 },
        status: { status: 'loaded' },
        adapter: 'onnx',
      },
      {
        info: { id: 'gds-tiny-sd', title: 'gds-tiny-sd', tasks: ['text-to-image', 'image-to-image'], bytes: 61_000_000 },
        status: { status: 'loading', loaded: 20_000_000, total: 61_000_000 },
        adapter: 'onnx',
      },
      {
        info: { id: 'other', title: 'another model', tasks: ['image-to-image'], bytes: 61_000_000 },
        status: { status: 'idle' },
        adapter: 'onnx',
      },
      {
        info: { id: 'broken', title: 'a damaged model', tasks: ['image-to-image'], bytes: 61_000_000 },
        status: { status: 'error', error: new GdsError('GDS_MODEL_HASH', 'The file unet.onnx is damaged. Load the model again.') },
        adapter: 'onnx',
      },
      {
        info: { id: 'inflate', title: 'Inflate (no model loaded)', tasks: ['image-to-mesh'], bytes: 0 },
        status: { status: 'loaded' },
        adapter: 'inflate',
      },
    ],
  },
};
export default meta;

type Story = StoryObj<Args>;

export const EveryState: Story = { args: {} };

export const Empty: Story = { args: { models: [] } };
