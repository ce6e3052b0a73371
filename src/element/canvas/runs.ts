/** Runs of the canvas: started with the host's consent, followed for the person and the host. */
import { GdsError } from '../../errors.js';
import type { ExecutorEvent, RunOptions, RunResult } from '../../execution/types.js';
import type { GdsNodeStatusDetail } from './events.js';
import type { Studio } from './studio.js';

export class Runs {
  constructor(private readonly studio: Studio) {}

  /** Runs the graph, or some nodes and what they need, unless the host says no. */
  async start(options: RunOptions = {}): Promise<RunResult> {
    const { studio } = this;
    if (studio.readonly) throw new GdsError('GDS_READONLY', 'This canvas is read-only, so nothing can be run on it.');
    const nodes = options.nodes === undefined ? undefined : [...options.nodes];
    if (!studio.send('gds-before-run', nodes ? { nodes: Object.freeze([...nodes]) } : {}, { cancelable: true })) {
      return { status: 'cancelled', ran: [], cached: [], failed: [], ms: 0 };
    }
    await studio.projects.opening;
    // Without adapters the nodes themselves say what is missing.
    await studio.parts.ready().catch(() => undefined);
    return studio.executor.run({ ...options, ...(nodes ? { nodes } : {}) });
  }

  /** Shows what the executor tells, and tells the host. */
  follow(event: ExecutorEvent): void {
    const { studio } = this;
    studio.presenter.handleRun(event);
    if (event.type === 'run-start') {
      studio.messages.announce('Run started');
      studio.send('gds-run-start', { nodes: Object.freeze([...event.nodes]) });
    } else if (event.type === 'node') {
      const { status, progress, error } = event.state;
      const detail: GdsNodeStatusDetail = {
        id: event.id,
        status,
        ...(progress ? { progress } : {}),
        ...(error ? { error: Object.freeze({ code: error.code, message: error.message }) } : {}),
      };
      studio.send('gds-node-status', detail);
    } else {
      studio.messages.announce(outcome(event.result));
      studio.send('gds-run-end', { ...event.result });
    }
  }
}

function outcome({ status, failed, ran }: RunResult): string {
  const many = (count: number, one: string): string => (count === 1 ? `1 ${one}` : `${count} ${one}s`);
  if (status === 'complete') return `Run finished, ${many(ran.length, 'node')} ran`;
  return status === 'cancelled' ? 'Run cancelled' : `Run finished with ${many(failed.length, 'error')}`;
}
