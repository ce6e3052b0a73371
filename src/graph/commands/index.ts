/**
 * Commands composed of the store's own: what a person does in one go is one function, one transaction, one undo step.
 *
 * Each takes the {@link GraphStore} first. They throw typed errors, change nothing where they do, and respect locks and read-only
 * documents. The document does not know how much room a node takes: where a command must, it asks a {@link RectOf}.
 */
export { alignItems, type Alignment } from './align.js';
export { arrangeItems, arrangeLevel } from './arrange.js';
export { detachNodes } from './detach.js';
export { distributeItems, type Axis } from './distribute.js';
export { COPY_OFFSET, cutItems, duplicateItems } from './duplicate.js';
export { copyItems, readFragment } from './fragment.js';
export { contentOf, groupItems, moveWithContent, ungroupItems, withContent, type GroupOptions } from './groups.js';
export { deleteAndHeal } from './heal.js';
export { insertNode, insertionFit } from './insert.js';
export type { RectOf } from './items.js';
export { setLocks, setModes } from './marks.js';
export { pasteFragment, type PasteOptions } from './paste.js';
export { disconnect, reconnect } from './reconnect.js';
export { rename } from './rename.js';
export { insertReroute } from './reroute.js';
export { collapse, type CollapseOptions } from './subgraph/collapse.js';
export { expand } from './subgraph/expand.js';
export { pathOf } from './subgraph/path.js';
export { addPort, removePort, renamePort, type NewPort, type PortSide } from './subgraph/ports.js';
export { demote, promote, promotedParams, type PromotedParam, type PromotedRef } from './subgraph/promoted.js';
