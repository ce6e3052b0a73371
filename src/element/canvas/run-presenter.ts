/**
 * How a run looks: from the executor's states to the scene's visuals, pictures on nodes and one overall figure.
 *
 * It reads the executor and the graph and writes only to the scene. A node that shows no picture of its own hands its preview to
 * the picture nodes behind it; a node without its own outputs shows what its input carries.
 */
import type { GdsError } from '../../errors.js';
import type { ExecutorEvent, NodeRunState } from '../../execution/types.js';
import { SUBGRAPH } from '../../graph/levels.js';
import type { EdgeRecord, GraphChange, ReadonlyGraph } from '../../graph/types.js';
import type { NodeDefinition } from '../../registry/types.js';
import type { GenerationInfo, Progress } from '../../registry/tasks.js';
import type { ImageValue, MeshValue, PortValue } from '../../registry/values.js';
import type { NodeMedia, NodeVisual, PictureSource } from '../../scene/types.js';
import { bytes, count, duration, percent } from '../format.js';
import { progressText } from '../run-words.js';
import { Pace } from './pace.js';

export type MediaValue = ImageValue | MeshValue;

export interface PresenterHost {
  readonly graph: ReadonlyGraph & {
    /** Edges at a node, both directions, found without a scan. */
    edgesOf(nodeId: string): readonly EdgeRecord[];
  };
  readonly scene: { setVisual(id: string, visual: NodeVisual | undefined): void; setMedia(id: string, media: NodeMedia | undefined): void };
  definition(type: string): NodeDefinition | undefined;
  state(id: string): NodeRunState;
  /** What an output carries, whatever hands it on. */
  outputOf(nodeId: string, portId: string): PortValue | undefined;
  /** The picture of a value; `failed` is called when it cannot be shown. */
  picture(value: MediaValue, failed: (error: unknown) => void): PictureSource;
  /** The picture an input node holds by hash, before anything has run; undefined where it is not stored. */
  stored(hash: string, failed: (error: unknown) => void): Promise<PictureSource | undefined>;
  /** Something the chrome shows has changed: progress or states. */
  changed(): void;
  nodeFailed(id: string, error: GdsError): void;
  /** A picture could not be shown. */
  failed(error: unknown, nodeId: string): void;
}

export interface RunProgress {
  /** 0 to 1 over all planned nodes; null where nothing can be said. */
  readonly fraction: number | null;
  /** `Drawing · 2 of 4 steps`. */
  readonly label: string;
}

const isMedia = (value: PortValue | undefined): value is MediaValue =>
  typeof value === 'object' && (value.kind === 'image' || value.kind === 'mesh');

const DONE: ReadonlySet<string> = new Set(['complete', 'error', 'cancelled', 'idle']);

export class RunPresenter {
  #planned: readonly string[] = [];
  readonly #startedAt = new Map<string, number>();
  /** What each node's media area holds: a content hash, `preview`, or nothing. */
  readonly #shown = new Map<string, string>();
  #running = false;
  /** Nodes that have got on since progress was shown last, with the latest preview of each. */
  readonly #moved = new Map<string, Progress | undefined>();
  readonly #pace = new Pace(() => this.#showProgress());

  constructor(private readonly host: PresenterHost) {}

  get running(): boolean {
    return this.#running;
  }

  readonly handleRun = (event: ExecutorEvent): void => {
    if (event.type === 'node') return this.#nodeChanged(event.id, event.state);
    this.#pace.cancel();
    this.#moved.clear();
    if (event.type === 'run-start') {
      this.#running = true;
      this.#planned = event.nodes;
      this.#startedAt.clear();
    } else {
      this.#running = false;
      this.#planned = [];
      this.refresh();
    }
    this.host.changed();
  };

  #nodeChanged(id: string, state: NodeRunState): void {
    if (state.status === 'running') {
      const preview = state.progress?.preview ? state.progress : this.#moved.get(id);
      this.#moved.set(id, preview);
      if (this.#startedAt.has(id)) return this.#pace.ask();
      this.#startedAt.set(id, performance.now());
      return this.#showProgress();
    }
    this.#moved.delete(id);
    this.#present(id);
    if (DONE.has(state.status)) for (const other of this.#consumers(id)) this.#present(other);
    if (state.status === 'error' && state.error && this.#running) this.host.nodeFailed(id, state.error);
    this.host.changed();
  }

  #showProgress(): void {
    for (const [id, preview] of this.#moved) {
      this.#present(id);
      if (preview) this.#preview(id, preview);
    }
    this.#moved.clear();
    this.host.changed();
  }

  readonly handleGraph = (change: GraphChange): void => {
    for (const id of change.nodesRemoved) this.#shown.delete(id);
    if (change.nodesAdded.length + change.nodesUpdated.length + change.edgesAdded.length + change.edgesRemoved.length > 0) this.refresh();
  };

  /** Presents every node anew; cheap where nothing changed. */
  refresh(): void {
    for (const id of this.host.graph.nodes.keys()) this.#present(id);
  }

  /** Forgets what is shown: the scene was rebuilt. */
  reset(): void {
    this.#shown.clear();
    this.refresh();
  }

  /** The picture or mesh that a node stands for, with how it came to be. */
  valueOf(id: string): { readonly value: MediaValue; readonly state: NodeRunState } | undefined {
    const state = this.host.state(id);
    const own = Object.values(state.outputs ?? {}).find(isMedia) ?? this.#handedOn(id);
    if (own) return { value: own, state: state.info ? state : this.#origin(id, state) };
    for (const edge of this.host.graph.edgesOf(id)) {
      if (edge.to[0] !== id) continue;
      const source = this.host.state(edge.from[0]);
      const value = this.host.outputOf(...edge.from);
      if (isMedia(value)) return { value, state: source.info ? source : this.#origin(edge.from[0], source) };
    }
    return undefined;
  }

  /** What a subgraph gives. */
  #handedOn(id: string): MediaValue | undefined {
    const { graph } = this.host;
    if (graph.nodes.get(id)?.type !== SUBGRAPH) return undefined;
    return graph
      .portsOf(id)
      .outputs.map((port) => this.host.outputOf(id, port.id))
      .find(isMedia);
  }

  get progress(): RunProgress {
    if (!this.#running || this.#planned.length === 0) return { fraction: null, label: '' };
    let sum = 0;
    let label = '';
    for (const id of this.#planned) {
      const state = this.host.state(id);
      if (state.status === 'running') {
        sum += state.progress?.fraction ?? 0;
        label ||= this.#runningLabel(id, state);
      } else if (DONE.has(state.status) && state.status !== 'idle') sum += 1;
    }
    return { fraction: sum / this.#planned.length, label };
  }

  /** The state of the node upstream that made what `id` shows: output nodes hand pictures on, they do not make them. */
  #origin(id: string, fallback: NodeRunState): NodeRunState {
    const seen = new Set<string>();
    for (let at = id; !seen.has(at);) {
      seen.add(at);
      const edge = this.host.graph.edgesOf(at).find(({ to, from }) => to[0] === at && isMedia(this.host.outputOf(...from)));
      if (!edge) return fallback;
      const state = this.host.state(edge.from[0]);
      if (state.info) return state;
      at = edge.from[0];
    }
    return fallback;
  }

  #present(id: string): void {
    const node = this.host.graph.nodes.get(id);
    if (!node) return;
    const definition = this.host.definition(node.type);
    if (!definition) {
      const error = `This canvas does not know the node type “${node.type}”. Register it, or delete the node.`;
      return this.host.scene.setVisual(id, { status: 'error', error });
    }
    const state = this.host.state(id);
    const shown = this.valueOf(id);
    const face = definition.face?.media !== undefined;
    const footer = face ? this.#footer(id, state, shown) : undefined;
    this.host.scene.setVisual(id, {
      status: state.status,
      ...(state.status === 'running' ? { label: face ? this.#runningLabel(id, state) : this.#shortLabel(state) } : {}),
      ...(state.status === 'running' && state.progress?.fraction !== undefined ? { fraction: state.progress.fraction } : {}),
      ...(footer ? { footer } : {}),
      ...(state.status === 'error' && state.error ? { error: state.error.message } : {}),
      ...(state.cached ? { cached: true } : {}),
      ...(state.fresh === false && state.outputs ? { stale: true } : {}),
    });
    if (face) void this.#showMedia(id, node.params, definition, state, shown?.value);
  }

  /** As much as fits beside a title. */
  #shortLabel({ progress }: NodeRunState): string {
    if (progress?.bytes && progress.bytes.total > 0) return `Loading · ${percent(progress.bytes.loaded / progress.bytes.total)}`;
    if (progress?.step !== undefined && progress.total !== undefined && progress.total > 1) return `${progress.step} of ${progress.total}`;
    return progress?.fraction === undefined ? 'Running' : percent(progress.fraction);
  }

  #runningLabel(id: string, state: NodeRunState): string {
    const left = state.progress && this.#left(id, state.progress);
    return `${progressText(state.progress)}${left !== undefined && left > 5000 ? ` · ${duration(left)} left` : ''}`;
  }

  /** Milliseconds still to go by the pace so far; undefined until a tenth is done. */
  #left(id: string, progress: Progress): number | undefined {
    const start = this.#startedAt.get(id);
    if (start === undefined || progress.fraction === undefined || progress.fraction < 0.1) return undefined;
    return ((performance.now() - start) * (1 - progress.fraction)) / progress.fraction;
  }

  #footer(id: string, state: NodeRunState, shown: ReturnType<RunPresenter['valueOf']>): readonly [string, string] | undefined {
    if (state.status === 'running' && state.progress) {
      const left = this.#left(id, state.progress);
      return ['', left === undefined ? '' : `${duration(left)} left`];
    }
    if (!shown) return undefined;
    const { value } = shown;
    if (value.kind === 'mesh') return [`${count(value.faces)} faces`, `GLB · ${bytes(value.blob.size)}`];
    const info: GenerationInfo | undefined = shown.state.info;
    const ms = info?.timings['total'] ?? (info ? shown.state.ms : undefined);
    return [
      `${value.width} × ${value.height}${info?.seed === undefined ? '' : ` · seed ${info.seed}`}`,
      ms === undefined ? '' : duration(ms),
    ];
  }

  #preview(id: string, progress: Progress): void {
    if (!progress.preview) return;
    const own = this.#face(id);
    for (const target of own ? [id] : this.#consumers(id)) {
      if (this.#face(target) !== 'image') continue;
      this.#shown.set(target, 'preview');
      this.host.scene.setMedia(target, { pixels: progress.preview });
    }
  }

  #face(id: string): 'image' | 'mesh' | undefined {
    const node = this.host.graph.nodes.get(id);
    return node && this.host.definition(node.type)?.face?.media;
  }

  #consumers(id: string): string[] {
    const ids = new Set<string>();
    for (const edge of this.host.graph.edgesOf(id)) if (edge.from[0] === id) ids.add(edge.to[0]);
    return [...ids];
  }

  async #showMedia(
    id: string,
    params: Readonly<Record<string, unknown>>,
    definition: NodeDefinition,
    state: NodeRunState,
    value: MediaValue | undefined,
  ): Promise<void> {
    // A preview stays until the run has brought the picture itself.
    if (this.#shown.get(id) === 'preview' && this.#running && (state.status === 'queued' || state.status === 'running')) return;
    const picture = definition.parameters.find((parameter) => parameter.kind === 'image');
    const hash = picture ? params[picture.name] : undefined;
    const key = typeof hash === 'string' && picture ? hash : (value?.hash ?? '');
    if (this.#shown.get(id) === key || (key === '' && !this.#shown.has(id))) return;
    this.#shown.set(id, key);
    if (key === '') {
      this.#shown.delete(id);
      return this.host.scene.setMedia(id, undefined);
    }
    try {
      const failed = (error: unknown): void => this.host.failed(error, id);
      const source = value?.hash === key ? this.host.picture(value, failed) : await this.host.stored(key, failed);
      if (source && this.#shown.get(id) === key && this.host.graph.nodes.has(id)) this.host.scene.setMedia(id, { picture: source });
    } catch (error) {
      this.host.failed(error, id);
    }
  }
}
