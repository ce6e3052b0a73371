/**
 * Which level of the document is shown: the canvas itself, or the inside of a subgraph. Each level keeps its view and its selection
 * while the page lives; the level itself is stored with the view.
 */
import { pathOf } from '../../graph/commands/subgraph/path.js';
import { SUBGRAPH } from '../../graph/levels.js';
import type { ReadonlyGraph } from '../../graph/types.js';
import type { Camera } from '../../scene/camera.js';

export interface LevelHost {
  readonly graph: ReadonlyGraph;
  readonly camera: Camera;
  readonly selection: ReadonlySet<string>;
  nameOf(id: string): string;
  /** Shows what lies on this level. */
  show(level: string): void;
  /** Puts the view where it was, or without one on all of the level. */
  place(camera: Camera | undefined): void;
  select(ids: Iterable<string>): void;
  announce(text: string): void;
}

/** A level on the way from the canvas to the one shown; the canvas itself has the id ''. */
export interface Crumb {
  readonly id: string;
  readonly title: string;
}

interface Remembered {
  readonly camera: Camera;
  readonly selection: readonly string[];
}

export class Levels {
  #current = '';
  readonly #remembered = new Map<string, Remembered>();

  constructor(private readonly host: LevelHost) {}

  /** Id of the subgraph node whose inside is shown; '' for the canvas. */
  get current(): string {
    return this.#current;
  }

  /** From the canvas to the level shown. */
  get path(): readonly Crumb[] {
    const { graph, nameOf } = this.host;
    return [{ id: '', title: 'Canvas' }, ...pathOf(graph, this.#current).map(({ id }) => ({ id, title: nameOf(id) }))];
  }

  /** Shows another level as it was left, or all of it. An unknown one is passed over. */
  go(level: string): boolean {
    if (level === this.#current || !this.#exists(level)) return false;
    const { host } = this;
    const from = this.#current;
    this.#remembered.set(from, { camera: host.camera, selection: [...host.selection] });
    const inner = this.#childOnWay(from, level);
    this.#show(level);
    const before = this.#remembered.get(level);
    host.place(before?.camera);
    // Coming out, what was left is what one goes on with.
    host.select(inner !== undefined ? [inner] : (before?.selection ?? []));
    host.announce(level === '' ? 'Canvas' : `Inside ${host.nameOf(level)}`);
    return true;
  }

  leave(): boolean {
    return this.#current !== '' && this.go(this.host.graph.nodes.get(this.#current)?.parent ?? '');
  }

  /** Without moving the view or touching the selection: for a stored view, and for undo. */
  restore(level: string): void {
    if (level !== this.#current && this.#exists(level)) this.#show(level);
  }

  /** The document changed: the level shown may be gone. */
  prune(): void {
    if (this.#exists(this.#current)) return;
    this.#show('');
    this.host.place(this.#remembered.get('')?.camera);
  }

  /** Another document: nothing is remembered of the one before. */
  reset(): void {
    this.#remembered.clear();
    this.#show('');
  }

  #show(level: string): void {
    this.#current = level;
    this.host.select([]);
    this.host.show(level);
  }

  #exists(level: string): boolean {
    return level === '' || this.host.graph.nodes.get(level)?.type === SUBGRAPH;
  }

  /** The node on `outer` that `from` lies in; undefined where it does not. */
  #childOnWay(from: string, outer: string): string | undefined {
    for (let id = from; id !== '';) {
      const parent: string = this.host.graph.nodes.get(id)?.parent ?? '';
      if (parent === outer) return id;
      id = parent;
    }
    return undefined;
  }
}
