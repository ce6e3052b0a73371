/**
 * A layered drawing of rectangles and the edges between them, from left to right.
 *
 * What hangs together by edges or clusters is drawn by dagre, part by part, and the parts are set in rows: dagre's time grows much
 * faster than the number of nodes, and large canvases are many graphs rather than one.
 */
import type * as DagreModule from '@dagrejs/dagre';
import { GdsError } from '../../errors.js';
import { boundsOf, type ItemRect, type Point } from './items.js';

export type Dagre = typeof DagreModule;

/** Things that are to be kept together; smaller clusters among them too. A list of clusters begins with the innermost. */
export interface Cluster {
  readonly id: string;
  readonly content: readonly string[];
}

/** Canvas units between columns, within one, and between parts, with room for a frame's border and title. */
const SPACING = { column: 96, row: 48, part: 96 } as const;
/** Beyond this many nodes columns are chosen in a simpler way, which is nearly as good: the best one takes seconds there. */
const THOROUGH = 200;
/** Most nodes in one part: some ten seconds, during which a page does nothing else. */
export const MOST_CONNECTED = 2_000;

/**
 * Top left corners, in coordinates of the drawing's own. The same lists give the same drawing.
 * @throws GdsError `GDS_ARRANGE_SIZE` where too much hangs together.
 */
export function layout(
  dagre: Dagre,
  rects: ReadonlyMap<string, ItemRect>,
  edges: readonly (readonly [from: string, to: string])[],
  clusters: readonly Cluster[],
): Map<string, Point> {
  const drawings = partsOf(rects, edges, clusters).map((part) => {
    const drawn = draw(dagre, part);
    return { drawn, bounds: boundsOf([...drawn].map(([id, place]) => ({ ...part.rects.get(id)!, ...place })))! };
  });
  const places = new Map<string, Point>();
  const widest = widthFor(drawings.map(({ bounds }) => bounds));
  let [left, top, bottom] = [0, 0, 0];
  for (const { drawn, bounds } of drawings) {
    if (left > 0 && left + bounds.width > widest) [left, top] = [0, bottom];
    for (const [id, { x, y }] of drawn) places.set(id, { x: x - bounds.x + left, y: y - bounds.y + top });
    left += bounds.width + SPACING.part;
    bottom = Math.max(bottom, top + bounds.height + SPACING.part);
  }
  return places;
}

/** How wide a row of parts may be, so that all rows together are somewhat wider than high, as screens are. */
function widthFor(parts: readonly ItemRect[]): number {
  const area = parts.reduce((sum, { width, height }) => sum + (width + SPACING.part) * (height + SPACING.part), 0);
  return Math.max(...parts.map(({ width }) => width), Math.sqrt(area * 1.6));
}

interface Part {
  readonly rects: Map<string, ItemRect>;
  readonly edges: (readonly [from: string, to: string])[];
  readonly clusters: Cluster[];
}

/** What hangs together, in the order of the first rectangle of each. */
function partsOf(
  rects: ReadonlyMap<string, ItemRect>,
  edges: readonly (readonly [from: string, to: string])[],
  clusters: readonly Cluster[],
): Part[] {
  const beside = new Map([...rects.keys()].map((id): [string, string[]] => [id, []]));
  const link = (a: string, b: string): void => {
    beside.get(a)!.push(b);
    beside.get(b)!.push(a);
  };
  for (const [from, to] of edges) link(from, to);
  const placed = clusters.flatMap((cluster) => {
    const [first, ...others] = cluster.content.filter((id) => rects.has(id));
    for (const id of others) link(first!, id);
    return first === undefined ? [] : [{ cluster, first }];
  });

  const partOf = new Map<string, Part>();
  const parts: Part[] = [];
  for (const start of rects.keys()) {
    if (partOf.has(start)) continue;
    const part: Part = { rects: new Map(), edges: [], clusters: [] };
    const found = new Set([start]);
    for (const id of found) for (const next of beside.get(id)!) found.add(next);
    for (const id of found) partOf.set(id, part);
    parts.push(part);
  }
  for (const [id, rect] of rects) partOf.get(id)!.rects.set(id, rect);
  for (const edge of edges) partOf.get(edge[0])!.edges.push(edge);
  for (const { cluster, first } of placed) partOf.get(first)!.clusters.push(cluster);
  return parts;
}

function draw(dagre: Dagre, { rects, edges, clusters }: Part): Map<string, Point> {
  if (rects.size > MOST_CONNECTED) {
    const message = `${rects.size} nodes hang together; at most ${MOST_CONNECTED} can be arranged at once. Select fewer.`;
    throw new GdsError('GDS_ARRANGE_SIZE', message);
  }
  const drawing = new dagre.graphlib.Graph({ compound: true });
  const ranker = rects.size > THOROUGH ? 'tight-tree' : 'network-simplex';
  drawing.setGraph({ rankdir: 'LR', ranksep: SPACING.column, nodesep: SPACING.row, ranker });
  drawing.setDefaultEdgeLabel(() => ({}));
  for (const [id, { width, height }] of rects) drawing.setNode(id, { width, height });
  for (const { id, content } of clusters) {
    const held = new Set(content);
    const free = drawing.nodes().filter((each) => held.has(each) && drawing.parent(each) === undefined);
    if (free.length === 0) continue;
    drawing.setNode(id, {});
    for (const each of free) drawing.setParent(each, id);
  }
  for (const [from, to] of edges) drawing.setEdge(from, to);
  dagre.layout(drawing);
  return new Map(
    [...rects].map(([id, { width, height }]) => {
      const { x, y } = drawing.node(id) as Point;
      return [id, { x: x - width / 2, y: y - height / 2 }];
    }),
  );
}
