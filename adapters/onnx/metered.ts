/** Measures how long a run spends inside the inference runtime: what is left of the total is our own cost (`bench/inference.mjs`). */
import type { DiffusionModel } from './pipelines/model.js';
import type { Session } from './session.js';

export interface Meter {
  readonly model: DiffusionModel;
  /** Sum over all session runs so far. */
  milliseconds(): number;
}

export function metered(model: DiffusionModel): Meter {
  let sum = 0;
  const watch = (session: Session): Session => ({
    inputMetadata: session.inputMetadata,
    outputMetadata: session.outputMetadata,
    release: () => session.release(),
    async run(feeds) {
      const start = performance.now();
      const result = await session.run(feeds);
      sum += performance.now() - start;
      return result;
    },
  });
  return { model: { ...model, session: (role) => watch(model.session(role)) }, milliseconds: () => sum };
}
