/**
 * Keys and gestures at a glance, made from the tables of both; and where the person gives commands other keys.
 *
 * While keys are being changed every command is listed. Pressing the new keys sets them; keys that are another command's are shown with
 * its name and taken only after a second word.
 *
 * @fires gds-command - `bind-keys` with `{ name, keys }`, `reset-keys` with a name or nothing, `single-keys` with true or false.
 * @csspart panel - The card.
 */
import { html, nothing, type CSSResultGroup, type PropertyDeclarations, type TemplateResult } from 'lit';
import { COMMANDS, type Command } from '../interaction/commands.js';
import { GESTURES, type Gesture } from '../interaction/gestures.js';
import { shortcutName, type ShortcutName } from '../interaction/keymap.js';
import { keysOf } from '../interaction/shortcuts.js';
import { GdsPanel } from './gds-panel.js';
import { icon } from './icon.js';
import { isApple, shortcutKeys, shortcutLabel } from './shortcut-label.js';
import { shortcutsStyles } from './styles/shortcuts.js';

const MODIFIER = /^(?:Control|Shift|Alt|AltGraph|Meta|OS|CapsLock|Fn|Dead|Process|Unidentified)$/;

type Row = Command | (Pick<Gesture, 'title' | 'group'> & { readonly keys: readonly string[] });

interface Recording {
  readonly name: ShortcutName;
  /** Pressed, and another command's. */
  readonly taken?: { readonly keys: string; readonly by: string };
}

export class GdsShortcuts extends GdsPanel {
  static override readonly tag = 'gds-shortcuts';
  static override properties: PropertyDeclarations = {
    changed: { attribute: false },
    editing: { state: true },
    recording: { state: true },
  };
  static override styles: CSSResultGroup = [GdsPanel.styles, shortcutsStyles];

  /** Names of commands that the person has given other keys. */
  changed: ReadonlySet<string> = new Set();
  /** Keys are being changed. */
  editing = false;
  recording: Recording | undefined = undefined;
  protected readonly panel = 'shortcuts';

  protected override render() {
    const rows: readonly Row[] = this.editing
      ? COMMANDS.filter(({ native, command }) => !native && command !== 'color')
      : [...this.keymap.shortcuts, ...GESTURES.map(({ input, ...rest }) => ({ keys: input, ...rest }))];
    const groups = new Map<string, Row[]>();
    for (const row of rows) groups.set(row.group, [...(groups.get(row.group) ?? []), row]);
    return this.frame(
      'Keyboard shortcuts',
      html`${this.editing ? this.#options() : nothing}${[...groups].map(
        ([title, members]) =>
          html`<h3 id=${`group-${title.replaceAll(' ', '-')}`}>${title}</h3>
            <dl aria-labelledby=${`group-${title.replaceAll(' ', '-')}`}>
              ${members.map((row) => ('command' in row && this.editing ? this.#editable(row) : this.#plain(row)))}
            </dl>`,
      )}`,
      {
        text: !this.editing,
        buttons: html`<button class="button small" type="button" aria-pressed=${String(this.editing)} @click=${() => this.#toggle()}>
          ${this.editing ? 'Done' : 'Change keys'}
        </button>`,
      },
    );
  }

  #options(): TemplateResult {
    const { singleKeys } = this.keymap;
    return html`<div class="options">
      <p class="about">Choose a command, then press its new keys. Escape leaves it as it is, Backspace takes its keys away.</p>
      <label
        ><input
          type="checkbox"
          .checked=${singleKeys}
          @change=${(event: Event) => this.command('single-keys', (event.target as HTMLInputElement).checked)}
        />Single letters, digits and signs</label
      >
      <button
        class="button small"
        type="button"
        ?disabled=${this.changed.size === 0 && singleKeys}
        @click=${() => this.command('reset-keys')}
      >
        Reset all
      </button>
    </div>`;
  }

  #plain({ title, keys = [] }: Row): TemplateResult {
    return html`<div>
      <dt>${title}</dt>
      <dd>${combinations(keys)}</dd>
    </div>`;
  }

  #editable(row: Command): TemplateResult {
    const name = shortcutName(row);
    const keys = this.keymap.keysFor(row.command, row.value);
    const recording = this.recording?.name === name ? this.recording : undefined;
    return html`<div class=${recording ? 'recording' : ''}>
      <dt id="title-${name}">${row.title}</dt>
      <dd>
        <button
          id="keys-${name}"
          class="keys-button"
          type="button"
          data-name=${name}
          aria-labelledby="title-${name} keys-${name}"
          title="Change its keys"
          aria-pressed=${String(recording !== undefined)}
          @click=${() => (this.recording = this.recording?.name === name ? undefined : { name })}
          @keydown=${(event: KeyboardEvent) => this.#record(event, name)}
          @blur=${(event: FocusEvent) => this.#left(event, name)}
        >
          ${recording ? html`<span class="press">Press keys</span>` : keys.length === 0 ? html`<span class="press">None</span>` : combinations(keys)}
        </button>
        ${
          this.changed.has(name)
            ? html`<button
                class="icon-button reset"
                type="button"
                aria-label="Reset the keys of ${row.title}"
                title="Reset"
                @click=${() => this.command('reset-keys', name)}
              >
                ${icon('rotate-ccw', 14)}
              </button>`
            : nothing
        }
      </dd>
      ${recording?.taken ? this.#conflict(name, recording.taken) : nothing}
    </div>`;
  }

  #conflict(name: ShortcutName, { keys, by }: NonNullable<Recording['taken']>): TemplateResult {
    return html`<dd class="conflict">
      <span role="alert">${shortcutLabel(keys)} is taken: ${by}.</span>
      <button class="button small take" type="button" @click=${() => this.#bind(name, [keys])}>Use it here</button>
    </dd>`;
  }

  #toggle(): void {
    this.editing = !this.editing;
    this.recording = undefined;
  }

  /** Focus that goes on to the conflict's button stays with the command. */
  #left(event: FocusEvent, name: ShortcutName): void {
    const to = event.relatedTarget;
    if (this.recording?.name === name && !(to instanceof Element && to.matches('.take'))) this.recording = undefined;
  }

  #record(event: KeyboardEvent, name: ShortcutName): void {
    if (this.recording?.name !== name || event.isComposing || MODIFIER.test(event.key)) return;
    if (event.key === 'Tab' && !event.ctrlKey && !event.altKey && !event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') this.recording = undefined;
    else if (event.key === 'Backspace') this.#bind(name, []);
    else {
      const keys = keysOf(event, isApple());
      const holder = this.keymap.holderOf(keys, name);
      if (holder) this.recording = { name, taken: { keys, by: holder.title } };
      else this.#bind(name, [keys]);
    }
  }

  #bind(name: ShortcutName, keys: readonly string[]): void {
    this.recording = undefined;
    this.command('bind-keys', { name, keys });
    this.renderRoot.querySelector<HTMLElement>(`[data-name="${name}"]`)?.focus();
  }
}

function combinations(keys: readonly string[]): TemplateResult[] {
  return keys.map(
    (combination, index) =>
      html`<span class="keys"
        >${index > 0 ? html`<span class="or">or</span>` : nothing}${shortcutKeys(combination).map((key) => html`<kbd>${key}</kbd>`)}</span
      >`,
  );
}
