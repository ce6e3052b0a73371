/**
 * The public API: classes and types. Importing it registers nothing and touches no DOM, so it works in Node.
 *
 * `gds-canvas/define` registers the elements.
 */
export { VERSION } from './version.js';
export { GdsError, type GdsErrorCode, type GdsErrorJSON, type GdsErrorOptions } from './errors.js';

export { GdsCanvas } from './element/gds-canvas.js';
export type {
  GdsAssetDetail,
  GdsBeforeDeleteDetail,
  GdsBeforeLoadDetail,
  GdsBeforeRunDetail,
  GdsCanvasEventMap,
  GdsErrorDetail,
  GdsNodeStatusDetail,
  GdsReadyDetail,
  GdsRunStartDetail,
  GdsSelectionDetail,
} from './element/canvas/events.js';
export type { ServerHeaders, ServerHeadersRequest } from './element/canvas/server-link.js';
export { GdsMeshViewer } from './element/gds-mesh-viewer.js';
export { GdsParameterEditor } from './element/gds-parameter-editor.js';
export { PARTS, defineParts } from './element/parts.js';
export { COLOR_TOKENS, PLAIN_TOKENS, type ColorToken, type ColorTokenName } from './element/tokens.js';
export type { ThemeChoice } from './element/theme.js';

export { GraphStore, UNDO_LIMIT } from './graph/store.js';
export type { GraphStoreOptions, ItemRect, NewGroup, NewNode, NewNote, TransactOptions } from './graph/store.js';
export type { GraphProblem } from './graph/normalise.js';
export type { UndoContext } from './graph/undo.js';
export { ITEM_COLORS } from './graph/types.js';
export * as commands from './graph/commands/index.js';
export type {
  ChangeOrigin,
  EdgeRecord,
  GraphChange,
  GraphEdgeJSON,
  GraphGroupJSON,
  GraphJSON,
  GraphNodeJSON,
  GraphNoteJSON,
  GraphSchema,
  GroupRecord,
  NodeMode,
  NodePorts,
  NodeRecord,
  NoteRecord,
  ParamValue,
  PortInfo,
  PortRef,
  ReadonlyGraph,
} from './graph/types.js';

export { NodeRegistry, createDefaultRegistry } from './registry/registry.js';
export type * from './registry/types.js';
export type * from './registry/tasks.js';
export type * from './registry/values.js';

export { Executor } from './execution/executor.js';
export type { ExecutorAssets, ResultDraft } from './execution/asset-saver.js';
export type { AutoRunOptions } from './execution/auto-run.js';
export type { Account, Explanation, Reason } from './execution/explain.js';
export type { ExecutorOptions } from './execution/options.js';
export type { RetryPolicy } from './execution/retry.js';
export type { QueuedRun, RunQueue } from './execution/run-queue.js';
export type * from './execution/types.js';

export { InferenceManager, type InferenceRunOptions, type ManagedModel } from './inference/manager.js';
export type { InferencePolicy, PolicyCandidate, PolicyFunction, PolicyName, PolicyRequest } from './inference/policy.js';
export type { BackendState, InferenceStatus } from './inference/status.js';
export type * from './inference/types.js';

export { Autosave } from './persistence/autosave.js';
export type * from './persistence/files.js';
export type * from './persistence/types.js';

export type * from './render/types.js';
export { ZOOM_RANGE, type Camera, type Insets, type Size } from './scene/camera.js';
export type { Point, Rect } from './scene/types.js';
export { COMMANDS, type Command, type CommandGroup, type CommandName } from './interaction/commands.js';
export { SHORTCUTS, type Shortcut } from './interaction/shortcuts.js';
export type { ShortcutBindings, ShortcutName } from './interaction/keymap.js';
