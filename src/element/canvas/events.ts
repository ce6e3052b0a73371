/** The element's events: all bubble and are composed, their details are frozen; `gds-before-*` can be cancelled. */
import type { GdsErrorCode } from '../../errors.js';
import type { NodeStatus, RunResult } from '../../execution/types.js';
import type { GraphChange } from '../../graph/types.js';
import type { AssetRecord, SaveState } from '../../persistence/types.js';
import type { Progress } from '../../registry/tasks.js';
import type { RendererInfo } from '../../render/types.js';

export interface GdsReadyDetail {
  readonly project: string;
  readonly nodes: number;
}
export interface GdsSelectionDetail {
  readonly selected: readonly string[];
}
export interface GdsRunStartDetail {
  readonly nodes: readonly string[];
}
export interface GdsNodeStatusDetail {
  readonly id: string;
  readonly status: NodeStatus;
  readonly progress?: Progress;
  readonly error?: { readonly code: GdsErrorCode; readonly message: string };
}
export interface GdsErrorDetail {
  readonly code: GdsErrorCode;
  readonly message: string;
  readonly nodeId?: string;
  /** Path of the bad field in refused input. */
  readonly path?: string;
}
export interface GdsAssetDetail {
  readonly asset: AssetRecord;
}
export interface GdsBeforeRunDetail {
  /** Left out: the whole graph. */
  readonly nodes?: readonly string[];
}
export interface GdsBeforeDeleteDetail {
  readonly nodes: readonly string[];
  readonly edges: readonly string[];
}
export interface GdsBeforeLoadDetail {
  readonly json: unknown;
}

export interface GdsCanvasEventMap {
  /** Project and renderer are there; once per connection and project. */
  'gds-ready': CustomEvent<GdsReadyDetail>;
  'gds-change': CustomEvent<GraphChange>;
  'gds-selection-change': CustomEvent<GdsSelectionDetail>;
  'gds-run-start': CustomEvent<GdsRunStartDetail>;
  'gds-node-status': CustomEvent<GdsNodeStatusDetail>;
  'gds-run-end': CustomEvent<RunResult>;
  'gds-renderer-change': CustomEvent<RendererInfo>;
  'gds-save-state': CustomEvent<SaveState>;
  'gds-asset': CustomEvent<GdsAssetDetail>;
  'gds-error': CustomEvent<GdsErrorDetail>;
  'gds-before-run': CustomEvent<GdsBeforeRunDetail>;
  'gds-before-delete': CustomEvent<GdsBeforeDeleteDetail>;
  'gds-before-load': CustomEvent<GdsBeforeLoadDetail>;
}
