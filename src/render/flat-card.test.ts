import { describe, it } from 'node:test';
import { expect } from 'chai';
import { Scene } from '../scene/scene.js';
import { MOST_STANDING_OUT } from '../scene/scene-session.js';
import { referenceGraph, registry } from '../scene/testing/fixture.js';
import { packFlat } from './flat-card.js';
import { packItem, QUAD_WORDS, QuadBuffer } from './quads.js';
import type { TextEngine } from './text/text-engine.js';

/** Nothing at this detail has text. */
const text = {} as TextEngine;

describe('packFlat', () => {
  const scene = new Scene(registry);
  scene.setGraph(referenceGraph());
  const packed = (pack: (out: QuadBuffer) => void): number[] => {
    const out = new QuadBuffer();
    pack(out);
    return [...out.words.subarray(0, out.count * QUAD_WORDS)];
  };

  it('packs a node as its display items say, in every state it takes', () => {
    const [a, b] = scene.nodeIds() as [string, string];
    scene.setVisual(a, { status: 'error', error: 'No' });
    const rings = new Set<number>();
    const crowd = Array.from({ length: MOST_STANDING_OUT }, (_, index) => `other ${index}`);
    for (const selection of [[], [a], [a, b]]) {
      scene.setSelection(new Set([...selection, ...crowd, 'one more']));
      for (const card of scene.nodes.values()) {
        const flat = packed((out) => expect(packFlat(out, scene, card)).to.equal(true));
        const items = packed((out) => scene.makeItems(card, 4).forEach((item) => packItem(out, item, card.row, { text, detail: 4 })));
        expect(flat, `${card.id}, ${selection.length} selected`).to.deep.equal(items);
        rings.add(flat.length / QUAD_WORDS);
      }
    }
    expect([...rings].sort(), 'plain, one ring, two rings').to.deep.equal([1, 2, 3]);
  });

  it('leaves a selected node to its display items while few are', () => {
    const [id] = scene.nodeIds() as [string];
    scene.setSelection(new Set([id]));
    expect(packed((out) => expect(packFlat(out, scene, scene.nodes.get(id)!)).to.equal(false))).to.deep.equal([]);
  });

  it('leaves a node that runs to its display items', () => {
    const [id] = scene.nodeIds() as [string];
    scene.setVisual(id, { status: 'running', fraction: 0.5 });
    expect(packed((out) => expect(packFlat(out, scene, scene.nodes.get(id)!)).to.equal(false))).to.deep.equal([]);
  });
});
