/**
 * What the context menu offers for what is selected, in groups, made from the table of commands. Pure: whether a command can be
 * carried out now is asked of the caller.
 */
import { ITEM_COLORS, type NodeRecord } from '../../graph/types.js';
import { SUBGRAPH } from '../../graph/levels.js';
import { COMMANDS, commandEntry, type CommandName } from '../../interaction/commands.js';
import type { Keymap } from '../../interaction/keymap.js';
import type { MenuItem, MenuRow } from '../gds-menu.js';
import { shortcutOf } from '../shortcut-label.js';
import type { CommandState } from './commands.js';

/** What the menu is about. */
export interface MenuSubject {
  readonly nodes: readonly NodeRecord[];
  readonly frames: number;
  readonly notes: number;
  /** A wire, and nothing else. */
  readonly edge: boolean;
  readonly inSubgraph: boolean;
  /** Some of the nodes can run. */
  readonly runs: boolean;
  /** Some of the nodes have text on them. */
  readonly hasText: boolean;
}

export interface MenuContext {
  readonly keymap: Keymap;
  state(command: CommandName, value?: unknown): CommandState;
  /** Colours of the selected frames and notes. */
  colorOf(): readonly string[];
}

type Part = CommandName | 'ALIGN' | 'COLORS' | false;

export interface ContextMenu {
  readonly title: string;
  readonly entries: readonly (MenuItem | MenuRow)[];
}

export function contextMenu(subject: MenuSubject, context: MenuContext): ContextMenu {
  const { title, sections } = partsFor(subject);
  const entries = sections.flatMap((section) =>
    section
      .filter((part) => part !== false)
      .map((part) => entryOf(part, context))
      .map((entry, index) => (index === 0 ? { ...entry, separated: true } : entry)),
  );
  return { title, entries: entries.map((entry, index) => (index === 0 ? { ...entry, separated: false } : entry)) };
}

function partsFor(subject: MenuSubject): { title: string; sections: readonly (readonly Part[])[] } {
  const { nodes, frames, notes } = subject;
  const count = nodes.length + frames + notes;
  if (subject.edge) return { title: 'Connection', sections: [['insert', 'reroute'], ['disconnect']] };
  if (count === 0)
    return {
      title: 'Canvas',
      sections: [
        ['add', 'note', 'paste'],
        ['run', 'cancel'],
        ['select-all', 'marquee', 'lasso', 'knife'],
        ['arrange', 'snap-grid', 'snap-guides', 'fit'],
        [subject.inSubgraph && 'leave'],
        ['undo', 'redo'],
        ['open-file', 'save-file', 'export-comfyui'],
        ['palette', 'shortcuts'],
      ],
    };
  const clipboard: Part[] = ['copy', 'cut', 'duplicate'];
  if (count === 1 && frames === 1)
    return {
      title: 'Frame',
      sections: [['rename', 'select-content', 'fit-selection'], ['COLORS'], ['lock', ...clipboard], ['ungroup']],
    };
  if (count === 1 && notes === 1) return { title: 'Note', sections: [['edit'], ['COLORS'], ['lock', ...clipboard], ['delete']] };
  const subgraph = nodes.length === 1 && nodes[0]!.type === SUBGRAPH;
  if (count === 1)
    return {
      title: 'Node',
      sections: [
        [subgraph && 'enter', subject.runs && 'run-node', !subgraph && subject.hasText && 'edit', 'rename'],
        ['connect', 'ports', 'insert', 'detach', 'disconnect'],
        ['mute', 'bypass', 'lock'],
        clipboard,
        ['group', 'collapse', subgraph && 'expand'],
        ['delete', 'delete-heal'],
      ],
    };
  return {
    title: `${count} items`,
    sections: [
      ['ALIGN'],
      [subject.runs && 'run-selection', 'arrange', 'fit-selection'],
      frames + notes > 0 ? ['COLORS'] : [],
      nodes.length > 0 ? ['mute', 'bypass', 'lock'] : ['lock'],
      clipboard,
      ['group', frames > 0 && 'ungroup', nodes.length > 0 && 'collapse'],
      [nodes.length > 0 && 'disconnect'],
      ['delete', nodes.length > 0 && 'delete-heal'],
    ],
  };
}

function entryOf(part: Exclude<Part, false>, context: MenuContext): MenuItem | MenuRow {
  if (part === 'ALIGN') return alignRow(context);
  if (part === 'COLORS') return colorRow(context);
  const { title, short, icon, danger } = commandEntry(part);
  const shortcut = shortcutOf(context.keymap, part);
  const { blocked, checked } = context.state(part);
  return {
    value: part,
    label: short ?? title,
    ...(icon ? { icon } : {}),
    ...(shortcut ? { shortcut } : {}),
    ...(danger ? { danger } : {}),
    ...(checked === undefined ? {} : { checked, toggle: true }),
    ...(blocked === undefined ? {} : { disabled: true, reason: blocked }),
  };
}

function alignRow(context: MenuContext): MenuRow {
  const rows = COMMANDS.filter(({ command }) => command === 'align' || command === 'distribute');
  return {
    label: 'Align and distribute',
    choices: rows.map(({ command, value, title, icon }) => {
      const { blocked } = context.state(command, value);
      return {
        value: `${command} ${value}`,
        label: title,
        ...(icon ? { icon } : {}),
        ...(blocked === undefined ? {} : { disabled: true, reason: blocked }),
      };
    }),
  };
}

function colorRow(context: MenuContext): MenuRow {
  const present = new Set(context.colorOf());
  const { blocked } = context.state('color');
  return {
    label: 'Colour',
    choices: ITEM_COLORS.map((color) => ({
      value: `color ${color}`,
      label: color === '' ? 'No colour' : `${color[0]!.toUpperCase()}${color.slice(1)}`,
      color: `var(--gds-item-${color || 'neutral'})`,
      checked: present.size === 1 && present.has(color),
      ...(blocked === undefined ? {} : { disabled: true, reason: blocked }),
    })),
  };
}
