/** Commands that change what is seen and selected, and nothing of the document. */
import type { Tool } from '../../../interaction/chart.js';
import type { CommandName } from '../../../interaction/commands.js';
import { shortcutOf } from '../../shortcut-label.js';
import type { Direction } from '../spatial.js';
import type { Studio } from '../studio.js';
import { snapTargets, toggleSnap, type SnapTarget } from '../snap.js';
import { NOTHING_SELECTED, type CommandAction, type CommandActions } from './action.js';

type Name =
  | 'escape'
  | 'select-all'
  | 'select-content'
  | 'marquee'
  | 'lasso'
  | 'snap-grid'
  | 'snap-guides'
  | 'walk'
  | 'extend'
  | 'toggle-selected'
  | 'select-joined'
  | 'pan'
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
    marquee: tool(studio, 'marquee'),
    lasso: tool(studio, 'lasso'),
    'snap-grid': snapping(studio, 'grid'),
    'snap-guides': snapping(studio, 'guides'),
    walk: { run: (way) => navigation.walk(way as Direction | 'next' | 'previous') },
    extend: { run: (way) => navigation.extend(way as Direction) },
    'toggle-selected': { run: () => toggleFocused(studio) },
    'select-joined': { run: () => selected.set(joined(studio)), blocked: anySelected },
    pan: { run: (way) => navigation.pan(way as Direction) },
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

/** What does the same by keys alone. */
const BY_KEYS = {
  marquee: ['toggle-selected', 'selects what has focus'],
  lasso: ['toggle-selected', 'selects what has focus'],
  knife: ['disconnect', 'disconnects the selection'],
} as const satisfies Record<Tool, readonly [CommandName, string]>;

/** How to go on, for those who point and for those who do not. */
function toolHint(studio: Studio, name: Tool): string {
  const [command, does] = BY_KEYS[name];
  const key = shortcutOf(studio.keys.keymap, command);
  return `Drag over the canvas; Escape ends.${key ? ` By keys: ${key} ${does}` : ''}`;
}

/** What the next drag does; the same command again puts it away. */
export const tool = (studio: Studio, name: Tool): CommandAction => ({
  run: () => {
    studio.chart.setTool(name);
    studio.surface?.focus({ preventScroll: true });
    studio.messages.announce(studio.chart.tool === name ? toolHint(studio, name) : 'Ended');
  },
  checked: () => studio.chart.tool === name,
});

const snapping = ({ element, messages }: Studio, target: SnapTarget): CommandAction => ({
  run: () => {
    element.snap = toggleSnap(element.snap, target);
    const what = target === 'grid' ? 'the grid' : 'what lies around';
    messages.announce(snapTargets(element.snap)[target] ? `Snapping to ${what}` : `No longer snapping to ${what}`);
  },
  checked: () => snapTargets(element.snap)[target],
});

const frames = ({ selected, graph }: Studio): string[] => [...selected.ids].filter((id) => graph.groups.has(id));

/** Adds what has focus to the selection or takes it out; it keeps focus. */
function toggleFocused({ focus, selected }: Studio): boolean {
  const id = focus.itemId;
  if (id === undefined) return false;
  focus.goWith(id, selected.ids.has(id) ? [...selected.ids].filter((other) => other !== id) : [...selected.ids, id]);
  return true;
}

/** The selection and what a wire leads to from it, one wire far. */
function joined({ selected, graph }: Studio): string[] {
  return [...new Set([...selected.ids, ...selected.nodes.flatMap((id) => graph.edgesOf(id).flatMap(({ from, to }) => [from[0], to[0]]))])];
}

/** Ends one thing: the popup, the panel, being on a port or wire, the run, the selection, the level; in this order. */
function escape({ popups, executor, navigation, levels, focus, ports }: Studio): boolean {
  if (popups.close()) return true;
  if (focus.target !== undefined && focus.target.kind !== 'item') return ports.step('outward');
  if (executor.running) {
    executor.cancel();
    return true;
  }
  return navigation.deselect() || levels.leave();
}
