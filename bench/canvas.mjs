/**
 * Suite `canvas`: gds-canvas, whole, beside its peers on the same seeded scenes (bench/canvas/scene.mjs) in one headless Chromium. What a figure
 * means is said in bench/canvas/visit.mjs; the table has medians, and how many times ours they are.
 *
 *   pan near, pan with all in view, zoom   the camera set by program once a frame, while the pointer moves over the canvas
 *   drag of all selected                   a real pointer, pressed on one of them; that all have moved is checked
 *   add 10,000, undo of add                on the graph of 2,000
 *   mount, heap                            from nothing to the graph on screen; after a forced collection
 *
 * Who is slow is measured less often (the JSON says how often), and what does not finish in time is named with the limit. Peers take part where
 * they are installed (`npm install --prefix bench`).
 *
 *   --subjects KEYS  comma-separated, for example `gds-canvas,sigma`
 *   --nodes COUNTS   comma-separated, for example `10000,50000`
 *   --budget SECONDS no visit begins after this time
 */
import { loadavg } from 'node:os';
import { createRequire } from 'node:module';
import { build } from '../scripts/build.mjs';
import { staleParts } from '../scripts/lib/stale.mjs';
import { openBench } from './canvas/browser.mjs';
import { SUBJECTS } from './canvas/subjects.mjs';
import { takeTurns } from './canvas/turns.mjs';
import { visit } from './canvas/visit.mjs';
import { row } from './lib/rows.mjs';

export { markdown } from './canvas/table.mjs';

/** The most telling ones first: what the time of a run cuts off are the last. */
const SIZES = [2_000, 10_000, 50_000, 500];
const QUICK_SIZES = [2_000, 10_000];
const PICTURES = { count: 2_000, pictures: 256 };
/** The graph to which nodes are added. */
const ADD_AT = 2_000;

/** Turns as in bench/canvas/turns.mjs; limits as in bench/canvas/visit.mjs. */
const FULL = { rounds: 3, budget: 2_700, slow: 60, limits: { mount: 60_000, frames: 60, ms: 6_000 } };
const QUICK = { rounds: 1, budget: 270, slow: 40, limits: { mount: 20_000, frames: 20, ms: 700 } };

export default async function run({ quick, root, subjects: wanted, nodes, budget }) {
  const { limits, ...turns } = quick ? QUICK : FULL;
  if (budget) turns.budget = Number(budget);
  const loadBefore = Number(loadavg()[0].toFixed(2));
  const stale = staleParts(root, ['workers', 'library']);
  if (stale.length > 0) await build(stale);
  const start = performance.now();
  const subjects = chosen(wanted);
  const scenes = scenesOf(nodes, quick);
  const bench = await openBench(root, subjects);
  let renderer;
  try {
    const visited = (subject, scene, noted) =>
      bench.visit(subject.key, async (page, cdp) => {
        const adds = scene.count === ADD_AT && !scene.pictures;
        renderer = (await visit(page, cdp, { ...scene, limits, adds }, noted)) ?? renderer;
        if (adds && subject.undo) noted.missing.set('undo of add', subject.undo);
      });
    const reasonNot = (subject, scene, recordOf) => bench.absent.get(subject.key) ?? reasonWithout(subject, scene, scenes, recordOf);
    const records = await takeTurns(subjects, scenes, visited, turns, reasonNot);
    return {
      ...reported(records),
      environment: {
        loadBefore,
        loadAfter: Number(loadavg()[0].toFixed(2)),
        chromium: await bench.version(),
        viewport: '1280 × 800 at 1×',
        renderer,
        seconds: Math.round((performance.now() - start) / 1000),
      },
    };
  } finally {
    await bench.close();
  }
}

/** Those subjects whose keys are named, or all. */
function chosen(keys) {
  const versions = createRequire(import.meta.url)('./package.json').dependencies;
  const subjects = SUBJECTS.filter(({ key }) => !keys || keys.split(',').includes(key));
  if (subjects.length === 0) throw new Error(`No subject is called that. Subjects: ${SUBJECTS.map(({ key }) => key).join(', ')}.`);
  return subjects.map((subject) => ({
    ...subject,
    name: subject.package ? `${subject.title} ${versions[subject.package]}` : subject.title,
  }));
}

function scenesOf(counts, quick) {
  const sizes = counts?.split(',').map(Number) ?? (quick ? QUICK_SIZES : SIZES);
  const scenes = sizes.map((count) => ({ count, name: `${count} nodes` }));
  if (!counts && !quick) scenes.splice(-1, 0, { ...PICTURES, name: `${PICTURES.count} nodes with ${PICTURES.pictures} pictures` });
  return scenes;
}

/** Why a subject is not asked for a scene: it has no pictures, or did not finish a smaller one. */
function reasonWithout(subject, scene, scenes, recordOf) {
  if (scene.pictures && subject.pictures) return subject.pictures;
  for (const smaller of scenes.filter(({ count }) => count < scene.count)) {
    const failed = recordOf(subject, smaller).missing.get('all');
    if (failed?.startsWith('not tried')) return failed;
    if (failed?.includes('did not finish')) return `not tried, because with ${smaller.name} ${failed}`;
  }
  return undefined;
}

function reported(records) {
  const rows = [];
  const missing = [];
  for (const { subject, scene, samples, missing: reasons } of records) {
    for (const [figure, list] of samples) {
      const [label, metric, unit] = figure.split('|');
      rows.push(row(subject.name, `${label}, ${scene.name}`, metric, unit, list));
    }
    for (const [label, reason] of reasons) missing.push({ subject: subject.name, case: `${label}, ${scene.name}`, reason });
  }
  const notes = Object.fromEntries(records.map(({ subject }) => [subject.name, subject.note]));
  return { rows, extra: { missing, notes } };
}
