/** What the display items of a node are built from. */
import type { NodeDefinition, PortShape } from '../registry/types.js';
import type { NodeRecord } from '../graph/types.js';
import type { NodeLayout, NodeVisual } from './types.js';

/** How a port looks at the moment. */
export interface PortView {
  readonly title: string;
  readonly direction: 'in' | 'out';
  readonly x: number;
  readonly y: number;
  readonly shape: PortShape;
  readonly color: number;
  readonly named: boolean;
  /** Its name stands on the node's own side: a neighbour lies where it would. */
  readonly inward: boolean;
  readonly swollen: boolean;
  readonly faded: boolean;
}

export interface NodeView {
  readonly record: NodeRecord;
  readonly definition: NodeDefinition | undefined;
  readonly layout: NodeLayout;
  /** Height with the error strip. */
  readonly height: number;
  readonly visual: NodeVisual | undefined;
  /** Width by height of the picture; undefined where there is none. */
  readonly mediaAspect: number | undefined;
  /** The media is a preview of the run under way: shown as it is, where an older result would be dimmed. */
  readonly preview: boolean;
  readonly selected: boolean;
  readonly hovered: boolean;
  /** Parameter that is being edited in the page: its text here is hidden. */
  readonly editing: string | undefined;
  readonly ports: readonly PortView[];
}
