/** How a node's ports look at the moment: named, swollen or faded, by connection, hover and the wire on its way. */
import type { PortRef } from '../graph/types.js';
import type { SceneNode } from './elements.js';
import type { PortView } from './node-view.js';
import type { Scene } from './scene.js';
import { plateOf } from './node-ports.js';
import type { Rect } from './types.js';

/** Ports name themselves where a name helps: under the pointer, on the node in hand while they are free, and where a wire on its way fits. */
export function portViews(scene: Scene, node: SceneNode): PortView[] {
  const inHand = scene.hover?.nodeId === node.id || scene.selection.has(node.id);
  const hover = scene.hover?.port;
  const start = scene.draft?.from;
  const drafting = scene.compatible !== undefined;
  return node.layout.ports.map((port) => {
    const ref: PortRef = [node.id, port.id];
    const hovered = hover !== undefined && isPort(hover, ref, port.direction);
    const asked = drafting && !(start !== undefined && isPort(start, ref, port.direction));
    const fits = asked && (scene.compatible?.(ref, port.direction) ?? false);
    const named = asked ? fits : hovered || (inHand && !scene.connected(ref, port.direction));
    const swollen = fits || hovered;
    const view = {
      title: port.title,
      direction: port.direction,
      x: port.x,
      y: port.y,
      shape: scene.registry.portTypeInfo(port.type).shape,
      color: scene.portColor(port.type),
      named,
      inward: false,
      swollen,
      faded: asked && !fits,
    };
    return named && covers(scene, node, plateOf(view, scene.measure)) ? { ...view, inward: true } : view;
  });
}

/** Whether the part of the plane beside the node lies over another node or a note. */
function covers(scene: Scene, node: SceneNode, { x, y, width, height }: Rect): boolean {
  const at = scene.rowRect(node.row);
  return scene.near({ x: at.x + x, y: at.y + y, width, height }).some(({ id }) => id !== node.id);
}

const isPort = (end: { readonly ref: PortRef; readonly direction: 'in' | 'out' }, ref: PortRef, direction: 'in' | 'out'): boolean =>
  end.direction === direction && end.ref[0] === ref[0] && end.ref[1] === ref[1];
