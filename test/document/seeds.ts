/** Many seeds, spread over as many processes as there are processors; and of each that fails the shortest run that still does. */
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { runScenario, type Counts } from './scenario.js';

export interface Failure {
  readonly seed: number;
  /** The fewest with which it fails. */
  readonly commands: number;
  readonly message: string;
}

export interface Report {
  /** Sums over all seeds. */
  readonly counts: Readonly<Partial<Counts>>;
  readonly failures: readonly Failure[];
}

export interface Seeds {
  readonly from: number;
  readonly seeds: number;
  /** For each seed. */
  readonly commands: number;
}

/** Runs seeds one after the other in this process. */
export function runSeeds({ from, seeds, commands }: Seeds): Report {
  const reports: Report[] = [];
  for (let seed = from; seed < from + seeds; seed++) {
    try {
      reports.push({ counts: runScenario(seed, commands), failures: [] });
    } catch (error) {
      reports.push({ counts: {}, failures: [shrink(seed, commands, error as Error)] });
    }
  }
  return combine(reports);
}

/** Runs them in child processes, each of which takes a part. */
export async function runInProcesses({ from, seeds, commands }: Seeds, processes = availableParallelism()): Promise<Report> {
  const size = Math.ceil(seeds / processes);
  const parts: Promise<Report>[] = [];
  for (let at = 0; at < seeds; at += size) parts.push(runChild({ from: from + at, seeds: Math.min(size, seeds - at), commands }));
  return combine(await Promise.all(parts));
}

function runChild(part: Seeds): Promise<Report> {
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'child.ts'), [JSON.stringify(part)]);
    child.once('message', (report) => resolve(report as Report));
    child.once('exit', (code) => reject(new Error(`The process for the seeds from ${part.from} ended with code ${code} and no report.`)));
  });
}

function combine(reports: readonly Report[]): Report {
  const counts: Record<string, number> = {};
  for (const report of reports) {
    for (const [name, count] of Object.entries(report.counts)) counts[name] = (counts[name] ?? 0) + count;
  }
  return { counts, failures: reports.flatMap(({ failures }) => failures) };
}

/** A run of fewer commands begins like one of more, so a failure at a command is found at that number; others by halving. */
function shrink(seed: number, commands: number, first: Error): Failure {
  let [passes, fails, error] = [0, commands, first];
  while (fails - passes > 1) {
    const middle = (passes + fails) >> 1;
    try {
      runScenario(seed, middle);
      passes = middle;
    } catch (found) {
      [fails, error] = [middle, found as Error];
    }
  }
  return { seed, commands: fails, message: `${error.message} ${(error.cause as Error | undefined)?.message ?? ''}` };
}

/** What a person reads of a failed seed. */
export function describe({ seed, commands, message }: Failure): string {
  return `✖ ${message}\n  npm run prove -- --seed ${seed} --commands ${commands}`;
}
