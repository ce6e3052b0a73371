/** A model of single parts, for tests that need no more. */
import { DEFAULT_MANIFESTS } from '../manifests.js';
import type { SessionRole } from '../manifest.js';
import type { DiffusionModel } from '../pipelines/model.js';
import type { Session } from '../session.js';
import { PromptTokenizer } from '../tokenizer.js';
import { readJson } from './read-fixture.js';

export function fixtureModel(sessions: Partial<Record<SessionRole, Session>>): DiffusionModel {
  const folder = 'models/gds-tiny-sd/tokenizer/';
  return {
    manifest: DEFAULT_MANIFESTS[0]!,
    tokenizer: new PromptTokenizer(readJson<object>(`${folder}tokenizer.json`), readJson<object>(`${folder}tokenizer_config.json`)),
    session: (role) => sessions[role]!,
  };
}
