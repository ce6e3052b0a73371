/**
 * Every command, found by typing: its name, its group and its keys come from the table of commands. What cannot be carried out now
 * is listed last, with the reason.
 *
 * @fires gds-command-chosen - `detail: { command, value? }`.
 * @fires gds-palette-close - Escape was pressed.
 * @csspart panel - The card.
 */
import type { PropertyDeclarations } from 'lit';
import { COMMANDS, type Command, type CommandName } from '../interaction/commands.js';
import { GdsFinder, type FinderRow } from './gds-finder.js';
import { shortcutKeys } from './shortcut-label.js';

interface Row extends FinderRow {
  readonly entry: Command;
}

export class GdsCommandPalette extends GdsFinder<Row> {
  static override readonly tag = 'gds-command-palette';
  static override properties: PropertyDeclarations = { blocked: { attribute: false } };

  /** Why a command cannot be carried out now; undefined where it can. */
  blocked: (command: CommandName, value?: string | number) => string | undefined = () => undefined;
  protected readonly heading = 'Find a command';
  protected readonly listTitle = 'Commands';

  /** What matches every word of the query; what starts with it first, what is blocked last. */
  protected rows(): Row[] {
    const query = this.query.trim().toLowerCase();
    const words = query.split(/\s+/);
    const rows = COMMANDS.filter((entry) => !entry.keyOnly && entry.command !== 'palette')
      .filter(({ title, group }) => words.every((word) => `${title} ${group}`.toLowerCase().includes(word)))
      .map((entry): Row => {
        const reason = this.blocked(entry.command, entry.value);
        const keys = this.keymap.keysFor(entry.command, entry.value)[0];
        return {
          entry,
          name: entry.title,
          ...(entry.icon ? { icon: entry.icon } : {}),
          ...(keys ? { end: shortcutKeys(keys).join(' ') } : {}),
          ...(reason === undefined ? {} : { reason }),
        };
      });
    const rank = ({ entry, reason }: Row): number => (reason ? 2 : 0) + (entry.title.toLowerCase().startsWith(query) ? 0 : 1);
    return rows.sort((a, b) => rank(a) - rank(b));
  }

  protected chosen({ entry: { command, value } }: Row): void {
    this.emit('gds-command-chosen', value === undefined ? { command } : { command, value });
  }

  protected none(): string {
    return `No command matches “${this.query}”.`;
  }
}
