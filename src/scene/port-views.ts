/** How a node's ports look at the moment: named, swollen or faded, by connection, hover and the wire on its way. */
import type { PortRef } from '../graph/types.js';
import type { SceneNode } from './elements.js';
import type { PortView } from './node-view.js';
import { portKey } from './port-key.js';
import type { Scene } from './scene.js';

/** Ports name themselves where a name helps: under the pointer, on the node in hand while they are free, and where a wire on its way fits. */
export function portViews(scene: Scene, node: SceneNode): PortView[] {
  const inHand = scene.hover?.nodeId === node.id || scene.selection.has(node.id);
  return node.layout.ports.map((port) => {
    const ref: PortRef = [node.id, port.id];
    const key = portKey(ref, port.direction);
    const hovered = scene.hover?.port !== undefined && portKey(scene.hover.port.ref, scene.hover.port.direction) === key;
    const start = scene.draft !== null && portKey(scene.draft.from.ref, scene.draft.from.direction) === key;
    const fits = scene.compatible?.(ref, port.direction) ?? false;
    const drafting = scene.compatible !== undefined && !start;
    return {
      title: port.title,
      direction: port.direction,
      x: port.x,
      y: port.y,
      shape: scene.registry.portTypeInfo(port.type).shape,
      color: scene.portColor(port.type),
      named: drafting ? fits : hovered || (inHand && !scene.connected.has(key)),
      swollen: (drafting && fits) || hovered,
      faded: drafting && !fits,
    };
  });
}
