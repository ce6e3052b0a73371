/** Commands that change what is seen and selected, and nothing of the document. */
import type { Direction } from '../reading-order.js';
import type { Studio } from '../studio.js';
import { NOTHING_SELECTED, type CommandActions } from './action.js';

type Name =
  | 'escape'
  | 'select-all'
  | 'select-content'
  | 'walk'
  | 'zoom-in'
  | 'zoom-out'
  | 'zoom-to'
  | 'fit'
  | 'fit-selection'
  | 'menu'
  | 'palette'
  | 'shortcuts';

export function viewing(studio: Studio): CommandActions<Name> {
  const { navigation, selected } = studio;
  const anySelected = (): string | undefined => (selected.ids.size === 0 ? NOTHING_SELECTED : undefined);
  return {
    escape: { run: () => escape(studio) },
    'select-all': { run: () => selected.set(navigation.rects().keys()) },
    'select-content': {
      run: () => selected.set(frames(studio).flatMap((id) => studio.view.scene.contentOf(id))),
      blocked: () => (frames(studio).length === 0 ? 'Select a frame first' : undefined),
    },
    walk: { run: (way) => navigation.walk(way as Direction | 'next' | 'previous') },
    'zoom-in': { run: () => navigation.zoomBy(1) },
    'zoom-out': { run: () => navigation.zoomBy(-1) },
    'zoom-to': { run: (zoom) => navigation.zoomTo(Number(zoom)) },
    fit: { run: () => studio.framer.fit() },
    'fit-selection': { run: () => studio.framer.fit(selected.ids), blocked: anySelected },
    menu: { run: () => studio.menus.openForSelection() },
    palette: { run: () => studio.popups.openCommands() },
    shortcuts: { run: () => studio.popups.toggle('shortcuts') },
  };
}

const frames = ({ selected, graph }: Studio): string[] => [...selected.ids].filter((id) => graph.groups.has(id));

/** Ends one thing: the popup, the panel, the run, the selection, the level; in this order. */
function escape({ popups, executor, navigation, levels }: Studio): boolean {
  if (popups.close()) return true;
  if (executor.running) {
    executor.cancel();
    return true;
  }
  return navigation.deselect() || levels.leave();
}
