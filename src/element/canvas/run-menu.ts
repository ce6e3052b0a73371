/** The menu beside Run: what to run, when, what to stop, and the runs that wait. Pure. */
import type { QueuedRun } from '../../execution/run-queue.js';
import { commandEntry, type CommandName } from '../../interaction/commands.js';
import type { Keymap } from '../../interaction/keymap.js';
import type { MenuItem } from '../gds-menu.js';
import { shortcutOf } from '../shortcut-label.js';
import type { CommandState } from './commands.js';

const SECTIONS: readonly (readonly CommandName[])[] = [
  ['run', 'run-selection', 'run-node'],
  ['queue', 'run-next'],
  ['cancel', 'cancel-all'],
  ['auto-run'],
];

export function runMenu(keymap: Keymap, state: (command: CommandName) => CommandState, queue: readonly QueuedRun[]): MenuItem[] {
  const items = SECTIONS.flatMap((section, at) =>
    section.map((command, index): MenuItem => {
      const { title, short, icon } = commandEntry(command);
      const shortcut = shortcutOf(keymap, command);
      const { blocked, checked } = state(command);
      return {
        value: command,
        label: short ?? title,
        ...(icon ? { icon } : {}),
        ...(shortcut ? { shortcut } : {}),
        ...(checked === undefined ? {} : { checked, toggle: true }),
        ...(blocked === undefined ? {} : { disabled: true, reason: blocked }),
        separated: at > 0 && index === 0,
      };
    }),
  );
  const waiting = queue.filter(({ status }) => status === 'waiting');
  const rows = waiting.map(({ id, label, position }, index): MenuItem => ({
    value: `cancel-queued ${id}`,
    label: `${position}. ${label}`,
    icon: 'x',
    shortcut: 'Remove',
    separated: index === 0,
  }));
  return [...items, ...rows];
}
