/** Display items of what the scene holds, built when a renderer asks and kept until the element's version is another. */
import type { SceneCard, SceneElement, SceneGroup, SceneNode } from './elements.js';
import { groupItems } from './group-items.js';
import type { Detail, Item } from './items.js';
import { nodeItems } from './node-items.js';
import { noteItems } from './note-items.js';
import { portViews } from './port-views.js';
import type { Scene } from './scene.js';

export function cardItemsOf(scene: Scene, card: SceneCard, detail: Detail): readonly Item[] {
  const known = card.items;
  if (known && known.version === card.version && known.detail === detail) return known.list;
  const list =
    card.kind === 'node'
      ? itemsOfNode(scene, card, detail)
      : noteItems({ ...stateOf(scene, card), ...sizeOf(scene, card), record: card.record }, detail, scene.measure);
  card.items = { version: card.version, detail, list };
  return list;
}

export function groupItemsOf(scene: Scene, group: SceneGroup, titleSize: number, coarse: boolean): readonly Item[] {
  const known = group.items;
  if (known && known.version === group.version && known.titleSize === titleSize && known.coarse === coarse) return known.list;
  const view = { ...stateOf(scene, group), ...sizeOf(scene, group), record: group.record, titleSize };
  const list = groupItems(view, coarse, scene.measure);
  group.items = { version: group.version, titleSize, coarse, list };
  return list;
}

function itemsOfNode(scene: Scene, node: SceneNode, detail: Detail): readonly Item[] {
  const media = scene.media(node.id);
  const view = {
    ...stateOf(scene, node),
    record: node.record,
    definition: node.definition,
    layout: node.layout,
    height: node.height,
    visual: scene.visual(node.id),
    hasMedia: media !== undefined,
    preview: media !== undefined && 'pixels' in media,
    ports: portViews(scene, node),
  };
  return nodeItems(view, detail, scene.measure);
}

function stateOf({ hover, editing, selection }: Scene, { id }: SceneElement) {
  return {
    selected: selection.has(id),
    hovered: hover?.nodeId === id || hover?.noteId === id || hover?.groupId === id,
    editing: editing?.nodeId === id ? editing.param : undefined,
  };
}

function sizeOf(scene: Scene, { row }: SceneElement): { width: number; height: number } {
  const { width, height } = scene.rowRect(row);
  return { width, height };
}
