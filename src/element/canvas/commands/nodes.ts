/** Commands on single nodes, frames and notes: adding, naming, connecting, switching off, locking, colouring. */
import { setLocks } from '../../../graph/commands/marks.js';
import type { Point } from '../../../scene/types.js';
import { NOTE_SIZE } from '../item-actions.js';
import type { Studio } from '../studio.js';
import { NOTHING_SELECTED, type CommandActions } from './action.js';
import { tool } from './viewing.js';

type Name =
  | 'ports'
  | 'port'
  | 'connect-port'
  | 'follow-wire'
  | 'follow'
  | 'detach'
  | 'insert'
  | 'add'
  | 'note'
  | 'edit'
  | 'rename'
  | 'connect'
  | 'disconnect'
  | 'knife'
  | 'reroute'
  | 'mute'
  | 'bypass'
  | 'lock'
  | 'color';

export function nodeCommands(studio: Studio): CommandActions<Name> {
  const { editing, items: actions, messages, popups, selected, menus } = studio;
  const one = (): string | undefined =>
    selected.ids.size === 0 ? NOTHING_SELECTED : selected.only === undefined ? 'Select one thing only' : undefined;
  const any = (): string | undefined => (selected.ids.size === 0 ? NOTHING_SELECTED : undefined);
  const nodes = (): string | undefined => (selected.nodes.length === 0 ? NOTHING_SELECTED : undefined);
  const modeIs = (mode: string): boolean => {
    const ids = selected.nodes;
    return ids.length > 0 && ids.every((id) => studio.graph.nodes.get(id)?.mode === mode);
  };
  const ports = (): string | undefined => (studio.focus.target?.kind === 'port' ? undefined : 'Go to a port first');
  return {
    ports: {
      run: () => studio.ports.enter(),
      blocked: () => (studio.focus.itemId === undefined && selected.ids.size === 0 ? NOTHING_SELECTED : undefined),
    },
    port: { run: (way) => studio.ports.step(way as 'next' | 'previous' | 'inward' | 'outward') },
    'connect-port': { run: () => menus.openConnections(), blocked: ports },
    'follow-wire': {
      run: () => studio.ports.followWire(),
      blocked: () => (studio.focus.target?.kind === 'wire' ? undefined : 'Go to a wire first'),
    },
    follow: { run: (way) => studio.ports.follow(way as 'back' | 'ahead') },
    detach: {
      run: () => studio.gestures.move(selected.ids, 0, 0, { detach: true }),
      blocked: () => nodes() ?? (actions.wires().length === 0 ? 'It has no connections' : undefined),
    },
    insert: { run: () => menus.openInsert(), blocked: () => (selected.edge === null ? (nodes() ?? one()) : undefined) },
    add: { run: () => popups.openPalette(studio.pointer.place()) },
    note: {
      run: () => {
        const at = studio.pointer.place();
        const id = actions.addNote({ x: at.x - NOTE_SIZE.width / 2, y: at.y - NOTE_SIZE.height / 2 });
        if (id !== undefined) editing.editNote(id);
      },
    },
    edit: {
      run: () => editing.editSelected() || studio.commands.run('enter') || editing.renameSelected(),
      blocked: one,
    },
    rename: { run: () => editing.renameSelected(), blocked: one },
    connect: { run: () => menus.openConnections(), blocked: one },
    disconnect: {
      run: () => actions.disconnect(),
      blocked: () =>
        selected.edge !== null || studio.ports.focused
          ? actions.wires().length === 0
            ? 'It has no connections'
            : undefined
          : (nodes() ?? (actions.wires().length === 0 ? 'It has no connections' : undefined)),
    },
    knife: tool(studio, 'knife'),
    reroute: {
      run: (value) => {
        const { edge, at } = (value ?? { edge: selected.edge, at: undefined }) as { readonly edge: string; readonly at?: Point };
        actions.reroute(edge, at);
      },
      blocked: (value) => (value === undefined && selected.edge === null ? 'Select a connection first' : undefined),
    },
    mute: { run: () => actions.toggleMode('muted'), blocked: nodes, checked: () => modeIs('muted') },
    bypass: { run: () => actions.toggleMode('bypassed'), blocked: nodes, checked: () => modeIs('bypassed') },
    lock: {
      run: () => void messages.attempt(() => setLocks(studio.graph, selected.ids)),
      blocked: any,
      checked: () => allLocked(studio),
    },
    color: {
      run: (color) => actions.setColor(String(color)),
      blocked: () => (actions.coloured().length === 0 ? 'Frames and notes have colours' : undefined),
    },
  };
}

function allLocked({ selected, graph }: Studio): boolean {
  const ids = [...selected.ids];
  return ids.length > 0 && ids.every((id) => (graph.nodes.get(id) ?? graph.groups.get(id) ?? graph.notes.get(id))?.locked === true);
}
