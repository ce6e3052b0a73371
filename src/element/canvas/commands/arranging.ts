/** Commands that place things: aligning, spacing, laying out, framing, moving and resizing by key. */
import { alignItems, type Alignment } from '../../../graph/commands/align.js';
import { distributeItems, type Axis } from '../../../graph/commands/distribute.js';
import { groupItems, ungroupItems } from '../../../graph/commands/groups.js';
import type { Direction } from '../spatial.js';
import type { Studio } from '../studio.js';
import { NOTHING_SELECTED, type CommandActions } from './action.js';

type Name = 'align' | 'distribute' | 'arrange' | 'group' | 'ungroup' | 'nudge' | 'resize';

export function arranging(studio: Studio): CommandActions<Name> {
  const { actions, editing, items, messages, selected } = studio;
  const atLeast = (count: number): string | undefined =>
    selected.ids.size >= count ? undefined : selected.ids.size === 0 ? NOTHING_SELECTED : `Select at least ${count} things`;
  return {
    align: {
      run: (how) => void messages.attempt(() => alignItems(studio.graph, selected.ids, how as Alignment, studio.items.rectOf)),
      blocked: () => atLeast(2),
    },
    distribute: {
      run: (axis) => void messages.attempt(() => distributeItems(studio.graph, selected.ids, axis as Axis, studio.items.rectOf)),
      blocked: () => atLeast(3),
    },
    arrange: {
      run: () => void items.arrange(),
      blocked: () => (studio.view.scene.nodes.size === 0 ? 'There is nothing to lay out' : undefined),
    },
    group: {
      run: () => {
        const id = messages.attempt(() => groupItems(studio.graph, selected.ids, studio.items.rectOf));
        if (id === undefined) return;
        selected.set([id]);
        editing.editFrameTitle(id);
      },
      blocked: () => atLeast(1),
    },
    ungroup: {
      run: () => {
        const ids = messages.attempt(() => ungroupItems(studio.graph, selected.ids, studio.items.rectOf));
        if (ids) selected.set(ids);
      },
      blocked: () => ([...selected.ids].some((id) => studio.graph.groups.has(id)) ? undefined : 'Select a frame first'),
    },
    nudge: { run: (direction) => actions.nudge(direction as Direction, false) },
    resize: { run: (way) => items.resizeBy(String(way)), blocked: () => (selected.only === undefined ? NOTHING_SELECTED : undefined) },
  };
}
