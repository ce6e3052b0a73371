import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { GdsAssetBrowser } from '../src/element/gds-asset-browser.js';
import { assets, renderPart, urls } from './support.js';

type Args = Partial<GdsAssetBrowser>;

const meta: Meta<Args> = {
  title: 'Panels/Asset browser',
  component: 'gds-asset-browser',
  render: renderPart('gds-asset-browser'),
  args: { assets, urls },
};
export default meta;

type Story = StoryObj<Args>;

export const Generated: Story = { args: {} };

export const Imported: Story = { args: { tab: 'imported' } };

export const Empty: Story = { args: { assets: [] } };

export const NothingFound: Story = { args: { query: 'zebra' } };

export const ReadOnly: Story = { args: { readonly: true } };

export const Sheet: Story = { args: { compact: true } };
