/** The keymap of one canvas: the host's bindings, and the person's over them, which the storage's settings remember. */
import { GdsError } from '../../errors.js';
import { isCommandName } from '../../interaction/commands.js';
import { Keymap, checkBindings, shortcutName, type ShortcutBindings, type ShortcutName } from '../../interaction/keymap.js';
import { parseKeys } from '../../interaction/shortcuts.js';
import { shortcutLabel } from '../shortcut-label.js';
import type { Studio } from './studio.js';

const SETTING = 'shortcuts';

interface Stored {
  readonly bindings: ShortcutBindings;
  readonly singleKeys: boolean;
}

/** What the sheet of shortcuts asks for: keys of one command, taken from another where they are its. */
export interface Rebinding {
  readonly name: ShortcutName;
  readonly keys: readonly string[];
}

export class KeyBindings {
  #host: ShortcutBindings = {};
  #person: Stored = { bindings: {}, singleKeys: true };
  #keymap = new Keymap();

  constructor(private readonly studio: Studio) {}

  get keymap(): Keymap {
    return this.#keymap;
  }

  get host(): ShortcutBindings {
    return this.#host;
  }
  /** @throws GdsError `GDS_SHORTCUT_*`; then nothing has changed. */
  set host(bindings: ShortcutBindings) {
    checkBindings(bindings);
    this.#host = Object.freeze({ ...bindings });
    this.#remake();
  }

  /** Commands that the person has given other keys. */
  get changed(): ReadonlySet<string> {
    return new Set(Object.keys(this.#person.bindings));
  }

  /** Takes up what the person chose before. What no longer fits is left out, and kept. */
  async recall(): Promise<void> {
    const stored = await this.studio.keeper.storage?.getSetting(SETTING).catch(() => undefined);
    if (!isStored(stored)) return;
    this.#person = stored;
    this.#remake();
  }

  /** Gives a command these keys; a command that had them loses them. */
  bind({ name, keys }: Rebinding): void {
    const bindings: Partial<Record<ShortcutName, readonly string[] | null>> = { ...this.#person.bindings };
    const wanted = keys.map((text) => parseKeys(text));
    for (const text of wanted) {
      const holder = this.#keymap.holderOf(text, name);
      if (holder) bindings[shortcutName(holder)] = holder.keys.filter((other) => other !== text);
    }
    bindings[name] = wanted;
    this.#choose({ ...this.#person, bindings });
    const labels = wanted.map((text) => shortcutLabel(text));
    this.studio.messages.announce(labels.length > 0 ? `Keys are now ${labels.join(' or ')}` : 'It has no keys now');
  }

  /** Forgets what the person chose, for one command or for all. */
  reset(name?: ShortcutName): void {
    const { [name ?? 'run']: _, ...others } = this.#person.bindings;
    this.#choose(name === undefined ? { bindings: {}, singleKeys: true } : { ...this.#person, bindings: others });
    this.studio.messages.announce(name === undefined ? 'All keys are as they were' : 'Its keys are as they were');
  }

  setSingleKeys(on: boolean): void {
    this.#choose({ ...this.#person, singleKeys: on });
  }

  #choose(stored: Stored): void {
    const { studio } = this;
    this.#person = stored;
    this.#remake();
    void studio.keeper.storage
      ?.setSetting(SETTING, stored)
      .catch((error: unknown) => studio.messages.report(GdsError.from(error, 'GDS_SETTING'), { quiet: true }));
  }

  #remake(): void {
    this.#keymap = new Keymap({ host: this.#host, person: this.#person.bindings, singleKeys: this.#person.singleKeys });
    this.studio.element.requestUpdate();
  }
}

/** What another version, or another program, has left in the settings is passed over. */
function isStored(value: unknown): value is Stored {
  if (typeof value !== 'object' || value === null || !('bindings' in value) || !('singleKeys' in value)) return false;
  const { bindings, singleKeys } = value;
  if (typeof bindings !== 'object' || bindings === null || typeof singleKeys !== 'boolean') return false;
  return Object.entries(bindings).every(
    ([name, keys]) =>
      isCommandName(name.split(':')[0]!) && (keys === null || (Array.isArray(keys) && keys.every((text) => typeof text === 'string'))),
  );
}
