/** The parts of the studio in one list, and their registration in one call. Importing this registers nothing. */
import type { GdsElement } from './gds-element.js';
import { GdsAddPalette } from './gds-add-palette.js';
import { GdsMenu } from './gds-menu.js';
import { GdsNodePanel } from './gds-node-panel.js';
import { GdsParameterEditor } from './gds-parameter-editor.js';
import { GdsRail } from './gds-rail.js';
import { GdsStatusChip } from './gds-status-chip.js';
import { GdsToolbar } from './gds-toolbar.js';

export const PARTS: readonly (typeof GdsElement)[] = [GdsMenu, GdsToolbar, GdsRail, GdsStatusChip, GdsAddPalette, GdsParameterEditor, GdsNodePanel];

/** Registers every part under its own tag; safe to call again. */
export function defineParts(registry: CustomElementRegistry = customElements): void {
  for (const part of PARTS) part.define(part.tag, registry);
}
