/** What the stories share: an element made from its arguments in the theme of the toolbar, and sample data. */
import type { StoryContext } from '@storybook/web-components-vite';
import { GdsError } from '../src/errors.js';
import type { NodeRecord } from '../src/graph/types.js';
import type { AssetRecord } from '../src/persistence/types.js';
import { createDefaultRegistry } from '../src/registry/registry.js';
import { COLOR_TOKENS } from '../src/element/tokens.js';
import { resolveTheme, type ThemeChoice } from '../src/element/theme.js';

/** Renders `<tag>` with `args` as properties on the canvas's ground. */
export const renderPart =
  (tag: string) =>
  (args: object, context: StoryContext): HTMLElement => {
    const theme = resolveTheme((context.globals['theme'] as ThemeChoice | undefined) ?? 'system', window);
    const part = Object.assign(document.createElement(tag), args);
    part.dataset['theme'] = theme;
    const ground = document.createElement('div');
    ground.style.setProperty('padding', '24px');
    ground.style.setProperty('min-height', '120px');
    ground.style.setProperty('background', COLOR_TOKENS.canvas[theme]);
    ground.append(part);
    return ground;
  };

export const registry = createDefaultRegistry();
export const definitions = registry.list();

/** A node record of a built-in type with its defaults. */
export const sampleNode = (type: string, title = ''): NodeRecord => ({
  id: 'a',
  type,
  x: 0,
  y: 0,
  params: registry.defaults(type),
  title,
  mode: 'active',
});

/** A drawing that stands for a generated picture. */
export const drawing = (color: string): Blob =>
  new Blob(
    [
      `<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256"><path fill="${color}" d="M128 24c70 0 96 60 88 120s-40 92-88 92-80-32-88-92S58 24 128 24z"/><circle cx="92" cy="88" r="22" fill="#fff"/><circle cx="164" cy="88" r="22" fill="#fff"/><circle cx="95" cy="90" r="10"/><circle cx="161" cy="90" r="10"/></svg>`,
    ],
    { type: 'image/svg+xml' },
  );

const NAMES: readonly (readonly [string, string])[] = [
  ['red frog', 'tomato'],
  ['orange whale', 'orange'],
  ['blue cat', 'royalblue'],
  ['pink rocket', 'hotpink'],
  ['brown dog', 'peru'],
  ['yellow robot', 'gold'],
];

export const assets: readonly AssetRecord[] = NAMES.map(([name, color], index) => ({
  hash: `asset-${index}`,
  name,
  mime: 'image/png',
  bytes: 34_000 + index * 1000,
  origin: index < 4 ? 'generated' : 'imported',
  createdAt: 0,
  width: 256,
  height: 256,
  thumbnail: drawing(color),
}));

export const urls = (hash: string): Promise<string> =>
  Promise.resolve(URL.createObjectURL(drawing(NAMES[Number(hash.slice(6))]?.[1] ?? 'gray')));

export const inputMissing = new GdsError('GDS_INPUT_MISSING', 'Connect an image to “Image”. Any node with an image output fits.');

export const generated = {
  adapter: 'onnx',
  model: 'gds-tiny-turbo',
  modelLabel: 'gds-tiny-turbo',
  backend: 'wasm',
  seed: 42,
  steps: 4,
  timings: { total: 1620 },
} as const;
