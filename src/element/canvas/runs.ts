/** Runs of the canvas: started with the host's consent, followed for the person and the host. */
import { GdsError } from '../../errors.js';
import type { ExecutorEvent, RunOptions, RunResult } from '../../execution/types.js';
import type { GdsNodeStatusDetail } from './events.js';
import type { GraphJSON } from '../../graph/types.js';
import type { Studio } from './studio.js';

/** Writing out more nodes than these at the start of a run would hold the page up. */
const MOST_KEPT_NODES = 2000;

interface RunGraph {
  readonly json?: GraphJSON;
  readonly ids: ReadonlySet<string>;
}

export class Runs {
  /** The run under way, with the graph as it took it; without one where it is too large to be kept. */
  #run: RunGraph | undefined;
  /** By node, the graph that its result was made with. */
  readonly #graphs = new Map<string, GraphJSON>();

  constructor(private readonly studio: Studio) {}

  /** Runs the graph, or some nodes and what they need, unless the host says no. */
  async start(options: RunOptions = {}): Promise<RunResult> {
    const { studio } = this;
    if (studio.readonly) throw new GdsError('GDS_READONLY', 'This canvas is read-only, so nothing can be run on it.');
    const nodes = options.nodes === undefined ? undefined : [...options.nodes];
    if (!studio.send('gds-before-run', nodes ? { nodes: Object.freeze([...nodes]) } : {}, { cancelable: true })) {
      return { status: 'cancelled', ran: [], cached: [], failed: [], ms: 0 };
    }
    // The press of the button ends here: the page may answer it before the run takes its share of the processor.
    await new Promise((resolve) => setTimeout(resolve));
    await studio.projects.opening;
    // Without adapters the nodes themselves say what is missing.
    await studio.parts.ready().catch(() => undefined);
    const { policy } = studio.parts.inference;
    if (policy !== 'local-only') await studio.server.known(policy === 'remote-only', options.signal);
    return studio.executor.run({ ...options, ...(nodes ? { nodes } : {}) });
  }

  /** The graph that the node's result was made with, as far as that is known; else the present one. */
  graphBehind(nodeId: string): GraphJSON {
    return this.#graphs.get(nodeId) ?? this.studio.graph.toJSON();
  }

  /** Nodes that are gone. */
  forget(ids: readonly string[]): void {
    for (const id of ids) this.#graphs.delete(id);
  }

  /** Shows what the executor tells, and tells the host. */
  follow(event: ExecutorEvent): void {
    const { studio } = this;
    studio.presenter.handleRun(event);
    studio.narrator.run(event);
    if (event.type === 'run-start') {
      this.#run = this.#snapshot();
      studio.send('gds-run-start', { nodes: Object.freeze([...event.nodes]) });
    } else if (event.type === 'node') {
      const { status, progress, error, cached } = event.state;
      if (this.#run && status === 'complete' && !(cached && this.#graphs.has(event.id))) this.#remember(event.id, this.#run);
      const detail: GdsNodeStatusDetail = {
        id: event.id,
        status,
        ...(progress ? { progress } : {}),
        ...(error ? { error: Object.freeze({ code: error.code, message: error.message }) } : {}),
      };
      studio.send('gds-node-status', detail);
    } else {
      this.#run = undefined;
      studio.send('gds-run-end', { ...event.result });
    }
  }

  #snapshot(): RunGraph {
    const { graph } = this.studio;
    return graph.nodes.size > MOST_KEPT_NODES ? { ids: new Set() } : { json: graph.toJSON(), ids: new Set(graph.nodes.keys()) };
  }

  #remember(id: string, { json, ids }: RunGraph): void {
    // A node that the run itself has added is not in the graph that it started with.
    if (json && ids.has(id)) this.#graphs.set(id, json);
    else this.#graphs.delete(id);
  }
}
