/** A request for a mesh as work for the queue. */
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { Pool } from '../inference/pool.js';
import type { Outcome } from '../inference/protocol.js';
import { writeResult } from '../inference/results.js';
import { seconds, type Job } from '../jobs/job.js';
import type { Work } from '../jobs/queue.js';
import { sayingHowMade } from './made-by.js';

export interface MeshFields {
  readonly foreground_ratio: number;
  readonly mc_resolution: number;
  readonly remove_bg: boolean;
  readonly bake_texture: boolean;
  readonly texture_resolution: number;
  readonly priority: number;
}

/** The original's stages. It never tells of its third. */
const STAGES = { preprocess: 1, inference: 2, done: 4 } as const;
const STAGE_COUNT = 4;

export function meshWork(file: string, fields: MeshFields, key: string | undefined, pool: Pool, output: string): Work {
  return {
    type: 'triposr',
    priority: fields.priority,
    ...(key === undefined ? {} : { key }),
    release: () => rm(file, { force: true }),
    async run(job, signal) {
      const began = performance.now();
      tell(job, 'preprocess');
      const input = {
        file,
        resolution: fields.mc_resolution,
        foregroundRatio: fields.foreground_ratio,
        removeBackground: fields.remove_bg,
        textureSize: fields.bake_texture ? fields.texture_resolution : 0,
      };
      const outcome = await pool.run({ kind: 'image-to-mesh', input }, signal, (progress) => {
        if (progress.stage === 'inflate' && job.progress.current < STAGES.inference) tell(job, 'inference');
      });
      const { bytes: glb, vertices, faces, info } = outcome as Extract<Outcome, { kind: 'mesh' }>;
      const bytes = await sayingHowMade(glb, { node: 'triposr', params: paramsOf(fields), from: file }, info);
      const name = await writeResult(output, `mesh_${seconds()}_${randomBytes(4).toString('hex')}.glb`, bytes);
      tell(job, 'done');
      return {
        status: 'success',
        mesh_path: `/data/output/${name}`,
        video_url: null,
        preview_url: null,
        output_path: `data/output/${name}`,
        time_taken: (performance.now() - began) / 1000,
        mesh_time: (info.timings.total ?? 0) / 1000,
        video_time: null,
        vertices,
        faces,
        info,
      };
    },
  };
}

const paramsOf = (fields: MeshFields) => ({
  resolution: fields.mc_resolution,
  foreground_ratio: fields.foreground_ratio,
  remove_background: fields.remove_bg,
  bake_texture: fields.bake_texture,
  ...(fields.bake_texture ? { texture_size: fields.texture_resolution } : {}),
});

function tell(job: Job, stage: keyof typeof STAGES): void {
  const current = STAGES[stage];
  job.advance({ current, total: STAGE_COUNT, percent: (current / STAGE_COUNT) * 100, stage });
}
