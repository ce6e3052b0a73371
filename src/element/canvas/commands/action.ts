/** What carries a command out, and says when it cannot. One entry per name of the table in `interaction/commands.ts`. */
import type { CommandName } from '../../../interaction/commands.js';

export interface CommandAction {
  /** False means that there was nothing to do, and a key goes on to the browser. */
  run(value?: unknown): boolean | void;
  /** Why it cannot be carried out now, for a person; undefined where it can. */
  blocked?(value?: unknown): string | undefined;
  /** On or off, for commands that switch something. */
  checked?(value?: unknown): boolean;
}

export type CommandActions<Name extends CommandName> = Readonly<Record<Name, CommandAction>>;

/** Reason of everything that needs a selection; a key that finds none goes on to the browser in silence. */
export const NOTHING_SELECTED = 'Select something first';
