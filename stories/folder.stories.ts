import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { GdsFolder } from '../src/element/gds-folder.js';
import { GdsError } from '../src/errors.js';
import type { FileEntry } from '../src/persistence/files.js';
import { drawing, renderPart } from './support.js';

type Args = Partial<GdsFolder>;

const file = (name: string, bytes: number, more: Partial<FileEntry> = {}): FileEntry => ({
  name,
  url: `https://gpu.example/data/${name}`,
  bytes,
  modifiedAt: 0,
  type: name.split('.').at(-1) ?? '',
  ...more,
});
const entries = [
  file('img2img_1764000000_42.png', 86_000, { width: 256, height: 256 }),
  file('img2img_1764000100_7.png', 91_000, { width: 256, height: 256 }),
  file('mesh_1764000200_ab12cd34.glb', 1_200_000),
];
const ready = { state: 'ready', entries, uploads: [] } as const;

const meta: Meta<Args> = {
  title: 'Parts/Folder of a server',
  component: 'gds-folder',
  render: renderPart('gds-folder'),
  args: { view: ready, thumbnail: () => Promise.resolve(drawing('tomato')) },
};
export default meta;

type Story = StoryObj<Args>;

export const Output: Story = { args: {} };

export const Loading: Story = { args: { view: { state: 'loading', entries: [], uploads: [] } } };

export const Empty: Story = { args: { folder: 'input', view: { state: 'ready', entries: [], uploads: [] } } };

export const Uploading: Story = { args: { folder: 'input', view: { ...ready, uploads: [{ name: 'photo.jpg', fraction: 0.4 }] } } };

/** What was there before stays on show. */
export const Unreachable: Story = {
  args: {
    view: {
      ...ready,
      state: 'unreachable',
      error: new GdsError('GDS_FILES_UNREACHABLE', 'gpu.example does not answer. Check that it runs.'),
    },
  },
};

export const Refused: Story = {
  args: {
    view: {
      state: 'refused',
      entries: [],
      uploads: [],
      error: new GdsError('GDS_FILES_REFUSED', 'gpu.example refused: A token is needed. Sign in, or give the right token.'),
    },
  },
};

export const Models: Story = {
  args: {
    folder: 'models',
    view: {
      ...ready,
      entries: [
        file('v1-5-pruned-emaonly-fp16.safetensors', 2_130_000_000, {
          metadata: { title: 'Stable Diffusion 1.5', architecture: 'stable-diffusion-v1', license: 'CreativeML Open RAIL-M' },
        }),
      ],
    },
  },
};
