/** `graph.schema.json` and `checkGraph` are two descriptions of one thing: here they judge the same files. */
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import { GdsError } from '../errors.js';
import { mutate, richGraph } from './hostile.fixture.js';
import { LIMITS } from './json.js';
import { NODE_MODES } from './schema.js';
import { seededRandom } from './schema.fixture.js';
import { GraphStore } from './store.js';
import { ITEM_COLORS } from './types.js';
import { checkGraph } from './validate.js';

const schema = JSON.parse(readFileSync(new URL('../../graph.schema.json', import.meta.url), 'utf8')) as {
  properties: Record<string, { maxItems?: number }>;
  $defs: Record<string, { maxLength?: number; enum?: unknown; maxItems?: number; properties: Record<string, { enum?: unknown }> }>;
};
const isValid = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false }).compile(schema);

/** What no schema can say: ids that differ, ends that exist, levels, nesting. */
const BEYOND_SCHEMA = /is used by|is used twice|is not the id of|inside itself|has an edge already|is nested more than/;

/** A schema counts characters, we count UTF-16 units. */
function hasWideText(file: unknown): boolean {
  return /[\u{10000}-\u{10ffff}]/u.test(JSON.stringify(file));
}

function verdict(file: unknown): GdsError | undefined {
  try {
    checkGraph(file, undefined, () => 'made');
    return undefined;
  } catch (error) {
    if (error instanceof GdsError) return error;
    throw error;
  }
}

describe('graph.schema.json', () => {
  it('takes what a store writes', () => {
    const store = new GraphStore();
    expect(isValid(store.toJSON())).to.equal(true);
    store.load(richGraph());
    expect(isValid(store.toJSON()), JSON.stringify(isValid.errors)).to.equal(true);
  });

  it('has the limits and the choices of the code', () => {
    const { node, item, name, title, text } = schema.$defs;
    expect([name!.maxLength, title!.maxLength, text!.maxLength]).to.deep.equal([LIMITS.name, LIMITS.title, LIMITS.text]);
    expect(node!.properties['mode']!.enum).to.deep.equal(NODE_MODES);
    expect(item!.properties['color']!.enum).to.deep.equal(ITEM_COLORS);
    const most = ['nodes', 'edges', 'groups', 'notes'].map((list) => schema.properties[list]!.maxItems);
    expect(most).to.deep.equal([LIMITS.nodes, LIMITS.edges, LIMITS.items, LIMITS.items]);
  });

  it('agrees with the code on 4,000 mutated files (seed 20262)', () => {
    const random = seededRandom(20_262);
    const counts = { both: 0, neither: 0, beyond: 0 };
    for (let i = 0; i < 4_000; i++) {
      const file = mutate(richGraph(), random, true);
      const error = verdict(file);
      const valid = isValid(file);
      const what = `file ${i}: ${error?.message ?? 'taken'} / ${JSON.stringify(isValid.errors)?.slice(0, 300)}`;
      if (!error) expect(valid, what).to.equal(true);
      const beyond =
        error &&
        (error.code.startsWith('GDS_EDGE_') ||
          BEYOND_SCHEMA.test(error.message) ||
          (/must be a text of/.test(error.message) && hasWideText(file)));
      if (error && !beyond) expect(valid, what).to.equal(false);
      counts[!error ? 'both' : valid ? 'beyond' : 'neither']++;
    }
    for (const count of Object.values(counts)) expect(count, JSON.stringify(counts)).to.be.above(100);
  });
});
