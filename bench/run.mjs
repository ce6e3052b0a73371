/**
 * `npm run bench -- SUITE [--quick]`: runs `bench/SUITE.mjs` and writes `bench/results/SUITE.json` with a Markdown table beside it.
 *
 * A suite's default export is `async ({ quick, root }) => rows`, or `{ rows, environment }` to add to the environment. Rows come
 * from `row()` in bench/lib/rows.mjs. `--quick` asks for as few repetitions as still say something.
 */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { environment } from './lib/environment.mjs';
import { markdown } from './lib/markdown.mjs';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { quick: { type: 'boolean', default: false } } });
const [suite] = positionals;
const file = suite && join(import.meta.dirname, `${suite}.mjs`);
if (!file || suite === 'run' || !existsSync(file)) {
  const suites = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.mjs') && name !== 'run.mjs');
  console.error(`Name a suite: ${suites.map((name) => name.replace('.mjs', '')).join(', ')}.`);
  process.exit(2);
}

const { default: run } = await import(pathToFileURL(file).href);
const result = await run({ quick: values.quick, root: dirname(import.meta.dirname) });
const { rows, environment: more = {} } = Array.isArray(result) ? { rows: result } : result;
const report = { suite, environment: { ...environment(), quick: values.quick, ...more }, rows };

const folder = join(import.meta.dirname, 'results');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, `${suite}.json`), `${JSON.stringify(report, null, 2)}\n`);
const table = markdown(report);
writeFileSync(join(folder, `${suite}.md`), table);
console.log(table);
process.exit(0);
