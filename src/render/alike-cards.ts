/**
 * Nodes from so far away that nothing on them is their own, neither text nor port nor picture: those of one layout give the same quads but
 * for the row. The first is packed from its display items, the others copy it. Thousands come into view at once when the view zooms.
 */
import { SUBGRAPH } from '../graph/levels.js';
import type { SceneCard, SceneNode } from '../scene/elements.js';
import type { Scene } from '../scene/scene.js';
import type { NodeLayout } from '../scene/types.js';
import { QUAD_WORDS, QuadBuffer } from './quads.js';

/** The detail at which nodes are alike. */
export const ALIKE = 3;

type PackCard = (out: QuadBuffer, scene: Scene, card: SceneCard) => void;

export class AlikeCards {
  readonly #packed = new WeakMap<NodeLayout, Uint32Array>();

  /** Packs the card; `pack` makes its quads where it is the first of its layout. False, with nothing packed, for one that shows more. */
  pack(out: QuadBuffer, scene: Scene, card: SceneCard, pack: PackCard): boolean {
    if (!isPlain(scene, card)) return false;
    let words = this.#packed.get(card.layout);
    if (!words) {
      const quads = new QuadBuffer();
      pack(quads, scene, card);
      words = quads.words.slice(0, quads.count * QUAD_WORDS);
      this.#packed.set(card.layout, words);
    }
    out.appendAs(words, card.row);
    return true;
  }
}

/** Whether the card shows at {@link ALIKE} what its layout says and no more. */
function isPlain(scene: Scene, card: SceneCard): card is SceneNode {
  if (card.kind !== 'node' || card.layout.form !== 'card' || card.height !== card.layout.height || !card.definition) return false;
  const { record, id } = card;
  if (record.type === SUBGRAPH || record.mode !== 'active' || record.locked) return false;
  const status = scene.visual(id)?.status ?? 'idle';
  return (status === 'idle' || status === 'complete') && scene.media(id) === undefined && !scene.selection.has(id);
}
