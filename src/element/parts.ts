/** The parts of the studio in one list, and their registration in one call. Importing this registers nothing. */
import type { GdsElement } from './gds-element.js';
import { GdsAddPalette } from './gds-add-palette.js';
import { GdsAssetBrowser } from './gds-asset-browser.js';
import { GdsBackends } from './gds-backends.js';
import { GdsBreadcrumbs } from './gds-breadcrumbs.js';
import { GdsCanvasesPanel } from './gds-canvases-panel.js';
import { GdsCommandPalette } from './gds-command-palette.js';
import { GdsConnectList } from './gds-connect-list.js';
import { GdsFolder } from './gds-folder.js';
import { GdsHistoryPanel } from './gds-history-panel.js';
import { GdsMenu } from './gds-menu.js';
import { GdsMinimap } from './gds-minimap.js';
import { GdsModelsPanel } from './gds-models-panel.js';
import { GdsNodePanel } from './gds-node-panel.js';
import { GdsParameterEditor } from './gds-parameter-editor.js';
import { GdsRail } from './gds-rail.js';
import { GdsResultList } from './gds-result-list.js';
import { GdsSelectionBar } from './gds-selection-bar.js';
import { GdsShortcuts } from './gds-shortcuts.js';
import { GdsStatusChip } from './gds-status-chip.js';
import { GdsToasts } from './gds-toasts.js';
import { GdsToolbar } from './gds-toolbar.js';

/** In an order that never leaves a part with an unknown child. */
export const PARTS: readonly (typeof GdsElement)[] = [
  GdsMenu,
  GdsBackends,
  GdsFolder,
  GdsParameterEditor,
  GdsResultList,
  GdsAddPalette,
  GdsAssetBrowser,
  GdsBreadcrumbs,
  GdsCanvasesPanel,
  GdsCommandPalette,
  GdsConnectList,
  GdsHistoryPanel,
  GdsMinimap,
  GdsModelsPanel,
  GdsNodePanel,
  GdsRail,
  GdsSelectionBar,
  GdsShortcuts,
  GdsStatusChip,
  GdsToasts,
  GdsToolbar,
];

/** Registers every part under its own tag; safe to call again. */
export function defineParts(registry: CustomElementRegistry = customElements): void {
  for (const part of PARTS) part.define(part.tag, registry);
}
