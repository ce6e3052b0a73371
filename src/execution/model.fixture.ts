/** What a run must give, worked out the plain way from the document: by asking each input what feeds it, again and again. */
import type { GraphStore } from '../graph/store.js';
import type { ExecuteResult, ListAxis, NodeDefinition } from '../registry/types.js';
import { textNode } from './executor.fixture.js';

interface Item {
  readonly value: string;
  /** Item of which list: source → index. */
  readonly axes: Readonly<Record<string, number>>;
}
/** `stopped`: muted, or depends on what is; `failed`: it or what it depends on fails. */
export type Expected = { readonly items: readonly Item[]; readonly list: boolean } | 'stopped' | 'failed' | 'nothing';

export const LINES = ['1\n2', '1\n2\n3', '3\n1', '7'] as const;

/** Node types whose results tell how they came to be, so that equal results mean equal work. `step` is called wherever they wait. */
export function modelTypes(step: () => Promise<void>): { types: NodeDefinition[]; made: Map<string, number> } {
  const made = new Map<string, number>();
  const note = (out: string): ExecuteResult => {
    made.set(out, (made.get(out) ?? 0) + 1);
    return { out };
  };
  const work = textNode('work', async ({ inputs, params, signal }) => {
    await step();
    signal.throwIfAborted();
    await step();
    signal.throwIfAborted();
    if (params['text'] === 'bad') throw new Error('bad');
    return note(workText(inputs['a'] as string | undefined, inputs['b'] as string | undefined, String(params['text'])));
  });
  const lines: NodeDefinition = {
    ...textNode('lines', async ({ params }) => {
      await step();
      return { out: String(params['text']).split('\n') };
    }),
    inputs: [],
    outputs: [{ id: 'out', title: 'Out', type: 'string', list: true }],
  };
  const gather: NodeDefinition = {
    ...textNode('gather', async ({ lists, params, signal }) => {
      await step();
      signal.throwIfAborted();
      const items = (lists['a'] ?? []).map(({ value, axes }) => ({ value: String(value), axes: indexes(axes) }));
      return note(gatherText(items, String(params['text'])));
    }),
    inputs: [{ id: 'a', title: 'A', type: 'string', list: true }],
  };
  return { types: [work, lines, gather], made };
}

export function indexes(axes: readonly ListAxis[]): Record<string, number> {
  return Object.fromEntries(axes.map(({ source, index }) => [source, index]));
}

const workText = (a: string | undefined, b: string | undefined, text: string): string => `(${a ?? ''}|${b ?? ''}|${text})`;
const gatherText = (items: readonly Item[], text: string): string =>
  `[${items.map(({ value, axes }) => `${JSON.stringify(axes)}${value}`).join(' ')}|${text}]`;

export function expected(graph: GraphStore, id: string): Expected {
  const node = graph.nodes.get(id)!;
  for (let at: typeof node | undefined = node; at; at = at.parent === undefined ? undefined : graph.nodes.get(at.parent)) {
    if (at.mode !== 'active') return 'stopped';
  }
  const given = (node.type === 'lines' ? [] : node.type === 'gather' ? ['a'] : ['a', 'b']).map((port) => entering(graph, id, port));
  if (given.includes('stopped')) return 'stopped';
  if (given.includes('failed')) return 'failed';
  const text = String(node.params['text'] ?? '');
  if (node.type === 'lines') {
    return { items: text.split('\n').map((value, index) => ({ value, axes: { [id]: index } })), list: true };
  }
  const [a, b] = given as Exclude<Expected, 'stopped' | 'failed'>[];
  if (node.type === 'gather') return { items: [{ value: gatherText(a === 'nothing' ? [] : a!.items, text), axes: {} }], list: false };
  if (text === 'bad') return 'failed';
  const items: Item[] = [];
  for (const left of a === 'nothing' ? [undefined] : a!.items) {
    for (const right of b === 'nothing' ? [undefined] : b!.items) {
      const fits = Object.entries(left?.axes ?? {}).every(([source, index]) => (right?.axes[source] ?? index) === index);
      if (fits) items.push({ value: workText(left?.value, right?.value, text), axes: { ...left?.axes, ...right?.axes } });
    }
  }
  return { items, list: [a, b].some((each) => each !== 'nothing' && each?.list) };
}

/** What enters an input. */
function entering(graph: GraphStore, id: string, port: string): Expected {
  const edge = graph.edgeAt(id, port);
  if (!edge) return 'nothing';
  const [source, output] = edge.from;
  const node = graph.nodes.get(source)!;
  if (node.mode === 'muted') return 'stopped';
  if (node.type === 'subgraph-input') return entering(graph, node.parent!, source);
  if (node.type === 'reroute') return entering(graph, source, 'in');
  if (node.mode === 'bypassed') {
    const { inputs, outputs } = graph.portsOf(source);
    const type = outputs.find((each) => each.id === output)!.type;
    const passing = inputs.find((each) => each.type === type && graph.edgeAt(source, each.id));
    return passing ? entering(graph, source, passing.id) : 'nothing';
  }
  if (node.type !== 'subgraph') return expected(graph, source);
  return graph.nodes.get(output)!.mode === 'muted' ? 'stopped' : entering(graph, output, 'value');
}
