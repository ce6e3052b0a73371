/** Rules I5 and I17 to I25 of docs/rules/interaction.md: what each gesture does, on a real document and a real scene. It is long:
 * one hand plays all of them, and a rule is found by its number. */
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { seededRandom } from '../../src/graph/schema.fixture.js';
import { ERASER } from '../../src/interaction/chart.js';
import { SNAP } from '../../src/interaction/aim.js';
import { toCanvas, toScreen } from '../../src/scene/camera.js';
import { SNAP_STEP } from '../../src/scene/grid.js';
import { ROW } from './graphs.js';
import { Hand } from './hand.js';

const around = (hand: Hand, id: string) => {
  const { x, y, width, height } = hand.scene.rect(id)!;
  const [left, top, right, bottom] = [x - 8, y - 8, x + width + 8, y + height + 8];
  return [hand.at(left, top), hand.at(right, top), hand.at(right, bottom), hand.at(left, bottom), hand.at(left, top + 1)];
};
const header = (hand: Hand, id: string) => {
  const { x, y } = hand.scene.rect(id)!;
  return hand.at(x + 60, y + 18);
};
const by = ({ x, y }: { x: number; y: number }, dx: number, dy: number) => ({ x: x + dx, y: y + dy });

describe('a lasso', () => {
  it('selects what has its middle inside, adds with Shift and takes away with Ctrl or ⌘', () => {
    const hand = new Hand(ROW);
    hand.stroke(around(hand, 'p'), { alt: true });
    expect([...hand.selection]).to.deep.equal(['p']);
    hand.stroke(around(hand, 'note'), { alt: true, shift: true });
    expect([...hand.selection]).to.have.members(['p', 'note']);
    const path = around(hand, 'p');
    hand.drag(path, { alt: true });
    hand.move(by(path.at(-1)!, 0, 5), { alt: true, mod: true });
    hand.up(path.at(-1)!);
    expect([...hand.selection], 'Ctrl added on the way').to.deep.equal(['note']);
    expect(hand.writes).to.equal(0);
  });

  it('passes between: what it only touches stays out, frames must be wholly in', () => {
    const hand = new Hand({ ...ROW, groups: [{ id: 'frame', title: 'F', x: 20, y: 20, width: 600, height: 200, color: '' }] });
    const { x, y, width, height } = hand.scene.rect('t')!;
    hand.stroke(
      [
        hand.at(x - 20, y - 25),
        hand.at(x + width * 0.4, y - 25),
        hand.at(x + width * 0.4, y + height + 80),
        hand.at(x - 20, y + height + 80),
      ],
      { alt: true },
    );
    expect([...hand.selection]).to.deep.equal([]);
    hand.chart.setTool('lasso');
    hand.stroke([hand.at(5, 5), hand.at(640, 5), hand.at(640, 240), hand.at(5, 240)]);
    expect([...hand.selection]).to.have.members(['p', 't', 'frame']);
    expect(hand.chart.tool, 'the tool is for one drag').to.equal(null);
  });

  it('leaves the selection as it was on Escape', () => {
    const hand = new Hand(ROW);
    hand.click(header(hand, 'o'));
    hand.drag(around(hand, 'p'), { alt: true });
    expect([...hand.selection]).to.deep.equal(['p']);
    hand.chart.cancel();
    expect([...hand.selection]).to.deep.equal(['o']);
    expect(hand.untouched).to.equal(true);
  });
});

describe('a marquee', () => {
  it('takes away with Ctrl or ⌘, and leaves the selection as it was where the pointer is lost', () => {
    const hand = new Hand(ROW);
    hand.stroke([hand.at(10, 10), hand.at(700, 200)]);
    expect([...hand.selection]).to.have.members(['p', 't', 'o']);
    hand.stroke([hand.at(10, 10), hand.at(200, 200)], { mod: true });
    expect([...hand.selection]).to.have.members(['t', 'o']);
    hand.drag([hand.at(10, 10), hand.at(200, 200)]);
    hand.chart.pointerCancel(1);
    expect([...hand.selection]).to.have.members(['t', 'o']);
  });

  it('is for fingers too, as a tool', () => {
    const hand = new Hand(ROW);
    hand.chart.setTool('marquee');
    expect(hand.cursor).to.equal('crosshair');
    hand.stroke([hand.at(10, 10), hand.at(320, 200)], { type: 'touch' });
    expect([...hand.selection]).to.deep.equal(['p']);
    hand.stroke([hand.at(330, 300), hand.at(360, 320)], { type: 'touch' });
    expect(hand.camera, 'the next one pans').to.include({ x: -30, y: -20 });
  });
});

describe('the knife', () => {
  const cut = (hand: Hand) => [hand.at(320, 40), hand.at(320, 300)];

  it('marks every wire that its path crosses, and cuts them as one step on release', () => {
    const hand = new Hand(ROW);
    hand.drag([hand.at(320, 40), hand.at(320, 240), hand.at(645, 240), hand.at(645, 40)], { mod: true, alt: true });
    expect([...hand.scene.leaving]).to.have.members(['pt', 'to']);
    expect(hand.writes).to.equal(0);
    const steps = hand.steps();
    hand.up(hand.at(645, 40));
    expect(hand.edges()).to.deep.equal([]);
    expect(hand.steps()).to.equal(steps + 1);
    hand.graph.undo();
    expect(hand.edges().length).to.equal(2);
  });

  it('is the secondary button with Ctrl, the eraser of a pen, and a tool', () => {
    for (const press of [
      { button: 2, mod: true },
      { button: ERASER, type: 'pen' as const },
    ]) {
      const hand = new Hand(ROW);
      hand.stroke(cut(hand), press);
      expect(hand.edges()).to.deep.equal(['t.image o.image']);
    }
    const hand = new Hand(ROW);
    hand.chart.setTool('knife');
    hand.stroke(cut(hand), { type: 'touch' });
    expect(hand.edges()).to.deep.equal(['t.image o.image']);
  });

  it('opens the menu or erases where it did not move, cuts nothing on Escape or read-only', () => {
    const hand = new Hand(ROW);
    hand.click(header(hand, 'p'), { button: 2, mod: true });
    hand.click(header(hand, 'p'), { button: ERASER, type: 'pen' });
    expect(hand.told).to.deep.equal(['menu node', 'erase node']);
    hand.drag(cut(hand), { mod: true, alt: true });
    hand.chart.cancel();
    hand.up(cut(hand)[1]!);
    hand.readonly = true;
    hand.stroke(cut(hand), { mod: true, alt: true });
    hand.stroke(cut(hand), { button: ERASER, type: 'pen' });
    expect(hand.edges().length).to.equal(2);
    expect(hand.untouched).to.equal(true);
  });
});

describe('connecting with two clicks', () => {
  it('joins what was clicked first with what was clicked then, either way round', () => {
    const hand = new Hand({ ...ROW, edges: [] });
    hand.click(hand.port('p', 'text'));
    expect(hand.chart.state).to.equal('connecting');
    expect(hand.told).to.deep.equal(['connecting p.text']);
    hand.move(hand.at(340, 250));
    expect(hand.scene.draft).to.not.equal(null);
    hand.click(hand.port('t', 'prompt'));
    hand.click(hand.port('o', 'image'), { type: 'touch' });
    hand.click(hand.port('t', 'image'), { type: 'touch' });
    expect(hand.edges()).to.deep.equal(['p.text t.prompt', 't.image o.image']);
    expect(hand.chart.state).to.equal('idle');
  });

  it('offers nodes over empty canvas; ends on its own port, the secondary button and Escape', () => {
    const hand = new Hand({ ...ROW, edges: [] });
    hand.click(hand.port('p', 'text'));
    hand.click(hand.at(400, 300));
    expect(hand.told).to.deep.equal(['connecting p.text', 'palette p.text']);
    for (const end of [
      () => hand.click(hand.port('p', 'text')),
      () => hand.click(hand.at(400, 300), { button: 2 }),
      () => hand.chart.cancel(),
    ]) {
      hand.click(hand.port('p', 'text'));
      end();
      expect(hand.chart.state).to.equal('idle');
    }
    expect(hand.commands).to.equal(0);
    expect(hand.untouched).to.equal(true);
  });

  it('goes on while the view is dragged or pinched', () => {
    const hand = new Hand({ ...ROW, edges: [] });
    const touch = { type: 'touch' } as const;
    hand.click(hand.port('p', 'text'), touch);
    hand.stroke([hand.at(400, 300), hand.at(300, 260)], touch);
    expect(hand.camera).to.include({ x: 100, y: 40 });
    expect(hand.chart.state).to.equal('connecting');
    hand.down({ x: 400, y: 300 }, { ...touch, id: 1 });
    hand.down({ x: 500, y: 300 }, { ...touch, id: 2 });
    hand.move({ x: 550, y: 300 }, { ...touch, id: 2 });
    expect(hand.chart.state).to.equal('pinching');
    hand.up({ x: 550, y: 300 }, { ...touch, id: 2 });
    hand.up({ x: 400, y: 300 }, { ...touch, id: 1 });
    expect(hand.chart.state).to.equal('connecting');
    hand.click(hand.port('t', 'prompt'), touch);
    expect(hand.edges()).to.deep.equal(['p.text t.prompt']);
  });
});

describe('a wire', () => {
  it('snaps to a port in reach and keeps it for a while', () => {
    const hand = new Hand({ ...ROW, edges: [] });
    const port = hand.port('t', 'prompt');
    const to = () => hand.scene.draft!.to;
    hand.drag([hand.port('p', 'text'), by(port, -SNAP.reach - 2, 0)]);
    expect(to()).to.not.have.property('ref');
    hand.move(by(port, -SNAP.reach + 2, 0));
    expect(to()).to.deep.equal({ ref: ['t', 'prompt'] });
    hand.move(by(port, -SNAP.keep + 2, 0));
    expect(to()).to.deep.equal({ ref: ['t', 'prompt'] });
    hand.move(by(port, -SNAP.keep - 2, 0));
    expect(to()).to.not.have.property('ref');
  });

  it('bends where it is dragged with Alt, as one step', () => {
    const hand = new Hand(ROW);
    const steps = hand.steps();
    hand.drag([hand.at(320, 132), hand.at(330, 260)], { alt: true });
    expect(hand.writes).to.equal(0);
    hand.up(hand.at(330, 260));
    const reroute = [...hand.graph.nodes.values()].find(({ type }) => type === 'reroute')!;
    expect(reroute).to.include({ x: 318, y: 248 });
    expect(hand.steps()).to.equal(steps + 1);
  });
});

describe('dragging a node', () => {
  it('goes into the wire it is dropped on, where it fits, with one step', () => {
    const hand = new Hand(ROW);
    const from = header(hand, 'n');
    const middle = hand.at(645, 132);
    const steps = hand.steps();
    hand.drag([from, by(from, 50, -50), middle]);
    expect([...hand.scene.marked]).to.deep.equal(['to']);
    expect(hand.scene.draft!.to, 'shows how it would hang in it').to.deep.equal({ ref: ['n', 'image'] });
    expect(hand.writes).to.equal(0);
    hand.up(middle);
    expect(hand.edges()).to.deep.equal(['n.image o.image', 'p.text t.prompt', 't.image n.image']);
    expect(hand.steps()).to.equal(steps + 1);
    hand.graph.undo();
    expect(hand.graph.nodes.get('n')).to.include({ x: 60, y: 330 });
    expect(hand.edges().length).to.equal(2);
  });

  it('goes past a wire that it does not fit into, and one that has wires past all', () => {
    const hand = new Hand(ROW);
    const from = header(hand, 'n');
    hand.stroke([from, hand.at(320, 132)]);
    const turbo = header(hand, 'o');
    hand.stroke([turbo, hand.at(320, 140)]);
    expect(hand.edges()).to.deep.equal(['p.text t.prompt', 't.image o.image']);
  });

  it('leaves its wires behind with Alt, or once shaken, and heals the gap', () => {
    for (const how of ['alt', 'shake'] as const) {
      const hand = new Hand(ROW);
      hand.graph.addEdge(['t', 'image'], ['n', 'image']);
      hand.graph.addEdge(['n', 'image'], ['o', 'image']);
      const steps = hand.steps();
      const from = header(hand, 'n');
      if (how === 'alt') hand.drag([from, by(from, 10, 100)], { alt: true });
      else hand.drag([from, ...[60, -60, 60, -60, 60, -60].map((dx) => by(from, dx, 0)), by(from, 10, 100)]);
      expect(hand.scene.leaving.size, how).to.equal(2);
      hand.up(by(from, 10, 100), how === 'alt' ? { alt: true } : {});
      expect(hand.edges(), how).to.deep.equal(['p.text t.prompt', 't.image o.image']);
      expect(hand.steps(), how).to.equal(steps + 1);
      hand.graph.undo();
      expect(hand.edges().length, how).to.equal(3);
    }
  });

  it('keeps its wires when it is dragged to and fro slowly', () => {
    const hand = new Hand(ROW);
    const from = header(hand, 't');
    hand.down(from);
    for (const dx of [60, -60, 60, -60, 60, -60]) {
      hand.time += 500;
      hand.move(by(from, dx, 0));
    }
    hand.up(by(from, -60, 0));
    expect(hand.edges().length).to.equal(2);
  });

  it('snaps to guides and shows them, to the grid where it is on, and to neither with Ctrl or ⌘', () => {
    const hand = new Hand(ROW);
    hand.snap = { grid: false, guides: true };
    const from = header(hand, 'n');
    hand.drag([from, by(from, 30, 60), by(from, -17, 60)]);
    expect(hand.scene.rect('n')!.x, 'its left edge below that of p').to.equal(40);
    expect(hand.scene.overlay.guides.length).to.be.greaterThan(0);
    hand.move(by(from, -17, 60), { mod: true });
    expect(hand.scene.rect('n')!.x, 'suspended').to.equal(43);
    expect(hand.scene.overlay.guides).to.deep.equal([]);
    hand.snap = { grid: true, guides: false };
    hand.move(by(from, 31, 62));
    const { x, y } = hand.scene.rect('n')!;
    expect([x % SNAP_STEP, y % SNAP_STEP]).to.deep.equal([0, 0]);
    hand.up(by(from, 31, 62));
    expect(hand.graph.nodes.get('n')).to.include({ x, y });
  });

  it('asks only what is in view for guides, whatever the document holds', () => {
    const far = Array.from({ length: 3000 }, (_, index) => ({
      id: `far${index}`,
      type: 'prompt',
      x: 5000 + index * 7,
      y: 9000 + index * 3,
    }));
    const hand = new Hand({ ...ROW, nodes: [...ROW.nodes, ...far] });
    hand.snap = { grid: false, guides: true };
    let asked = 0;
    const visible = hand.scene.visible.bind(hand.scene);
    hand.scene.visible = (rect) => {
      const cards = visible(rect);
      asked = Math.max(asked, cards.length);
      return cards;
    };
    const from = header(hand, 'n');
    hand.stroke([from, by(from, 30, 60)]);
    expect(asked)
      .to.be.greaterThan(0)
      .and.at.most(ROW.nodes.length + 1);
  });
});

describe('at the edge of the view', () => {
  it('scrolls while something is dragged there, the same way at every frame rate, and keeps it under the pointer', () => {
    const scrolled = [8, 16, 32].map((ms) => {
      const hand = new Hand(ROW);
      const from = header(hand, 'n');
      hand.drag([from, { x: 990, y: 350 }]);
      hand.frames(Math.ceil(640 / ms), ms);
      const rect = hand.scene.rect('n')!;
      expect(hand.at(rect.x + 60, 0).x, 'under the pointer').to.be.closeTo(990, 1);
      expect(hand.writes).to.equal(0);
      hand.move({ x: 500, y: 350 });
      expect(hand.framing, 'ends as the pointer comes back').to.equal(false);
      hand.move({ x: 990, y: 350 });
      expect(hand.framing).to.equal(true);
      hand.up({ x: 990, y: 350 });
      expect(hand.framing, 'and as it is let go of').to.equal(false);
      return hand.camera.x;
    });
    expect(scrolled[0]).to.be.greaterThan(50);
    for (const distance of scrolled) expect(distance).to.be.closeTo(scrolled[0]!, scrolled[0]! * 0.08);
  });

  it('scrolls for wires, marquee and lasso too, and not for a passing pointer', () => {
    for (const [start, press] of [
      [(hand: Hand) => hand.port('t', 'image'), {}],
      [(hand: Hand) => hand.at(320, 300), {}],
      [(hand: Hand) => hand.at(320, 300), { alt: true }],
    ] as const) {
      const hand = new Hand(ROW);
      hand.drag([start(hand), { x: 999, y: 400 }], press);
      hand.frames(40);
      expect(hand.camera.x, hand.chart.state).to.be.greaterThan(50);
      hand.chart.cancel();
      expect(hand.untouched).to.equal(true);
    }
    const hand = new Hand(ROW);
    hand.move({ x: 999, y: 400 });
    expect(hand.framing).to.equal(false);
  });
});

describe('fingers and pens', () => {
  it('leave the view coasting at the speed of the finger, and resting after a rest', () => {
    const hand = new Hand(ROW);
    const touch = { type: 'touch' } as const;
    hand.stroke([hand.at(330, 300), hand.at(430, 300)], touch);
    expect(hand.told.at(-1)).to.equal('coast 3.13 0.00');
    hand.drag([hand.at(330, 300), hand.at(430, 300)], touch);
    hand.time += 200;
    hand.up({ x: 430, y: 300 }, touch);
    expect(hand.told.at(-1)).to.equal('coast 0.00 0.00');
    hand.stroke(
      [
        { x: 500, y: 300 },
        { x: 600, y: 300 },
      ],
      { button: 1 },
    );
    expect(hand.told.length, 'a mouse stops where it stops').to.equal(2);
  });

  it('keep the canvas points under them within 0.01 px through any pinching (seeds 1 to 50)', () => {
    for (let seed = 1; seed <= 50; seed += 1) {
      const random = seededRandom(seed);
      const hand = new Hand(ROW);
      const fingers = [1, 2].map((id) => ({ id, at: { x: 400 + id * 60, y: 300 }, press: { type: 'touch', id } as const }));
      for (const { at, press } of fingers) hand.down(at, press);
      const middle = () => by(fingers[0]!.at, (fingers[1]!.at.x - fingers[0]!.at.x) / 2, (fingers[1]!.at.y - fingers[0]!.at.y) / 2);
      const apart = () => Math.hypot(fingers[1]!.at.x - fingers[0]!.at.x, fingers[1]!.at.y - fingers[0]!.at.y);
      const held = toCanvas(hand.camera, middle());
      const began = { zoom: hand.camera.zoom, apart: apart() };
      for (let step = 0; step < 100; step += 1) {
        const finger = fingers[random() < 0.5 ? 0 : 1]!;
        finger.at = { x: 100 + finger.id * 200 + random() * 150, y: 150 + random() * 350 };
        hand.move(finger.at, finger.press);
        const now = toScreen(hand.camera, held);
        const off = Math.hypot(now.x - middle().x, now.y - middle().y);
        expect(off, `seed ${seed}, step ${step}`).to.be.below(0.01);
        expect(hand.camera.zoom, `seed ${seed}, step ${step}`).to.be.closeTo((began.zoom * apart()) / began.apart, 1e-9);
      }
    }
  });

  it('pan on with the finger that stays after a pinch', () => {
    const hand = new Hand(ROW);
    const [a, b] = [{ type: 'touch', id: 1 } as const, { type: 'touch', id: 2 } as const];
    hand.down({ x: 400, y: 400 }, a);
    hand.down({ x: 500, y: 400 }, b);
    hand.up({ x: 500, y: 400 }, b);
    hand.move({ x: 410, y: 420 }, a);
    expect(hand.camera).to.include({ x: -10, y: -20 });
    hand.up({ x: 410, y: 420 }, a);
    expect(hand.chart.state).to.equal('idle');
  });

  it('give way to a pen: what the resting hand began has not happened', () => {
    const hand = new Hand(ROW);
    hand.drag([header(hand, 'n'), by(header(hand, 'n'), 80, 0)], { type: 'touch', id: 1 });
    hand.down(header(hand, 'p'), { type: 'pen', id: 2 });
    expect(hand.graph.nodes.get('n')!.x).to.equal(60);
    expect([...hand.selection]).to.deep.equal(['p']);
    hand.up(header(hand, 'p'), { type: 'pen', id: 2 });
    expect(hand.writes).to.equal(0);
  });
});
