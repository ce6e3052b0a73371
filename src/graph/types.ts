/** The shapes of the document as the rest of the package reads them. Plain values: nothing here knows Yjs. */

/** A parameter's value: anything JSON can hold. */
export type ParamValue = string | number | boolean | null | readonly ParamValue[] | { readonly [key: string]: ParamValue };

/** `muted`: does not run, and neither does what depends on it. `bypassed`: hands its input of the same type on. */
export type NodeMode = 'active' | 'muted' | 'bypassed';

export interface NodeRecord {
  readonly id: string;
  /** A type of the node registry; an unknown one is kept as it is and cannot run. */
  readonly type: string;
  /** Top left corner in canvas units (y down). */
  readonly x: number;
  readonly y: number;
  readonly params: Readonly<Record<string, ParamValue>>;
  /** What the person called it; empty means the type's own title. */
  readonly title: string;
  readonly mode: NodeMode;
  /** The `subgraph` node that it is inside; absent at the top level. */
  readonly parent?: string;
  /** Canvas units; absent: as its type lays it out. */
  readonly width?: number;
  readonly height?: number;
  /** Cannot be moved, resized, changed or deleted. */
  readonly locked?: true;
  /** Ports of a node from another program; they count while its type is not registered. */
  readonly ports?: NodePorts;
}

/** A port of one node, as the document knows it. */
export interface PortInfo {
  readonly id: string;
  readonly type: string;
  /** What a person reads; absent: the id. */
  readonly title?: string;
  /** An input that is a port of the node only while something is connected to it. Of registered types only. */
  readonly quiet?: boolean;
}
export interface NodePorts {
  readonly inputs: readonly PortInfo[];
  readonly outputs: readonly PortInfo[];
}

/** A frame behind nodes. It moves what lies wholly inside it when the move begins. */
export interface GroupRecord {
  readonly id: string;
  readonly title: string;
  /** Canvas units. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** One of {@link ITEM_COLORS}; '' is the neutral one. */
  readonly color: string;
  /** The subgraph node that it is inside; absent at the top level. */
  readonly parent?: string;
  readonly locked?: true;
}

/** Text on the canvas. */
export interface NoteRecord {
  readonly id: string;
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly color: string;
  readonly parent?: string;
  readonly locked?: true;
}

/** Colours of frames and notes, by the theme's token `--gds-item-NAME`. */
export const ITEM_COLORS = ['', 'red', 'orange', 'yellow', 'green', 'blue', 'violet'] as const;

/** Node id and port id. */
export type PortRef = readonly [nodeId: string, portId: string];

export interface EdgeRecord {
  readonly id: string;
  /** An output port. */
  readonly from: PortRef;
  /** An input port; it takes one edge, a second one replaces the first. */
  readonly to: PortRef;
}

/** A node of a graph file. What is left out is as a new node of the type has it. */
export interface GraphNodeJSON {
  id: string;
  type: string;
  x: number;
  y: number;
  params?: Record<string, ParamValue>;
  title?: string;
  mode?: NodeMode;
  parent?: string;
  width?: number;
  height?: number;
  locked?: true;
  ports?: { inputs: PortInfo[]; outputs: PortInfo[] };
}
/** An edge of a graph file; without an id it gets one. */
export interface GraphEdgeJSON {
  id?: string;
  from: [string, string];
  to: [string, string];
}
interface GraphItemJSON {
  id?: string;
  x: number;
  y: number;
  width: number;
  height: number;
  color?: string;
  parent?: string;
  locked?: true;
}
export type GraphGroupJSON = GraphItemJSON & { title?: string };
export type GraphNoteJSON = GraphItemJSON & { text: string };
/** A graph file. `graph.schema.json` of the package describes it for other tools. */
export interface GraphJSON {
  format: 'gds-graph';
  version: 1;
  nodes: GraphNodeJSON[];
  edges: GraphEdgeJSON[];
  groups: GraphGroupJSON[];
  notes: GraphNoteJSON[];
  meta: Record<string, unknown>;
}

/** Where a change came from. */
export type ChangeOrigin = 'local' | 'undo' | 'redo' | 'load' | 'remote';

/** One transaction's effect, coalesced: an id is in at most one of added, removed; moved and updated name surviving nodes. */
export interface GraphChange {
  /** The command, in words, for example `Move 3 nodes`; empty for remote changes. */
  readonly label: string;
  readonly origin: ChangeOrigin;
  readonly nodesAdded: readonly string[];
  readonly nodesRemoved: readonly string[];
  readonly nodesMoved: readonly string[];
  /** Anything but the position changed, or the node's ports did because of what is inside it or joined with it. */
  readonly nodesUpdated: readonly string[];
  readonly edgesAdded: readonly string[];
  readonly edgesRemoved: readonly string[];
  /** Groups added, updated or removed. */
  readonly groupsChanged: readonly string[];
  /** Notes added, updated or removed. */
  readonly notesChanged: readonly string[];
  readonly metaChanged: boolean;
}

/**
 * What the document must know of the types it holds. The node registry implements it; without one every type is unknown and
 * every connection is allowed.
 */
export interface GraphSchema {
  /** Port type of `portId`, or undefined where the node type or the port does not exist. */
  portType(nodeType: string, direction: 'in' | 'out', portId: string): string | undefined;
  /** All ports of a registered node type, in the order a person sees them. */
  ports?(nodeType: string): NodePorts | undefined;
  /** True where the node type is registered. */
  knows(nodeType: string): boolean;
  /** Whether a value of port type `from` may enter a port of type `to`. */
  compatible(from: string, to: string): boolean;
  /** Parameters a new node of this type starts with. */
  defaults(nodeType: string): Record<string, ParamValue>;
  /** The title a person reads for a node type or port, for messages. */
  titleOf(nodeType: string, portId?: string): string;
  /**
   * The value as the document keeps it (an integer rounded, for example).
   * @throws GdsError `GDS_PARAM_*`; `GDS_PARAM_UNKNOWN` where a known type has no such parameter.
   */
  validateParam?(nodeType: string, name: string, value: unknown): ParamValue;
  /** Tells when types came, changed or went. */
  subscribe?(listener: () => void): () => void;
}

/** The read side of the graph store: what scene, execution and panels use. */
export interface ReadonlyGraph {
  readonly nodes: ReadonlyMap<string, NodeRecord>;
  readonly edges: ReadonlyMap<string, EdgeRecord>;
  readonly groups: ReadonlyMap<string, GroupRecord>;
  readonly notes: ReadonlyMap<string, NoteRecord>;
  /** Ids of the nodes inside a subgraph; '' is the top level. */
  childrenOf(parentId: string): ReadonlySet<string>;
  /** All ports of a node, in the order a person sees them. */
  portsOf(nodeId: string): NodePorts;
  /** Type of a port; undefined where there is none, or nothing is known of the node. */
  portType(nodeId: string, direction: 'in' | 'out', portId: string): string | undefined;
  /** Edges at a node, both directions. */
  edgesOf(nodeId: string): readonly EdgeRecord[];
  subscribe(listener: (change: GraphChange) => void): () => void;
}
