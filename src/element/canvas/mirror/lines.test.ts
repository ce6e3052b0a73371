import { describe, it } from 'node:test';
import { expect } from 'chai';
import { MOST_LINES, portLines, windowAround, type PortFacts } from './lines.js';
import { frameWords, nodeWords, noteWords } from './words.js';

const FACTS: PortFacts = {
  ports: {
    inputs: [
      { id: 'prompt', type: 'string', title: 'Prompt' },
      { id: 'image', type: 'image' },
    ],
    outputs: [{ id: 'out', type: 'image', title: 'Picture' }],
  },
  edges: [
    { id: 'e1', from: ['p', 'text'], to: ['n', 'prompt'] },
    { id: 'e2', from: ['n', 'out'], to: ['o', 'image'] },
    { id: 'e3', from: ['n', 'out'], to: ['m', 'image'] },
  ],
  typeTitle: (type) => (type === 'string' ? 'Text' : 'Image'),
  required: (port) => port === 'image',
  nameEnd: (node, port) => ({ node, port }),
};

describe('the lines of a node', () => {
  it('are its ports with their wires, placed and counted', () => {
    const lines = portLines('n', FACTS);
    expect(lines.map(({ level, label }) => `${level} ${label}`)).to.deep.equal([
      '2 Input Prompt, text, connected from p: text',
      '3 Wire from p: text',
      '2 Input image, image, required, not connected',
      '2 Output Picture, image, connected to o: image and m: image',
      '3 Wire to o: image',
      '3 Wire to m: image',
    ]);
    expect(lines.map(({ position, siblings }) => `${position} of ${siblings}`)).to.deep.equal([
      '1 of 3',
      '1 of 1',
      '2 of 3',
      '3 of 3',
      '1 of 2',
      '2 of 2',
    ]);
    expect(new Set(lines.map(({ key }) => key)).size).to.equal(lines.length);
  });

  it('say name, type, text, what it is joined with, and its state', () => {
    const node = {
      id: 'n',
      type: 'prompt',
      x: 0,
      y: 0,
      params: { text: 'a'.repeat(200) },
      title: 'Hero',
      mode: 'muted',
      locked: true,
    } as const;
    const words = (state: Parameters<typeof nodeWords>[2]) => nodeWords(node, undefined, state, { from: ['A'], to: ['B', 'C'] });
    expect(words({ status: 'queued' })).to.equal('unknown type prompt “Hero”, from A, goes to B, C, muted, locked, waiting');
    expect(words({ status: 'running', progress: { stage: 'denoise', label: 'Drawing', fraction: 0.47 } })).to.match(/running, 40 percent$/);
    expect(words({ status: 'complete', fresh: false, outputs: {} })).to.match(/done, out of date$/);
    expect(frameWords({ id: 'f', title: '', x: 0, y: 0, width: 1, height: 1, color: '', locked: true }, 1)).to.equal(
      'Frame, 1 thing inside, locked',
    );
    expect(noteWords({ id: 'x', text: ' ', x: 0, y: 0, width: 1, height: 1, color: '' })).to.equal('Note: empty');
  });
});

describe('the window of the tree', () => {
  it('holds everything where there is room, and what lies around the focus where there is not', () => {
    expect(windowAround(0, -1, () => 1)).to.deep.equal([0, 0]);
    expect(windowAround(10, 3, () => 5)).to.deep.equal([0, 10]);
    const [start, end] = windowAround(10_000, 5000, () => 5);
    expect(end - start).to.equal(MOST_LINES / 5);
    expect(start).to.be.below(5000);
    expect(end).to.be.above(5001);
    expect(windowAround(10_000, 0, () => 5)).to.deep.equal([0, 40]);
    expect(windowAround(10_000, 9999, () => 5)).to.deep.equal([9960, 10_000]);
    expect(
      windowAround(3, 1, () => 1000),
      'one item alone may have more',
    ).to.deep.equal([1, 2]);
  });

  it('asks about as many items at 10,000 as at 100', () => {
    const asked = (count: number): number => {
      let calls = 0;
      windowAround(count, count / 2, () => ((calls += 1), 5));
      return calls;
    };
    expect(asked(10_000)).to.equal(asked(100));
  });
});
