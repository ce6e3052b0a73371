/** What lies under a point, on the CPU: a grid says what may, which costs the same at any number of nodes and wires. */
import type { PortRef } from '../graph/types.js';
import type { SceneCard, SceneGroup, SceneNode } from './elements.js';
import { NODE } from './layout.js';
import { contains, grow } from './rect.js';
import { handleAt } from './resize.js';
import type { Scene } from './scene.js';
import type { Hit, Point } from './types.js';
import { wireDistance, WIRE_WIDTH } from './wire.js';

/** A port answers within this many screen pixels of its centre, so that a finger finds it. */
export const PORT_HIT_PIXELS = 12;
/** Ports and a node's corner are neither drawn nor hit below this zoom: there a node is a few pixels wide. */
const LOWEST_PORT_ZOOM = 0.2;
/** Screen pixels from a wire's middle line, and from a frame's border. */
const WIRE_HIT_PIXELS = 6;
const BORDER_HIT_PIXELS = 6;
/** Size of the menu dots' area at the end of the header, canvas units. */
const MENU = 32;
/** Side of the corner that resizes a node, canvas units. */
const GRIP = 16;
/** Within this many canvas units of its middle a reroute is taken by hand; from afar its whole dot is. */
const REROUTE_CORE = 7;

export interface FoundPort {
  readonly ref: PortRef;
  readonly direction: 'in' | 'out';
  readonly point: Point;
  /** Canvas units. */
  readonly distance: number;
}

export function hitScene(scene: Scene, point: Point, zoom: number): Hit | null {
  const top = scene.near({ ...point, width: 0, height: 0 }).at(-1);
  return (
    hitReroute(scene, point, zoom, top) ??
    hitPort(scene, point, zoom, top) ??
    hitNoteHandle(scene, point, zoom, top) ??
    (top && (top.kind === 'node' ? hitNode(scene, top, point, zoom) : { kind: 'note', id: top.id })) ??
    hitGround(scene, point, zoom)
  );
}

export function nearestPort(
  scene: Scene,
  point: Point,
  radius: number,
  filter?: (ref: PortRef, direction: 'in' | 'out') => boolean,
): FoundPort | null {
  let best: FoundPort | null = null;
  for (const node of scene.near(grow({ x: point.x, y: point.y, width: 0, height: 0 }, radius))) {
    if (node.kind !== 'node') continue;
    const rect = scene.rowRect(node.row);
    for (const port of node.layout.ports) {
      const at = { x: rect.x + port.x, y: rect.y + port.y };
      const distance = Math.hypot(at.x - point.x, at.y - point.y);
      const ref: PortRef = [node.id, port.id];
      if (distance > radius || (best && distance > best.distance) || (filter && !filter(ref, port.direction))) continue;
      best = { ref, direction: port.direction, point: at, distance };
    }
  }
  return best;
}

/** Both ports of a reroute lie in its middle: the dot is for the hand, the left and right half of the ring around it for wires. */
function hitReroute(scene: Scene, point: Point, zoom: number, top: SceneCard | undefined): Hit | null {
  const reach = NODE.reroute / 2 + BORDER_HIT_PIXELS / zoom;
  const near = scene.near(grow({ ...point, width: 0, height: 0 }, reach));
  for (const node of near.reverse()) {
    if (node.kind !== 'node' || node.layout.form !== 'reroute' || covered(scene, node.id, top)) continue;
    const rect = scene.rowRect(node.row);
    const dx = point.x - (rect.x + rect.width / 2);
    const distance = Math.hypot(dx, point.y - (rect.y + rect.height / 2));
    if (distance > reach) continue;
    const core = Math.min(NODE.reroute / 2, Math.max(REROUTE_CORE, REROUTE_CORE / zoom));
    const port = node.layout.ports.find(({ direction }) => direction === (dx < 0 ? 'in' : 'out'));
    if (distance <= core || zoom < LOWEST_PORT_ZOOM || !port) return { kind: 'node', nodeId: node.id };
    return { kind: 'port', ref: [node.id, port.id], direction: port.direction };
  }
  return null;
}

function hitPort(scene: Scene, point: Point, zoom: number, top: SceneCard | undefined): Hit | null {
  if (zoom < LOWEST_PORT_ZOOM) return null;
  const port = nearestPort(scene, point, Math.max(8, PORT_HIT_PIXELS / zoom), ([id]) => scene.nodes.get(id)?.layout.form !== 'reroute');
  return port && !covered(scene, port.ref[0], top) ? { kind: 'port', ref: port.ref, direction: port.direction } : null;
}

/** Whether another node or note lies over this node at the point. */
const covered = (scene: Scene, nodeId: string, top: SceneCard | undefined): boolean =>
  top !== undefined && top.id !== nodeId && top.order > (scene.nodes.get(nodeId)?.order ?? 0);

/** Handles reach beyond the note, so they are asked for before what lies there. */
function hitNoteHandle(scene: Scene, point: Point, zoom: number, top: SceneCard | undefined): Hit | null {
  for (const id of scene.selection) {
    const note = scene.notes.get(id);
    if (!note || note.record.locked || (top && top.order > note.order)) continue;
    const handle = handleAt(scene.rowRect(note.row), point, zoom);
    if (handle) return { kind: 'resize', id, item: 'note', handle };
  }
  return null;
}

function hitNode(scene: Scene, node: SceneNode, point: Point, zoom: number): Hit {
  const rect = scene.rowRect(node.row);
  const local = { x: point.x - rect.x, y: point.y - rect.y };
  const { layout } = node;
  const nodeId = node.id;
  const inHand = scene.hover?.nodeId === nodeId || scene.selection.has(nodeId);
  const corner = local.x > layout.width - GRIP && local.y > node.height - GRIP;
  if (inHand && corner && layout.min && !node.record.locked && zoom >= LOWEST_PORT_ZOOM)
    return { kind: 'resize', id: nodeId, item: 'node', handle: 'se' };
  if (inHand && layout.form === 'card' && local.y < NODE.header && local.x > layout.width - MENU) return { kind: 'menu', nodeId };
  if (layout.field && contains(layout.field, local)) return { kind: 'field', nodeId, param: layout.field.param };
  if (layout.media && contains(layout.media, local)) return { kind: 'media', nodeId };
  return { kind: 'node', nodeId };
}

/** Where no node or note is. */
function hitGround(scene: Scene, point: Point, zoom: number): Hit | null {
  // The frame drawn last first.
  const groups = scene.visibleGroups(grow({ ...point, width: 0, height: 0 }, BORDER_HIT_PIXELS / zoom)).reverse();
  for (const group of groups) {
    const handle = scene.selection.has(group.id) && !group.record.locked && handleAt(scene.rowRect(group.row), point, zoom);
    if (handle) return { kind: 'resize', id: group.id, item: 'group', handle };
  }
  for (const { id } of groups) {
    const title = scene.titleRect(id, zoom);
    if (title && contains(title, point)) return { kind: 'group-title', id };
  }
  const edgeId = hitEdge(scene, point, zoom);
  if (edgeId !== null) return { kind: 'edge', edgeId };
  const group = groups.find((candidate) => onBorder(scene, candidate, point, zoom));
  return group ? { kind: 'group-border', id: group.id } : null;
}

function onBorder(scene: Scene, group: SceneGroup, point: Point, zoom: number): boolean {
  const rect = scene.rowRect(group.row);
  const reach = BORDER_HIT_PIXELS / zoom;
  return contains(grow(rect, reach), point) && !contains(grow(rect, -Math.min(reach, rect.width / 4, rect.height / 4)), point);
}

function hitEdge(scene: Scene, point: Point, zoom: number): string | null {
  const reach = WIRE_WIDTH / 2 + WIRE_HIT_PIXELS / zoom;
  const near = grow({ ...point, width: 0, height: 0 }, reach);
  let best: string | null = null;
  let nearest = reach;
  for (const edge of scene.wiresIn(near)) {
    const { from, to } = scene.edgeEnds(edge);
    const distance = wireDistance(from, to, point, nearest);
    if (distance <= nearest) {
      nearest = distance;
      best = edge.id;
    }
  }
  return best;
}
