/** Commands by name: what keys, the toolbar, menus and panels send. A new command is one entry here and one row in the table of shortcuts. */
import { GdsError } from '../../errors.js';
import type { Shortcut } from '../../interaction/shortcuts.js';
import type { ThemeChoice } from '../theme.js';
import type { Direction } from './reading-order.js';
import type { Studio } from './studio.js';

/** False means that there was nothing to do, and a key goes on to the browser. */
type Command = (value: unknown) => boolean | void;

export class Commands {
  readonly #table: Readonly<Record<string, Command>>;

  constructor(private readonly studio: Studio) {
    const { actions, popups } = studio;
    this.#table = {
      run: () => this.#run(),
      'run-node': (id) => this.#run([String(id)]),
      cancel: () => studio.executor.cancel(),
      undo: (steps) => this.#repeat(steps, () => !studio.readonly && studio.graph.undo()),
      redo: (steps) => this.#repeat(steps, () => !studio.readonly && studio.graph.redo()),
      delete: (id) => this.#onNode(id, () => actions.deleteSelection()),
      duplicate: (id) => this.#onNode(id, () => actions.duplicate()),
      'select-all': () => studio.select(studio.graph.nodes.keys()),
      edit: () => popups.editSelected(),
      connect: (id) => {
        if (typeof id === 'string') studio.select([id]);
        return popups.openConnections();
      },
      add: () => popups.openPalette(studio.centre()),
      nudge: (direction) => actions.nudge(direction as Direction, false),
      walk: (way) => actions.walk(way as Direction | 'next' | 'previous'),
      escape: () => this.#escape(),
      'zoom-in': () => actions.zoomBy(1),
      'zoom-out': () => actions.zoomBy(-1),
      'zoom-to': (zoom) => actions.zoomTo(Number(zoom)),
      fit: () => studio.fitView(),
      'fit-selection': () => (studio.selection.size > 0 ? studio.fitView(studio.selection) : undefined),
      'show-node': (id) => {
        studio.select([String(id)]);
        studio.fitView([String(id)]);
      },
      'toggle-panel': (panel) => popups.toggle(String(panel)),
      shortcuts: () => popups.toggle('shortcuts'),
      theme: (choice) => studio.themes.choose(choice as ThemeChoice),
      'retry-save': () => void studio.projects.reopen(),
      download: (id) => studio.desk.download(String(id)),
      'asset-restore': (hash) => void studio.desk.change((assets) => assets.restore(String(hash))),
    };
  }

  /** False where there is no such command, or nothing for it to do. */
  run(command: string, value?: unknown): boolean {
    const act = Object.hasOwn(this.#table, command) ? this.#table[command] : undefined;
    return act !== undefined && act(value) !== false;
  }

  shortcut(shortcut: Shortcut, event: KeyboardEvent): boolean {
    if (this.studio.readonly && !shortcut.view) return false;
    if (shortcut.command === 'nudge') return this.studio.actions.nudge(shortcut.value as Direction, event.shiftKey);
    return this.run(shortcut.command, shortcut.value);
  }

  /** Ends one thing: the popup, the panel, the run, the selection; in this order. */
  #escape(): boolean {
    const { popups, executor, actions } = this.studio;
    if (popups.close()) return true;
    if (!executor.running) return actions.deselect();
    executor.cancel();
    return true;
  }

  #run(nodes?: readonly string[]): void {
    const { studio } = this;
    void studio.run(nodes ? { nodes } : {}).catch((error: unknown) => studio.report(GdsError.from(error, 'GDS_RUN')));
  }

  #repeat(steps: unknown, act: () => boolean): void {
    const times = typeof steps === 'number' ? steps : 1;
    for (let step = 0; step < times; step++) if (!act()) return;
  }

  #onNode(id: unknown, act: () => void): void {
    if (typeof id === 'string' && !this.studio.selection.has(id)) this.studio.select([id]);
    act();
  }
}
