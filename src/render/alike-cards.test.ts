import { describe, it } from 'node:test';
import { expect } from 'chai';
import { Scene } from '../scene/scene.js';
import { referenceGraph, registry, showcaseGraph } from '../scene/testing/fixture.js';
import type { NodeMode } from '../graph/types.js';
import type { NodeMedia, NodeVisual } from '../scene/types.js';
import { ALIKE, AlikeCards } from './alike-cards.js';
import { packItem, QUAD_WORDS, QuadBuffer } from './quads.js';
import type { TextEngine } from './text/text-engine.js';

/** Plain cards have no text at this detail. */
const text = {} as TextEngine;
const pixels: NodeMedia = { pixels: { width: 1, height: 1, data: new Uint8ClampedArray(4) } };

describe('AlikeCards', () => {
  const wordsOf = (pack: (out: QuadBuffer) => void): number[] => {
    const out = new QuadBuffer();
    pack(out);
    return [...out.words.subarray(0, out.count * QUAD_WORDS)];
  };
  const itemsOf = (scene: Scene, id: string) => (out: QuadBuffer) => {
    const card = scene.nodes.get(id)!;
    for (const item of scene.makeItems(card, ALIKE)) packItem(out, item, card.row, { text, detail: ALIKE });
  };

  it('packs each card as its display items say, or leaves it to them, whatever is done to it', () => {
    const looks: ((scene: Scene, id: string) => void)[] = [
      () => undefined,
      ...(['queued', 'running', 'complete', 'error', 'cancelled'] as const).map((status) => (scene: Scene, id: string) => {
        const visual: NodeVisual = { status, error: 'No', cached: true, stale: true, footer: ['a', 'b'], label: 'Works' };
        scene.setVisual(id, visual);
      }),
      (scene, id) => scene.setMedia(id, pixels),
      (scene, id) => scene.setSelection(new Set([id])),
      (scene, id) => scene.setHover({ nodeId: id }),
      (scene, id) => scene.setEditing({ nodeId: id, param: 'text' }),
    ];
    let copied = 0;
    for (const graph of [referenceGraph(), showcaseGraph()]) {
      const scene = new Scene(registry);
      scene.setGraph(graph);
      const alike = new AlikeCards();
      for (const look of looks)
        for (const id of scene.nodeIds()) {
          look(scene, id);
          const card = scene.nodes.get(id)!;
          let plain = false;
          const packed = wordsOf((out) => (plain = alike.pack(out, scene, card, itemsOf(scene, id))));
          if (plain) {
            expect(packed, id).to.deep.equal(wordsOf(itemsOf(scene, id)));
            copied += 1;
          } else expect(packed, id).to.deep.equal([]);
          scene.setVisual(id, undefined);
          scene.setMedia(id, undefined);
          scene.setSelection(new Set());
        }
    }
    expect(copied).to.be.above(20);
  });

  it('makes the quads of a layout once, for any number of nodes', () => {
    const graph = referenceGraph();
    for (let index = 0; index < 50; index += 1) graph.node(`p${index}`, 'prompt', index * 300, 900, { text: 'a 3d render of a red frog' });
    const scene = new Scene(registry);
    scene.setGraph(graph);
    const alike = new AlikeCards();
    let made = 0;
    for (let index = 0; index < 50; index += 1)
      alike.pack(new QuadBuffer(), scene, scene.nodes.get(`p${index}`)!, (out) => {
        made += 1;
        itemsOf(scene, `p${index}`)(out);
      });
    expect(made).to.equal(1);
  });

  it('leaves what is drawn otherwise to its display items', () => {
    const graph = referenceGraph();
    for (const mode of ['muted', 'bypassed'] as NodeMode[]) graph.node(mode, 'prompt', 0, 900, {}, { mode });
    graph.node('locked', 'prompt', 0, 900, {}, { locked: true });
    graph.node('unknown', 'nobody-knows', 0, 900);
    const scene = new Scene(registry);
    scene.setGraph(graph);
    for (const id of ['muted', 'bypassed', 'locked', 'unknown'])
      expect(
        new AlikeCards().pack(new QuadBuffer(), scene, scene.nodes.get(id)!, () => undefined),
        id,
      ).to.equal(false);
  });
});
