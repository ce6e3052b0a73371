import { describe, it } from 'node:test';
import { expect } from 'chai';
import { seededRandom } from '../graph/schema.fixture.js';
import { setup, textNode } from './executor.fixture.js';

describe('Executor: random graphs', () => {
  for (const seed of [1, 2, 3, 20261124]) {
    it(`gives what a plain evaluation gives and runs no key twice (seed ${seed})`, async () => {
      const random = seededRandom(seed);
      const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
      const inputs = new Map<string, number>();
      const counted = textNode('counted', ({ inputs: given, params }) => {
        const out = `(${String(given['a'] ?? '')}|${String(given['b'] ?? '')}|${String(params['text'])})`;
        if (params['text'] === 'bad') throw new Error('bad');
        inputs.set(out, (inputs.get(out) ?? 0) + 1);
        return { out };
      });
      const { executor, graph, add } = setup({}, [counted]);
      const ids: string[] = [];
      const evaluate = (id: string): string | undefined => {
        const node = graph.nodes.get(id)!;
        if (node.params['text'] === 'bad') return undefined;
        const values = ['a', 'b'].map((port) => {
          const edge = graph.edgeAt(id, port);
          return edge ? evaluate(edge.from[0]) : '';
        });
        return values.includes(undefined) ? undefined : `(${values[0]}|${values[1]}|${String(node.params['text'])})`;
      };
      for (let round = 0; round < 15; round++) {
        for (let edit = 0; edit < 6; edit++) {
          const what = random();
          if (what < 0.4 || ids.length < 2) ids.push(add('counted', { text: pick(['x', 'y', 'bad', 'z']) }));
          else if (what < 0.7) {
            const [from, to] = [pick(ids), pick(ids)];
            if (graph.nodes.has(from) && graph.nodes.has(to) && !graph.edgeProblem([from, 'out'], [to, 'a']))
              graph.addEdge([from, 'out'], [to, pick(['a', 'b'])]);
          } else if (what < 0.85) {
            const id = pick(ids);
            if (graph.nodes.has(id)) graph.setParam(id, 'text', pick(['x', 'y', 'z', 'bad', String(edit)]));
          } else if (what < 0.93) graph.undo();
          else graph.deleteNodes([pick(ids)]);
        }
        await executor.run();
        for (const id of graph.nodes.keys()) {
          const expected = evaluate(id);
          const state = executor.state(id);
          expect(state.status === 'complete', `node ${id} in round ${round} is ${state.status}`).to.equal(expected !== undefined);
          if (expected !== undefined) expect(state.outputs).to.deep.equal({ out: expected });
        }
      }
      expect([...inputs.values()].filter((runs) => runs > 1)).to.deep.equal([]);
      expect(inputs.size).to.be.above(3);
    });
  }
});
