/**
 * Carries commands out by name: what keys, menus, the toolbar, panels and the host send. What a person can call for is in the table
 * of `interaction/commands.ts`; what only the parts send is here.
 */
import { COMMANDS, isCommandName, type CommandName } from '../../interaction/commands.js';
import type { ShortcutName } from '../../interaction/keymap.js';
import type { Shortcut } from '../../interaction/shortcuts.js';
import type { FileFolder } from '../../persistence/files.js';
import type { ThemeChoice } from '../theme.js';
import type { FileRef } from './files.js';
import { NOTHING_SELECTED, type CommandAction, type CommandActions } from './commands/action.js';
import { editing } from './commands/editing.js';
import { filing } from './commands/filing.js';
import { levelling } from './commands/levelling.js';
import { nodeCommands } from './commands/nodes.js';
import { arranging } from './commands/arranging.js';
import { running } from './commands/running.js';
import { viewing } from './commands/viewing.js';
import type { Rebinding } from './key-bindings.js';
import type { Direction } from './spatial.js';
import type { Studio } from './studio.js';

export interface CommandState {
  /** Why it cannot be carried out now; undefined where it can. */
  readonly blocked?: string;
  /** For commands that switch something. */
  readonly checked?: boolean;
}

/** Commands that may name a node, which is then selected first. */
const ON_NODE: ReadonlySet<CommandName> = new Set(['delete', 'duplicate', 'connect', 'rename', 'menu', 'mute', 'bypass', 'lock']);
const VIEW: ReadonlySet<string> = new Set(COMMANDS.filter((row) => row.view).map((row) => row.command));

export class Commands {
  readonly #actions: CommandActions<CommandName>;
  readonly #internal: Readonly<Record<string, (value: unknown) => void>>;

  constructor(private readonly studio: Studio) {
    this.#actions = {
      ...running(studio),
      ...editing(studio),
      ...nodeCommands(studio),
      ...arranging(studio),
      ...levelling(studio),
      ...filing(studio),
      ...viewing(studio),
    };
    this.#internal = {
      'show-node': (id) => this.#show(String(id)),
      'show-level': (id) => void studio.levels.go(String(id)),
      'toggle-panel': (panel) => studio.popups.toggle(String(panel)),
      'bind-keys': (change) => studio.keys.bind(change as Rebinding),
      'reset-keys': (name) => studio.keys.reset(name as ShortcutName | undefined),
      'single-keys': (on) => studio.keys.setSingleKeys(on === true),
      theme: (choice) => studio.themes.choose(choice as ThemeChoice),
      'retry-save': () => void studio.projects.reopen(),
      'cancel-queued': (id) => void studio.executor.queue.cancel(String(id)),
      download: (id) => void studio.desk.download(String(id)),
      'server-look': () => studio.server.reopen(),
      'server-token': (token) => studio.server.useToken(String(token)),
      'folder-refresh': (folder) => void studio.folders.refresh(folder as FileFolder),
      'file-delete': (value) => void studio.folders.delete((value as FileRef).folder, (value as FileRef).name, true),
      'file-restore': (folder) => void studio.folders.restore(folder as FileFolder),
      'save-to-server': () => void studio.serverCanvases.save(),
      'open-offered': () => studio.desk.openOffered(),
      'asset-restore': (hash) => void studio.desk.change((assets) => assets.restore(String(hash))),
    };
  }

  /** False where there is no such command, or nothing for it to do. What it cannot do now it says. */
  run(command: string, value?: unknown): boolean {
    if (!isCommandName(command)) {
      const act = Object.hasOwn(this.#internal, command) ? this.#internal[command] : undefined;
      act?.(value);
      return act !== undefined;
    }
    const { selected, messages } = this.studio;
    if (typeof value === 'string' && ON_NODE.has(command) && !selected.ids.has(value)) selected.set([value]);
    const { blocked } = this.state(command, value);
    if (blocked === undefined) return this.#action(command).run(value) !== false;
    if (blocked === NOTHING_SELECTED || this.studio.readonly) return false;
    messages.refuse(blocked);
    return true;
  }

  /** Whether a command can be carried out now, and whether what it switches is on. */
  state(command: CommandName, value?: unknown): CommandState {
    const action = this.#action(command);
    const blocked = this.studio.readonly && !VIEW.has(command) ? 'This canvas is read-only' : (action.blocked?.(value) ?? undefined);
    const checked = action.checked?.(value);
    return { ...(blocked === undefined ? {} : { blocked }), ...(checked === undefined ? {} : { checked }) };
  }

  shortcut(shortcut: Shortcut, event: KeyboardEvent): boolean {
    if (shortcut.command === 'nudge' && !this.studio.readonly)
      return this.studio.actions.nudge(shortcut.value as Direction, event.shiftKey);
    return this.run(shortcut.command, shortcut.value);
  }

  #action(command: CommandName): CommandAction {
    return this.#actions[command];
  }

  /** Goes to the level of a node, selects it and brings it into view. */
  #show(id: string): void {
    const { graph, levels, selected, framer } = this.studio;
    levels.go(graph.nodes.get(id)?.parent ?? '');
    selected.set([id]);
    framer.fit([id]);
  }
}
