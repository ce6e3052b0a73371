/**
 * Every node type, found by typing and added with Enter, a click or a drag onto the canvas.
 *
 * @fires gds-add-node - `detail: { type }`.
 * @fires gds-command - `detail: { command: 'toggle-panel', value: 'add' }` to close it.
 * @csspart panel - The card.
 */
import { html, nothing, type CSSResultGroup, type PropertyDeclarations, type PropertyValues } from 'lit';
import { live } from 'lit/directives/live.js';
import type { NodeDefinition, PortType } from '../registry/types.js';
import { cssVars } from './css-vars.js';
import { icon } from './icon.js';
import { GdsPanel } from './gds-panel.js';
import { groupDefinitions, type PaletteFilter } from './palette-search.js';
import { paletteStyles } from './styles/palette.js';

/** What the palette asks of the node registry. */
export interface PaletteRegistry {
  portTypeInfo(id: string): PortType;
  compatible(from: string, to: string): boolean;
}

export class GdsAddPalette extends GdsPanel {
  static override readonly tag = 'gds-add-palette';
  static override properties: PropertyDeclarations = {
    definitions: { attribute: false },
    registry: { attribute: false },
    filter: { attribute: false },
    query: { state: true },
    active: { state: true },
  };
  static override styles: CSSResultGroup = [GdsPanel.styles, paletteStyles];

  definitions: readonly NodeDefinition[] = [];
  registry: PaletteRegistry | undefined = undefined;
  /** Port that a wire was dropped from: only nodes that it can join are shown. */
  filter: PaletteFilter | null = null;
  query = '';
  active = 0;
  protected readonly panel = 'add';

  constructor() {
    super();
    // One listener for all options; keys reach them through the search box, which owns the focus.
    this.addEventListener('click', (event) => {
      const option = event.composedPath().find((target) => target instanceof HTMLElement && target.matches('.node')) as
        HTMLElement | undefined;
      const type = option?.dataset['type'];
      if (type) this.emit('gds-add-node', { type });
    });
  }

  /** Puts the caret into the search box. */
  override focus(options?: FocusOptions): void {
    const input = this.renderRoot.querySelector('input');
    if (input) input.focus(options);
    else void this.updateComplete.then(() => this.renderRoot.querySelector('input')?.focus(options));
  }

  /** Empties the search box. */
  reset(): void {
    this.query = '';
    this.active = 0;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('query') || changed.has('filter') || changed.has('definitions')) this.active = 0;
  }

  protected override render() {
    const groups = groupDefinitions(
      this.definitions,
      this.query,
      this.filter,
      (from, to) => this.registry?.compatible(from, to) ?? from === to,
    );
    const flat = groups.flatMap((group) => group.items);
    const active = flat[Math.min(this.active, flat.length - 1)];
    let index = -1;
    const tools = html`<div class="search">
        ${icon('search')}<input
          type="text"
          role="combobox"
          aria-label="Search nodes"
          aria-expanded="true"
          aria-controls="nodes"
          aria-autocomplete="list"
          aria-activedescendant=${active ? `node-${active.type}` : nothing}
          autocomplete="off"
          spellcheck="false"
          placeholder="Search nodes"
          .value=${live(this.query)}
          @input=${(event: Event) => (this.query = (event.target as HTMLInputElement).value)}
          @keydown=${(event: KeyboardEvent) => this.#key(event, flat)}
        />
      </div>
      ${this.filter ? this.#banner(this.filter) : nothing}`;
    const body = html`<div id="nodes" class="scroll" role="listbox" aria-label="Nodes">
        ${groups.map(
          (group) =>
            html`<div class="category" role="group" aria-label=${group.title}>
              <div class="heading" aria-hidden="true">${group.title}</div>
              ${group.items.map((definition) => this.#option(definition, ++index, definition === active))}
            </div>`,
        )}
      </div>
      ${flat.length === 0 ? this.#empty() : nothing}
      <p class="hidden" role="status">${flat.length === 1 ? '1 node' : `${flat.length} nodes`}</p>`;
    return this.frame('Add node', body, { tools });
  }

  #banner(filter: PaletteFilter) {
    const title = this.registry?.portTypeInfo(filter.type).title ?? filter.type;
    return html`<p class="banner">
      ${this.#dot(filter.type)}<span>Fits ${title.toLowerCase()} ${filter.direction === 'out' ? 'output' : 'input'}</span>
    </p>`;
  }

  #option(definition: NodeDefinition, index: number, active: boolean) {
    const inputs = definition.inputs.filter(({ quiet }) => !quiet);
    return html`<div
      class="node"
      role="option"
      id="node-${definition.type}"
      aria-selected=${String(active)}
      aria-describedby="about-${definition.type}"
      data-type=${definition.type}
      draggable="true"
      title="Click to add, or drag onto the canvas"
      @pointermove=${() => (this.active = index)}
      @dragstart=${(event: DragEvent) => {
        event.dataTransfer?.setData('application/x-gds-node', definition.type);
        if (event.dataTransfer) event.dataTransfer.effectAllowed = 'copy';
      }}
    >
      <span class="lead">${icon(definition.icon)}</span>
      <span class="texts"
        ><span class="name"
          >${definition.title}${definition.face?.badge ? html`<span class="hidden">, </span><small>${definition.face.badge}</small>` : nothing}</span
        ><span class="about" id="about-${definition.type}">${definition.description}</span></span
      >
      <span class="ports" aria-hidden="true"
        >${inputs.map((port) => this.#dot(port.type))}${inputs.length > 0 && definition.outputs.length > 0 ? html`<i class="arrow"></i>` : nothing}${definition.outputs.map(
          (port) => this.#dot(port.type),
        )}</span
      >
    </div>`;
  }

  #dot(type: string) {
    const info = this.registry?.portTypeInfo(type);
    return html`<i
      class="dot ${info?.shape ?? 'ring'}"
      ${cssVars({ '--dot': `var(${info?.colorToken ?? `--gds-port-${type}`}, var(--gds-port-any))` })}
    ></i>`;
  }

  #empty() {
    return html`<div class="empty">
      <strong>No node matches “${this.query}”</strong>
      <span>${this.filter ? 'Only nodes that fit the wire are shown.' : 'Search by what it makes: picture, mesh, prompt.'}</span>
      <button class="button" type="button" @click=${() => (this.reset(), this.focus())}>Show all</button>
    </div>`;
  }

  #key(event: KeyboardEvent, flat: readonly NodeDefinition[]): void {
    const last = flat.length - 1;
    if (event.isComposing) return;
    if (event.key === 'ArrowDown') this.active = this.active >= last ? 0 : this.active + 1;
    else if (event.key === 'ArrowUp') this.active = this.active <= 0 ? Math.max(0, last) : this.active - 1;
    else if (event.key === 'Enter') {
      const chosen = flat[this.active];
      if (chosen) this.emit('gds-add-node', { type: chosen.type });
    } else if (event.key === 'Escape' && this.query !== '') this.reset();
    else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('active') || changed.has('query'))
      this.renderRoot.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }
}
