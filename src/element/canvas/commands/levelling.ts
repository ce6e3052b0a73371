/** Commands that make subgraphs, go into them, and take them apart. */
import { collapse } from '../../../graph/commands/subgraph/collapse.js';
import { expand } from '../../../graph/commands/subgraph/expand.js';
import { SUBGRAPH } from '../../../graph/levels.js';
import type { Studio } from '../studio.js';
import { NOTHING_SELECTED, type CommandActions } from './action.js';

type Name = 'collapse' | 'expand' | 'enter' | 'leave';

export function levelling(studio: Studio): CommandActions<Name> {
  const { levels, messages, selected } = studio;
  const subgraph = (id: unknown): string | undefined => {
    const chosen = typeof id === 'string' ? id : selected.only;
    return chosen !== undefined && studio.graph.nodes.get(chosen)?.type === SUBGRAPH ? chosen : undefined;
  };
  const noSubgraph = (id: unknown): string | undefined => (subgraph(id) === undefined ? 'Select a subgraph first' : undefined);
  return {
    collapse: {
      run: () => {
        const id = messages.attempt(() => collapse(studio.graph, selected.ids, studio.items.rectOf));
        if (id === undefined) return;
        selected.set([id]);
        messages.announce('Collapsed into a subgraph');
      },
      blocked: () => (selected.nodes.length > 0 ? undefined : NOTHING_SELECTED),
    },
    expand: {
      run: (value) => {
        const id = subgraph(value)!;
        const ids = messages.attempt(() => expand(studio.graph, id, studio.items.rectOf));
        if (ids) selected.set(ids);
      },
      blocked: noSubgraph,
    },
    enter: { run: (id) => levels.go(subgraph(id)!), blocked: noSubgraph },
    leave: {
      run: () => levels.leave(),
      blocked: () => (levels.current === '' ? 'This is the canvas itself, not a subgraph' : undefined),
    },
  };
}
