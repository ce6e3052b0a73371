/**
 * The system's clipboard: what is selected goes there as a graph file, and pictures, graphs and workflows come from there, at the
 * pointer. Keys arrive as the browser's clipboard events; menus ask the browser, which may refuse.
 */
import { GdsError } from '../../errors.js';
import { cutItems } from '../../graph/commands/duplicate.js';
import { copyItems, readFragment } from '../../graph/commands/fragment.js';
import { pasteFragment } from '../../graph/commands/paste.js';
import type { Point } from '../../scene/types.js';
import type { Studio } from './studio.js';
import { foreignWorkflow, looksForeign } from './workflows.js';

export class Clipboard {
  constructor(private readonly studio: Studio) {}

  /** The selection as text, frames with what is inside them; undefined where nothing is selected. */
  copied(): string | undefined {
    const { graph, selected } = this.studio;
    return selected.ids.size === 0 ? undefined : JSON.stringify(copyItems(graph, this.studio.items.withContent(selected.ids)));
  }

  /** Deletes the selection and gives it as text; undefined where nothing is selected or something of it is locked. */
  cutText(): string | undefined {
    const { studio } = this;
    const { graph, selected, messages } = studio;
    if (selected.ids.size === 0) return undefined;
    const ids = studio.items.withContent(selected.ids);
    if (!studio.send('gds-before-delete', { nodes: ids, edges: [] }, { cancelable: true })) return undefined;
    const fragment = messages.attempt(() => cutItems(graph, ids));
    return fragment && JSON.stringify(fragment);
  }

  /** Takes text in at the pointer; false where it is neither a graph nor a workflow. */
  pasteText(text: string): boolean {
    const { studio } = this;
    const { graph, levels, messages, selected } = studio;
    const at = studio.pointer.place();
    let foreign = false;
    const ids = messages.attempt(() => {
      const fragment = readFragment(text);
      foreign = fragment === undefined;
      return fragment && pasteFragment(graph, fragment, { level: levels.current, at });
    });
    if (ids) selected.set(ids);
    if (!foreign) return true;
    if (looksForeign(text)) void this.#pasteForeign(text, at);
    return looksForeign(text);
  }

  /** A workflow of ComfyUI; it is pasted as nodes, beside what is there. */
  async #pasteForeign(text: string, at: Point): Promise<void> {
    const { graph, levels, messages, selected } = this.studio;
    try {
      const found = await foreignWorkflow(JSON.parse(text));
      if (!found) return;
      selected.set(pasteFragment(graph, found.json, { level: levels.current, at, label: 'Paste workflow' }));
      if (found.warnings[0] !== undefined) messages.toasts.add({ kind: 'warning', title: 'Pasted with changes', text: found.warnings[0] });
    } catch (error) {
      messages.report(GdsError.from(error, 'GDS_CHANGE'));
    }
  }

  copy(): void {
    const text = this.copied();
    if (text !== undefined) void this.#write(text);
  }

  cut(): void {
    const text = this.cutText();
    if (text !== undefined) void this.#write(text);
  }

  /** Reads the clipboard, for which the browser may ask the person. */
  async paste(): Promise<void> {
    const { studio } = this;
    const at = studio.pointer.place();
    try {
      const files: File[] = [];
      for (const item of await navigator.clipboard.read()) {
        const type = item.types.find((mime) => mime.startsWith('image/'));
        if (type) files.push(new File([await item.getType(type)], `pasted.${type.slice('image/'.length)}`, { type }));
        else if (item.types.includes('text/plain') && this.pasteText(await (await item.getType('text/plain')).text())) return;
      }
      if (files.length > 0) await studio.desk.take(files, at);
      else studio.messages.refuse('The clipboard holds nothing that belongs on a canvas. Copy nodes, a picture or a workflow first.');
    } catch {
      studio.messages.refuse('The browser does not let the page read the clipboard. Paste with the keyboard instead.');
    }
  }

  async #write(text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
    } catch (cause) {
      const message = 'The browser does not let the page write to the clipboard. Copy with the keyboard instead.';
      this.studio.messages.report(new GdsError('GDS_CLIPBOARD', message, { cause }), { kind: 'warning' });
    }
  }
}
