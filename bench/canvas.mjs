/**
 * Suite `canvas`: gds-canvas, whole, beside its peers on the same seeded scenes (bench/canvas/scene.mjs) in one headless Chromium. What a figure
 * means is said in bench/canvas/visit.mjs; the table has medians, and how many times ours they are.
 *
 *   pan near, pan with all in view, zoom   the camera set by program once a frame, while the pointer moves over the canvas
 *   drag of all selected                   a real pointer, pressed on one of them; that all have moved is checked
 *   add 10,000, undo of add                on the graph of 2,000
 *   mount, heap                            from nothing to the graph on screen; after a forced collection
 *
 * Subjects take turns, forwards and backwards, so that a busy moment of the machine hits them alike. Who is slow is measured less often (the JSON
 * says how often), and what does not finish in time is named with the limit. Peers take part where they are installed (`npm install --prefix bench`).
 *
 *   --subjects KEYS  comma-separated, for example `gds-canvas,sigma`
 *   --nodes COUNTS   comma-separated, for example `10000,50000`
 */
import { loadavg } from 'node:os';
import { createRequire } from 'node:module';
import { build } from '../scripts/build.mjs';
import { staleParts } from '../scripts/lib/stale.mjs';
import { openBench } from './canvas/browser.mjs';
import { SUBJECTS } from './canvas/subjects.mjs';
import { visit } from './canvas/visit.mjs';
import { row } from './lib/rows.mjs';

export { markdown } from './canvas/table.mjs';

const SIZES = [500, 2_000, 10_000, 50_000];
const PICTURES = { count: 2_000, pictures: 256 };
/** The graph to which nodes are added. */
const ADD_AT = 2_000;

/** `budget`: seconds for everything; `slow`: a visit longer than this many seconds is not repeated; `rounds`: at most. */
const FULL = { rounds: 3, budget: 1_380, slow: 40, limits: { mount: 60_000, frames: 60, ms: 3_000 } };
const QUICK = { rounds: 1, budget: 270, slow: 40, limits: { mount: 20_000, frames: 20, ms: 700 } };
const QUICK_SIZES = [2_000, 10_000];

export default async function run({ quick, root, subjects: wanted, nodes: counts }) {
  const { rounds, budget, slow, limits } = quick ? QUICK : FULL;
  const loadBefore = Number(loadavg()[0].toFixed(2));
  const stale = staleParts(root, ['workers', 'library']);
  if (stale.length > 0) await build(stale);
  const versions = createRequire(import.meta.url)('./package.json').dependencies;
  const subjects = SUBJECTS.filter(({ key }) => !wanted || wanted.split(',').includes(key)).map((subject) => ({
    ...subject,
    name: subject.package ? `${subject.title} ${versions[subject.package]}` : subject.title,
  }));
  if (subjects.length === 0) throw new Error(`No subject is called that. Subjects: ${SUBJECTS.map(({ key }) => key).join(', ')}.`);
  const sizes = counts?.split(',').map(Number) ?? (quick ? QUICK_SIZES : SIZES);
  const scenes = [...sizes.map((count) => ({ count })), ...(counts || quick ? [] : [PICTURES])];

  const start = performance.now();
  const left = () => budget - (performance.now() - start) / 1000;
  const bench = await openBench(root, subjects);
  /** By subject and scene: `{ samples, missing, seconds }`. */
  const found = new Map();
  const at = ({ name }, { count, pictures }) => `${name}|${count} nodes${pictures ? ` with ${pictures} pictures` : ''}`;
  const record = (subject, scene) => {
    const key = at(subject, scene);
    if (!found.has(key)) found.set(key, { samples: new Map(), missing: new Map(), seconds: 0 });
    return found.get(key);
  };
  let renderer;
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const scene of scenes) {
        const turn = round % 2 === 0 ? subjects : [...subjects].reverse();
        for (const subject of turn) {
          const known = record(subject, scene);
          const reason = bench.absent.get(subject.key) ?? reasonNot(subject, scene, record);
          if (reason) known.missing.set('all', reason);
          if (known.missing.has('all') || (round > 0 && known.seconds > slow)) continue;
          if (left() < Math.max(15, known.seconds)) {
            if (round === 0) known.missing.set('all', 'the time of the run was up');
            continue;
          }
          const begun = performance.now();
          const adds = scene.count === ADD_AT && !scene.pictures;
          const noted = { samples: new Map(), missing: known.missing };
          try {
            const act = (page, cdp) => visit(page, cdp, { ...scene, limits, adds }, noted);
            renderer = (await bench.visit(subject.key, act)) ?? renderer;
          } catch (error) {
            // What got stuck later has its reason already.
            if (noted.samples.size === 0) known.missing.set(known.samples.size > 0 ? 'a later round' : 'all', error.message.split('\n')[0]);
          }
          for (const [key, sample] of noted.samples) known.samples.set(key, [...(known.samples.get(key) ?? []), sample]);
          if (subject.undo && adds) known.missing.set('undo of add', subject.undo);
          known.seconds = (performance.now() - begun) / 1000;
          console.error(
            `${at(subject, scene)}: ${known.seconds.toFixed(1)} s ${[...known.missing].map((entry) => entry.join(': ')).join('; ')}`,
          );
        }
      }
    }
    const rows = [];
    const missing = [];
    for (const [key, { samples, missing: reasons }] of found) {
      const [name, scene] = key.split('|');
      for (const [figure, list] of samples) {
        const [label, metric, unit] = figure.split('|');
        rows.push(row(name, `${label}, ${scene}`, metric, unit, list));
      }
      for (const [label, reason] of reasons) missing.push({ subject: name, case: `${label}, ${scene}`, reason });
    }
    const environment = {
      loadBefore,
      loadAfter: Number(loadavg()[0].toFixed(2)),
      chromium: await bench.version(),
      viewport: '1280 × 800 at 1×',
      renderer,
    };
    const notes = Object.fromEntries(subjects.map(({ name, note }) => [name, note]));
    return { rows, environment, extra: { missing, notes, seconds: Math.round((performance.now() - start) / 1000) } };
  } finally {
    await bench.close();
  }
}

/** Why a subject is not asked to show this scene; undefined where it is. */
function reasonNot(subject, { count, pictures }, record) {
  if (pictures && subject.pictures) return subject.pictures;
  if (pictures) return undefined;
  for (const smaller of SIZES.filter((size) => size < count)) {
    const failed = record(subject, { count: smaller }).missing.get('all');
    if (failed?.includes('did not finish'))
      return failed.startsWith('not tried') ? failed : `not tried, because with ${smaller} nodes ${failed}`;
  }
  return undefined;
}
