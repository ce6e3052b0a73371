/**
 * What is known of jobs after the process is gone: one small file each, in `data/.jobs/`.
 *
 * Written when a job is taken and when it has ended, each time whole and by a rename, so a file is never half there. A file that
 * still says `queued` at the next start is a job that was lost. The folder also holds inputs that wait; those die with the process.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Job, type JobRecord } from './job.js';

const RECORD = /^[0-9a-f-]{36}\.json$/;

export class Journal {
  /** The last write of each job that is under way: they must not overtake each other. */
  private readonly writes = new Map<string, Promise<void>>();

  private constructor(private readonly folder: string) {}

  /** Opens the journal and gives the jobs of earlier processes that ended, or were lost, no longer than `keep` milliseconds ago. */
  static async open(folder: string, keep: number): Promise<{ journal: Journal; jobs: Job[] }> {
    await mkdir(folder, { recursive: true });
    const journal = new Journal(folder);
    const jobs: Job[] = [];
    for (const name of await readdir(folder)) {
      const record = RECORD.test(name) ? await read(join(folder, name)) : undefined;
      const ended = record && (record.ended_at === null ? Date.now() : record.ended_at * 1000);
      if (record && ended! > Date.now() - keep) {
        const job = Job.from(record);
        jobs.push(job);
        if (record.ended_at === null) await journal.save(job);
      } else await rm(join(folder, name), { force: true, recursive: true });
    }
    return { journal, jobs };
  }

  /** Where the input of a job waits. */
  inputPath(): string {
    return join(this.folder, `${randomUUID()}.input`);
  }

  save(job: Job): Promise<void> {
    const text = JSON.stringify(job.record());
    return this.then(job.id, async () => {
      const temporary = join(this.folder, `${job.id}.new`);
      await writeFile(temporary, text);
      await rename(temporary, join(this.folder, `${job.id}.json`));
    });
  }

  remove(id: string): Promise<void> {
    return this.then(id, () => rm(join(this.folder, `${id}.json`), { force: true }));
  }

  /** Resolves when all is written. */
  async flush(): Promise<void> {
    await Promise.allSettled(this.writes.values());
  }

  private then(id: string, write: () => Promise<void>): Promise<void> {
    const done = (this.writes.get(id) ?? Promise.resolve()).catch(() => undefined).then(write);
    this.writes.set(id, done);
    const forget = () => this.writes.get(id) === done && this.writes.delete(id);
    done.then(forget, forget);
    return done;
  }
}

async function read(path: string): Promise<JobRecord | undefined> {
  try {
    const record = JSON.parse(await readFile(path, 'utf8')) as JobRecord;
    return typeof record.job_id === 'string' && typeof record.created_at === 'number' ? record : undefined;
  } catch {
    return undefined;
  }
}
