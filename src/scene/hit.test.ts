import { describe, it, beforeEach } from 'node:test';
import { expect } from 'chai';
import { REROUTE } from '../graph/levels.js';
import { Scene } from './scene.js';
import { FakeGraph, registry } from './testing/fixture.js';

describe('what lies under a point', () => {
  let graph: FakeGraph;
  let scene: Scene;
  const hit = (x: number, y: number, zoom = 1) => scene.hitTest({ x, y }, zoom);
  beforeEach(() => {
    graph = new FakeGraph()
      .group('outer', 0, 0, 800, 600, { title: 'Outer' })
      .group('inner', 100, 300, 200, 200, { title: 'Inner' })
      .node('node', 'sdxl-turbo', 400, 100)
      .note('note', 500, 400, 200, 100, { text: 'note' })
      .node('dot', REROUTE, 200, 100);
    scene = new Scene(registry);
    scene.setGraph(graph);
  });

  it('takes a frame by its title and its border, and leaves its inside to the marquee', () => {
    expect(hit(20, -12)).to.deep.equal({ kind: 'group-title', id: 'outer' });
    expect(hit(300, 1)).to.deep.equal({ kind: 'group-border', id: 'outer' });
    expect(hit(-3, 300)).to.deep.equal({ kind: 'group-border', id: 'outer' });
    expect(hit(350, 250)).to.equal(null);
    expect(hit(200, 400), 'inside of both').to.equal(null);
    expect(hit(110, 290)).to.deep.equal({ kind: 'group-title', id: 'inner' });
    expect(hit(101, 400)).to.deep.equal({ kind: 'group-border', id: 'inner' });
    expect(hit(900, 300)).to.equal(null);
  });

  it('finds title and border of the same size on screen at every zoom', () => {
    for (const zoom of [0.125, 0.25, 0.5, 1, 2]) {
      expect(hit(300, 5 / zoom, zoom), `border at ${zoom}`).to.include({ kind: 'group-border', id: 'outer' });
      const title = scene.titleRect('outer', zoom)!;
      expect(title.height * zoom, `title at ${zoom}`).to.be.within(20, 50);
      expect(hit(title.x + 2 / zoom, title.y + 2 / zoom, zoom)).to.include({ kind: 'group-title', id: 'outer' });
    }
  });

  it('gives handles to what is selected and not locked, corners before edges', () => {
    scene.setSelection(new Set(['outer', 'note']));
    const handle = (x: number, y: number) => {
      const found = hit(x, y);
      return found?.kind === 'resize' ? `${found.item} ${found.id} ${found.handle}` : found?.kind;
    };
    expect(handle(-2, -2)).to.equal('group outer nw');
    expect(handle(802, 602)).to.equal('group outer se');
    expect(handle(300, 0)).to.equal('group outer n');
    expect(handle(498, 450)).to.equal('note note w');
    expect(handle(703, 503)).to.equal('note note se');
    expect(handle(600, 450)).to.equal('note');
    expect(handle(200, 298), 'not selected').to.equal('group-border');
    graph.note('note', 500, 400, 200, 100, { locked: true }).group('outer', 0, 0, 800, 600, { locked: true });
    scene.setGraph(graph);
    expect(handle(-2, -2)).to.equal('group-border');
    expect(handle(501, 450)).to.equal('note');
  });

  it('lets the corner of a node in hand resize it, below its ports', () => {
    const corner = () => hit(400 + 236, 100 + 111);
    expect(corner()).to.include({ kind: 'node' });
    scene.setHover({ nodeId: 'node' });
    expect(corner()).to.deep.equal({ kind: 'resize', id: 'node', item: 'node', handle: 'se' });
    expect(hit(640, 172)).to.include({ kind: 'port' });
    graph.node('node', 'sdxl-turbo', 400, 100, {}, { locked: true });
    scene.setGraph(graph);
    expect(corner()).to.include({ kind: 'node' });
  });

  it('takes a reroute by its dot, and wires by the ring around it', () => {
    scene.setSelection(new Set(['dot']));
    expect(hit(212, 112)).to.deep.equal({ kind: 'node', nodeId: 'dot' });
    expect(hit(198, 112)).to.deep.equal({ kind: 'port', ref: ['dot', 'in'], direction: 'in' });
    expect(hit(227, 112)).to.deep.equal({ kind: 'port', ref: ['dot', 'out'], direction: 'out' });
    expect(hit(212, 112, 0.25), 'from afar the whole dot').to.include({ kind: 'node' });
    expect(hit(204, 104, 0.25)).to.include({ kind: 'node' });
    expect(hit(260, 112)).to.equal(null);
    expect(scene.minSize('dot')).to.equal(undefined);
    expect(scene.portPosition('dot', 'out')).to.deep.equal({ x: 212, y: 112 });
  });

  it('takes what is on top first: notes and nodes cover each other by order, frames lie below', () => {
    graph.note('lid', 380, 80, 300, 200);
    scene.setGraph(graph);
    expect(hit(500, 120)).to.deep.equal({ kind: 'note', id: 'lid' });
    expect(hit(400, 172), 'a covered port').to.deep.equal({ kind: 'note', id: 'lid' });
    scene.setSelection(new Set(['node']));
    expect(hit(500, 120)).to.include({ nodeId: 'node' });
    graph.node('over', 'prompt', 350, -20);
    scene.setGraph(graph);
    expect(hit(400, 0), 'the border lies under the node').to.include({ nodeId: 'over' });
  });

  it('selects by a rectangle: nodes and notes it touches, frames it encloses', () => {
    expect(scene.inside({ x: 450, y: 150, width: 100, height: 300 })).to.have.members(['node', 'note']);
    expect(scene.inside({ x: 90, y: 290, width: 250, height: 250 })).to.have.members(['inner']);
    expect(scene.inside({ x: -10, y: -10, width: 900, height: 700 })).to.have.members(['outer', 'inner', 'node', 'note', 'dot']);
  });

  it('knows what a frame takes along: what lies wholly in it now', () => {
    expect(scene.contentOf('outer')).to.have.members(['inner', 'node', 'note', 'dot']);
    graph.node('half', 'prompt', 700, 100).group('wide', 10, 10, 900, 100);
    scene.setGraph(graph);
    expect(scene.contentOf('outer')).to.have.members(['inner', 'node', 'note', 'dot']);
    scene.setDrag({ ids: new Set(['note']), dx: 500, dy: 0 });
    expect(scene.contentOf('outer')).to.have.members(['inner', 'node', 'dot']);
    expect(scene.contentOf('node')).to.deep.equal([]);
  });

  it('gives rectangles and bounds of all items, moved and resized by hand', () => {
    expect(scene.rect('note')).to.deep.equal({ x: 500, y: 400, width: 200, height: 100 });
    expect(scene.bounds(['note', 'inner'])).to.deep.equal({ x: 100, y: 300, width: 600, height: 200 });
    expect(scene.bounds()).to.deep.equal({ x: 0, y: 0, width: 800, height: 600 });
    scene.setDrag({ ids: new Set(['inner', 'note', 'node']), dx: 10, dy: 20 });
    expect(scene.rect('inner')).to.include({ x: 110, y: 320 });
    expect(scene.rect('note')).to.include({ x: 510, y: 420 });
    scene.setDrag(null);
    scene.setResize({ id: 'inner', rect: { x: 90, y: 300, width: 300, height: 250 } });
    expect(scene.rect('inner')).to.deep.equal({ x: 90, y: 300, width: 300, height: 250 });
    scene.setResize(null);
    expect(scene.rect('inner')).to.deep.equal({ x: 100, y: 300, width: 200, height: 200 });
  });

  it('lays a node out anew while it is resized, with its wires and without its message', () => {
    graph.node('next', 'output', 800, 100).edge(['node', 'image'], ['next', 'image']);
    scene.setGraph(graph);
    const end = () => scene.edgeEnds([...scene.edges.values()][0]!).from;
    expect(end()).to.deep.equal({ x: 640, y: 172 });
    scene.setVisual('node', { status: 'error', error: 'Out of memory.' });
    const size = scene.sizeRect('node')!;
    expect(size.height).to.equal(115);
    expect(scene.rect('node')!.height).to.be.greaterThan(115);
    scene.setResize({ id: 'node', rect: { ...size, width: 320, height: 180 } });
    expect(end()).to.deep.equal({ x: 720, y: 172 });
    expect(scene.sizeRect('node')).to.deep.equal({ x: 400, y: 100, width: 320, height: 180 });
    scene.setResize(null);
    expect(scene.sizeRect('node')).to.deep.equal(size);
  });

  it('keeps frames as they are while nodes are hovered, selected and moved', () => {
    const { groupsVersion } = scene;
    scene.setHover({ nodeId: 'node' });
    scene.setSelection(new Set(['node', 'note']));
    scene.setDrag({ ids: new Set(['node']), dx: 5, dy: 5 });
    scene.setVisual('node', { status: 'running' });
    expect(scene.groupsVersion).to.equal(groupsVersion);
    scene.setSelection(new Set(['inner']));
    expect(scene.groupsVersion).to.be.greaterThan(groupsVersion);
  });
});
