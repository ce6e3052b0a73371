/**
 * `npm run bench -- SUITE [--quick]`: runs `bench/SUITE.mjs` and writes `bench/results/SUITE.json` with a Markdown table beside it.
 *
 * A suite's default export is `async (options) => rows`, or `{ rows, environment, extra }` to add to the environment and to the report. Rows
 * come from `row()` in bench/lib/rows.mjs. A suite may export a `markdown(report)` of its own.
 *
 *   --quick      as few repetitions as still say something
 *   --out PATH   folder of the report, default bench/results
 *   --NAME VALUE an option of the suite; a report that was narrowed down so goes to out/bench, unless `--out` says otherwise
 */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { environment } from './lib/environment.mjs';
import { markdown } from './lib/markdown.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    out: { type: 'string' },
    subjects: { type: 'string' },
    nodes: { type: 'string' },
    budget: { type: 'string' },
    bundle: { type: 'string' },
    font: { type: 'string' },
  },
});
const [suite] = positionals;
const file = suite && join(import.meta.dirname, `${suite}.mjs`);
if (!file || suite === 'run' || !existsSync(file)) {
  const suites = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.mjs') && name !== 'run.mjs');
  console.error(`Name a suite: ${suites.map((name) => name.replace('.mjs', '')).join(', ')}.`);
  process.exit(2);
}

const root = dirname(import.meta.dirname);
const { out, ...options } = values;
const { default: run, markdown: own = markdown } = await import(pathToFileURL(file).href);
const result = await run({ ...options, root });
const { rows, environment: more = {}, extra = {} } = Array.isArray(result) ? { rows: result } : result;
const report = { suite, environment: { ...environment(), quick: values.quick, ...more }, ...extra, rows };

const narrowed = Boolean(options.subjects ?? options.nodes);
const folder = out ? resolve(out) : join(root, narrowed ? 'out/bench' : 'bench/results');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, `${suite}.json`), `${JSON.stringify(report, null, 2)}\n`);
const table = own(report);
writeFileSync(join(folder, `${suite}.md`), table);
console.log(table);
process.exit(0);
