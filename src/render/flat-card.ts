/**
 * A node from so far away that it is one flat box, with the ring of its state where it has one: the very quads that its display items
 * give at detail 4, without making items. Ten thousand nodes may come into view at once.
 */
import { SUBGRAPH } from '../graph/levels.js';
import type { SceneCard } from '../scene/elements.js';
import { NODE } from '../scene/layout.js';
import { ring } from '../scene/marks.js';
import { PALETTE } from '../scene/palette.js';
import type { Scene } from '../scene/scene.js';
import { colors, packBox, type QuadBuffer } from './quads.js';

const BODY = colors(PALETTE.border, 1, PALETTE.border, 0);

/** Packs the card; false, with nothing packed, for one that is more than a box. */
export function packFlat(out: QuadBuffer, scene: Scene, card: SceneCard): boolean {
  if (card.kind !== 'node' || card.layout.form !== 'card' || card.record.type === SUBGRAPH || scene.standsOut(card.id)) return false;
  const status = scene.visual(card.id)?.status;
  if (status === 'running' || status === 'queued') return false;
  const { width } = card.layout;
  const { height } = card;
  out.pushBox(width, height, NODE.radius, card.row, BODY);
  const body = { x: 0, y: 0, width, height };
  if (status === 'error') packBox(out, ring(body, NODE.radius, PALETTE.error, 1), card.row);
  if (scene.selection.has(card.id)) packBox(out, ring(body, NODE.radius, PALETTE.accent, 1), card.row);
  return true;
}
