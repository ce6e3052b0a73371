/** What a double click does: enters, edits, names, bends or adds, by what lies there. */
import { SUBGRAPH } from '../../graph/levels.js';
import { contains } from '../../scene/rect.js';
import type { Hit, Point } from '../../scene/types.js';
import type { Studio } from './studio.js';

export function openAt(studio: Studio, hit: Hit | null, at: Point): void {
  const { editing, graph, levels, popups, view } = studio;
  if (hit === null) return popups.openPalette(at);
  switch (hit.kind) {
    case 'field':
      return void editing.editField(hit.nodeId, hit.param);
    case 'note':
      return void editing.editNote(hit.id);
    case 'group-title':
      return void editing.editFrameTitle(hit.id);
    case 'edge':
      return void studio.commands.run('reroute', { edge: hit.edgeId, at });
    case 'node':
    case 'media': {
      const rect = view.scene.rect(hit.nodeId);
      const header = view.scene.layout(hit.nodeId)?.header;
      const onHeader = rect && header && contains(header, { x: at.x - rect.x, y: at.y - rect.y });
      if (onHeader && editing.editTitle(hit.nodeId)) return;
      if (graph.nodes.get(hit.nodeId)?.type === SUBGRAPH) levels.go(hit.nodeId);
      return;
    }
    default:
      return;
  }
}
