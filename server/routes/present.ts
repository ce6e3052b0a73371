/** Jobs as clients see them. A picture is read back from `data/output` when it is asked for. */
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { encodePng } from '../inference/png.js';
import type { Job, JobEvent, JobRecord, JobResult } from '../jobs/job.js';
import type { PreviewEvent } from '../jobs/reader.js';

/** `url`: the picture as a data URL, as the original has it. `path`: only where it lies. */
export type ImageForm = 'url' | 'path';

const dataUrl = (png: Uint8Array): string => `data:image/png;base64,${Buffer.from(png).toString('base64')}`;

export class Presenter {
  /** @param output - The folder of results. */
  constructor(private readonly output: string) {}

  /** `image` is null where the file has been deleted since. */
  async result(result: JobResult, form: ImageForm): Promise<JobResult> {
    if (!('image' in result)) return result;
    const { image: _, ...rest } = result;
    if (form === 'path') return rest;
    const file = join(this.output, basename(String(result.image_path)));
    const bytes = await readFile(file).catch(() => undefined);
    // The key keeps its place.
    return { ...result, image: bytes ? dataUrl(bytes) : null };
  }

  async job(job: Job, form: ImageForm): Promise<JobRecord> {
    const record = job.record();
    return record.result ? { ...record, result: await this.result(record.result, form) } : record;
  }

  async data({ event, data }: JobEvent | PreviewEvent, form: ImageForm): Promise<object> {
    if (event === 'preview') return { image: dataUrl(encodePng(data)) };
    if (event !== 'completed') return data;
    const completed = data as { readonly status: string; readonly result: JobResult };
    return { ...completed, result: await this.result(completed.result, form) };
  }
}
