/** What lies under a point, on the CPU: the rows are scanned in line, which 10,000 nodes answer in well under a millisecond. */
import type { PortRef } from '../graph/types.js';
import { NODE } from './layout.js';
import { contains, grow } from './rect.js';
import type { Scene, SceneNode } from './scene.js';
import type { Hit, Point } from './types.js';
import { wireDistance, WIRE_WIDTH } from './wire.js';

/** A port answers within this many screen pixels of its centre, so that a finger finds it. */
export const PORT_HIT_PIXELS = 12;
/** Ports are neither drawn nor hit below this zoom: there a node is a few pixels wide. */
const LOWEST_PORT_ZOOM = 0.2;
/** Screen pixels from a wire's middle line. */
const WIRE_HIT_PIXELS = 6;
/** Size of the menu dots' area at the end of the header, canvas units. */
const MENU = 32;

export interface FoundPort {
  readonly ref: PortRef;
  readonly direction: 'in' | 'out';
  readonly point: Point;
  /** Canvas units. */
  readonly distance: number;
}

export function hitScene(scene: Scene, point: Point, zoom: number): Hit | null {
  const top = topNode(scene, point);
  const port = zoom < LOWEST_PORT_ZOOM ? null : nearestPort(scene, point, Math.max(8, PORT_HIT_PIXELS / zoom));
  if (port && !covered(scene, port.ref[0], top)) return { kind: 'port', ref: port.ref, direction: port.direction };
  if (top) return hitNode(scene, top, point);
  const edgeId = hitEdge(scene, point, zoom);
  return edgeId === null ? null : { kind: 'edge', edgeId };
}

export function nearestPort(
  scene: Scene,
  point: Point,
  radius: number,
  filter?: (ref: PortRef, direction: 'in' | 'out') => boolean,
): FoundPort | null {
  let best: FoundPort | null = null;
  for (const node of scene.visible(grow({ x: point.x, y: point.y, width: 0, height: 0 }, radius))) {
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

/** The node drawn last among those that contain the point. */
const topNode = (scene: Scene, point: Point): SceneNode | undefined => scene.visible({ ...point, width: 0, height: 0 }).at(-1);

/** Whether another node lies over this port's node at the point. */
const covered = (scene: Scene, nodeId: string, top: SceneNode | undefined): boolean =>
  top !== undefined && top.id !== nodeId && top.order > (scene.nodes.get(nodeId)?.order ?? 0);

function hitNode(scene: Scene, node: SceneNode, point: Point): Hit {
  const rect = scene.rowRect(node.row);
  const local = { x: point.x - rect.x, y: point.y - rect.y };
  const { layout } = node;
  const nodeId = node.id;
  const menu = scene.hover?.nodeId === nodeId || scene.selection.has(nodeId);
  if (menu && local.y < NODE.header && local.x > layout.width - MENU) return { kind: 'menu', nodeId };
  if (layout.field && contains(layout.field, local)) return { kind: 'field', nodeId, param: layout.field.param };
  if (layout.media && contains(layout.media, local)) return { kind: 'media', nodeId };
  return { kind: 'node', nodeId };
}

function hitEdge(scene: Scene, point: Point, zoom: number): string | null {
  const reach = WIRE_WIDTH / 2 + WIRE_HIT_PIXELS / zoom;
  const near = grow({ ...point, width: 0, height: 0 }, reach);
  let best: string | null = null;
  let nearest = reach;
  for (const edge of scene.edges.values()) {
    if (!scene.wireTouches(edge, near)) continue;
    const { from, to } = scene.edgeEnds(edge);
    const distance = wireDistance(from, to, point);
    if (distance <= nearest) {
      nearest = distance;
      best = edge.id;
    }
  }
  return best;
}
