import { describe, it } from 'node:test';
import { expect } from 'chai';
import { formatValue } from './format.js';
import { layoutNode, NODE, titleOf } from './layout.js';
import { DEFINITIONS } from './testing/fixture.js';
import type { NodeRecord } from '../graph/types.js';

const record = (type: string, params: NodeRecord['params'] = {}): NodeRecord => ({
  id: 'a',
  type,
  x: 0,
  y: 0,
  params,
  title: '',
  mode: 'active',
});
const layout = (type: string, params: NodeRecord['params'] = {}) =>
  layoutNode(
    DEFINITIONS.find((entry) => entry.type === type),
    record(type, params),
  );

describe('node layout', () => {
  it('has the heights of the design', () => {
    expect(layout('prompt').height).to.equal(105);
    expect(layout('sdxl-turbo').height).to.equal(115);
    expect(layout('triposr').height).to.equal(91);
    expect(layout('output').height).to.equal(291);
    expect(layout('output').width).to.equal(240);
  });

  it('puts field, picture and footer where the design has them', () => {
    expect(layout('prompt').field).to.include({ x: 9, y: 37, width: 222, height: 59, param: 'text' });
    expect(layout('output').media).to.deep.equal({ x: 9, y: 37, width: 222, height: 222 });
    expect(layout('output').footer?.y).to.equal(259);
  });

  it('puts ports on the edges, 72 down and 24 apart', () => {
    const { ports } = layout('sdxl-turbo');
    expect(ports.map(({ direction, x, y }) => [direction, x, y])).to.deep.equal([
      ['in', 0, 72],
      ['out', 240, 72],
    ]);
  });

  it('grows until every port is on the node', () => {
    const base = DEFINITIONS[4]!;
    const inputs = Array.from({ length: 6 }, (_, index) => ({ id: `i${index}`, title: 'in', type: 'image' }));
    const tall = layoutNode({ ...base, inputs, face: {} }, record('x'));
    const last = tall.ports.at(-1)!;
    expect(last.y).to.equal(72 + 5 * 24);
    expect(tall.height).to.be.greaterThan(last.y + 10);
  });

  it('names the type of an unknown node and keeps room for its first port', () => {
    const unknown = layoutNode(undefined, record('from-elsewhere'));
    expect(unknown.rows).to.have.length(1);
    expect(unknown.rows[0]!.value).to.equal('from-elsewhere');
    expect(unknown.width).to.equal(NODE.width);
    expect(unknown.height, 'a wire to its first port ends on it').to.be.greaterThan(72);
  });

  it('takes a width and a height of its own, down to the smallest of its type', () => {
    const sized = (type: string, width: number, height: number) =>
      layoutNode(
        DEFINITIONS.find((entry) => entry.type === type),
        { ...record(type), width, height },
      );
    const wide = sized('sdxl-turbo', 400, 300);
    expect([wide.width, wide.height]).to.deep.equal([400, 300]);
    expect(wide.ports.map(({ x, y }) => [x, y])).to.deep.equal([
      [0, 72],
      [400, 72],
    ]);
    const small = sized('sdxl-turbo', 10, 10);
    expect({ width: small.width, height: small.height }).to.deep.equal(small.min);
    expect(small.height).to.equal(115);
    const picture = sized('output', 400, 500);
    expect(picture.media).to.deep.equal({ x: 9, y: 37, width: 382, height: 500 - 37 - 32 });
    expect(sized('output', 240, 0).media!.height).to.equal(72);
    const prompt = sized('prompt', 240, 300);
    expect(prompt.field!.height).to.equal(59 + 300 - 105);
    expect(layoutNode(DEFINITIONS[2], { ...record('output'), width: 400 }).media, 'square where only the width is set').to.include({
      width: 382,
      height: 382,
    });
  });

  it('names the ports of a foreign node on the node, at its ports’ own heights', () => {
    const ports = {
      inputs: [
        { id: 'model', type: 'MODEL' },
        { id: 'latent', type: 'LATENT', title: 'Latent' },
      ],
      outputs: [{ id: 'LATENT', type: 'LATENT' }],
    };
    const foreign = layoutNode(undefined, record('KSampler'), { ports });
    expect(foreign.named).to.equal(true);
    expect(foreign.ports.map(({ title, slot }) => [title, slot])).to.deep.equal([
      ['model', 0],
      ['Latent', 1],
      ['LATENT', 0],
    ]);
    expect(foreign.height).to.be.greaterThan(foreign.ports[1]!.y);
    expect(foreign.rows[0]).to.include({ title: 'Not available', value: 'KSampler' });
  });

  it('has no body for boundary nodes and reroutes, whose ports lie in the middle', () => {
    const value = { id: 'value', type: 'image' };
    const input = layoutNode(undefined, record('subgraph-input', { name: 'photo' }), { ports: { inputs: [], outputs: [value] } });
    expect(input).to.include({ form: 'boundary', width: 160, height: 36 });
    expect(input.ports[0]).to.include({ x: 160, y: 18 });
    expect(titleOf(undefined, record('subgraph-input', { name: 'photo' }))).to.equal('photo');
    const reroute = layoutNode(undefined, { ...record('reroute'), width: 500 }, { ports: { inputs: [value], outputs: [value] } });
    expect(reroute).to.include({ form: 'reroute', width: 24, height: 24 });
    for (const port of reroute.ports) expect(port).to.include({ x: 12, y: 12 });
    expect([input.min, reroute.min]).to.deep.equal([undefined, undefined]);
  });

  it('leaves out rows whose parameter does not exist', () => {
    const bare = { ...DEFINITIONS[1]!, face: { rows: ['steps', 'gone'] } };
    expect(layoutNode(bare, record('x')).rows.map((row) => row.title)).to.deep.equal(['Steps']);
  });
});

describe('a parameter on a row', () => {
  const spec = (name: string) => DEFINITIONS[1]!.parameters.find((parameter) => parameter.name === name)!;

  it('shows the option title, the seed with what follows it, and the default where nothing is set', () => {
    expect(formatValue(spec('size'), { size: 256 })).to.equal('256 × 256');
    expect(formatValue(spec('seed'), { seed: 7, seed_after: 'increment' })).to.equal('7 · increment');
    expect(formatValue(spec('steps'), {})).to.equal('4');
  });

  it('rounds numbers and adds their unit', () => {
    const ratio = { kind: 'slider', name: 'r', title: 'Ratio', default: 0.85, min: 0, max: 1, step: 0.01, unit: 'px' } as const;
    expect(formatValue(ratio, { r: 0.1 + 0.2 })).to.equal('0.3 px');
  });

  it('reads booleans and pictures as words', () => {
    expect(formatValue({ kind: 'boolean', name: 'b', title: 'B', default: true }, {})).to.equal('On');
    expect(formatValue({ kind: 'image', name: 'i', title: 'I', default: '' }, {})).to.equal('None');
  });
});
