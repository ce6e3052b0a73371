/**
 * `npm run prove`: the document against random people on a bad network, 2,000 seeds of 300 commands.
 *
 *   npm run prove -- [--seeds 2000] [--from 1] [--commands 300] [--processes N]
 *   npm run prove -- --seed 17 [--commands 300]      one seed, with the whole error
 *
 * Prints what was done and, of each seed that failed, what did not hold and the shortest run that repeats it.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { runScenario } from './scenario.js';
import { describe, runInProcesses } from './seeds.js';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string', default: '2000' },
    from: { type: 'string', default: '1' },
    commands: { type: 'string', default: '300' },
    processes: { type: 'string', default: String(availableParallelism()) },
  },
});
const commands = Number(values.commands);

if (values.seed !== undefined) console.log(runScenario(Number(values.seed), commands));
else await prove(Number(values.from), Number(values.seeds));

async function prove(from: number, seeds: number): Promise<void> {
  const start = performance.now();
  const { counts, failures } = await runInProcesses({ from, seeds, commands }, Number(values.processes));
  for (const [name, count] of Object.entries(counts)) console.log(`${name.padEnd(12)}${count.toLocaleString('en').padStart(12)}`);
  for (const failure of failures) console.log(`\n${describe(failure)}`);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(
    `\nseeds ${from} to ${from + seeds - 1}, ${commands} commands each: ${seeds - failures.length} passed, ${failures.length} failed (${seconds} s)`,
  );
  process.exitCode = failures.length > 0 ? 1 : 0;
}
