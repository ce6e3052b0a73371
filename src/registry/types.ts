/** Node types: ports, parameters, looks and what they do. A definition is data plus one async function. */
import type { ParamValue } from '../graph/types.js';
import type { PortValue } from './values.js';
import type { Progress, TaskMap, TaskName } from './tasks.js';

/** Shapes a port can have; colour is never the only sign. */
export type PortShape = 'circle' | 'square' | 'triangle' | 'diamond' | 'hexagon' | 'ring';

export interface PortType {
  /** `string`, `image`, `tensor`, `number`, `mesh`, `any`, or a host's own. */
  readonly id: string;
  readonly title: string;
  /** Custom property that carries its colour, for example `--gds-port-image`. */
  readonly colorToken: `--${string}`;
  readonly shape: PortShape;
}

export interface PortSpec {
  readonly id: string;
  /** What a person reads; sentence case, no colon. */
  readonly title: string;
  readonly type: string;
  /** Inputs only: without a connection the node cannot run. */
  readonly required?: boolean;
  /**
   * An output that hands on a list: what is behind it runs once for every item. An input that takes a list whole instead: the node
   * runs once and finds it in {@link ExecuteContext.lists}.
   */
  readonly list?: boolean;
  /** Inputs only: it feeds a parameter that has a control of its own. It is no port of the node until something is connected to it. */
  readonly quiet?: boolean;
}

/** Where an item of a list comes from. Items that share a source belong together where lists meet. */
export interface ListAxis {
  /** Id of the node that gave the list. */
  readonly source: string;
  /** Place in that list, from 0. */
  readonly index: number;
  /** What a person reads: the text, the number, or what the node calls it. */
  readonly label: string;
}

/** One item of a list that enters a node whole. */
export interface ListItem {
  readonly value: PortValue;
  /** One for every list that led to it; none where a single value was connected. */
  readonly axes: readonly ListAxis[];
}

interface ParameterBase {
  readonly name: string;
  readonly title: string;
  /** One short sentence under the control. */
  readonly help?: string;
  /** Heading that gathers parameters in the editor; left out: the first, unnamed group. */
  readonly group?: string;
  /** An input port of this id overrides the parameter while it is connected; `execute` finds what came in among the parameters. */
  readonly port?: string;
}
/** One parameter: its control, its default and the limits that {@link validateParam} holds. */
export type ParameterSpec =
  | (ParameterBase & {
      readonly kind: 'text' | 'textarea';
      readonly default: string;
      readonly placeholder?: string;
      readonly maxLength?: number;
    })
  | (ParameterBase & {
      readonly kind: 'number' | 'slider';
      readonly default: number;
      readonly min: number;
      readonly max: number;
      readonly step: number;
      readonly unit?: string;
    })
  | (ParameterBase & {
      readonly kind: 'select';
      readonly default: string | number;
      readonly options: readonly { readonly value: string | number; readonly title: string }[];
    })
  | (ParameterBase & { readonly kind: 'boolean'; readonly default: boolean })
  | (ParameterBase & { readonly kind: 'color'; readonly default: string })
  /** Unsigned 32-bit integer. Its partner `<name>_after` says what happens to it after a run. */
  | (ParameterBase & { readonly kind: 'seed'; readonly default: number })
  /** Content hash of an asset, '' for none. */
  | (ParameterBase & { readonly kind: 'image'; readonly default: string });

/** What the seed does after each run. Stored as parameter `<seed name>_after`. */
export type SeedAfter = 'fixed' | 'increment' | 'decrement' | 'randomize';

export interface TaskOptions {
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** The model preferred; another one that can do the task is taken where it is not there. */
  readonly model?: string;
  /** Names the work, also after a reload: what outlives the page is taken up by it. A run of the graph gives each task of a node its own. */
  readonly key?: string;
}

/** Carries out inference tasks; the inference manager implements it. */
export interface TaskRunner {
  run<T extends TaskName>(task: T, input: TaskMap[T]['input'], options: TaskOptions): Promise<TaskMap[T]['output']>;
  /**
   * Names whose result counts, for cache keys: `ADAPTER/MODEL`; undefined where nothing can. `model` is a preference, as in `run`. A server
   * that does not answer for a while keeps its claim, so that what it made stays good.
   */
  resolve?(task: TaskName, model?: string): string | undefined;
  /** Names what would carry the task out now in the place of {@link TaskRunner.resolve}'s answer; undefined where that one would. */
  standIn?(task: TaskName, model?: string): string | undefined;
  /** Tells when {@link TaskRunner.resolve} or {@link TaskRunner.standIn} may give another answer. */
  onModelsChange?(listener: () => void): () => void;
}

/** The part of the asset store that nodes use. */
export interface AssetReader {
  get(hash: string): Promise<Blob | undefined>;
  /** What is known of an asset, its name above all. */
  info?(hash: string): Promise<{ readonly name: string } | undefined>;
}

export interface ExecuteContext {
  readonly nodeId: string;
  /** Values by input port id; absent where nothing is connected. Of a list that enters whole, the first. */
  readonly inputs: Readonly<Record<string, PortValue>>;
  /** Lists by the id of an input port that takes them whole; absent where nothing is connected. */
  readonly lists: Readonly<Record<string, readonly ListItem[]>>;
  /** Names the items of the lists it gives, in their order. Not called: they are called after their values. */
  nameItems(labels: readonly string[]): void;
  readonly params: Readonly<Record<string, ParamValue>>;
  progress(progress: Progress): void;
  readonly signal: AbortSignal;
  readonly tasks: TaskRunner;
  readonly assets: AssetReader;
}

/** Values by output port id. */
export type NodeOutputs = Record<string, PortValue>;

/** What `execute` hands back: a value by output port id, or a list where the port is declared so. Lists of one node are equally long. */
export type ExecuteResult = Record<string, PortValue | readonly PortValue[]>;

export type NodeCategory = 'input' | 'list' | 'generate' | 'model' | 'output' | (string & {});

export interface NodeDefinition {
  readonly type: string;
  /** Goes into the cache key: raise it whenever the same inputs would give another result. */
  readonly version: number;
  readonly title: string;
  readonly category: NodeCategory;
  /** One sentence for the palette. */
  readonly description: string;
  /** Words the palette finds it by, besides title and description. */
  readonly keywords?: readonly string[];
  /** Name of a Lucide icon in kebab case, one of `src/icons.ts`, or the inner markup of a 24 × 24 SVG. */
  readonly icon: string;
  /** Custom property of its accent, optional. */
  readonly colorToken?: `--${string}`;
  readonly inputs: readonly PortSpec[];
  readonly outputs: readonly PortSpec[];
  readonly parameters: readonly ParameterSpec[];
  /** How it looks on the canvas. */
  readonly face?: {
    /** A large text field bound to this parameter. */
    readonly field?: string;
    /** A square area that shows the picture or mesh. */
    readonly media?: 'image' | 'mesh';
    /** Parameters shown as rows, two or three. */
    readonly rows?: readonly string[];
    /** Short quiet word at the end of the header, for example `turbo`. */
    readonly badge?: string;
  };
  /** Node type that is created and wired, once, when this node succeeds: `output` or `mesh-output`. */
  readonly resultNode?: string;
  /** The inference task it asks for and the model it prefers: who carries it out goes into the cache key. */
  readonly task?: { readonly name: TaskName; readonly model?: string };
  /** Skipped in silence while nothing at all is connected to it; model and output nodes are. */
  readonly skipUnconnected?: boolean;
  /** It takes no time worth waiting for: auto-run may run it. Left out: judged by how long it took last; false: never. */
  readonly cheap?: boolean;
  /** Runs it. Must reject with the signal's reason once aborted. Left out: the node hands nothing on. */
  execute?(context: ExecuteContext): Promise<ExecuteResult>;
}
