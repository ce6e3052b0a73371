/** What the pipelines need of a loaded model. `ModelHost` provides it in the worker, the server and the tests. */
import type { ModelManifest, SessionRole } from '../manifest.js';
import type { Session } from '../session.js';
import type { PromptTokenizer } from '../tokenizer.js';

export interface DiffusionModel {
  readonly manifest: Pick<ModelManifest, 'scalingFactor' | 'scheduler' | 'preview'>;
  readonly tokenizer: PromptTokenizer;
  /** @throws GdsError `GDS_MODEL_INVALID` when the role was not loaded. */
  session(role: SessionRole): Session;
}
