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

/** Perceived lightness, 0 to 1, roughly: enough to tell a dark theme from a light one. */
export const lightness = ([r, g, b]: Rgba): number => 0.2126 * r + 0.7152 * g + 0.0722 * b;
