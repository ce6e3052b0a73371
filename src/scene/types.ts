/** What a scene can be told and asked. The scene knows neither WebGPU nor Pixi nor the DOM and runs in Node. */
import type { PortRef } from '../graph/types.js';
import type { Pixels } from '../registry/values.js';

export interface Point {
  readonly x: number;
  readonly y: number;
}
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How a node's run looks; set by whoever observes the executor. */
export interface NodeVisual {
  readonly status: 'idle' | 'queued' | 'running' | 'complete' | 'error' | 'cancelled';
  /** 0 to 1 while running; undefined shows movement without a figure. */
  readonly fraction?: number;
  /** Over the media area or in the body while running, for example `Refining surface · 62 %`. */
  readonly label?: string;
  /** Quiet line under the media: start and end, for example `256 × 256 · seed 42` and `0.31 s`. */
  readonly footer?: readonly [string, string];
  /** Message on the node. */
  readonly error?: string;
  readonly cached?: boolean;
  /** Outputs belong to an older state of the graph. */
  readonly stale?: boolean;
}

/** A picture for a node's media area: `pixels` of a preview, or a stored picture that renderers ask for at the sizes they need. */
export type NodeMedia = { readonly pixels: Pixels } | { readonly picture: PictureSource };

/** A stored picture. It holds no texels: those are made anew from the stored file whenever a renderer asks. */
export interface PictureSource {
  /** Pixels as the picture is shown, with any rotation that the file asks for. */
  readonly width: number;
  readonly height: number;
  /** Rejects with a GdsError where the file is missing or cannot be read. */
  tile(request: TileRequest): Promise<PictureTile>;
}

export interface TileRequest {
  /** The longer side of what is wanted, texels; a smaller picture stays as it is. */
  readonly edge: number;
  /** Mip levels, at least 1; 0 asks for an `ImageBitmap` instead of texels. */
  readonly levels: number;
}

/** A picture scaled for one use. */
export interface PictureTile {
  /** Texels that the picture takes in the first level. */
  readonly width: number;
  readonly height: number;
  /** Mean colour: straight red, green, blue and alpha, 0 to 255. */
  readonly mean: readonly [number, number, number, number];
  readonly levels: readonly TexelBlock[];
  /** Where `levels` 0 was asked for. Whoever gets it closes it. */
  readonly bitmap?: ImageBitmap;
}

/** Premultiplied RGBA, sRGB, row by row. The picture's last column and row are repeated once, so that filtering meets no edge. */
export interface TexelBlock {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array<ArrayBuffer>;
}

/** A wire on its way: from a port to the pointer or to the port it snapped to. */
export interface WireDraft {
  readonly from: { readonly ref: PortRef; readonly direction: 'in' | 'out' };
  readonly to: Point | { readonly ref: PortRef };
}

/** Which part of a rectangle's outline is pulled, by compass point. */
export type ResizeHandle = 'n' | 'ne' | 'e' | 'se' | 's' | 'sw' | 'w' | 'nw';

/** What lies under a point. The inside of a frame is nothing: a marquee may start there. */
export type Hit =
  | { readonly kind: 'port'; readonly ref: PortRef; readonly direction: 'in' | 'out' }
  | { readonly kind: 'field'; readonly nodeId: string; readonly param: string }
  | { readonly kind: 'menu'; readonly nodeId: string }
  | { readonly kind: 'media'; readonly nodeId: string }
  | { readonly kind: 'node'; readonly nodeId: string }
  | { readonly kind: 'edge'; readonly edgeId: string }
  | { readonly kind: 'group-title'; readonly id: string }
  | { readonly kind: 'group-border'; readonly id: string }
  | { readonly kind: 'note'; readonly id: string }
  /** Of items that are not locked: a node under the pointer or selected (`se` only), selected groups and notes. */
  | { readonly kind: 'resize'; readonly id: string; readonly item: 'node' | 'group' | 'note'; readonly handle: ResizeHandle };

export interface PortLayout {
  readonly id: string;
  readonly title: string;
  readonly type: string;
  readonly direction: 'in' | 'out';
  /** Relative to the node's top left corner, canvas units. */
  readonly x: number;
  readonly y: number;
  /** Where wires find it, see `SLOT` in slots.ts. */
  readonly slot: number;
}

/** `card`: header and body. `boundary`: a port of the subgraph around it, a header alone. `reroute`: a dot on a wire. */
export type NodeForm = 'card' | 'boundary' | 'reroute';

/** Geometry of one node, relative to its top left corner, canvas units. A pure function of definition, record and ports. */
export interface NodeLayout {
  readonly form: NodeForm;
  readonly width: number;
  readonly height: number;
  readonly header: Rect;
  readonly field?: Rect & { readonly param: string };
  readonly media?: Rect;
  readonly rows: readonly { readonly param: string; readonly title: string; readonly value: string; readonly y: number }[];
  readonly footer?: Rect;
  readonly ports: readonly PortLayout[];
  /** Ports name themselves on the node: they are not known from its type. */
  readonly named: boolean;
  /** Smallest size; undefined where it cannot be resized. */
  readonly min?: { readonly width: number; readonly height: number };
}
