/**
 * What each node would run on: its inputs, whether it can run, and the key of its result. Follows the graph edit by edit.
 *
 * An edit costs by what changed and what depends on it, never by the size of the document. Planned nodes are values that are replaced,
 * so a run that holds some of them does not see later edits.
 *
 * Unless it is `eager`, a node is planned when it is first asked for, with what feeds it, and followed from then on: a document that is
 * only looked at costs no keys. Whatever is planned has its sources planned.
 */
import type { EdgeRecord, GraphChange, NodeRecord, PortRef } from '../graph/types.js';
import { equalJson } from '../graph/json.js';
import { SUBGRAPH, isBoundary } from '../graph/levels.js';
import type { NodeRegistry } from '../registry/registry.js';
import type { NodeDefinition } from '../registry/types.js';
import { sourcesOf, topological, upstream } from './order.js';
import type { KeyMaker, KeyParts } from './keys.js';
import { Wiring, handsOn, isStopped, type WiringGraph } from './wiring.js';

export interface PlannedNode {
  readonly record: NodeRecord;
  /** Undefined where the type is not registered. */
  readonly definition: NodeDefinition | undefined;
  /** The output that feeds each connected input, whatever hands values on left out. */
  readonly inputs: ReadonlyMap<string, PortRef>;
  /** An edge leads to or from it. */
  readonly connected: boolean;
  /** The muted or bypassed node that keeps it from running, as far as the way to its inputs tells: itself, a subgraph, a muted source. */
  readonly offBy: string | undefined;
  /** The same, or what keeps something from running that it depends on. */
  readonly stoppedBy: string | undefined;
  /** Of the result; undefined where the node cannot run. */
  readonly key: string | undefined;
  readonly parts: KeyParts | undefined;
}

/** Every node but those that only hand on. */
export interface Plan {
  get(id: string): PlannedNode | undefined;
  has(id: string): boolean;
  values(): Iterable<PlannedNode>;
}

export interface PlanGraph extends WiringGraph {
  readonly edges: ReadonlyMap<string, EdgeRecord>;
}

type Draft = Omit<PlannedNode, 'stoppedBy' | 'key' | 'parts'>;

export class Planner {
  readonly nodes: Plan;
  readonly wiring: Wiring;
  readonly #nodes = new Map<string, PlannedNode>();
  /** Planned nodes fed by a node. */
  readonly #consumers = new Map<string, Set<string>>();
  #eager: boolean;
  /** Whether edits are followed: nothing is planned before that. */
  #follows = false;
  /** As of the last update: an edge that is gone must still tell where it was. */
  readonly #edges = new Map<string, EdgeRecord>();
  /** Nodes of any type, as of the last update. */
  readonly #records = new Map<string, NodeRecord>();

  constructor(
    private readonly graph: PlanGraph,
    private readonly registry: NodeRegistry,
    private readonly keys: KeyMaker,
    eager = true,
  ) {
    this.nodes = {
      get: (id) => this.#nodes.get(id) ?? this.#ask([id]).get(id),
      has: (id) => this.#plans(id),
      values: () => this.snapshot().values(),
    };
    this.wiring = new Wiring(graph);
    this.#eager = eager;
    this.rebuild();
  }

  /** Whether every node is planned as soon as it is there, so that {@link update} tells of nodes that nobody asked for. */
  get eager(): boolean {
    return this.#eager;
  }
  set eager(eager: boolean) {
    if (eager) this.#ask(this.graph.nodes.keys());
    this.#eager = eager;
  }

  /** `ids`, or all nodes, and what they need, as they are now. */
  snapshot(ids: Iterable<string> = this.graph.nodes.keys()): ReadonlyMap<string, PlannedNode> {
    const asked = [...ids];
    this.#ask(asked);
    const all = upstream(
      asked,
      (id) => this.#nodes.get(id)?.inputs,
      (id) => this.#nodes.has(id),
    );
    return new Map(all.map((id) => [id, this.#nodes.get(id)!]));
  }

  /** Nodes that take something from `id`. */
  consumers(id: string): string[] {
    return [...this.wiring.behind([id])].filter((other) => sourcesOf(this.nodes.get(other)?.inputs).includes(id));
  }

  /**
   * Takes an edit in. Returns the ids of planned nodes whose inputs, key or state of being stopped changed, in topological order; nodes
   * that were not planned before are among them only where it is `eager` or a planned one came to need them.
   */
  update(change: GraphChange): string[] {
    if (!this.#follows) return this.#eager ? this.rebuild() : [];
    const touched = new Set<string>();
    /** Nodes that may hand on something else than before, or nothing. */
    const turned = new Set<string>();
    for (const id of [...change.edgesRemoved, ...change.edgesAdded]) this.#touchEdge(id, touched);
    for (const id of [...change.nodesRemoved, ...change.nodesAdded, ...change.nodesUpdated]) this.#touchNode(id, touched, turned);
    for (const id of touched) if (this.#isPassage(id)) turned.add(id);
    for (const id of this.wiring.behind(turned)) touched.add(id);
    return this.#settle(touched);
  }

  /** Looks at every node again: types or conversions have changed. */
  rebuild(): string[] {
    this.#follows = false;
    if (this.#eager || this.#nodes.size > 0) this.#follow();
    return this.#settle(new Set([...this.#nodes.keys(), ...(this.#eager ? this.graph.nodes.keys() : [])]), true);
  }

  /** Who carries tasks out may have changed. */
  modelsChanged(): string[] {
    return this.#settle(new Set([...this.#nodes.keys()].filter((id) => this.#nodes.get(id)?.definition?.task)), true);
  }

  #plans(id: string): boolean {
    const record = this.graph.nodes.get(id);
    return record !== undefined && !handsOn(record.type);
  }

  #follow(): void {
    if (this.#follows) return;
    this.#follows = true;
    this.#edges.clear();
    this.#records.clear();
    for (const [id, edge] of this.graph.edges) this.#edges.set(id, edge);
    for (const [id, record] of this.graph.nodes) this.#records.set(id, record);
  }

  /** Plans those of `ids` that are not planned yet, and what they need. */
  #ask(ids: Iterable<string>): ReadonlyMap<string, PlannedNode> {
    const drafts = this.#draftAll([...ids]);
    if (drafts.size > 0) this.#follow();
    const order = upstream(
      drafts.keys(),
      (id) => drafts.get(id)?.inputs,
      (id) => drafts.has(id),
    );
    for (const id of order) this.#nodes.set(id, this.#finish(drafts.get(id)!));
    return this.#nodes;
  }

  /** Drafts of those of `stack` that are neither planned nor in `drafts`, and of what they need, put into `drafts` and linked. */
  #draftAll(stack: string[], drafts = new Map<string, Draft>()): Map<string, Draft> {
    for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
      const draft = this.#nodes.has(id) || drafts.has(id) ? undefined : this.#draft(id);
      if (!draft) continue;
      this.#link(id, undefined, draft.inputs);
      drafts.set(id, draft);
      stack.push(...sourcesOf(draft.inputs));
    }
    return drafts;
  }

  #touchEdge(id: string, touched: Set<string>): void {
    const now = this.graph.edges.get(id);
    for (const edge of [this.#edges.get(id), now]) {
      if (!edge) continue;
      touched.add(edge.from[0]).add(edge.to[0]);
      // A port of a subgraph is the boundary node inside of that id.
      if (this.graph.nodes.get(edge.to[0])?.type === SUBGRAPH) touched.add(edge.to[1]);
    }
    if (now) this.#edges.set(id, now);
    else this.#edges.delete(id);
  }

  #touchNode(id: string, touched: Set<string>, turned: Set<string>): void {
    const before = this.#records.get(id);
    const now = this.graph.nodes.get(id);
    if (now) this.#records.set(id, now);
    else this.#records.delete(id);
    touched.add(id);
    if (before && now && before.mode === now.mode && before.type === now.type && before.parent === now.parent) {
      // The port of a subgraph is of the boundary node's type, which decides what a bypassed subgraph hands on.
      if (isBoundary(now.type) && now.parent !== undefined) turned.add(now.parent);
      return;
    }
    turned.add(id);
    for (const record of [before, now]) if (record?.parent !== undefined && isBoundary(record.type)) turned.add(record.parent);
    if ((now ?? before)?.type === SUBGRAPH) for (const child of this.graph.childrenOf(id)) this.#touchInside(child, touched);
  }

  #touchInside(id: string, touched: Set<string>): void {
    touched.add(id);
    for (const child of this.graph.childrenOf(id)) this.#touchInside(child, touched);
  }

  #isPassage(id: string): boolean {
    const record = this.graph.nodes.get(id);
    return record !== undefined && (handsOn(record.type) || record.mode === 'bypassed');
  }

  /** @param all Whether nodes that look as before count as well: what is not seen here has changed. */
  #settle(touched: ReadonlySet<string>, all = false): string[] {
    const drafts = new Map<string, Draft>();
    const changed = new Set<string>();
    for (const id of touched) {
      const before = this.#nodes.get(id);
      if (!before && !this.#eager) continue;
      const draft = this.#draft(id);
      if (draft && before && !all && sameDraft(before, draft)) {
        this.#nodes.set(id, Object.freeze({ ...before, ...draft }));
        continue;
      }
      this.#link(id, before?.inputs, draft?.inputs);
      if (draft) drafts.set(id, draft);
      else if (this.#nodes.delete(id)) {
        this.keys.forget(id);
        changed.add(id);
      }
    }
    for (const { inputs } of [...drafts.values()]) this.#draftAll(sourcesOf(inputs), drafts);
    if (drafts.size === 1 && changed.size === 0) {
      // The common edit. What is behind it is not even looked at where the key stays.
      const [[id, draft]] = [...drafts] as [[string, Draft]];
      if (!this.#replace(id, draft)) return [];
      drafts.clear();
      changed.add(id);
    }
    const inputsOf = (id: string): ReadonlyMap<string, PortRef> | undefined => (drafts.get(id) ?? this.#nodes.get(id))?.inputs;
    const seeds = [...drafts.keys(), ...[...changed].filter((id) => this.#consumers.has(id))];
    for (const id of topological(seeds, (each) => this.#consumers.get(each) ?? NONE, inputsOf)) {
      const draft = drafts.get(id) ?? this.#nodes.get(id);
      if (!draft || (!drafts.has(id) && !sourcesOf(draft.inputs).some((source) => changed.has(source)))) continue;
      if (this.#replace(id, draft)) changed.add(id);
    }
    return [...changed];
  }

  /** Whether it matters to those that depend on it. */
  #replace(id: string, draft: Draft): boolean {
    const before = this.#nodes.get(id);
    const planned = this.#finish(draft);
    this.#nodes.set(id, planned);
    return before?.key !== planned.key || before?.stoppedBy !== planned.stoppedBy || before === undefined;
  }

  #draft(id: string): Draft | undefined {
    const record = this.graph.nodes.get(id);
    if (!record || handsOn(record.type)) return undefined;
    const inputs = new Map<string, PortRef>();
    const edges = this.graph.edgesOf(id);
    let offBy = this.wiring.offBy(record)?.id;
    for (const { to } of edges) {
      if (to[0] !== id) continue;
      const source = this.wiring.source(id, to[1]);
      if (isStopped(source)) offBy ??= source.stoppedBy;
      else if (source) inputs.set(to[1], source);
    }
    return { record, definition: this.registry.get(record.type), inputs, connected: edges.length > 0, offBy };
  }

  /** Adds what depends on the nodes that feed it. */
  #finish({ record, definition, inputs, connected, offBy }: Draft): PlannedNode {
    let stoppedBy = offBy;
    for (const [source] of inputs.values()) stoppedBy ??= this.#nodes.get(source)?.stoppedBy;
    const draft = { record, definition, inputs, connected, offBy, stoppedBy };
    const made = stoppedBy === undefined ? this.keys.make(draft, (source) => this.#nodes.get(source)?.key) : undefined;
    return Object.freeze({ ...draft, key: made?.key, parts: made?.parts });
  }

  #link(id: string, before: ReadonlyMap<string, PortRef> | undefined, now: ReadonlyMap<string, PortRef> | undefined): void {
    for (const source of sourcesOf(before)) {
      const consumers = this.#consumers.get(source);
      consumers?.delete(id);
      if (consumers?.size === 0) this.#consumers.delete(source);
    }
    for (const source of sourcesOf(now)) {
      const consumers = this.#consumers.get(source);
      if (consumers) consumers.add(id);
      else this.#consumers.set(source, new Set([id]));
    }
  }
}

const NONE: ReadonlySet<string> = new Set();

/** Titles, positions and what is connected behind it are nothing to the plan. */
function sameDraft(a: Draft, b: Draft): boolean {
  return (
    a.definition === b.definition &&
    a.offBy === b.offBy &&
    a.record.type === b.record.type &&
    a.inputs.size === b.inputs.size &&
    [...a.inputs].every(([port, [id, output]]) => b.inputs.get(port)?.[0] === id && b.inputs.get(port)?.[1] === output) &&
    (a.record.params === b.record.params || equalJson(a.record.params, b.record.params))
  );
}
