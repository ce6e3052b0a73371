/**
 * A job's events as one bar that never goes back.
 *
 * A server counts the steps that were asked for; of image to image only `trunc(steps × strength)` are carried out, so that its own figure
 * ends at 75 % of a whole job. Steps and bar here count what is carried out.
 */
import type { Progress } from '../../src/registry/tasks.js';
import type { JobEvent, Work } from './types.js';

/** Part of the bar that the server's work takes; what is left is the result's way here. */
const SERVER_SHARE = 0.95;

const LABELS: Readonly<Record<string, string>> = {
  download: 'Loading model',
  load: 'Preparing model',
  encode: 'Reading the prompt',
  denoise: 'Drawing',
  decode: 'Finishing',
  preprocess: 'Cutting out the subject',
  inference: 'Building the shape',
  done: 'Finishing',
};
/** Stages whose own count is not one over the whole task. */
const PREPARING: ReadonlySet<string> = new Set(['download', 'load', 'encode', 'decode']);

export class JobProgress {
  #fraction = 0;
  #shown: Progress = { stage: 'queue', label: 'Waiting on the server', fraction: 0 };

  /** @param strength - Of image to image; 1 for all other tasks. */
  constructor(private readonly strength: number) {}

  static of(work: Work): JobProgress {
    return new JobProgress(work.task === 'image-to-image' ? work.input.strength : 1);
  }

  sending(): Progress {
    return this.#show({ stage: 'upload', label: 'Sending' });
  }

  /** The result is on its way. */
  receiving(): Progress {
    return this.#show({ stage: 'receive', label: 'Receiving', fraction: SERVER_SHARE });
  }

  /** A server that tells nothing until it is done. */
  working(): Progress {
    return this.#show({ stage: 'work', label: 'Working on the server' });
  }

  /** A small picture beside what is shown. */
  preview(preview: NonNullable<Progress['preview']>): Progress {
    return { ...this.#shown, preview };
  }

  of({ name, data }: JobEvent): Progress | undefined {
    if (name === 'queued') return this.#show({ stage: 'queue', label: 'Waiting on the server' });
    if (name === 'started') return this.working();
    return name === 'progress' ? this.step(String(data['stage']), Number(data['current']), Number(data['total'])) : undefined;
  }

  step(stage: string, current: number, total: number): Progress {
    const label = LABELS[stage] ?? 'Working on the server';
    if (!(total > 0 && current >= 0)) return this.#show({ stage, label });
    const all = stage === 'denoise' ? Math.max(Math.trunc(total * this.strength), current, 1) : Math.max(total, current);
    if (PREPARING.has(stage)) return this.#show({ stage, label });
    return this.#show({ stage, label, step: current, total: all, fraction: (current / all) * SERVER_SHARE });
  }

  #show(progress: Progress): Progress {
    this.#fraction = Math.max(this.#fraction, progress.fraction ?? 0);
    return (this.#shown = { ...progress, fraction: this.#fraction });
  }
}
