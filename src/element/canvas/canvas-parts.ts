/**
 * The replaceable parts of a canvas: graph, registry, inference, executor. Each is the host's where the host has set one, else
 * an embedded default that is made on first use; replacing one remakes the defaults that were built on it.
 */
import type { GdsErrorCode } from '../../errors.js';
import { Executor } from '../../execution/executor.js';
import { GraphStore } from '../../graph/store.js';
import { InferenceManager } from '../../inference/manager.js';
import type { InferencePolicy } from '../../inference/policy.js';
import type { InferenceAdapter } from '../../inference/types.js';
import type { AssetStore } from '../../persistence/types.js';
import { createDefaultRegistry, type NodeRegistry } from '../../registry/registry.js';
import type { TaskRunner } from '../../registry/types.js';
import { deviceAdapters } from './lazy-parts.js';

export type PartName = 'graph' | 'registry' | 'inference' | 'executor';

export interface PartsHost {
  /** A URL that ends with a slash. */
  readonly assetBase: string;
  readonly readonly: boolean;
  /** Of the embedded inference; a host's own has its own. */
  readonly policy: InferencePolicy;
  assets(): Promise<AssetStore>;
  /** A part is another one now. */
  replaced(part: PartName): void;
  /** The adapters of this device could not be fetched. */
  failed(error: unknown, code: GdsErrorCode): void;
}

export class CanvasParts {
  #graph: GraphStore | undefined;
  #ownGraph = true;
  #registry: NodeRegistry | undefined;
  #inference: InferenceManager | undefined;
  #ownInference = true;
  #adapters: Promise<void> | undefined;
  /** Beside those of this device, whichever inference there is. */
  readonly #others = new Set<InferenceAdapter>();
  #unfollow: (() => void) | undefined;
  readonly #modelListeners = new Set<() => void>();
  #executor: Executor | undefined;
  #ownExecutor = true;

  constructor(private readonly host: PartsHost) {}

  /** The graph is not one that the host has put in. */
  get ownsGraph(): boolean {
    return this.#ownGraph;
  }

  get graph(): GraphStore {
    if (!this.#graph) {
      this.#graph = new GraphStore({ registry: this.registry });
      this.#graph.readonly = this.host.readonly;
    }
    return this.#graph;
  }
  set graph(graph: GraphStore) {
    if (graph === this.#graph) return;
    if (this.#ownGraph) this.#graph?.dispose();
    this.#graph = graph;
    this.#ownGraph = false;
    this.#remakeExecutor();
    this.host.replaced('graph');
  }

  get registry(): NodeRegistry {
    return (this.#registry ??= createDefaultRegistry());
  }
  /** A graph of our own that holds nothing yet is remade with it; one that holds work keeps the schema it was made with. */
  set registry(registry: NodeRegistry) {
    if (registry === this.#registry) return;
    this.#registry = registry;
    if (this.#ownGraph && this.#graph && this.#graph.nodes.size === 0) {
      this.#graph.dispose();
      this.#graph = undefined;
    }
    this.#remakeExecutor();
    this.host.replaced('registry');
  }

  get inference(): InferenceManager {
    if (!this.#inference) {
      this.#inference = new InferenceManager({ policy: this.host.policy });
      for (const adapter of this.#others) this.#inference.register(adapter);
      this.#follow(this.#inference);
    }
    return this.#inference;
  }
  set inference(inference: InferenceManager) {
    if (inference === this.#inference) return;
    this.#dropInference();
    this.#inference = inference;
    this.#ownInference = false;
    for (const adapter of this.#others) inference.register(adapter);
    this.#follow(inference);
    this.#modelsChanged();
    this.host.replaced('inference');
  }

  get executor(): Executor {
    if (!this.#executor) {
      this.#executor = new Executor({ graph: this.graph, registry: this.registry, tasks: this.#tasks, assets: this.#assets });
      this.#ownExecutor = true;
    }
    return this.#executor;
  }
  set executor(executor: Executor) {
    if (executor === this.#executor) return;
    if (this.#ownExecutor) this.#executor?.dispose();
    this.#executor = executor;
    this.#ownExecutor = false;
    this.host.replaced('executor');
  }

  /** A fresh graph for another project; a host's graph stays and is what the project is loaded into. */
  renewGraph(): void {
    if (!this.#ownGraph || !this.#graph) return;
    this.#graph.dispose();
    this.#graph = undefined;
    this.#remakeExecutor();
    this.host.replaced('graph');
  }

  /** Where workers and models are, a URL that ends with a slash. */
  get assetBase(): string {
    return this.host.assetBase;
  }

  /** Fetches and registers the adapters of this device, once, unless the host brought its own inference. */
  ready(): Promise<void> {
    if (!this.#ownInference) return Promise.resolve();
    this.#adapters ??= deviceAdapters(this.host.assetBase).then(
      (adapters) => {
        for (const adapter of adapters) this.inference.register(adapter);
      },
      (error: unknown) => {
        this.#adapters = undefined;
        this.host.failed(error, 'GDS_ADAPTER_LOAD');
        throw error;
      },
    );
    return this.#adapters;
  }

  /** Forgets adapters made for another asset base. */
  renewAdapters(): void {
    if (!this.#ownInference || !this.#adapters) return;
    this.#dropInference();
    this.#adapters = undefined;
    this.host.replaced('inference');
  }

  /** Adds an adapter to the inference of now and to any that takes its place. */
  addAdapter(adapter: InferenceAdapter): void {
    this.#others.add(adapter);
    this.inference.register(adapter);
  }

  removeAdapter(adapter: InferenceAdapter): void {
    this.#others.delete(adapter);
    if (this.#inference?.adapters.includes(adapter)) this.#inference.unregister(adapter.id);
  }

  /** The host's policy is another one now. */
  renewPolicy(): void {
    if (this.#ownInference && this.#inference) this.#inference.policy = this.host.policy;
  }

  /** Frees workers and models of our own inference; it starts anew with the next run. */
  rest(): void {
    if (!this.#ownInference) return;
    for (const adapter of this.#inference?.adapters ?? []) if (!this.#others.has(adapter)) adapter.dispose();
  }

  /** Reads the parts at the time of the call, so that replacing inference or storage needs no new executor. */
  readonly #tasks: TaskRunner = {
    run: async (task, input, options) => {
      await this.ready();
      return this.inference.run(task, input, options);
    },
    resolve: (task, model) => this.inference.resolve(task, model),
    standIn: (task, model) => this.inference.standIn(task, model),
    onModelsChange: (listener) => {
      this.#modelListeners.add(listener);
      return () => this.#modelListeners.delete(listener);
    },
  };

  readonly #assets = {
    get: async (hash: string): Promise<Blob | undefined> => (await this.host.assets()).get(hash),
    info: async (hash: string): ReturnType<AssetStore['info']> => (await this.host.assets()).info(hash),
    put: async (...args: Parameters<AssetStore['put']>): ReturnType<AssetStore['put']> => (await this.host.assets()).put(...args),
  };

  /** Takes the adapters that are not of this device out first: they live on. */
  #dropInference(): void {
    for (const { id } of this.#others) this.#inference?.unregister(id);
    if (this.#ownInference) this.#inference?.dispose();
    this.#inference = undefined;
  }

  #follow(inference: InferenceManager): void {
    this.#unfollow?.();
    this.#unfollow = inference.onModelsChange(() => this.#modelsChanged());
  }

  #modelsChanged(): void {
    for (const listener of this.#modelListeners) listener();
  }

  #remakeExecutor(): void {
    if (!this.#ownExecutor) return;
    this.#executor?.dispose();
    this.#executor = undefined;
  }
}
