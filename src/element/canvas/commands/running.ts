/** Commands that run the graph, let runs wait, and stop them. */
import { GdsError } from '../../../errors.js';
import type { RunOptions } from '../../../execution/types.js';
import type { Studio } from '../studio.js';
import type { CommandActions } from './action.js';

type Name = 'run' | 'run-selection' | 'run-node' | 'queue' | 'run-next' | 'cancel' | 'cancel-all' | 'auto-run';

export function running(studio: Studio): CommandActions<Name> {
  const { messages, selected } = studio;
  /** While a run is under way, another one waits its turn. */
  const start = (options: RunOptions, place: 'last' | 'next' = 'last'): void => {
    if (studio.executor.running) messages.announce(place === 'next' ? 'Runs next' : 'Queued');
    void studio.runs.start({ ...options, queue: place }).catch((error: unknown) => messages.report(GdsError.from(error, 'GDS_RUN')));
  };
  const empty = (): string | undefined => (studio.graph.nodes.size === 0 ? 'Add a node first' : undefined);
  const noNodes = (): string | undefined => (selected.nodes.length === 0 ? 'Select a node first' : undefined);
  const idle = (): string | undefined => (studio.executor.running ? undefined : 'Nothing is running');
  return {
    run: { run: () => start({}), blocked: empty },
    'run-selection': { run: () => start({ nodes: selected.nodes }), blocked: noNodes },
    'run-node': {
      run: (id) => start({ nodes: typeof id === 'string' ? [id] : selected.nodes }),
      blocked: (id) => (typeof id === 'string' ? undefined : noNodes()),
    },
    queue: { run: () => start({}), blocked: empty },
    'run-next': { run: () => start({}, 'next'), blocked: () => empty() ?? idle() },
    cancel: { run: () => studio.executor.cancel(), blocked: idle },
    'cancel-all': { run: () => studio.executor.cancelAll(), blocked: idle },
    'auto-run': {
      run: () => {
        const on = !isAuto(studio);
        studio.executor.autoRun = on;
        messages.announce(on ? 'Cheap nodes run by themselves after edits' : 'Nodes run only when asked');
        studio.element.requestUpdate();
      },
      checked: () => isAuto(studio),
    },
  };
}

const isAuto = ({ executor }: Studio): boolean => executor.autoRun !== undefined && executor.autoRun !== false;
