import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { GdsStatusChip } from '../src/element/gds-status-chip.js';
import { GdsError } from '../src/errors.js';
import { renderPart } from './support.js';

type Args = Partial<GdsStatusChip>;

const device = { label: 'This device', place: 'local', detail: 'WASM, 2 threads', state: 'ready' } as const;
const server = { label: 'gpu.example', place: 'remote', backend: 'cuda', state: 'ready' } as const;
const down = {
  ...server,
  state: 'error',
  error: new GdsError('GDS_REMOTE_UNREACHABLE', 'gpu.example does not answer. Check that it runs and that this page may talk to it.'),
} as const;
const closed = {
  ...server,
  state: 'error',
  error: new GdsError('GDS_REMOTE_AUTH', 'gpu.example asks for a token. Give one that it knows.'),
} as const;

const meta: Meta<Args> = {
  title: 'Parts/Status chip',
  component: 'gds-status-chip',
  render: renderPart('gds-status-chip'),
  args: {
    backend: { label: 'This device', detail: 'WASM, 2 threads', state: 'ready' },
    renderer: { kind: 'webgpu', adapter: 'google swiftshader', fallback: true, reason: '' },
    save: { status: 'saved', at: 0 },
  },
};
export default meta;

type Story = StoryObj<Args>;

export const Saved: Story = { args: {} };

export const LoadingModel: Story = {
  args: { backend: { label: 'This device', state: 'loading', loaded: 20_000_000, total: 45_000_000 }, save: { status: 'saving' } },
};

export const NotKept: Story = {
  args: {
    save: {
      status: 'memory',
      error: new GdsError('GDS_STORAGE_REFUSED', 'This browser refuses storage. Allow it for this site, then press Retry.'),
    },
  },
};

export const Broken: Story = {
  args: {
    backend: {
      label: 'This device',
      state: 'error',
      error: new GdsError('GDS_WORKER_CRASHED', 'The worker stopped. Press Run to start it again.'),
    },
    save: { status: 'error', error: new GdsError('GDS_STORAGE_FULL', 'The disk is full. Free some space, then press Retry.') },
  },
};

/** A server does the work; the button beside its name tells what else there is. */
export const OnAServer: Story = { args: { backend: { ...server, backends: [server, device] } } };

export const BusyServer: Story = { args: { backend: { ...server, waiting: 3, backends: [{ ...server, waiting: 3 }, device] } } };

export const ServerDown: Story = { args: { backend: { ...device, insteadOf: down, backends: [device, down] } } };

export const TokenNeeded: Story = { args: { backend: { ...device, insteadOf: closed, backends: [device, closed] }, takesToken: true } };
