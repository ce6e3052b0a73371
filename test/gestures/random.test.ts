/**
 * Any sequence of pointers, fingers, pens, keys, wheels and frames: the chart never gets stuck, writes to the document by commands
 * only, shows only transitions that its table lists, and Escape always leads back to Idle without a trace.
 */
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { seededRandom } from '../../src/graph/schema.fixture.js';
import { ERASER, type Tool } from '../../src/interaction/chart.js';
import { zoomAt } from '../../src/scene/camera.js';
import { ROW } from './graphs.js';
import { Hand, VIEWPORT, type Press } from './hand.js';

const SEQUENCES = 400;
const STEPS = 60;

const GRAPH = { ...ROW, groups: [{ id: 'frame', title: 'Frame', x: 20, y: 20, width: 620, height: 260, color: '' }] };

/** `from → to` of the table of states in the rules. */
function documented(): Set<string> {
  const page = readFileSync(new URL('../../docs/rules/interaction.md', import.meta.url), 'utf8');
  const rows = page.matchAll(/^\| `([a-z-]+)`\s*\|[^|]*\|([^|]*)\|$/gm);
  return new Set([...rows].flatMap(([, from, to]) => [...to!.matchAll(/`([a-z-]+)`/g)].map(([, name]) => `${from} → ${name}`)));
}

interface Held {
  readonly press: Press;
  at: { x: number; y: number };
}

/** One sequence; returns the hand and gives every transition to `seen`. */
function play(seed: number, seen: Set<string>): Hand {
  const random = seededRandom(seed);
  const chance = (share: number): boolean => random() < share;
  const hand = new Hand(GRAPH);
  hand.readonly = chance(0.1);
  hand.snap = { grid: chance(0.5), guides: chance(0.5) };
  hand.chart.onTransition = (from, to) => seen.add(`${from} → ${to}`);
  const held: Held[] = [];
  const place = (): { x: number; y: number } => {
    const kind = random();
    const ids = [...hand.graph.nodes.keys(), ...hand.graph.notes.keys(), 'frame'];
    const id = ids[Math.floor(random() * ids.length)]!;
    const rect = hand.scene.rect(id);
    const [edge] = [...hand.scene.edges.values()].sort(() => random() - 0.5);
    const ports = hand.scene.nodes.get(id)?.layout.ports ?? [];
    const port = ports[Math.floor(random() * ports.length)];
    if (kind < 0.25 && rect && port) return hand.at(rect.x + port.x, rect.y + port.y);
    if (kind < 0.45 && rect) return hand.at(rect.x + random() * rect.width, rect.y + random() * rect.height);
    if (kind < 0.5 && rect) return hand.at(rect.x + rect.width - 3, rect.y + rect.height - 3);
    if (kind < 0.65 && edge) {
      const { from, to } = hand.scene.edgeEnds(edge);
      return hand.at((from.x + to.x) / 2, (from.y + to.y) / 2);
    }
    return { x: random() * VIEWPORT.width, y: random() * VIEWPORT.height };
  };
  const keys = () => ({ shift: chance(0.2), mod: chance(0.2), alt: chance(0.25) });
  const actions: (() => void)[] = [
    // A whole drag of one pointer, as most of what people do.
    () => {
      if (held.length > 0) return;
      const press: Press = { id: 1, type: chance(0.8) ? 'mouse' : 'pen', button: chance(0.9) ? 0 : ERASER, ...keys() };
      const points = Array.from({ length: 2 + Math.floor(random() * 2) }, place);
      if (chance(0.5)) hand.stroke(points, press);
      else hand.drag(points, press);
      if (hand.chart.busy) held.push({ press, at: points.at(-1)! });
    },
    () => {
      const type = (['mouse', 'mouse', 'touch', 'touch', 'pen'] as const)[Math.floor(random() * 5)]!;
      const id = type === 'mouse' ? 1 : type === 'pen' ? 2 : 3 + Math.floor(random() * 3);
      if (held.some(({ press }) => press.id === id)) return;
      const button = type === 'touch' || chance(0.75) ? 0 : ([1, 2, ERASER] as const)[Math.floor(random() * (type === 'pen' ? 3 : 2))]!;
      const one: Held = { press: { id, type, button, ...keys() }, at: place() };
      held.push(one);
      hand.down(one.at, one.press);
    },
    () => {
      const one = held[Math.floor(random() * held.length)];
      const to = place();
      if (!one) return hand.move(to, { id: 1, ...keys() });
      one.at = chance(0.5) ? to : { x: one.at.x + random() * 20 - 10, y: one.at.y + random() * 20 - 10 };
      hand.move(one.at, { ...one.press, ...keys() });
    },
    () => {
      const [one] = held.splice(Math.floor(random() * held.length), 1);
      if (one) hand.up(one.at, { ...one.press, ...keys() });
    },
    () => hand.frames(1 + Math.floor(random() * 12), 4 + random() * 40),
    () => {
      const kind = random();
      if (kind < 0.1) hand.chart.setTool((['marquee', 'lasso', 'knife', null] as const)[Math.floor(random() * 4)] as Tool | null);
      else if (kind < 0.2) hand.chart.setSpace(chance(0.5));
      else if (kind < 0.3) hand.chart.doubleClick(hand.pointer(place()));
      else if (kind < 0.4) hand.chart.contextMenu(hand.pointer(place(), { button: 2 }));
      else if (kind < 0.45) hand.chart.longPress(hand.pointer(place(), { type: 'touch', id: 3 }));
      else if (kind < 0.5) hand.chart.reset();
      else if (kind < 0.6) hand.graph.undo();
      else if (kind < 0.65 && held[0]) hand.chart.pointerCancel(held.splice(0, 1)[0]!.press.id!);
      else if (kind < 0.8) escape(hand);
      else {
        hand.chart.host.setCamera(zoomAt(hand.camera, { x: 500, y: 350 }, 0.8 + random() * 0.5));
        hand.chart.refresh();
      }
    },
  ];
  const weights = [0.1, 0.3, 0.68, 0.86, 0.91, 1];
  for (let step = 0; step < STEPS; step += 1) {
    const { writes, commands } = hand;
    const at = random();
    const action = weights.findIndex((weight) => at < weight);
    const undone = hand.graph.history().undone.length;
    actions[action]!();
    const byCommand = hand.commands > commands || hand.graph.history().undone.length !== undone;
    if (!byCommand) expect(hand.writes, `seed ${seed}, step ${step}: written without a command`).to.equal(writes);
  }
  return hand;
}

function escape(hand: Hand): void {
  const { writes } = hand;
  for (let press = 0; press < 2; press += 1) hand.chart.cancel();
  expect(hand.chart.state).to.equal('idle');
  expect(hand.chart.tool).to.equal(null);
  expect(hand.writes).to.equal(writes);
}

describe('any sequence of gestures', () => {
  it(`leads back to idle by Escape, without a trace, along the transitions of the table (seeds 1 to ${SEQUENCES})`, () => {
    const seen = new Set<string>();
    const table = documented();
    let commands = 0;
    for (let seed = 1; seed <= SEQUENCES; seed += 1) {
      const hand = play(seed, seen);
      escape(hand);
      expect(hand.untouched, `seed ${seed}: something is left in flight`).to.equal(true);
      // And it works on: a click still selects.
      hand.readonly = false;
      hand.chart.reset();
      hand.chart.host.setCamera({ x: 0, y: 0, zoom: 1 });
      const [id] = hand.graph.nodes.keys();
      const { x, y } = hand.scene.rect(id!)!;
      hand.chart.host.setCamera({ x: x - 400, y: y - 300, zoom: 1 });
      hand.chart.host.select([]);
      hand.click({ x: 400 + 60, y: 300 + 18 });
      expect(hand.selection.size, `seed ${seed}: a click selects`).to.be.at.least(1);
      commands += hand.commands;
    }
    expect(commands, 'commands in all: the sequences do something').to.be.greaterThan(SEQUENCES);
    // Every state leads to these two, which the table says once.
    for (const step of [...seen]) if (/→ (idle|pinching)$/.test(step)) seen.delete(step);
    expect([...seen].filter((step) => !table.has(step)).sort(), 'not in docs/rules/interaction.md').to.deep.equal([]);
    expect([...table].filter((step) => !seen.has(step)).sort(), 'in docs/rules/interaction.md and never seen').to.deep.equal([]);
  });
});
