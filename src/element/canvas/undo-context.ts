/** Where one was, for undo: the level that was shown, and what was selected there. */
import type { UndoContext } from '../../graph/undo.js';
import type { Studio } from './studio.js';

interface Place {
  readonly level: string;
  readonly selected: readonly string[];
}

export const undoContext = (studio: Studio): UndoContext => ({
  capture: (): Place => ({ level: studio.levels.current, selected: [...studio.selection] }),
  restore: (place) => {
    const { level, selected } = place as Place;
    studio.levels.restore(level);
    studio.selected.set(selected);
  },
});
