/** Every row of the table of gestures is carried out: one that does not do what it says, or is not there, fails. */
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { ERASER } from '../../src/interaction/chart.js';
import { GESTURES } from '../../src/interaction/gestures.js';
import { WheelReader } from '../../src/interaction/wheel.js';
import type { Point } from '../../src/scene/types.js';
import { ROW } from './graphs.js';
import { Hand } from './hand.js';

const GROUND: Point = { x: 320, y: 300 };
const by = ({ x, y }: Point, dx: number, dy: number): Point => ({ x: x + dx, y: y + dy });
const header = (hand: Hand, id: string): Point => {
  const { x, y } = hand.scene.rect(id)!;
  return hand.at(x + 60, y + 18);
};
const ALL: readonly Point[] = [
  { x: 20, y: 20 },
  { x: 980, y: 20 },
  { x: 980, y: 690 },
  { x: 20, y: 690 },
];
const EVERYTHING = ['p', 't', 'o', 'n', 'note'];

/** By group and title. */
const CARRIED_OUT: Readonly<Record<string, (hand: Hand) => void>> = {
  'Mouse and trackpad: Move the view': (hand) => {
    hand.chart.setSpace(true);
    hand.stroke([header(hand, 'p'), by(header(hand, 'p'), 50, 30)]);
    hand.chart.setSpace(false);
    hand.stroke([GROUND, by(GROUND, 50, 30)], { button: 1 });
    expect(hand.camera).to.include({ x: -100, y: -60 });
  },
  'Mouse and trackpad: Zoom at the pointer': (hand) => {
    const event = { deltaX: 0, deltaY: -100, deltaMode: 0, ctrlKey: false, metaKey: false, shiftKey: false, timeStamp: 0 };
    expect(new WheelReader().apply(hand.camera, event, GROUND).zoom, 'a notch').to.be.greaterThan(1);
    expect(new WheelReader().apply(hand.camera, { ...event, deltaY: -4, ctrlKey: true }, GROUND).zoom, 'Ctrl').to.be.greaterThan(1);
  },
  'Mouse and trackpad: Select by rectangle, on empty canvas': (hand) => {
    hand.stroke([ALL[0]!, ALL[2]!]);
    expect([...hand.selection]).to.have.members(EVERYTHING);
  },
  'Mouse and trackpad: Select by lasso, on empty canvas': (hand) => {
    hand.stroke(ALL, { alt: true });
    expect([...hand.selection]).to.have.members(EVERYTHING);
  },
  'Mouse and trackpad: Add to the selection': (hand) => {
    hand.click(header(hand, 'o'));
    hand.stroke([ALL[0]!, { x: 300, y: 200 }], { shift: true });
    expect([...hand.selection]).to.have.members(['o', 'p']);
  },
  'Mouse and trackpad: Take away from the selection': (hand) => {
    hand.stroke([ALL[0]!, ALL[2]!]);
    hand.stroke([ALL[0]!, { x: 300, y: 650 }], { mod: true });
    expect([...hand.selection]).to.have.members(['t', 'o', 'note']);
  },
  'Mouse and trackpad: Add one, or take it away': (hand) => {
    hand.click(header(hand, 'p'));
    hand.click(header(hand, 'o'), { shift: true });
    hand.click(header(hand, 't'), { mod: true });
    hand.click(header(hand, 'p'), { shift: true });
    expect([...hand.selection]).to.have.members(['o', 't']);
  },
  'Mouse and trackpad: Add a node, edit, or open': (hand) => {
    hand.chart.doubleClick(hand.pointer(GROUND));
    hand.chart.doubleClick(hand.pointer(header(hand, 'p')));
    expect(hand.told).to.deep.equal(['open canvas', 'open node']);
  },
  'Mouse and trackpad: Menu of what lies there': (hand) => {
    hand.chart.contextMenu(hand.pointer(header(hand, 'p'), { button: 2 }));
    expect(hand.told).to.deep.equal(['menu node']);
    expect([...hand.selection]).to.deep.equal(['p']);
  },
  'Mouse and trackpad: While dragging a node: along one axis': (hand) => {
    hand.stroke([header(hand, 'n'), by(header(hand, 'n'), 60, 20)], { shift: true });
    expect(hand.graph.nodes.get('n')).to.include({ x: 120, y: 330 });
  },
  'Mouse and trackpad: While dragging a node: without snapping': (hand) => {
    hand.snap = { grid: true, guides: true };
    const from = header(hand, 'n');
    hand.drag([from, by(from, 31, 17)]);
    hand.move(by(from, 33, 19), { mod: true });
    hand.up(by(from, 33, 19), { mod: true });
    expect(hand.graph.nodes.get('n')).to.include({ x: 93, y: 349 });
  },
  'Connections by pointer: From port to port: connect': (hand) => {
    hand.graph.deleteEdges(['pt', 'to']);
    hand.stroke([hand.port('p', 'text'), hand.port('t', 'prompt')]);
    hand.click(hand.port('t', 'image'));
    hand.click(hand.port('n', 'image'));
    expect(hand.edges()).to.deep.equal(['p.text t.prompt', 't.image n.image']);
  },
  'Connections by pointer: A wire’s end: to another port, or off': (hand) => {
    hand.stroke([hand.at(670, 132), hand.port('n', 'image')]);
    hand.stroke([hand.port('t', 'prompt'), by(hand.port('t', 'prompt'), -20, 160)]);
    expect(hand.edges()).to.deep.equal(['t.image n.image']);
  },
  'Connections by pointer: Bend a wire': (hand) => {
    hand.stroke([hand.at(320, 132), hand.at(320, 240)], { alt: true });
    expect([...hand.graph.nodes.values()].filter(({ type }) => type === 'reroute').length).to.equal(1);
    hand.chart.doubleClick(hand.pointer(hand.at(645, 132)));
    expect(hand.told).to.deep.equal(['open edge']);
  },
  'Connections by pointer: A node on a wire: put it in': (hand) => {
    hand.stroke([header(hand, 'n'), hand.at(645, 132)]);
    expect(hand.edges()).to.include.members(['t.image n.image', 'n.image o.image']);
  },
  'Connections by pointer: Take a node off its wires': (hand) => {
    hand.stroke([header(hand, 't'), by(header(hand, 't'), 0, 90)], { alt: true });
    expect(hand.edges()).to.deep.equal([]);
    hand.graph.undo();
    hand.stroke([header(hand, 't'), ...[60, -60, 60, -60, 60, -60].map((dx) => by(header(hand, 't'), dx, 0))]);
    expect(hand.edges()).to.deep.equal([]);
  },
  'Connections by pointer: Cut wires': (hand) => {
    hand.stroke([hand.at(320, 40), hand.at(320, 240)], { mod: true, alt: true });
    hand.stroke([hand.at(645, 40), hand.at(645, 240)], { mod: true, button: 2 });
    expect(hand.edges()).to.deep.equal([]);
  },
  'Touch: Move the view': (hand) => {
    hand.stroke([GROUND, by(GROUND, 50, 30)], { type: 'touch' });
    expect(hand.camera).to.include({ x: -50, y: -30, zoom: 1 });
  },
  'Touch: Move and zoom the view': (hand) => {
    hand.down({ x: 400, y: 300 }, { type: 'touch', id: 1 });
    hand.down({ x: 500, y: 300 }, { type: 'touch', id: 2 });
    hand.move({ x: 600, y: 300 }, { type: 'touch', id: 2 });
    expect(hand.camera.zoom).to.equal(2);
  },
  'Touch: Select; from port to port: connect': (hand) => {
    hand.click(header(hand, 'p'), { type: 'touch' });
    expect([...hand.selection]).to.deep.equal(['p']);
    hand.click(hand.port('t', 'image'), { type: 'touch' });
    hand.click(hand.port('n', 'image'), { type: 'touch' });
    expect(hand.edges()).to.include('t.image n.image');
  },
  'Touch: Menu of what lies there': (hand) => {
    hand.down(header(hand, 'p'), { type: 'touch' });
    hand.chart.longPress(hand.pointer(header(hand, 'p'), { type: 'touch' }));
    expect(hand.told).to.deep.equal(['menu node']);
  },
  'Pen: Menu of what lies there': (hand) => {
    hand.down(header(hand, 'p'), { type: 'pen', button: 2 });
    hand.chart.contextMenu(hand.pointer(header(hand, 'p'), { type: 'pen', button: 2 }));
    expect(hand.told).to.deep.equal(['menu node']);
  },
  'Pen: Cut wires, or delete what it touches': (hand) => {
    hand.stroke([hand.at(320, 40), hand.at(320, 240)], { type: 'pen', button: ERASER });
    hand.click(header(hand, 'n'), { type: 'pen', button: ERASER });
    expect(hand.edges()).to.deep.equal(['t.image o.image']);
    expect(hand.told).to.deep.equal(['erase node']);
  },
};

describe('the table of gestures', () => {
  for (const { group, title } of GESTURES)
    it(`${group}: ${title}`, () => {
      const act = CARRIED_OUT[`${group}: ${title}`];
      expect(act, 'carried out by this test').to.be.a('function');
      const hand = new Hand(ROW);
      act!(hand);
      hand.chart.cancel();
      expect(hand.untouched).to.equal(true);
    });
});
