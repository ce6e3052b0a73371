/** The wire on its way, as points. */
import type { ResolvedDraft } from './elements.js';
import type { SceneSession } from './scene-session.js';
import { portOf } from './wires.js';

/** Null where there is none, or where it ends at a port that is not there. */
export function resolveDraft(scene: SceneSession): ResolvedDraft | null {
  const { draft } = scene;
  if (!draft) return null;
  const { ref, direction } = draft.from;
  const start = scene.portPosition(...ref, direction);
  const end = 'ref' in draft.to ? scene.portPosition(...draft.to.ref, direction === 'out' ? 'in' : 'out') : draft.to;
  if (!start || !end) return null;
  const color = scene.portColor(portOf(scene.nodes.get(ref[0]), ref[1], direction)?.type ?? 'any');
  return direction === 'out' ? { from: start, to: end, color } : { from: end, to: start, color };
}
