/** Which texts on the canvas can be edited in place: a node's field and title, a frame's title, a note. */
import { rename } from '../../graph/commands/rename.js';
import { isBoundary } from '../../graph/levels.js';
import { titleSizeAt } from '../../scene/group-title.js';
import { NODE } from '../../scene/layout.js';
import { NOTE } from '../../scene/sizes.js';
import type { Rect } from '../../scene/types.js';
import { editorHost } from './hosts.js';
import { InlineEditor, type EditTarget, type TextType } from './inline-editor.js';
import type { Studio } from './studio.js';

/** Text in a node's field as the scene draws it, canvas units. */
const FIELD_TYPE: TextType = { fontSize: 12.5, lineHeight: 16.5, paddingBlock: 8.75, paddingInline: 10, weight: 400 };
const TITLE_TYPE: TextType = { fontSize: 13, lineHeight: 18, paddingBlock: 4, paddingInline: 6, weight: 500 };
const NOTE_TYPE: TextType = {
  fontSize: NOTE.size,
  lineHeight: NOTE.pitch,
  paddingBlock: NOTE.firstLine - NOTE.pitch / 2,
  paddingInline: NOTE.padding,
  weight: 400,
};
/** Canvas units of a node's header left of its title: the type's icon. */
const BEFORE_TITLE = 31;
const TITLE_LENGTH = 120;
/** CSS pixels that a frame's title has at least while it is edited. */
const FRAME_TITLE_WIDTH = 160;

export class TextEditing {
  #editor: InlineEditor | undefined;

  constructor(private readonly studio: Studio) {}

  /** Edits the text of the one selected node or note; false where it has none. */
  editSelected(): boolean {
    const { graph, registry, selected } = this.studio;
    const id = selected.only;
    if (id === undefined) return false;
    if (graph.notes.has(id)) return this.editNote(id);
    const field = registry.get(graph.nodes.get(id)?.type ?? '')?.face?.field;
    return field !== undefined && this.editField(id, field);
  }

  /** Edits the name of the one selected item; false where it has none. */
  renameSelected(): boolean {
    const { graph, selected } = this.studio;
    const id = selected.only;
    if (id === undefined) return false;
    if (graph.groups.has(id)) return this.editFrameTitle(id);
    return graph.notes.has(id) ? this.editNote(id) : this.editTitle(id);
  }

  editField(nodeId: string, param: string): boolean {
    const { studio } = this;
    const node = studio.graph.nodes.get(nodeId);
    const spec = node && studio.registry.get(node.type)?.parameters.find((parameter) => parameter.name === param);
    if (!spec || (spec.kind !== 'text' && spec.kind !== 'textarea')) return false;
    return this.#open({
      id: nodeId,
      param,
      label: `${spec.title} of ${studio.nameOf(nodeId)}`,
      placeholder: spec.placeholder ?? '',
      ...(spec.maxLength === undefined ? {} : { maxLength: spec.maxLength }),
      singleLine: false,
      rect: () => this.#within(nodeId, studio.view.scene.layout(nodeId)?.field),
      type: () => FIELD_TYPE,
      read: () => {
        const now = studio.graph.nodes.get(nodeId);
        const value = now?.params[param] ?? spec.default;
        return now && typeof value === 'string' ? value : undefined;
      },
      write: (text) => void studio.messages.attempt(() => studio.graph.setParam(nodeId, param, text)),
    });
  }

  /** A boundary node is named by its parameter: that is the port's name. */
  editTitle(nodeId: string): boolean {
    const { studio } = this;
    const node = studio.graph.nodes.get(nodeId);
    const layout = studio.view.scene.layout(nodeId);
    if (!node || !layout || layout.form === 'reroute') return false;
    const boundary = isBoundary(node.type);
    return this.#open({
      id: nodeId,
      param: 'title',
      label: boundary ? 'Name of the port' : 'Name of the node',
      placeholder: studio.registry.get(node.type)?.title ?? node.type,
      maxLength: TITLE_LENGTH,
      singleLine: true,
      rect: () => {
        const header = studio.view.scene.layout(nodeId)?.header;
        return this.#within(nodeId, header && { x: BEFORE_TITLE, y: 5, width: header.width - BEFORE_TITLE - 8, height: NODE.header - 10 });
      },
      type: () => TITLE_TYPE,
      read: () => {
        const now = studio.graph.nodes.get(nodeId);
        return now && (boundary ? String(now.params['name'] ?? '') : now.title);
      },
      write: (text) => void studio.messages.attempt(() => rename(studio.graph, nodeId, text)),
    });
  }

  editFrameTitle(id: string): boolean {
    const { studio } = this;
    return this.#open({
      id,
      param: 'title',
      label: 'Title of the frame',
      placeholder: 'Frame',
      maxLength: TITLE_LENGTH,
      singleLine: true,
      rect: () => {
        const { zoom } = studio.camera;
        const tab = studio.view.scene.titleRect(id, zoom);
        return tab && { ...tab, width: Math.max(tab.width, FRAME_TITLE_WIDTH / zoom) };
      },
      type: () => {
        const size = titleSizeAt(studio.camera.zoom);
        return { fontSize: size, lineHeight: size * 1.45, paddingBlock: size * 0.2, paddingInline: size * 0.7, weight: 600 };
      },
      read: () => studio.graph.groups.get(id)?.title,
      write: (title) => void studio.messages.attempt(() => rename(studio.graph, id, title)),
    });
  }

  editNote(id: string): boolean {
    const { studio } = this;
    return this.#open({
      id,
      param: 'text',
      label: 'Text of the note',
      placeholder: 'Write a note',
      singleLine: false,
      clear: true,
      rect: () => studio.view.scene.rect(id),
      type: () => NOTE_TYPE,
      read: () => studio.graph.notes.get(id)?.text,
      write: (text) => void studio.messages.attempt(() => studio.graph.setNote(id, { text })),
    });
  }

  graphChanged(): void {
    this.#editor?.sync();
  }

  place(): void {
    this.#editor?.place();
  }

  close(): void {
    this.#editor?.close('blur');
  }

  #open(target: EditTarget): boolean {
    const { studio } = this;
    const layer = studio.find('.layer');
    const { nodes, groups, notes } = studio.graph;
    const item = nodes.get(target.id) ?? groups.get(target.id) ?? notes.get(target.id);
    if (studio.readonly || !layer || !item || !target.rect()) return false;
    if (item.locked) {
      studio.messages.explainLocked();
      return true;
    }
    this.#editor ??= new InlineEditor(editorHost(studio, layer));
    this.#editor.close('blur');
    studio.view.scene.setEditing({ nodeId: target.id, param: target.param });
    this.#editor.open(target);
    return true;
  }

  #within(id: string, part: Rect | undefined): Rect | undefined {
    const rect = this.studio.view.scene.rect(id);
    return rect && part && { x: rect.x + part.x, y: rect.y + part.y, width: part.width, height: part.height };
  }
}
