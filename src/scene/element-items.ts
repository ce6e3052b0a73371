/** Display items of what the scene holds, built when a renderer asks and kept until the element's version is another. */
import { roughly } from './advances.js';
import type { SceneCard, SceneGroup, SceneNode, SceneNote } from './elements.js';
import { groupItems, type GroupView } from './group-items.js';
import type { Detail, Item } from './items.js';
import { aspectOf } from './media.js';
import { nodeItems } from './node-items.js';
import type { NodeView, PortView } from './node-view.js';
import { noteItems, type NoteView } from './note-items.js';
import { portViews } from './port-views.js';
import type { Scene } from './scene.js';

export function cardItemsOf(scene: Scene, card: SceneCard, wanted: Detail): readonly Item[] {
  const detail = detailOf(scene, card, wanted);
  const known = card.items;
  if (known && known.version === card.version && known.detail === detail) return known.list;
  const list = makeCardItems(scene, card, detail);
  card.items = { version: card.version, detail, list };
  return list;
}

/** The same, not kept. */
export function makeCardItems(scene: Scene, card: SceneCard, wanted: Detail): readonly Item[] {
  const detail = detailOf(scene, card, wanted);
  // From there on text is bars, and a bar may be a hair too long.
  const measure = detail >= 2 ? roughly(scene.measure) : scene.measure;
  return card.kind === 'node'
    ? nodeItems(nodeView(scene, card, detail), detail, measure)
    : noteItems(noteView(scene, card), detail, measure);
}

/** What stands out is a card where the others are flat boxes. */
const detailOf = (scene: Scene, { id }: SceneCard, wanted: Detail): Detail => (wanted === 4 && scene.standsOut(id) ? 3 : wanted);

export function groupItemsOf(scene: Scene, group: SceneGroup, titleSize: number, coarse: boolean): readonly Item[] {
  const known = group.items;
  if (known && known.version === group.version && known.titleSize === titleSize && known.coarse === coarse) return known.list;
  const list = groupItems(groupView(scene, group, titleSize), coarse, scene.measure);
  group.items = { version: group.version, titleSize, coarse, list };
  return list;
}

// Views are written out: spreading parts into them takes three times as long as the items themselves.

const NO_PORTS: readonly PortView[] = [];

function nodeView(scene: Scene, node: SceneNode, detail: Detail): NodeView {
  const media = scene.media(node.id);
  return {
    record: node.record,
    definition: node.definition,
    layout: node.layout,
    height: node.height,
    visual: scene.visual(node.id),
    mediaAspect: media && aspectOf(media),
    preview: media !== undefined && 'pixels' in media,
    selected: scene.selection.has(node.id),
    hovered: scene.hover?.nodeId === node.id,
    editing: editingOf(scene, node.id),
    // A card shows none from there on; what is no card takes its colour from them.
    ports: detail >= 3 && node.layout.form === 'card' ? NO_PORTS : portViews(scene, node),
  };
}

function noteView(scene: Scene, note: SceneNote): NoteView {
  const { width, height } = scene.rowRect(note.row);
  return {
    record: note.record,
    width,
    height,
    selected: scene.selection.has(note.id),
    hovered: scene.hover?.noteId === note.id,
    editing: editingOf(scene, note.id),
  };
}

function groupView(scene: Scene, group: SceneGroup, titleSize: number): GroupView {
  const { width, height } = scene.rowRect(group.row);
  return {
    record: group.record,
    width,
    height,
    titleSize,
    selected: scene.selection.has(group.id),
    hovered: scene.hover?.groupId === group.id,
    editing: editingOf(scene, group.id),
  };
}

const editingOf = ({ editing }: Scene, id: string): string | undefined => (editing?.nodeId === id ? editing.param : undefined);
