/** Writes one level of a graph, the top or a subgraph's inside, as nodes, links and groups of a file. */
import type { GraphEdgeJSON, GraphGroupJSON, GraphNodeJSON, GraphNoteJSON, ParamValue } from '../../src/graph/types.js';
import type { Exporter } from './export.js';
import { writeLinks, type Part, type Socket, type Wire, type WrittenLinks } from './export-links.js';
import { readSlots } from './file.js';
import { RECIPE_OUTPUTS, makeMember } from './export-fold.js';
import { makeNote, writeGroups, writeNote } from './export-items.js';
import { OPEN_INPUTS, RECIPES } from './fold.js';
import { FOREIGN, OWN } from './import-place.js';
import { asList, cloneJson, equalJson, isObject, push, type Json, type JsonObject } from './json.js';
import { MODE_NUMBERS, lookOf, shift, writeLook } from './look.js';
import { inputSlot, makeNode, outputSlot } from './make.js';
import { readOrigin, type LooseLinks, type Origin, type OriginPart } from './origin.js';
import { FOLD_PARAMS, type FoldKind, type Role } from './own-params.js';
import { SINGLES, type Single } from './singles.js';
import { portIds, slotType } from './slots.js';
import { newWidgets, setWidget, widgetValues } from './widgets.js';

/** Everything of a graph that lies on one level. */
export interface LevelItems {
  readonly nodes: readonly GraphNodeJSON[];
  readonly edges: readonly GraphEdgeJSON[];
  readonly groups: readonly GraphGroupJSON[];
  readonly notes: readonly GraphNoteJSON[];
}

/** Writes a value where an instance says it. */
export type Override = (value: Json) => void;

/** What the file had there. */
export interface LevelBase {
  readonly json: JsonObject;
  readonly loose: LooseLinks;
  readonly lastNodeId: number;
  readonly lastLinkId: number;
  readonly form: 'list' | 'object';
  /** Widgets inside whose value the instance says, by node key and widget: where a changed value is written. */
  readonly overrides: ReadonlyMap<string, Override>;
  /** Boundary nodes of the graph by id: the ports of the level. */
  readonly boundary: ReadonlyMap<string, Socket>;
}

export interface WrittenLevel {
  readonly nodes: Json[];
  readonly links: WrittenLinks;
  readonly groups: Json[];
  /** Highest number that a new node got, or 0. */
  readonly lastNodeId: number;
}

/** The sockets of a node of the graph. */
interface Sides {
  in(port: string): Socket | undefined;
  out(port: string): Socket | undefined;
}

export class LevelExport {
  readonly #parts: Part[] = [];
  readonly #sides = new Map<string, Sides>();
  readonly #wires: Wire[] = [];
  readonly #into = new Map<string, GraphEdgeJSON>();
  readonly #outOf = new Map<string, GraphEdgeJSON[]>();
  /** Prompt nodes that are the prompt of a chain, by id. */
  readonly #texts = new Map<string, { readonly fold: string; readonly role: Role }>();
  /** Those prompts' parts by chain and role. */
  readonly #textParts = new Map<string, Part>();
  readonly #keys = new Set<string>();

  constructor(
    private readonly exporter: Exporter,
    private readonly items: LevelItems,
    private readonly base: LevelBase,
  ) {}

  write(): WrittenLevel {
    const { items, base } = this;
    const byId = new Map(items.nodes.map((node) => [node.id, node] as const));
    for (const edge of items.edges) {
      this.#into.set(JSON.stringify(edge.to), edge);
      push(this.#outOf, edge.from[0], edge);
    }
    for (const node of items.nodes) if (node.type === 'prompt') this.#findText(node, byId);
    const prompts = items.nodes.filter(({ id }) => this.#texts.has(id));
    for (const node of prompts) this.#text(node);
    for (const node of items.nodes) if (!this.#texts.has(node.id)) this.#node(node);
    for (const note of items.notes) this.#note(note);
    for (const [id, socket] of base.boundary) this.#sides.set(id, { in: () => socket, out: () => socket });
    const lastNodeId = this.#giveIds();
    for (const { from, to } of items.edges) {
      const source = this.#sides.get(from[0])?.out(from[1]);
      const target = this.#sides.get(to[0])?.in(to[1]);
      if (source && target) this.#wires.push({ from: source, to: target });
      else this.exporter.warn('GDS_COMFY_LINK', to[0], `The connection from ${from.join('.')} to ${to.join('.')} has no counterpart.`);
    }
    this.#parts.sort((a, b) => a.at - b.at);
    const originals = asList(base.json['links']);
    const links = writeLinks(this.#parts, this.#wires, originals, base.loose, base.lastLinkId, base.form);
    return {
      nodes: this.#parts.map(({ json }) => json),
      links,
      groups: writeGroups(items.groups, asList(base.json['groups'])),
      lastNodeId,
    };
  }

  #node(node: GraphNodeJSON): void {
    const origin = readOrigin(node);
    switch (node.type) {
      case 'subgraph-input':
      case 'subgraph-output':
        return;
      case 'subgraph':
        return this.#subgraph(node, origin);
      case 'reroute':
        return this.#reroute(node, origin);
      case 'model':
      case 'sdxl-turbo':
        return this.#fold(node, node.type, origin);
    }
    const single = SINGLES.find(
      ({ ours, comfy }) => ours === node.type && (!origin?.parts['self'] || origin.parts['self'].node['type'] === comfy),
    );
    if (single) this.#single(node, single, origin);
    else if (node.type === 'prompt')
      this.#single(
        node,
        SINGLES.find(({ ours }) => ours === 'prompt')!,
        undefined,
      );
    else this.#foreign(node, origin);
  }

  // One node for one

  #self(node: GraphNodeJSON, origin: Origin | undefined, make: () => JsonObject): Part {
    const self = origin?.parts['self'];
    const part = this.#part(node.id, self, make);
    if (origin && part.known) this.#look(part.json, node, origin);
    return part;
  }

  #look(json: JsonObject, node: GraphNodeJSON, origin: Origin): void {
    const shown = lookOf(json);
    const was = { ...shown, title: origin.title ?? shown.title };
    const sized = node.width !== undefined || node.height !== undefined;
    writeLook(json, sized ? was : { ...was, width: undefined, height: undefined }, lookNow(node));
  }

  #single(node: GraphNodeJSON, single: Single, origin: Origin | undefined): void {
    const params = node.params ?? {};
    const valueOf = (param: string): Json => {
      const value = (params[param] ?? '') as Json;
      return single.ours === 'image' && value !== '' ? `${String(value)}.png` : value;
    };
    const make = (): JsonObject =>
      makeNode(single.comfy, lookNow(node), Object.fromEntries(single.params.map(([param, widget]) => [widget, valueOf(param)])));
    const part = this.#self(node, origin, make);
    if (part.known) {
      for (const [param, widget] of single.params) {
        if (equalJson(params[param] as Json | undefined, origin?.was[param] as Json | undefined)) continue;
        this.#setWidget(part, widget, valueOf(param));
      }
    }
    this.#sides.set(node.id, {
      in: (port) => {
        const input = single.inputs.find(([, ours]) => ours === port)?.[0];
        return input === undefined ? undefined : { part, slot: inputSlot(part.json, input, typeOfInput(single.comfy, input)) };
      },
      out: (port) => {
        const slot = single.outputs.find(([, ours]) => ours === port)?.[0];
        // Nodes that show or save hand on what they were given; older servers give them no output.
        const source =
          single.inputs.length > 0 && (part.was === undefined || slot === undefined)
            ? this.#into.get(JSON.stringify([node.id, port]))
            : undefined;
        if (source) return this.#sides.get(source.from[0])?.out(source.from[1]);
        return slot === undefined ? undefined : { part, slot: outputSlot(part.json, slot, 'IMAGE', 'IMAGE') };
      },
    });
  }

  #reroute(node: GraphNodeJSON, origin: Origin | undefined): void {
    const part = this.#self(node, origin, () => ({
      ...makeNode('Reroute', lookNow(node)),
      size: [75, 26],
      inputs: [{ name: '', type: '*', link: null }],
      outputs: [{ name: '', type: '*', links: null }],
      properties: { showOutputText: false, horizontal: false },
    }));
    this.#sides.set(node.id, { in: () => ({ part, slot: 0 }), out: () => ({ part, slot: outputSlot(part.json, 0, '', '*') }) });
  }

  #foreign(node: GraphNodeJSON, origin: Origin | undefined): void {
    const isForeign = node.type.startsWith(FOREIGN);
    const type = isForeign ? node.type.slice(FOREIGN.length) : `${OWN}${node.type}`;
    if (!isForeign)
      this.exporter.warn('GDS_COMFY_FOREIGN', node.id, `ComfyUI has nothing like “${node.type}”. It is kept for this canvas alone.`);
    const params = Object.entries(node.params ?? {}) as [string, Json][];
    const part = this.#self(node, origin, () => ({
      ...makeNode(type, lookNow(node)),
      inputs: (node.ports?.inputs ?? []).map((port) => ({ name: port.id, type: slotType(port.type), link: null })),
      outputs: (node.ports?.outputs ?? []).map((port) => ({ name: port.id, type: slotType(port.type), links: null })),
      ...newWidgets(params),
    }));
    if (part.known) {
      const before = widgetValues(part.json);
      for (const [name, value] of params) {
        const entry = before.find((candidate) => candidate.name === name);
        const override = this.base.overrides.get(`${part.was}\n${name}`);
        if (!entry || (!override && equalJson(entry.value, value))) continue;
        if (override) override(value);
        else setWidget(part.json, name, value);
      }
    }
    const ids = (side: 'inputs' | 'outputs'): string[] => portIds(readSlots(part.json[side]), side === 'inputs' ? 'in' : 'out');
    this.#sides.set(node.id, {
      in: (port) => {
        const slot = ids('inputs').indexOf(port);
        return { part, slot: slot >= 0 ? slot : inputSlot(part.json, port, '*') };
      },
      out: (port) => {
        const slot = ids('outputs').indexOf(port);
        return { part, slot: slot >= 0 ? slot : outputSlot(part.json, asList(part.json['outputs']).length, port, '*') };
      },
    });
  }

  // Chains

  /** A prompt node is its chain's text node where it leads into that chain and nowhere else. */
  #findText(node: GraphNodeJSON, byId: ReadonlyMap<string, GraphNodeJSON>): void {
    const edges = this.#outOf.get(node.id) ?? [];
    const self = readOrigin(node)?.parts['self'];
    const [edge] = edges;
    if (!edge || edges.length !== 1 || (self && self.node['type'] !== 'CLIPTextEncode')) return;
    const target = byId.get(edge.to[0]);
    if (target?.type !== 'model' && target?.type !== 'sdxl-turbo') return;
    const role = edge.to[1] === 'prompt' ? 'positive' : 'negative';
    if (edge.to[1] === 'prompt' || edge.to[1] === 'negative_prompt') this.#texts.set(node.id, { fold: target.id, role });
  }

  #text(node: GraphNodeJSON): void {
    const { fold, role } = this.#texts.get(node.id)!;
    const origin = readOrigin(node);
    const text = (node.params?.['text'] ?? '') as Json;
    const part = this.#self(node, origin, () => makeNode('CLIPTextEncode', lookNow(node), { text }));
    if (part.known && text !== origin?.was['text']) this.#setWidget(part, 'text', text);
    this.#textParts.set(`${fold}|${role}`, part);
    this.#sides.set(node.id, {
      in: () => undefined,
      out: () => ({ part, slot: outputSlot(part.json, 0, 'CONDITIONING', 'CONDITIONING') }),
    });
  }

  #fold(node: GraphNodeJSON, kind: FoldKind, origin: Origin | undefined): void {
    const { types, links } = RECIPES[kind];
    const parts = new Map<Role, Part>();
    const sampler = origin?.parts['sampler'];
    const shown = sampler ? lookOf(sampler.node) : undefined;
    for (const role of Object.keys(types) as Role[]) {
      const text = this.#textParts.get(`${node.id}|${role}`);
      const known = origin?.parts[role];
      const original = known?.node['type'] === types[role] ? known : undefined;
      const part = text ?? this.#part(node.id, original, () => makeMember(kind, role, types[role], node));
      parts.set(role, part);
      if (text) continue;
      this.#writeParams(node, kind, role, part, origin);
      if (part.known && shown && role !== 'sampler') shift(part.json, node.x - shown.x, node.y - shown.y);
      if (role === 'sampler' && origin) this.#look(part.json, node, origin);
      const mode = node.mode ?? 'active';
      if (mode !== 'active') part.json['mode'] = MODE_NUMBERS[mode];
    }
    for (const [from, slot, to, input] of links) {
      const [source, target] = [parts.get(from)!, parts.get(to)!];
      // The text of a prompt node enters the chain by an edge.
      if (slot === 0 && to === 'sampler' && this.#textParts.has(`${node.id}|${from}`)) continue;
      const output = RECIPE_OUTPUTS[types[from]]![slot]!;
      this.#wires.push({
        from: { part: source, slot: outputSlot(source.json, slot, output, output) },
        to: { part: target, slot: inputSlot(target.json, input, output) },
      });
    }
    this.#sides.set(node.id, {
      out: (port) =>
        port === 'image' ? { part: parts.get('decode')!, slot: outputSlot(parts.get('decode')!.json, 0, 'IMAGE', 'IMAGE') } : undefined,
      in: (port) => {
        const [role, input] = OPEN_INPUTS.find(([, , ours]) => ours === port) ?? [];
        if (!role || !input) return undefined;
        const part = parts.get(this.#textParts.has(`${node.id}|${role}`) ? 'sampler' : role)!;
        const name = part === parts.get('sampler') ? role : input;
        const type = name === 'pixels' ? 'IMAGE' : name === 'text' ? 'STRING' : 'CONDITIONING';
        return { part, slot: inputSlot(part.json, name, type, name === 'text') };
      },
    });
  }

  #writeParams(node: GraphNodeJSON, kind: FoldKind, role: Role, part: Part, origin: Origin | undefined): void {
    for (const mapping of FOLD_PARAMS[kind]) {
      if (mapping.role !== role) continue;
      const value = node.params?.[mapping.param];
      const was: ParamValue | undefined = part.known ? origin?.was[mapping.param] : undefined;
      if (value === undefined || equalJson(value as Json, was as Json | undefined)) continue;
      mapping.write(value).forEach((written, index) => this.#setWidget(part, mapping.widgets[index]!, written));
    }
  }

  #setWidget(part: Part, widget: string, value: Json): void {
    const override = part.was === undefined ? undefined : this.base.overrides.get(`${part.was}\n${widget}`);
    if (override) override(value);
    else setWidget(part.json, widget, value);
  }

  // Subgraphs

  #subgraph(node: GraphNodeJSON, origin: Origin | undefined): void {
    const part = this.#self(node, origin, () => ({ ...makeNode('', lookNow(node)), properties: {} }));
    const outer = (name: string): Override | undefined => this.base.overrides.get(`${part.was}\n${name}`);
    const ports = this.exporter.definition(node, origin, part.json, outer);
    part.json['type'] = ports.id;
    this.#sides.set(node.id, {
      in: (port) => this.#instanceSlot(part, ports.inputs.get(port), 'inputs'),
      out: (port) => this.#instanceSlot(part, ports.outputs.get(port), 'outputs'),
    });
  }

  #instanceSlot(
    part: Part,
    port: { name: string; type: string; slot?: number } | undefined,
    side: 'inputs' | 'outputs',
  ): Socket | undefined {
    if (!port) return undefined;
    if (port.slot !== undefined) return { part, slot: port.slot };
    if (side === 'inputs') return { part, slot: inputSlot(part.json, port.name, port.type) };
    const at = asList(part.json[side]).findIndex((slot) => isObject(slot) && slot['name'] === port.name);
    return { part, slot: at >= 0 ? at : outputSlot(part.json, asList(part.json[side]).length, port.name, port.type) };
  }

  #note(note: GraphNoteJSON): void {
    const part = this.#part(note.id ?? '', readOrigin(note)?.parts['self'], () => makeNote(note));
    if (part.known) writeNote(part.json, note);
  }

  // Parts and their ids

  #part(owner: string, known: OriginPart | undefined, make: () => JsonObject): Part {
    // Groups and nodes have the same field; only a node has an id and a type.
    const original =
      known && ['number', 'string'].includes(typeof known.node['id']) && typeof known.node['type'] === 'string' ? known : undefined;
    const json = original ? cloneJson(original.node) : make();
    const key = original ? String(json['id']) : '';
    // A node that was copied in the graph has the same origin: the first one is the file's.
    const isFirst = original !== undefined && !this.#keys.has(`${key}|${original.at}`);
    if (isFirst) this.#keys.add(`${key}|${original.at}`);
    const part: Part = {
      owner,
      known: original !== undefined,
      at: isFirst ? original.at : Infinity,
      json,
      key,
      ...(isFirst ? { was: key } : {}),
    };
    this.#parts.push(part);
    return part;
  }

  #giveIds(): number {
    let next = this.#parts.reduce((most, { json, was }) => {
      const { id } = json;
      return was !== undefined && typeof id === 'number' && Number.isSafeInteger(id) ? Math.max(most, id) : most;
    }, this.base.lastNodeId);
    let newest = 0;
    for (const part of this.#parts) {
      if (part.was !== undefined) continue;
      newest = ++next;
      part.json['id'] = newest;
      part.key = String(newest);
    }
    return newest;
  }
}

const lookNow = ({ x, y, width, height, title, mode }: GraphNodeJSON) => ({
  x,
  y,
  width,
  height,
  title: title ?? '',
  mode: mode ?? ('active' as const),
});
const typeOfInput = (comfy: string, input: string): string => (comfy === 'SaveGLB' && input === 'mesh' ? 'MESH' : 'IMAGE');
