/**
 * Suite `document`: the document and the engine alone, in Node, nothing drawn. Peers take part where they are installed
 * (`npm install --prefix bench`) and have the operation; none of them has undo.
 *
 *   add, move, load       of 10,000 nodes: one transaction, one move of all, one file with 5,000 edges
 *   undo of add, of move  of that one step
 *   drag of 60 frames     what the document grows by for each moved node, once it is committed: values are single entries of the document
 *   first run             1,000 no-ops in 10 chains, nothing known of them
 *   clean run             the same again: each node is found to be up to date
 *
 * Subjects take turns, run by run, so that a busy moment of the machine hits them alike; the first round is not counted. Aims: add at most
 * 500 ms, undo at most 300 ms, a clean node at most 20 µs.
 */
import { createRequire } from 'node:module';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { register } from 'tsx/esm/api';
import { row } from './lib/rows.mjs';

const COUNT = 10_000;
const NOOPS = 1_000;
const CHAINS = 10;
const DRAGGED = 100;

const PEERS = [
  { package: '@xyflow/react', title: 'React Flow', file: './document/xyflow.mjs' },
  { package: '@comfyorg/litegraph', title: 'LiteGraph', file: './document/litegraph.mjs' },
];

export default async function run({ quick, root }) {
  const runs = quick ? 3 : 15;
  const loadBefore = Number(loadavg()[0].toFixed(2));
  const unregister = register();
  try {
    const ours = await import('./document/ours.ts');
    const subjects = [{ name: ours.name, parts: ours }, ...(await peers(root))].map((subject) => ({ ...subject, samples: new Map() }));
    for (let round = 0; round <= runs; round++) {
      for (const { parts, samples } of subjects) {
        for (const [key, sample] of await measure(parts)) if (round > 0) samples.set(key, [...(samples.get(key) ?? []), sample]);
      }
    }
    const rows = subjects.flatMap(({ name, samples }) => [...samples].map(([key, found]) => row(name, ...key.split('|'), found)));
    return { rows: [...rows, ...drag(ours)], environment: { loadBefore } };
  } finally {
    await unregister();
  }
}

/** One round of all that the subject can do: `case|metric|unit` → sample. */
async function measure({ empty, filled, add, moveAll, undo, file, load, engine, drop }) {
  const found = new Map();
  const time = async (name, act, count) => {
    globalThis.gc?.();
    const start = performance.now();
    await act();
    const ms = performance.now() - start;
    if (count) found.set(`${name}|time per node|µs`, (ms * 1000) / count);
    else found.set(`${name}|time|ms`, ms);
  };
  const added = empty();
  await time(`add ${COUNT} nodes`, () => add(added, COUNT));
  if (undo) await time('undo of add', () => undo(added));
  const moved = filled(COUNT);
  await time(`move ${COUNT} nodes`, () => moveAll(moved));
  if (undo) await time('undo of move', () => undo(moved));
  const json = file(COUNT);
  const opened = empty();
  await time(`load ${COUNT} nodes`, () => load(opened, json));
  if (engine) {
    const noops = engine(NOOPS, CHAINS);
    await time(`first run of ${NOOPS} no-ops`, noops.run, NOOPS);
    await time(`clean run of ${NOOPS} no-ops`, noops.run, NOOPS);
    noops.drop?.();
  }
  for (const used of [added, moved, opened]) drop?.(used);
  return found;
}

/** The frames of a drag do not touch the document; its end is one move. */
function drag({ name, filled, size }) {
  const store = filled(1_000);
  const ids = [...store.nodes.keys()].slice(0, DRAGGED);
  const before = size(store);
  store.moveItems(ids, 60, 30);
  const after = size(store);
  const label = `drag of 60 frames, ${DRAGGED} nodes`;
  return [
    row(name, label, 'growth per moved node', 'values', [(after.values - before.values) / DRAGGED]),
    row(name, label, 'growth per moved node', 'bytes', [(after.bytes - before.bytes) / DRAGGED]),
  ];
}

async function peers(root) {
  const { resolve } = createRequire(join(root, 'bench/package.json'));
  const { dependencies } = createRequire(import.meta.url)('./package.json');
  const found = [];
  for (const { package: id, title, file } of PEERS) {
    try {
      resolve(id);
    } catch {
      console.warn(`${title} is not installed and is left out. Install the peers with: npm install --prefix bench`);
      continue;
    }
    found.push({ name: `${title} ${dependencies[id]}`, parts: await import(file) });
  }
  return found;
}
