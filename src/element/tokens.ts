/**
 * The design tokens: one table for the chrome and the GPU renderer.
 *
 * Every token is a custom property on the element, `--gds-NAME`, that a host may set from outside. Colours are OKLCH;
 * text has at least 4.5:1 against its ground, anything else that carries meaning 3:1, in both themes.
 */
import { css, unsafeCSS, type CSSResult } from 'lit';

export interface ColorToken {
  readonly dark: string;
  readonly light: string;
  readonly use: string;
}

export const COLOR_TOKENS = {
  canvas: { dark: 'oklch(0.17 0.005 260)', light: 'oklch(0.975 0.003 260)', use: 'Ground of the canvas' },
  'grid-dot': { dark: 'oklch(0.32 0.005 260)', light: 'oklch(0.86 0.005 260)', use: 'Dots of the grid' },
  surface: { dark: 'oklch(0.22 0.006 260)', light: 'oklch(1 0 0)', use: 'Panels and nodes' },
  'surface-raised': { dark: 'oklch(0.27 0.008 260)', light: 'oklch(0.96 0.004 260)', use: 'Hover, pressed, selected tabs' },
  well: { dark: 'oklch(0.165 0.005 260)', light: 'oklch(0.96 0.004 260)', use: 'Text fields and media areas' },
  border: { dark: 'oklch(0.33 0.01 260)', light: 'oklch(0.89 0.006 260)', use: 'Hairlines' },
  'border-strong': { dark: 'oklch(0.52 0.012 260)', light: 'oklch(0.64 0.012 260)', use: 'Outlines of controls, 3:1' },
  text: { dark: 'oklch(0.95 0 0)', light: 'oklch(0.22 0.01 260)', use: 'Text' },
  muted: { dark: 'oklch(0.72 0.01 260)', light: 'oklch(0.48 0.015 260)', use: 'Quiet text and icons' },
  accent: { dark: 'oklch(0.80 0.15 150)', light: 'oklch(0.52 0.14 150)', use: 'Run, selection, focus' },
  'on-accent': { dark: 'oklch(0.20 0.03 150)', light: 'oklch(1 0 0)', use: 'Text on the accent' },
  running: { dark: 'oklch(0.78 0.13 240)', light: 'oklch(0.53 0.14 245)', use: 'Work in progress' },
  warning: { dark: 'oklch(0.82 0.14 80)', light: 'oklch(0.52 0.12 70)', use: 'Attention' },
  error: { dark: 'oklch(0.70 0.19 25)', light: 'oklch(0.53 0.21 27)', use: 'Failure' },
  shadow: { dark: 'oklch(0 0 0 / 0.45)', light: 'oklch(0.3 0.02 260 / 0.14)', use: 'The one soft shadow' },
  'port-string': { dark: 'oklch(0.81 0.14 78)', light: 'oklch(0.60 0.13 70)', use: 'Wires and ports of text' },
  'port-image': { dark: 'oklch(0.70 0.13 245)', light: 'oklch(0.55 0.15 248)', use: 'Wires and ports of pictures' },
  'port-mesh': { dark: 'oklch(0.77 0.12 180)', light: 'oklch(0.56 0.10 185)', use: 'Wires and ports of meshes' },
  'port-tensor': { dark: 'oklch(0.72 0.15 300)', light: 'oklch(0.52 0.19 300)', use: 'Wires and ports of tensors' },
  'port-number': { dark: 'oklch(0.75 0.14 350)', light: 'oklch(0.55 0.18 350)', use: 'Wires and ports of numbers' },
  'port-any': { dark: 'oklch(0.72 0.01 260)', light: 'oklch(0.52 0.012 260)', use: 'Ports that take anything' },
  'item-neutral': { dark: 'oklch(0.62 0.01 260)', light: 'oklch(0.58 0.012 260)', use: 'Frames and notes without a colour' },
  'item-red': { dark: 'oklch(0.68 0.15 22)', light: 'oklch(0.55 0.18 25)', use: 'Red frames and notes' },
  'item-orange': { dark: 'oklch(0.71 0.13 55)', light: 'oklch(0.58 0.14 52)', use: 'Orange frames and notes' },
  'item-yellow': { dark: 'oklch(0.76 0.12 92)', light: 'oklch(0.60 0.12 88)', use: 'Yellow frames and notes' },
  'item-green': { dark: 'oklch(0.70 0.12 150)', light: 'oklch(0.55 0.12 150)', use: 'Green frames and notes' },
  'item-blue': { dark: 'oklch(0.69 0.12 250)', light: 'oklch(0.54 0.14 252)', use: 'Blue frames and notes' },
  'item-violet': { dark: 'oklch(0.69 0.13 295)', light: 'oklch(0.53 0.18 295)', use: 'Violet frames and notes' },
} as const satisfies Record<string, ColorToken>;

export type ColorTokenName = keyof typeof COLOR_TOKENS;

/** Sizes and times: the same in both themes. */
export const PLAIN_TOKENS = {
  font: "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif",
  'font-mono': "ui-monospace, 'SF Mono', 'Cascadia Code', Menlo, Consolas, monospace",
  'size-11': '11px',
  'size-12': '12px',
  'size-13': '13px',
  'size-15': '15px',
  'size-20': '20px',
  'space-2': '2px',
  'space-4': '4px',
  'space-8': '8px',
  'space-12': '12px',
  'space-16': '16px',
  'space-24': '24px',
  'space-32': '32px',
  'radius-control': '6px',
  'radius-card': '10px',
  'radius-node': '14px',
  'radius-pill': '999px',
  'control-height': '28px',
  'control-height-touch': '36px',
  'time-feedback': '120ms',
  'time-panel': '200ms',
  ease: 'cubic-bezier(0, 0, 0.2, 1)',
  elevation: '0 0 0 1px var(--gds-border), 0 8px 24px var(--gds-shadow)',
} as const;

const colors = (theme: 'dark' | 'light') =>
  Object.entries(COLOR_TOKENS)
    .map(([name, token]) => `--gds-${name}: var(--gds-${theme}-${name}, ${token[theme]});`)
    .join('\n');

const plain = Object.entries(PLAIN_TOKENS)
  .map(([name, value]) => `--gds-${name}: ${value};`)
  .join('\n');

/**
 * Token values for a shadow host. The host element carries `data-theme="dark"` or `"light"` (never `system`: the element
 * resolves that); without it, a lone part such as the mesh viewer follows the page's colour scheme.
 */
export const tokenStyles: CSSResult = css`
  :host {
    ${unsafeCSS(plain)}
    ${unsafeCSS(colors('dark'))}
    color-scheme: dark;
  }
  @media (prefers-color-scheme: light) {
    :host(:not([data-theme])) {
      ${unsafeCSS(colors('light'))}
      color-scheme: light;
    }
  }
  :host([data-theme='light']) {
    ${unsafeCSS(colors('light'))}
    color-scheme: light;
  }
  @media (prefers-reduced-motion: reduce) {
    :host {
      --gds-time-feedback: 0ms;
      --gds-time-panel: 0ms;
    }
  }
`;
