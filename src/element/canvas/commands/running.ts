/** Commands that run the graph and stop it. */
import { GdsError } from '../../../errors.js';
import type { RunOptions } from '../../../execution/types.js';
import type { Studio } from '../studio.js';
import type { CommandActions } from './action.js';

type Name = 'run' | 'run-selection' | 'run-node' | 'cancel';

export function running(studio: Studio): CommandActions<Name> {
  const start = (options: RunOptions): void =>
    void studio.run(options).catch((error: unknown) => studio.messages.report(GdsError.from(error, 'GDS_RUN')));
  const empty = (): string | undefined => (studio.graph.nodes.size === 0 ? 'Add a node first' : undefined);
  const noNodes = (): string | undefined => (studio.selected.nodes.length === 0 ? 'Select a node first' : undefined);
  return {
    run: { run: () => start({}), blocked: empty },
    'run-selection': { run: () => start({ nodes: studio.selected.nodes }), blocked: noNodes },
    'run-node': {
      run: (id) => start({ nodes: typeof id === 'string' ? [id] : studio.selected.nodes }),
      blocked: (id) => (id === undefined ? noNodes() : undefined),
    },
    cancel: { run: () => studio.executor.cancel(), blocked: () => (studio.executor.running ? undefined : 'Nothing is running') },
  };
}
