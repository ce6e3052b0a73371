import { describe, it, beforeEach } from 'node:test';
import { expect } from 'chai';
import { Scene } from './scene.js';
import { MOST_STANDING_OUT } from './scene-session.js';
import { change, FakeGraph, referenceGraph, registry } from './testing/fixture.js';
import { DRAFT_FROM, DRAFT_TO, REBASE_DISTANCE } from './rows.js';
import { wirePoint } from './wire.js';
import type { Item } from './items.js';

const texts = (items: readonly Item[]): string[] => items.flatMap((item) => (item.kind === 'text' ? [item.text] : []));

describe('Scene', () => {
  let graph: FakeGraph;
  let scene: Scene;
  let reasons: string[];
  beforeEach(() => {
    graph = referenceGraph();
    scene = new Scene(registry);
    scene.setGraph(graph);
    reasons = [];
    scene.onInvalidate = (reason) => reasons.push(reason);
  });
  const items = (id: string, detail: 0 | 1 | 2 | 3 | 4 = 0) => scene.itemsOf(scene.nodes.get(id)!, detail);

  it('gives rectangles, ports and bounds', () => {
    expect(scene.rect('generate')).to.deep.equal({ x: 306, y: 0, width: 240, height: 115 });
    expect(scene.portPosition('prompt', 'text')).to.deep.equal({ x: 240, y: 72 });
    expect(scene.portPosition('picture', 'image', 'in')).to.deep.equal({ x: 612, y: 72 });
    expect(scene.portPosition('picture', 'image', 'out')).to.deep.equal({ x: 852, y: 72 });
    expect(scene.bounds()).to.deep.equal({ x: 0, y: 0, width: 1464, height: 291 });
    expect(scene.bounds(['prompt'])).to.deep.equal({ x: 0, y: 0, width: 240, height: 105 });
    expect(scene.bounds([])).to.equal(null);
    expect(scene.rect('nobody')).to.equal(undefined);
  });

  it('keeps what is selected, dragged or running a card where the others are flat boxes', () => {
    const isCard = (id: string): boolean => JSON.stringify(items(id, 4)) === JSON.stringify(items(id, 3));
    const cards = (): string[] => scene.nodeIds().filter(isCard);
    expect(cards()).to.deep.equal([]);
    scene.setSelection(new Set(['generate']));
    expect(cards()).to.deep.equal(['generate']);
    scene.setVisual('lift', { status: 'running', fraction: 0.5 });
    expect(cards()).to.deep.equal(['generate', 'lift']);
    // A frame takes along what is not selected.
    scene.setDrag({ ids: new Set(['picture']), dx: 5, dy: 5 });
    expect(cards()).to.deep.equal(['generate', 'picture', 'lift']);
    scene.setDrag(null);
    scene.setVisual('lift', { status: 'complete' });
    scene.setSelection(new Set());
    expect(cards()).to.deep.equal([]);
  });

  it('names a port on its own side where a neighbour lies beside it', () => {
    const plate = (id: string): Item => items(id).findLast((item) => item.kind === 'box' && item.height === 18)!;
    scene.setHover({ nodeId: 'mesh', port: { ref: ['mesh', 'mesh'], direction: 'in' } });
    const free = plate('mesh') as Item & { kind: 'box' };
    expect(free.x + free.width, 'left of the node').to.equal(-10);
    graph.node('near', 'prompt', 1224 - 40 - 240, 0);
    scene.applyChange(change({ nodesAdded: ['near'] }));
    scene.setHover(null);
    scene.setHover({ nodeId: 'mesh', port: { ref: ['mesh', 'mesh'], direction: 'in' } });
    expect((plate('mesh') as Item & { kind: 'box' }).x, 'on the node').to.equal(10);
  });

  it('keeps a selected crowd flat, and finds it few again', () => {
    const isCard = (): boolean => JSON.stringify(items('generate', 4)) === JSON.stringify(items('generate', 3));
    const crowd = Array.from({ length: MOST_STANDING_OUT }, (_, index) => `other ${index}`);
    scene.setSelection(new Set(['generate', ...crowd]));
    expect(isCard()).to.equal(false);
    scene.setSelection(new Set(['generate', ...crowd.slice(1)]));
    expect(isCard()).to.equal(true);
  });

  it('dims an older picture while a run goes on, but not a preview of that run', () => {
    const shown = () => items('picture').find((item) => item.kind === 'image');
    const pixels = { width: 1, height: 1, data: new Uint8ClampedArray([1, 2, 3, 255]) };
    scene.setMedia('picture', { picture: { width: 1, height: 1, tile: () => Promise.reject(new Error('nothing is drawn here')) } });
    scene.setVisual('picture', { status: 'queued' });
    expect(shown()!.alpha).to.be.lessThan(1);
    scene.setMedia('picture', { pixels });
    expect(shown()!.alpha).to.equal(1);
  });

  it('follows added, moved, updated and removed nodes', () => {
    graph.node('late', 'output', 0, 500);
    scene.applyChange(change({ nodesAdded: ['late'] }));
    expect(scene.nodeIds()).to.include('late');
    graph.node('late', 'output', 40, 500);
    scene.applyChange(change({ nodesMoved: ['late'] }));
    expect(scene.rect('late')!.x).to.equal(40);
    graph.node('generate', 'sdxl-turbo', 306, 0, { steps: 2 }, { title: 'Mine' });
    scene.applyChange(change({ nodesUpdated: ['generate'] }));
    expect(texts(items('generate')))
      .to.include('Mine')
      .and.to.include('2');
    graph.nodes.delete('late');
    scene.applyChange(change({ nodesRemoved: ['late'] }));
    expect(scene.rect('late')).to.equal(undefined);
    expect(reasons).to.have.length(4);
  });

  it('uses a removed node’s row again and never leaves a wire on it', () => {
    const { row } = scene.nodes.get('picture')!;
    graph.nodes.delete('picture');
    scene.applyChange(change({ nodesRemoved: ['picture'] }));
    expect(scene.edges.size).to.equal(2);
    graph.node('new', 'output', 0, 900);
    scene.applyChange(change({ nodesAdded: ['new'] }));
    expect(scene.nodes.get('new')!.row).to.equal(row);
    for (const edge of scene.edges.values()) expect([edge.fromRow, edge.toRow]).not.to.include(row);
  });

  it('draws a drag displaced, uploads only rows for it, and leaves the record alone', () => {
    scene.rows.takeDirty();
    const { contentVersion, edgeVersion } = scene;
    scene.setDrag({ ids: new Set(['generate']), dx: 30, dy: -5 });
    expect(scene.rect('generate')).to.include({ x: 336, y: -5 });
    expect(scene.portPosition('generate', 'image')!.x).to.equal(576);
    const { row } = scene.nodes.get('generate')!;
    expect(scene.rows.takeDirty()).to.deep.equal({ from: row, to: row + 1 });
    expect([scene.contentVersion, scene.edgeVersion]).to.deep.equal([contentVersion, edgeVersion]);
    expect(graph.nodes.get('generate')!.x).to.equal(306);
    scene.setDrag(null);
    expect(scene.rect('generate')).to.include({ x: 306, y: 0 });
  });

  it('moves by each drag what that one holds, and nothing of the one before', () => {
    const at = (id: string) => scene.rect(id)!.x - graph.nodes.get(id)!.x;
    const { placedVersion } = scene;
    scene.setDrag({ ids: new Set(['generate', 'prompt']), dx: 30, dy: 0 });
    expect([at('generate'), at('prompt'), at('lift')]).to.deep.equal([30, 30, 0]);
    scene.setDrag(null);
    scene.setDrag({ ids: new Set(['lift']), dx: 7, dy: 0 });
    expect([at('generate'), at('prompt'), at('lift')]).to.deep.equal([0, 0, 7]);
    expect(scene.placedVersion, 'only by hand').to.equal(placedVersion);
    scene.setDrag({ ids: new Set(['prompt']), dx: 9, dy: 0 });
    expect([at('generate'), at('prompt'), at('lift')]).to.deep.equal([0, 9, 0]);
    expect(scene.placedVersion, 'one let go for another').to.be.above(placedVersion);
  });

  it('stays silent when nothing changed', () => {
    scene.setSelection(new Set(['prompt']));
    scene.setHover({ nodeId: 'prompt' });
    scene.setVisual('prompt', { status: 'running', fraction: 0.5, footer: ['a', 'b'] });
    reasons.length = 0;
    scene.setSelection(new Set(['prompt']));
    scene.setHover({ nodeId: 'prompt' });
    scene.setVisual('prompt', { status: 'running', fraction: 0.5, footer: ['a', 'b'] });
    scene.setOverlay({ marquee: null });
    scene.setDraft(null);
    scene.setEditing(null);
    scene.setMedia('prompt', undefined);
    expect(reasons).to.deep.equal([]);
  });

  it('raises what is selected to the top', () => {
    graph.node('over', 'prompt', 20, 20);
    scene.applyChange(change({ nodesAdded: ['over'] }));
    expect(scene.hitTest({ x: 100, y: 45 }, 1)).to.include({ nodeId: 'over' });
    scene.setSelection(new Set(['prompt']));
    expect(scene.hitTest({ x: 100, y: 45 }, 1)).to.include({ nodeId: 'prompt' });
  });

  it('forgets the picture of a node that goes', () => {
    scene.setMedia('picture', { pixels: { width: 1, height: 1, data: new Uint8ClampedArray(4) } });
    graph.nodes.delete('picture');
    scene.applyChange(change({ nodesRemoved: ['picture'] }));
    expect(scene.media('picture')).to.equal(undefined);
  });

  it('says an error on the node, in at most three lines, and grows by its strip', () => {
    const { height } = scene.rect('generate')!;
    scene.setVisual('generate', { status: 'error', error: 'The model file is damaged. '.repeat(20) });
    expect(scene.rect('generate')!.height).to.be.greaterThan(height + 40);
    const message = texts(items('generate')).filter((text) => text.includes('model') || text.includes('damaged'));
    expect(message).to.have.length(3);
    expect(message[2]).to.match(/…$/);
    expect(items('generate').some((item) => item.kind === 'icon' && item.name === 'circle-alert')).to.equal(true);
    scene.setVisual('generate', undefined);
    expect(scene.rect('generate')!.height).to.equal(height);
  });

  it('names the free ports of the node in hand, and of no other', () => {
    graph.node('free', 'output', 0, 600);
    scene.applyChange(change({ nodesAdded: ['free'] }));
    const names = (detail: 0 | 1 = 0) => texts(items('free', detail)).filter((text) => text === 'image').length;
    expect(names()).to.equal(0);
    scene.setHover({ nodeId: 'free' });
    expect(names()).to.equal(2);
    expect(names(1), 'from afar').to.equal(0);
    scene.setHover(null);
    scene.setSelection(new Set(['free', 'lift']));
    expect(names()).to.equal(2);
    expect(texts(items('lift')), 'connected ports').not.to.include('image');
  });

  it('hides the text that is being edited', () => {
    expect(texts(items('prompt'))).to.include('a 3d render of a red frog');
    scene.setEditing({ nodeId: 'prompt', param: 'text' });
    expect(texts(items('prompt'))).not.to.include('a 3d render of a red frog');
  });

  it('lets compatible ports swell and fades the rest while a wire is on its way', () => {
    scene.setDraft(
      { from: { ref: ['prompt', 'text'], direction: 'out' }, to: { x: 300, y: 40 } },
      (ref, direction) => direction === 'in' && ref[0] === 'generate',
    );
    const port = (id: string, at: number) => items(id).filter((item) => item.kind === 'port')[at]!;
    expect(port('generate', 0)).to.include({ alpha: 1, size: 7 });
    expect(port('generate', 1)).to.include({ alpha: 0.25 });
    expect(texts(items('generate'))).to.include('prompt');
    expect(scene.resolvedDraft()).to.deep.include({ from: { x: 240, y: 72 }, to: { x: 300, y: 40 } });
    expect(scene.rowRect(DRAFT_FROM)).to.include({ x: 240, y: 0 });
    expect(scene.rowRect(DRAFT_TO)).to.include({ x: 300, y: -32 });
  });

  it('keeps f32 precision far from zero by moving the origin', () => {
    const far = 40_000_000.25;
    graph.node('far', 'output', far, 0);
    scene.applyChange(change({ nodesAdded: ['far'] }));
    const at = scene.nodes.get('far')!.row * 4;
    expect(scene.rows.relative[at]).not.to.equal(far);
    expect(scene.rows.rebase(far - 10, 0)).to.equal(true);
    expect(scene.rows.relative[at]! + scene.rows.originX).to.equal(far);
    expect(scene.rows.rebase(far + REBASE_DISTANCE / 2, 0)).to.equal(false);
  });

  it('hits ports first, then fields, pictures, menus, bodies and wires', () => {
    expect(scene.hitTest({ x: 244, y: 70 }, 1)).to.deep.equal({ kind: 'port', ref: ['prompt', 'text'], direction: 'out' });
    expect(scene.hitTest({ x: 612, y: 75 }, 1)).to.deep.equal({ kind: 'port', ref: ['picture', 'image'], direction: 'in' });
    expect(scene.hitTest({ x: 100, y: 60 }, 1)).to.deep.equal({ kind: 'field', nodeId: 'prompt', param: 'text' });
    expect(scene.hitTest({ x: 700, y: 200 }, 1)).to.deep.equal({ kind: 'media', nodeId: 'picture' });
    expect(scene.hitTest({ x: 225, y: 15 }, 1)).to.deep.equal({ kind: 'node', nodeId: 'prompt' });
    scene.setSelection(new Set(['prompt']));
    expect(scene.hitTest({ x: 225, y: 15 }, 1)).to.deep.equal({ kind: 'menu', nodeId: 'prompt' });
    expect(scene.hitTest({ x: 273, y: 74 }, 1)).to.deep.equal({ kind: 'edge', edgeId: 'prompt.text→generate.prompt' });
    expect(scene.hitTest({ x: 273, y: 200 }, 1)).to.equal(null);
  });

  it('finds a port within 12 screen pixels at any zoom it is drawn at', () => {
    const at = (pixels: number, zoom: number) => scene.hitTest({ x: 240 + pixels / zoom, y: 72 - 2 / zoom }, zoom)?.kind;
    for (const zoom of [0.5, 1, 2]) expect(at(11, zoom), `zoom ${zoom}`).to.equal('port');
    expect(at(20, 2)).not.to.equal('port');
  });

  it('does not reach a port through the node that covers it', () => {
    graph.node('lid', 'output', 200, 20);
    scene.applyChange(change({ nodesAdded: ['lid'] }));
    expect(scene.hitTest({ x: 240, y: 76 }, 1)).to.include({ nodeId: 'lid' });
  });

  it('finds the nearest port that fits', () => {
    const found = scene.nearestPort({ x: 300, y: 80 }, 100, (_, direction) => direction === 'in');
    expect(found).to.deep.include({ ref: ['generate', 'prompt'], direction: 'in', point: { x: 306, y: 72 } });
    expect(scene.nearestPort({ x: 300, y: 80 }, 100, () => false)).to.equal(null);
  });

  it('answers a marquee with the nodes it touches', () => {
    expect(scene.nodesIn({ x: 200, y: -10, width: 200, height: 50 })).to.deep.equal(['prompt', 'generate']);
    expect(scene.nodesIn({ x: 250, y: 0, width: 10, height: 10 })).to.deep.equal([]);
  });

  it('hits a backward wire along its loop', () => {
    const loop = new FakeGraph().node('a', 'prompt', 0, 0).node('b', 'sdxl-turbo', -100, 400).edge(['a', 'text'], ['b', 'prompt']);
    scene.setGraph(loop);
    const from = { x: 240, y: 72 };
    const to = { x: -100, y: 472 };
    const point = wirePoint(from, to, 0.5);
    expect(scene.hitTest(point, 1)).to.include({ kind: 'edge' });
  });

  it('keeps an edge to a port that does not exist on the first port', () => {
    const odd = new FakeGraph().node('a', 'nope', 0, 0).node('b', 'nope', 400, 0).edge(['a', 'x'], ['b', 'y']);
    scene.setGraph(odd);
    expect([...scene.edges.values()][0]).to.include({ fromSlot: 0, toSlot: 0 });
  });

  it('marks muted, bypassed, cached, stale and running nodes', () => {
    graph.node('m', 'sdxl-turbo', 0, 500, {}, { mode: 'muted' }).node('y', 'sdxl-turbo', 0, 700, {}, { mode: 'bypassed' });
    scene.applyChange(change({ nodesAdded: ['m', 'y'] }));
    expect(items('m').find((item) => item.kind === 'text'))
      .to.have.property('alpha')
      .below(0.6);
    expect(items('y').some((item) => item.kind === 'stripes')).to.equal(true);
    scene.setVisual('generate', { status: 'complete', cached: true });
    expect(items('generate').some((item) => item.kind === 'icon' && item.name === 'check')).to.equal(true);
    scene.setVisual('generate', { status: 'running', fraction: 0.25, label: 'Step 1 of 4' });
    expect(items('generate').find((item) => item.kind === 'arc')).to.include({ fraction: 0.25 });
    expect(texts(items('generate'))).to.include('Step 1 of 4');
    scene.setMedia('picture', { pixels: { width: 1, height: 1, data: new Uint8ClampedArray(4) } });
    scene.setVisual('picture', { status: 'complete', stale: true });
    expect(items('picture').find((item) => item.kind === 'image'))
      .to.have.property('alpha')
      .below(1);
  });

  it('draws states at every distance', () => {
    scene.setSelection(new Set(['prompt']));
    for (const detail of [0, 1, 2, 3, 4] as const) {
      expect(
        items('prompt', detail).some((item) => item.kind === 'box' && item.minBorder === 2),
        `detail ${detail}`,
      ).to.equal(true);
    }
    expect(items('generate', 4).length).to.equal(1);
  });
});
