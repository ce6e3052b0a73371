/** The theme as the table of colours that display items index. */
import { ITEM_COLORS } from '../graph/types.js';
import { FIRST_PORT_COLOR, itemColor, PALETTE, PALETTE_SIZE } from '../scene/palette.js';
import type { RenderTheme, Rgba } from './types.js';

/** Four floats a colour, straight alpha. Port types without a colour in the theme take that of `any`, or the muted one. */
export function paletteColors(theme: RenderTheme, portTypes: readonly string[]): Rgba[] {
  const colors: Rgba[] = Array.from({ length: PALETTE_SIZE }, () => theme.muted);
  for (const [name, index] of Object.entries(PALETTE)) colors[index] = theme[name as keyof typeof PALETTE];
  for (const name of ITEM_COLORS) colors[itemColor(name)] = theme.items[name];
  portTypes.slice(0, PALETTE_SIZE - FIRST_PORT_COLOR).forEach((type, index) => {
    colors[FIRST_PORT_COLOR + index] = theme.ports[type] ?? theme.ports['any'] ?? theme.muted;
  });
  return colors;
}

interface Table {
  readonly types: readonly string[];
  readonly count: number;
  readonly floats: Float32Array;
}
/** The last table of each theme: it is asked for in every frame, and another one only when a port type came or the theme changed. */
const tables = new WeakMap<RenderTheme, Table>();

/** {@link paletteColors} one after another, as the GPU reads them. Not to be changed. */
export function paletteTable(theme: RenderTheme, types: readonly string[]): Float32Array {
  const known = tables.get(theme);
  if (known?.types === types && known.count === types.length) return known.floats;
  const floats = Float32Array.from(paletteColors(theme, types).flat());
  // The ground is opaque whatever the theme says: there is nothing behind it.
  floats[PALETTE.canvas * 4 + 3] = 1;
  tables.set(theme, { types, count: types.length, floats });
  return floats;
}

/** Perceived lightness, 0 to 1, roughly: enough to tell a dark theme from a light one. */
export const lightness = ([r, g, b]: Rgba): number => 0.2126 * r + 0.7152 * g + 0.0722 * b;
