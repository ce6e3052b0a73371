/**
 * What every story shares: the elements, their documentation, and a switch of theme and direction in the toolbar.
 *
 * Storybook 10 no longer reads the manifest by itself (storybookjs/storybook#33038): the extractors are wired here by hand.
 */
import { setCustomElementsManifest, type Preview } from '@storybook/web-components-vite';
import { parameters as argTypes } from '@storybook/web-components/entry-preview-argtypes';
import manifest from '../custom-elements.json';
import '../src/define.js';

setCustomElementsManifest(manifest);

const preview: Preview = {
  tags: ['autodocs'],
  parameters: {
    docs: { ...argTypes.docs },
    layout: 'fullscreen',
    controls: { expanded: true, sort: 'requiredFirst' },
    a11y: { test: 'error' },
  },
  globalTypes: {
    theme: {
      description: 'Theme',
      defaultValue: 'system',
      toolbar: { icon: 'mirror', items: ['system', 'light', 'dark'], dynamicTitle: true },
    },
    direction: { description: 'Direction', defaultValue: 'ltr', toolbar: { icon: 'transfer', items: ['ltr', 'rtl'], dynamicTitle: true } },
  },
  decorators: [
    (story, { globals }) => {
      document.documentElement.dir = globals['direction'] as string;
      document.documentElement.dataset['theme'] = globals['theme'] as string;
      return story();
    },
  ],
};

export default preview;
