/** Commands on edges. {@link GraphStore} says what each does. */
import { removeEdge, type CommandContext } from './command-context.js';
import { edgeProblem } from './edge-rules.js';
import { portRef } from './fields.js';
import { equalJson } from './json.js';
import { liveMap, writeEdge } from './schema.js';
import type { PortRef } from './types.js';

export function addEdge(context: CommandContext, from: PortRef, to: PortRef): string {
  const { maps, mirror } = context;
  const source = portRef(from, 'from');
  const target = portRef(to, 'to');
  const before = mirror.edgeAt(...target);
  if (before && equalJson(before.from, source)) return before.id;
  const problem = edgeProblem(source, target, mirror, mirror.index);
  if (problem) throw problem;
  const id = context.makeId();
  context.run('Connect', () => {
    if (before) removeEdge(context, before.id);
    // Edges that lost to another one, when peers drew both, must not win over the one just drawn.
    for (const rejected of mirror.rejected.keys()) liveMap(maps.edges, rejected)?.set('deleted', true);
    writeEdge(maps, { id, from: source, to: target });
    mirror.syncEdge(id);
  });
  return id;
}

export function deleteEdges(context: CommandContext, ids: Iterable<string>): void {
  const edges = [...new Set(ids)].filter((id) => context.mirror.edges.has(id));
  if (edges.length === 0) return;
  context.run(edges.length === 1 ? 'Disconnect' : `Delete ${edges.length} connections`, () =>
    edges.forEach((id) => removeEdge(context, id)),
  );
}
