/**
 * From the page's custom properties to the renderer's colours, and from the person's choice to dark or light.
 *
 * Any CSS colour works, in any colour space: a 1 × 1 canvas resolves it to sRGB.
 */
import { ITEM_COLORS } from '../graph/types.js';
import type { RenderTheme, Rgba } from '../render/types.js';
import type { ItemColor } from '../scene/palette.js';
import { COLOR_TOKENS } from './tokens.js';

export type ThemeChoice = 'system' | 'light' | 'dark';
export type ResolvedTheme = 'light' | 'dark';

/** What forced-colours mode (Windows high contrast) puts in the place of our colours. */
const FORCED: Readonly<Record<string, string>> = {
  canvas: 'Canvas',
  surface: 'Canvas',
  'surface-raised': 'Canvas',
  well: 'Canvas',
  accent: 'Highlight',
  running: 'Highlight',
  'grid-dot': 'GrayText',
  muted: 'CanvasText',
  shadow: 'transparent',
};

const PORT_TYPES = ['string', 'image', 'mesh', 'tensor', 'number', 'any'] as const;

type TokenReader = (token: string) => Rgba;

/**
 * The theme of `host` as it is now, read from its computed `--gds-*` properties. `ports` adds port types that a host registered.
 * A property that holds no colour falls back to the dark table's own value.
 */
export function readTheme(host: HTMLElement, ports: Iterable<{ readonly id: string; readonly colorToken: string }> = []): RenderTheme {
  const view = host.ownerDocument.defaultView ?? window;
  const style = view.getComputedStyle(host);
  const matches = (query: string): boolean => view.matchMedia(query).matches;
  const forced = matches('(forced-colors: active)');
  const resolve = colorResolver(host.ownerDocument);
  const property: TokenReader = (name) => {
    const token = name.replace(/^--gds-/, '');
    const own = COLOR_TOKENS[token as keyof typeof COLOR_TOKENS]?.dark ?? COLOR_TOKENS['port-any'].dark;
    if (forced) return resolve(FORCED[token] ?? 'CanvasText', own);
    return resolve(style.getPropertyValue(name).trim(), own);
  };
  const color: TokenReader = (token) => property(`--gds-${token}`);
  const portColors: Record<string, Rgba> = {};
  for (const id of PORT_TYPES) portColors[id] = color(`port-${id}`);
  for (const { id, colorToken } of ports) portColors[id] = property(colorToken);
  const itemColors = Object.fromEntries(ITEM_COLORS.map((name) => [name, color(`item-${name || 'neutral'}`)])) as Record<ItemColor, Rgba>;
  return {
    canvas: color('canvas'),
    gridDot: color('grid-dot'),
    surface: color('surface'),
    surfaceRaised: color('surface-raised'),
    well: color('well'),
    border: color('border'),
    text: color('text'),
    muted: color('muted'),
    accent: color('accent'),
    running: color('running'),
    warning: color('warning'),
    error: color('error'),
    shadow: color('shadow'),
    items: itemColors,
    ports: portColors,
    font: style.getPropertyValue('--gds-font').trim() || 'system-ui, sans-serif',
    reducedMotion: matches('(prefers-reduced-motion: reduce)'),
  };
}

/** `system` follows the page's preferred colour scheme; without a preference dark is the studio's own. */
export function resolveTheme(choice: ThemeChoice, view: Pick<Window, 'matchMedia'>): ResolvedTheme {
  if (choice !== 'system') return choice;
  return view.matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
}

/** Calls back whenever the system's colour scheme, motion or contrast setting changes. Returns the function that stops it. */
export function watchTheme(view: Pick<Window, 'matchMedia'>, changed: () => void): () => void {
  const queries = ['(prefers-color-scheme: light)', '(prefers-reduced-motion: reduce)', '(forced-colors: active)'].map((query) =>
    view.matchMedia(query),
  );
  for (const query of queries) query.addEventListener('change', changed);
  return () => {
    for (const query of queries) query.removeEventListener('change', changed);
  };
}

/** Resolves CSS colours on one small canvas. A value that is no colour gives `fallback`. */
function colorResolver(document: Document): (value: string, fallback: string) => Rgba {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const isColor = (value: string): boolean => {
    if (!context || value === '') return false;
    // An invalid value leaves fillStyle as it was, so it would take on both sentinels.
    context.fillStyle = '#010203';
    context.fillStyle = value;
    const first = context.fillStyle;
    context.fillStyle = '#040506';
    context.fillStyle = value;
    return first === context.fillStyle;
  };
  return (value, fallback) => {
    if (!context) return [0.5, 0.5, 0.5, 1];
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = isColor(value) ? value : fallback;
    context.fillRect(0, 0, 1, 1);
    const [r = 0, g = 0, b = 0, a = 0] = context.getImageData(0, 0, 1, 1).data;
    return [r / 255, g / 255, b / 255, a / 255];
  };
}
