/**
 * A workflow as the prompt that ComfyUI runs, by the rules of its front end: virtual nodes vanish, muted ones too, bypassed ones hand on
 * what fits, subgraphs are laid out with ids such as `5:3`, links win over values.
 */
import { coreNode } from './core-nodes.js';
import { portOfSlot, promotedOf, readDefinitions, slotsByPort, type Definition, type Definitions } from './definitions.js';
import { resolveDynamicPrompt } from './dynamic-prompt.js';
import { INPUT_NODE, Level, OUTPUT_NODE, linkLabel, readLevel, slotKey, type RawNode } from './file.js';
import { LIMITS, asList, asText, isObject, tooLarge, withKey, type Json, type JsonObject } from './json.js';
import type { Warnings } from './warnings.js';
import { PROMPT_HINT, widgetValues } from './widgets.js';

const VIRTUAL: ReadonlySet<string> = new Set(['PrimitiveNode', 'Reroute', 'Note', 'MarkdownNote']);

/** What leads into an input: an output of the prompt, a value, or something that was left out. */
type Source = { readonly link: [string, number] } | { readonly value: Json } | 'gone' | undefined;

/** A level on the way into subgraphs. */
interface Scope {
  readonly level: Level;
  readonly prefix: string;
  readonly outer?: { readonly scope: Scope; readonly instance: RawNode; readonly definition: Definition };
  readonly within: readonly string[];
}

export function flatten(file: JsonObject, random: () => number, warnings: Warnings): JsonObject {
  const flattener = new Flattener(readDefinitions(file, warnings), random, warnings);
  flattener.level({ level: readLevel(file, '', warnings), prefix: '', within: [] });
  return flattener.prompt;
}

class Flattener {
  readonly prompt: JsonObject = {};
  readonly #scopes = new Map<string, Scope>();
  #budget: number = LIMITS.nodes;

  constructor(
    private readonly definitions: Definitions,
    private readonly random: () => number,
    private readonly warnings: Warnings,
  ) {}

  level(scope: Scope): void {
    for (const node of scope.level.nodes) {
      if (--this.#budget < 0) throw tooLarge(`The workflow has more than ${LIMITS.nodes} nodes`);
      if (isVirtual(node) || node.json['mode'] === 2 || node.json['mode'] === 4) continue;
      const inner = this.#inside(scope, node);
      if (inner) this.level(inner);
      else withKey(this.prompt, scope.prefix + node.key, this.#entry(scope, node));
    }
  }

  #entry(scope: Scope, node: RawNode): JsonObject {
    const core = coreNode(node.type);
    const hint = isObject(node.json[PROMPT_HINT]) ? node.json[PROMPT_HINT] : undefined;
    if (/^workflow[>/]/.test(node.type))
      this.warnings.add(
        'GDS_COMFY_KEPT',
        node.key,
        'A group node of an older ComfyUI is in the prompt as it is. Turn it into a subgraph there.',
      );
    const inputs: JsonObject = {};
    let unknown = 0;
    for (const { name, value, sent, kind } of widgetValues(node.json)) {
      if (!sent) continue;
      // The front end has no names for the values of a class that it does not know.
      const known = /^widget_\d+$/.test(name) ? `UNKNOWN${unknown++ > 0 ? `_${unknown - 1}` : ''}` : name;
      withKey(inputs, known, this.#literal(value, kind === 'prompt' && !hint));
    }
    for (const slot of node.inputs) {
      const source = this.#into(scope, node, slot.index, new Set());
      if (source === 'gone') delete inputs[slot.name];
      else if (source) withKey(inputs, slot.name, 'link' in source ? source.link : this.#literal(source.value, false));
    }
    if (!hint) return { class_type: node.type, inputs, _meta: { title: asText(node.json['title']) || (core?.title ?? node.type) } };
    const { title, raw, entry } = hint;
    const result: JsonObject = { ...(isObject(entry) ? entry : {}), inputs: { ...(isObject(raw) ? raw : {}), ...inputs } };
    if (hint['bare'] === true && Object.keys(inputs).length === 0) delete result['inputs'];
    if (asText(node.json['title']) !== title)
      result['_meta'] = { ...(isObject(result['_meta']) ? result['_meta'] : {}), title: node.json['title'] ?? '' };
    return result;
  }

  #literal(value: Json, dynamic: boolean): Json {
    if (typeof value === 'string') return dynamic ? resolveDynamicPrompt(value, this.random) : value;
    // A bare list would be read as a link.
    return Array.isArray(value) ? { __value__: value } : value;
  }

  /** What leads into an input slot. */
  #into(scope: Scope, node: RawNode, slot: number, seen: Set<string>): Source {
    const link = scope.level.linkInto(node.key, slot);
    if (!link) {
      const named = asList(node.json['inputs'])[slot];
      if (isObject(named) && named['link'] !== null && named['link'] !== undefined)
        this.warnings.add(
          'GDS_COMFY_LINK',
          scope.prefix + node.key,
          `The input names a link ${String(named['link']).slice(0, 40)} that does not exist.`,
        );
      return undefined;
    }
    return this.#from(scope, link.from, link.fromSlot, node.inputs[slot]!.type, seen, linkLabel(link));
  }

  /** What an output gives to an input of type `wanted`. `seen` guards against links in a ring. */
  #from(scope: Scope, key: string, slot: number, wanted: string, seen: Set<string>, label: string): Source {
    const at = `${scope.prefix} ${slotKey(key, slot)}`;
    if (seen.has(at)) return undefined;
    seen.add(at);
    if (scope.outer && key === INPUT_NODE && !scope.level.byKey.has(key)) return this.#fromOutside(scope.outer, slot, seen);
    const node = scope.level.byKey.get(key);
    if (!node) {
      this.warnings.add('GDS_COMFY_LINK', scope.prefix + key, `${label} comes from a node that does not exist.`);
      return undefined;
    }
    if (node.json['mode'] === 2) return 'gone';
    if (node.json['mode'] === 4) {
      const input = bypass(node, slot, wanted);
      return input === undefined ? undefined : this.#into(scope, node, input, seen);
    }
    if (isVirtual(node)) {
      if (node.type === 'Reroute') return node.inputs.length > 0 ? this.#into(scope, node, 0, seen) : undefined;
      const value = node.type === 'PrimitiveNode' ? widgetValues(node.json)[0]?.value : undefined;
      return value === undefined ? undefined : { value };
    }
    const inner = this.#inside(scope, node);
    if (!inner) return { link: [scope.prefix + key, slot] };
    const { definition } = inner.outer!;
    const output = node.outputs[slot];
    const port = output ? portOfSlot(output, definition.outputs) : slot;
    const link = port === undefined ? undefined : inner.level.linkInto(OUTPUT_NODE, port);
    return link && this.#from(inner, link.from, link.fromSlot, wanted, seen, linkLabel(link));
  }

  /** What leads into a port of the subgraph that we are in: a link outside, or the value that the instance says. */
  #fromOutside({ scope, instance, definition }: NonNullable<Scope['outer']>, port: number, seen: Set<string>): Source {
    const slot = slotsByPort(instance.inputs, definition.inputs).get(port);
    const linked = slot && scope.level.linkInto(instance.key, slot.index) ? this.#into(scope, instance, slot.index, seen) : undefined;
    if (linked) return linked;
    const name = definition.inputs[port]?.name;
    const value = promotedOf(instance.json, definition).find((each) => each.name === name)?.value;
    return value === undefined ? undefined : { value };
  }

  #inside(scope: Scope, instance: RawNode): Scope | undefined {
    const definition = this.definitions.get(instance.type);
    if (!definition || scope.within.includes(definition.id)) return undefined;
    const prefix = `${scope.prefix}${instance.key}:`;
    let inner = this.#scopes.get(prefix);
    if (!inner) {
      const level = withValues(definition, instance, this.definitions);
      inner = { level, prefix, outer: { scope, instance, definition }, within: [...scope.within, definition.id] };
      this.#scopes.set(prefix, inner);
    }
    return inner;
  }
}

/** The inside of a definition with the values that an instance says of widgets which no port leads to. */
function withValues({ level, ...rest }: Definition, instance: RawNode, definitions: Definitions): Level {
  const said = new Map<string, { widget: string; value: Json }[]>();
  for (const { node, widget, value } of promotedOf(instance.json, { level, ...rest })) {
    if (value !== undefined) said.set(node, [...(said.get(node) ?? []), { widget, value }]);
  }
  if (said.size === 0) return level;
  const nodes = level.nodes.map((node) => {
    const values = said.get(node.key);
    if (!values) return node;
    const old = node.json['widgets_values_named'];
    // An instance inside knows its values by other names than a node does.
    const named: JsonObject = definitions.has(node.type) && isObject(old) ? { ...old } : {};
    if (definitions.has(node.type)) for (const { widget, value } of values) withKey(named, widget, value);
    else
      for (const each of widgetValues(node.json))
        withKey(named, each.name, values.find(({ widget }) => widget === each.name)?.value ?? each.value);
    return { ...node, json: { ...node.json, widgets_values_named: named } };
  });
  return new Level(level.json, level.path, nodes, level.links);
}

/** Which input a bypassed node hands on. */
function bypass({ inputs, outputs }: RawNode, slot: number, wanted: string): number | undefined {
  if (isAny(wanted)) return slot < inputs.length ? slot : inputs.length > 0 ? 0 : undefined;
  const own = inputs[slot];
  if (own && accepts(own.type, outputs[slot]?.type ?? '*') && accepts(own.type, wanted)) return slot;
  return (inputs.find(({ type }) => type === wanted) ?? inputs.find(({ type }) => accepts(type, wanted)))?.index;
}

const isAny = (type: string): boolean => type === '*' || type === '' || type === '-1' || type === '0';

/** Types are words, or several of them with commas between. */
function accepts(a: string, b: string): boolean {
  if (isAny(a) || isAny(b)) return true;
  const words = b.toLowerCase().split(',');
  return a
    .toLowerCase()
    .split(',')
    .some((word) => words.includes(word));
}

const isVirtual = ({ type, json }: RawNode): boolean => VIRTUAL.has(type) && !(PROMPT_HINT in json);
