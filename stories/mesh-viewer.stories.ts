import type { Meta, StoryContext, StoryObj } from '@storybook/web-components-vite';
import { InflateAdapter } from '../adapters/inflate/index.js';
import type { GdsMeshViewer } from '../src/element/gds-mesh-viewer.js';
import { resolveTheme, type ThemeChoice } from '../src/element/theme.js';

type Args = Partial<Pick<GdsMeshViewer, 'data' | 'src' | 'autoRotate' | 'wireframe' | 'name'>>;

let apple: Promise<Blob> | undefined;

/** A mesh of ours: the picture that a model's card shows, inflated. */
async function inflated(): Promise<Blob> {
  const adapter = new InflateAdapter({ assetBase: './gds-assets/' });
  try {
    const image = await (await fetch('./gds-assets/models/gds-tiny-turbo/reference/four-steps.png')).blob();
    const controls = { signal: new AbortController().signal, onProgress: () => {} };
    return (await adapter.run('image-to-mesh', 'inflate', { image, resolution: 160, textureSize: 512 }, controls)).blob;
  } finally {
    adapter.dispose();
  }
}

function render(args: Args, context: StoryContext): HTMLElement {
  const { mesh } = context.loaded as { mesh?: Blob };
  const viewer = Object.assign(document.createElement('gds-mesh-viewer'), mesh ? { data: mesh } : {}, args);
  viewer.dataset['theme'] = resolveTheme((context.globals['theme'] as ThemeChoice | undefined) ?? 'system', window);
  viewer.style.setProperty('display', 'block');
  viewer.style.setProperty('block-size', '420px');
  return viewer;
}

const meta: Meta<Args> = {
  title: 'Canvas/Mesh viewer',
  component: 'gds-mesh-viewer',
  loaders: [async () => ({ mesh: await (apple ??= inflated()) })],
  render,
  args: { name: 'apple' },
};
export default meta;

type Story = StoryObj<Args>;

export const Still: Story = {};
export const Turning: Story = { args: { autoRotate: true } };
export const Wireframe: Story = { args: { wireframe: true } };
export const Empty: Story = { loaders: [() => Promise.resolve({ mesh: undefined })] };
export const Unreadable: Story = { args: { data: new Blob(['no mesh']) } };
