/**
 * Workflow files as graphs. Nodes with a counterpart are mapped, chains folded, subgraphs laid out instance by instance, everything
 * else stays a foreign node with its ports; each keeps what it was, so that `exportWorkflow` gives the file back.
 */
import type { GraphGroupJSON, GraphJSON, GraphNodeJSON, GraphNoteJSON, ParamValue } from '../../src/graph/types.js';
import { promotedOf, readDefinitions, slotsByPort, type Definition, type Definitions } from './definitions.js';
import { INPUT_NODE, OUTPUT_NODE, linkLabel, readLevel, slotKey, type Level, type RawLink, type RawNode } from './file.js';
import { OPEN_INPUTS, findFolds, linkTo, type Fold } from './fold.js';
import { groupOf, noteOf } from './import-items.js';
import { Ends, FOREIGN, OWN, canBeParam, isInside, pathOf, type Place } from './import-place.js';
import { LIMITS, asList, asText, isObject, isSafeName, tooLarge, type Json, type JsonObject } from './json.js';
import { lookOf, numberAt, type Look } from './look.js';
import { ORIGIN_KEY, writeOrigin, writeSkeleton, type LooseLinks, type Origin } from './origin.js';
import { FOLD_PARAMS, PROMPT_LENGTH, UNSHOWN } from './own-params.js';
import { singleFor, type Single } from './singles.js';
import { portIds, portType, portsOf } from './slots.js';
import type { Warnings, ComfyWarning } from './warnings.js';
import { PROMPT_HINT, widgetValues } from './widgets.js';
import { Wiring, type End } from './wiring.js';

export interface ComfyImport {
  readonly graph: GraphJSON;
  readonly warnings: readonly ComfyWarning[];
}

const BOUNDARY_STEP = 60;

/** `file` must have passed `parseJson`. */
export function importFile(file: JsonObject, kind: 'workflow' | 'prompt', warnings: Warnings): ComfyImport {
  const importer = new Importer(readDefinitions(file, warnings), warnings);
  const loose = importer.level(readLevel(file, '', warnings), { prefix: '', overrides: new Map(), within: [] });
  const { nodes: _, definitions, ...top } = file;
  const list = isObject(definitions) ? asList(definitions['subgraphs']) : [];
  const rest = isObject(definitions) && Array.isArray(definitions['subgraphs']) ? { ...definitions, subgraphs: [] } : definitions;
  const skeleton = writeSkeleton({
    kind,
    top: rest === undefined ? top : { ...top, definitions: rest },
    loose,
    definitions: list.map((json, index) => ({ json, loose: importer.looseOf.get(index) ?? [] })),
  });
  return { graph: Object.assign(importer.graph(), { [ORIGIN_KEY]: skeleton }), warnings: warnings.list };
}

class Importer {
  readonly looseOf = new Map<number, LooseLinks>();
  readonly #nodes: GraphNodeJSON[] = [];
  readonly #groups: GraphGroupJSON[] = [];
  readonly #notes: GraphNoteJSON[] = [];
  /** How often each was wanted. */
  readonly #ids = new Map<string, number>();
  readonly #wiring = new Wiring();
  #budget: number = LIMITS.nodes;

  constructor(
    private readonly definitions: Definitions,
    private readonly warnings: Warnings,
  ) {}

  graph(): GraphJSON {
    return {
      format: 'gds-graph',
      version: 1,
      nodes: this.#nodes,
      edges: this.#wiring.edges,
      groups: this.#groups,
      notes: this.#notes,
      meta: {},
    };
  }

  /** Adds all that is on a level; answers the links that the graph does not have. */
  level(level: Level, place: Place, ends = new Ends()): LooseLinks {
    if ((this.#budget -= level.nodes.length) < 0) throw tooLarge(`The workflow has more than ${LIMITS.nodes} nodes`);
    const folds = findFolds(level);
    const byNode = new Map(folds.flatMap((fold) => [...fold.members.values()].map((node) => [node, fold] as const)));
    for (const node of level.nodes) {
      const fold = byNode.get(node);
      if (fold) ends.folds.set(node.key, fold);
      const isFirst = level.byKey.get(node.key) === node;
      const into = isFirst ? ends : new Ends();
      if (!fold) this.#node(node, level, place, into);
      else if ([...fold.prompts.values()].includes(node)) this.#prompt(node, place, into);
      else if (fold.members.get('sampler') === node) this.#fold(fold, level, place, into);
    }
    asList(level.json['groups']).forEach((json, at) => {
      const path = `${level.path ? `${level.path}.` : ''}groups[${at}]`;
      const group = groupOf(json, at, path, this.#id(`comfy-${place.prefix}group-${at}`), place.parent);
      if (group) this.#groups.push(group);
      else this.warnings.add('GDS_COMFY_ODD', path, 'A group has no rectangle. It is kept for export.');
    });
    return this.#links(level, ends);
  }

  #node(node: RawNode, level: Level, place: Place, ends: Ends): void {
    const isReal = !(PROMPT_HINT in node.json);
    if (isReal && (node.type === 'Note' || node.type === 'MarkdownNote')) {
      this.#notes.push(noteOf(node, level, this.#id(`comfy-${place.prefix}${node.key}`), place.parent));
      return;
    }
    if (isReal && node.type === 'Reroute') return this.#reroute(node, place, ends);
    const definition = this.definitions.get(node.type);
    if (definition && !place.within.includes(definition.id)) return this.#instance(node, definition, level, place, ends);
    if (definition) this.warnings.add('GDS_COMFY_ODD', pathOf(level, node), 'A subgraph contains itself. Its inside is not shown.');
    const single = singleFor(node, level);
    if (single && this.#single(node, single, level, place, ends)) return;
    this.#foreign(node, level, place, ends);
  }

  // One node of the file, one of the graph

  #single(node: RawNode, single: Single, level: Level, place: Place, ends: Ends): boolean {
    const params: Record<string, ParamValue> = {};
    for (const [param, widget] of single.params) {
      const value = this.#widget(node, widget, place);
      if (single.ours === 'image') params[param] = '';
      else if (typeof value === 'string' && value.length <= PROMPT_LENGTH) params[param] = value;
      else return false;
    }
    const look = lookOf(node.json);
    let title = look.title;
    if (single.ours === 'image') {
      const name = asText(this.#widget(node, 'image', place));
      title ||= name.slice(0, 200);
      const message = `The picture “${name.slice(0, 100)}” is not part of the file. Choose it on the node.`;
      this.warnings.add('GDS_COMFY_MISSING', pathOf(level, node), message);
    }
    const id = this.#add(node, single.ours, { ...look, title }, place, { params, was: params, title });
    for (const [input, port] of single.inputs) {
      const slot = node.inputs.find(({ name }) => name === input);
      if (slot) ends.inputs.set(slotKey(node.key, slot.index), [id, port]);
    }
    for (const [slot, port] of single.outputs) if (node.outputs[slot]) ends.outputs.set(slotKey(node.key, slot), [id, port]);
    for (const [param, widget] of single.params) ends.params.set(`${node.key}\n${widget}`, [id, param]);
    return true;
  }

  #prompt(node: RawNode, place: Place, ends: Ends): void {
    const params = { text: asText(this.#widget(node, 'text', place)).slice(0, PROMPT_LENGTH) };
    const id = this.#add(node, 'prompt', lookOf(node.json), place, { params, was: params });
    ends.outputs.set(slotKey(node.key, 0), [id, 'text']);
    ends.params.set(`${node.key}\ntext`, [id, 'text']);
  }

  #reroute(node: RawNode, place: Place, ends: Ends): void {
    const id = this.#add(node, 'reroute', lookOf(node.json), place, {});
    if (node.inputs[0]) ends.inputs.set(slotKey(node.key, 0), [id, 'in']);
    if (node.outputs[0]) ends.outputs.set(slotKey(node.key, 0), [id, 'out']);
  }

  #foreign(node: RawNode, level: Level, place: Place, ends: Ends): void {
    const { json, type } = node;
    const isOwn = type.startsWith(OWN) && isSafeName(type.slice(OWN.length)) && !type.slice(OWN.length).startsWith('subgraph');
    const params: Record<string, ParamValue> = {};
    const path = pathOf(level, node);
    for (const { name, value, missing } of widgetValues(json)) {
      const now = this.#override(node, name, place) ?? value;
      if (missing || !isSafeName(name) || !canBeParam(now, 0)) continue;
      params[name] = now as ParamValue;
    }
    const look = lookOf(json);
    const title = isOwn ? look.title : look.title || type.slice(0, 200);
    const size = {
      ...(look.width === undefined ? {} : { width: look.width }),
      ...(look.height === undefined ? {} : { height: look.height }),
    };
    const ports = { inputs: portsOf(node.inputs, 'in'), outputs: portsOf(node.outputs, 'out') };
    const ours = isOwn ? type.slice(OWN.length) : `${FOREIGN}${type.slice(0, 190)}`;
    const id = this.#add(node, ours, { ...look, title }, place, { params, title, more: isOwn ? { ports } : { ...size, ports } });
    portIds(node.inputs, 'in').forEach((port, slot) => ends.inputs.set(slotKey(node.key, slot), [id, port]));
    portIds(node.outputs, 'out').forEach((port, slot) => ends.outputs.set(slotKey(node.key, slot), [id, port]));
    for (const name of Object.keys(params)) ends.params.set(`${node.key}\n${name}`, [id, name]);
    if (!isOwn) this.warnings.add('GDS_COMFY_KEPT', path, `“${type.slice(0, 100)}” has no counterpart here. It is kept and does not run.`);
    if (![0, 2, 4, undefined].includes(json['mode'] as number | undefined))
      this.warnings.add('GDS_COMFY_ODD', `${path}.mode`, 'The node has a mode that is not known. It is treated as active.');
  }

  // Chains

  #fold(fold: Fold, level: Level, place: Place, ends: Ends): void {
    const { kind, members, prompts } = fold;
    const sampler = members.get('sampler')!;
    const was: Record<string, ParamValue> = {};
    for (const { param, role, widgets, read } of FOLD_PARAMS[kind]) {
      if (prompts.has(role)) continue;
      const node = members.get(role)!;
      const values = widgets.map((widget) => this.#widget(node, widget, place) ?? null);
      const { value, exact } = read(values);
      was[param] = value;
      if (!exact && !(param === 'seed_after' && values[0] === null)) {
        const message = `${widgets.join(' × ')} ${values.map((each) => JSON.stringify(each)).join(' × ').slice(0, 100)} is taken as ${String(value)}.`; // prettier-ignore
        this.warnings.add('GDS_COMFY_NEAR', pathOf(level, node), message);
      }
    }
    for (const [role, widget, neutral] of UNSHOWN[kind]) {
      const value = this.#widget(members.get(role)!, widget, place);
      if (value !== undefined && !neutral.includes(value))
        this.warnings.add('GDS_COMFY_NEAR', pathOf(level, members.get(role)!), `${widget} ${JSON.stringify(value)} has no effect here.`);
    }
    const checkpoint = asText(this.#widget(members.get('checkpoint')!, 'ckpt_name', place));
    const model = `The model “${checkpoint.slice(0, 100)}” is not part of the file. The model of this canvas takes its place.`;
    this.warnings.add('GDS_COMFY_MISSING', pathOf(level, members.get('checkpoint')!), model);

    const parts: Record<string, { at: number; node: JsonObject }> = {};
    for (const [role, { at, json }] of members) if (!prompts.has(role)) parts[role] = { at, node: json };
    const { width: _w, height: _h, ...look } = lookOf(sampler.json);
    const id = this.#add(sampler, kind, look, place, { params: { ...was }, was, parts });
    for (const [role, input, port] of OPEN_INPUTS) {
      const link = prompts.has(role) ? undefined : linkTo(level, members.get(role)!, input);
      if (link) ends.inputs.set(slotKey(link.to, link.toSlot), [id, port]);
    }
    for (const role of prompts.keys()) {
      const link = linkTo(level, sampler, role)!;
      ends.inputs.set(slotKey(link.to, link.toSlot), [id, role === 'positive' ? 'prompt' : 'negative_prompt']);
    }
    ends.outputs.set(slotKey(members.get('decode')!.key, 0), [id, 'image']);
    for (const { param, role, widgets } of FOLD_PARAMS[kind]) {
      if (!prompts.has(role)) for (const widget of widgets) ends.params.set(`${members.get(role)!.key}\n${widget}`, [id, param]);
    }
  }

  // Subgraphs

  #instance(node: RawNode, definition: Definition, level: Level, place: Place, ends: Ends): void {
    const look = lookOf(node.json);
    const title = (look.title || asText(definition.json['name'])).slice(0, 1_000);
    const promoted: ParamValue[] = [];
    const { width: _w, height: _h, ...rest } = look;
    const more = { params: { promoted }, title, definition: definition.id };
    const id = this.#add(node, 'subgraph', { ...rest, title }, place, more);
    const inner = new Ends();
    const inputs = this.#boundary(id, definition, 'input', inner);
    const outputs = this.#boundary(id, definition, 'output', inner);
    const shown = promotedOf(node.json, definition);
    const overrides = new Map<string, Json>();
    for (const { node: key, widget, name, value } of shown) {
      // An instance around says more than this one.
      const said = this.#override(node, name, place) ?? value;
      if (said !== undefined) overrides.set(`${key}\n${widget}`, said);
    }
    const within = [...place.within, definition.id];
    const loose = this.level(definition.level, { parent: id, prefix: `${place.prefix}${node.key}:`, overrides, within }, inner);
    if (!this.looseOf.has(definition.index)) this.looseOf.set(definition.index, loose);
    for (const entry of shown) {
      const end = inner.params.get(`${entry.node}\n${entry.widget}`);
      if (end && !promoted.some((other) => (other as unknown[])[0] === end[0] && (other as unknown[])[1] === end[1]))
        promoted.push([...end]);
      // An instance around may promote it once more.
      if (end) ends.params.set(`${node.key}\n${entry.name}`, end);
    }
    for (const [port, slot] of slotsByPort(node.inputs, definition.inputs))
      ends.inputs.set(slotKey(node.key, slot.index), [id, inputs[port]!]);
    for (const [port, slot] of slotsByPort(node.outputs, definition.outputs)) {
      ends.outputs.set(slotKey(node.key, slot.index), [id, outputs[port]!]);
    }
    if (definition.level.nodes.length === 0) this.warnings.add('GDS_COMFY_ODD', pathOf(level, node), 'The subgraph is empty.');
  }

  /** The nodes inside that are the ports outside; answers their ids. */
  #boundary(parent: string, { json, inputs, outputs }: Definition, side: 'input' | 'output', inner: Ends): string[] {
    const box = isObject(json[`${side}Node`]) ? (json[`${side}Node`] as JsonObject)['bounding'] : undefined;
    const [x, y] = [numberAt(box, 0) ?? 0, numberAt(box, 1) ?? 0];
    return (side === 'input' ? inputs : outputs).map((slot) => {
      const id = this.#id(`${parent}-${side}-${slot.index}`);
      const node: GraphNodeJSON = {
        id,
        type: `subgraph-${side}`,
        x,
        y: y + slot.index * BOUNDARY_STEP,
        params: { name: slot.label.slice(0, 200), type: portType(slot.type) },
        parent,
      };
      this.#keep(node, { parts: {}, was: { ...node.params }, port: slot.index });
      if (side === 'input') inner.outputs.set(slotKey(INPUT_NODE, slot.index), [id, 'value']);
      else inner.inputs.set(slotKey(OUTPUT_NODE, slot.index), [id, 'value']);
      return id;
    });
  }

  #links(level: Level, ends: Ends): LooseLinks {
    const loose = new Map<number, readonly string[]>();
    const known = (key: string): boolean => level.byKey.has(key) || key === INPUT_NODE || key === OUTPUT_NODE;
    const leave = (link: RawLink, problem: string): void => {
      loose.set(link.index, [link.from, link.to].filter(known));
      const path = `${level.path ? `${level.path}.` : ''}links[${link.index}]`;
      this.warnings.add('GDS_COMFY_LINK', path, `${linkLabel(link)} cannot be shown. ${problem} It is kept for export.`);
    };
    const candidates: { from: End; to: End; link: RawLink }[] = [];
    for (const link of level.links) {
      if (isInside(link, level, ends)) continue;
      const from = ends.outputs.get(slotKey(link.from, link.fromSlot));
      const to = ends.inputs.get(slotKey(link.to, link.toSlot));
      if (level.linkInto(link.to, link.toSlot) !== link) leave(link, 'The input has another link.');
      else if (from && to) candidates.push({ from, to, link });
      else leave(link, 'It leads to a node or slot that does not exist.');
    }
    for (const [{ link }, problem] of this.#wiring.join(candidates)) leave(link, problem);
    const read = new Set(level.links.map(({ index }) => index));
    asList(level.json['links']).forEach((_, index) => !read.has(index) && loose.set(index, []));
    return [...loose].sort(([a], [b]) => a - b);
  }

  // Helpers

  #add(
    node: RawNode,
    type: string,
    look: Look,
    place: Place,
    more: {
      params?: Record<string, ParamValue>;
      was?: Record<string, ParamValue>;
      title?: string;
      parts?: Origin['parts'];
      definition?: string;
      more?: Partial<GraphNodeJSON>;
    },
  ): string {
    const id = this.#id(`comfy-${place.prefix}${node.key}`);
    const json: GraphNodeJSON = {
      id,
      type,
      x: look.x,
      y: look.y,
      params: more.params ?? {},
      ...(look.title ? { title: look.title } : {}),
      ...(look.mode === 'active' ? {} : { mode: look.mode }),
      ...(place.parent === undefined ? {} : { parent: place.parent }),
      ...more.more,
    };
    const { title } = more;
    this.#keep(json, {
      parts: more.parts ?? { self: { at: node.at, node: node.json } },
      was: more.was ?? {},
      ...(title !== undefined && title !== asText(node.json['title']) ? { title } : {}),
      ...(more.definition === undefined ? {} : { definition: more.definition }),
    });
    return id;
  }

  #keep(node: GraphNodeJSON, origin: Origin): void {
    this.#wiring.addNode(node);
    this.#nodes.push(Object.assign(node, { [ORIGIN_KEY]: writeOrigin(origin, node.id) }));
  }

  #id(wanted: string): string {
    const base = wanted.length <= 150 ? wanted : wanted.slice(0, 150);
    let count = this.#ids.get(base) ?? 0;
    let id = base;
    while (count > 0 && this.#ids.has(id)) id = `${base}~${++count}`;
    this.#ids.set(base, Math.max(1, count));
    this.#ids.set(id, this.#ids.get(id) ?? 1);
    return id;
  }

  /** The value of a widget: what an instance around says, or the node's own. */
  #widget(node: RawNode, widget: string, place: Place): Json | undefined {
    return this.#override(node, widget, place) ?? widgetValues(node.json).find(({ name }) => name === widget)?.value;
  }

  #override(node: RawNode, widget: string, { overrides }: Place): Json | undefined {
    return overrides.get(`${node.key}\n${widget}`);
  }
}
