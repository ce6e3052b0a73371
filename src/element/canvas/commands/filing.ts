/** Commands that open workflows and save them. */
import type { Studio } from '../studio.js';
import type { CommandActions } from './action.js';

type Name = 'open-file' | 'save-file' | 'export-comfyui';

export function filing(studio: Studio): CommandActions<Name> {
  const empty = (): string | undefined => (studio.graph.nodes.size === 0 ? 'There is nothing to save yet' : undefined);
  return {
    'open-file': { run: () => studio.files.choose() },
    'save-file': { run: () => studio.files.save(), blocked: empty },
    'export-comfyui': { run: () => void studio.files.exportComfy(), blocked: empty },
  };
}
