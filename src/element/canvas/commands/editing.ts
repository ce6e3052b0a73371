/** Commands that take back, copy and delete. */
import type { Studio } from '../studio.js';
import { NOTHING_SELECTED, type CommandActions } from './action.js';

type Name = 'undo' | 'redo' | 'copy' | 'cut' | 'paste' | 'duplicate' | 'delete' | 'delete-heal';

export function editing(studio: Studio): CommandActions<Name> {
  const { actions, clipboard, selected } = studio;
  const items = (): string | undefined => (selected.ids.size === 0 ? NOTHING_SELECTED : undefined);
  const anything = (): string | undefined => (selected.edge === null ? items() : undefined);
  return {
    undo: {
      run: (steps) => repeat(steps, () => studio.graph.undo()),
      blocked: () => (studio.graph.canUndo ? undefined : 'There is nothing to undo'),
    },
    redo: {
      run: (steps) => repeat(steps, () => studio.graph.redo()),
      blocked: () => (studio.graph.canRedo ? undefined : 'There is nothing to redo'),
    },
    copy: { run: () => clipboard.copy(), blocked: items },
    cut: { run: () => clipboard.cut(), blocked: items },
    paste: { run: () => void clipboard.paste() },
    duplicate: { run: () => actions.duplicate(), blocked: items },
    delete: { run: () => actions.deleteSelection(), blocked: anything },
    'delete-heal': { run: () => actions.deleteSelection({ heal: true }), blocked: anything },
  };
}

function repeat(steps: unknown, act: () => boolean): void {
  const times = typeof steps === 'number' ? steps : 1;
  for (let step = 0; step < times; step++) if (!act()) return;
}
