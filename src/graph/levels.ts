/**
 * Levels: which nodes lie inside which subgraph.
 *
 * All nodes lie in one map; `parent` names the subgraph node that a node is inside. The node types whose meaning is part of the
 * document are named here: the document must know their ports and their levels without a registry.
 */
export const SUBGRAPH = 'subgraph';
export const SUBGRAPH_INPUT = 'subgraph-input';
export const SUBGRAPH_OUTPUT = 'subgraph-output';
export const REROUTE = 'reroute';

/** Whether a node of this type, inside a subgraph, is one of the subgraph's ports. */
export function isBoundary(type: string | undefined): boolean {
  return type === SUBGRAPH_INPUT || type === SUBGRAPH_OUTPUT;
}

/** Ids by the level they lie on; '' is the top level. */
export class LevelIndex {
  readonly #levels = new Map<string, Set<string>>();

  add(id: string, level: string): void {
    let ids = this.#levels.get(level);
    if (!ids) this.#levels.set(level, (ids = new Set()));
    ids.add(id);
  }

  remove(id: string, level: string): void {
    const ids = this.#levels.get(level);
    ids?.delete(id);
    if (ids?.size === 0) this.#levels.delete(level);
  }

  of(level: string): ReadonlySet<string> {
    return this.#levels.get(level) ?? EMPTY;
  }
}

const EMPTY: ReadonlySet<string> = new Set();

export interface ResolvedParents {
  /** Only those that hold. */
  readonly parents: ReadonlyMap<string, string>;
  readonly problems: ReadonlyMap<string, string>;
}

/**
 * Which parents hold, in time linear in their number. A parent that is no subgraph of the graph does not, and neither does one
 * that is part of a ring: those nodes are at the top level.
 *
 * @param named Node id → the parent its node names.
 */
export function resolveParents(named: ReadonlyMap<string, string>, isSubgraph: (id: string) => boolean): ResolvedParents {
  const parents = new Map<string, string>();
  const problems = new Map<string, string>();
  for (const [id, parent] of named) {
    if (isSubgraph(parent)) parents.set(id, parent);
    else problems.set(id, 'It names a subgraph that does not exist; it is shown at the top level.');
  }
  const done = new Set<string>();
  for (const start of parents.keys()) {
    const path = new Set<string>();
    let id: string | undefined = start;
    while (id !== undefined && !done.has(id) && !path.has(id)) {
      path.add(id);
      id = parents.get(id);
    }
    const ring = id !== undefined && path.has(id) ? [...path].slice([...path].indexOf(id)) : [];
    for (const member of ring) {
      parents.delete(member);
      problems.set(member, 'It lies inside itself; it is shown at the top level.');
    }
    for (const member of path) done.add(member);
  }
  return { parents, problems };
}
