/** Which project is open: opening and switching one at a time, the start graph, and the list of canvases. */
import { GdsError } from '../../errors.js';
import type { ProjectRecord } from '../../persistence/types.js';
import type { Studio } from './studio.js';

export class Projects {
  list: readonly ProjectRecord[] = [];
  /** From the call of `open` until the project is there. */
  loading = true;
  /** The latest opening, done or not. Never rejects. */
  opening: Promise<void> = Promise.resolve();
  /** The project that is open; undefined before the first, and once let go of. */
  #opened: string | undefined;
  /** The project whose view was put in place: coming back to the page leaves it as it is. */
  #placed: string | undefined;
  /** The project that is being made from a graph, and that graph. */
  #making: { readonly project: string; readonly graph: unknown } | undefined;

  constructor(private readonly studio: Studio) {}

  get opened(): boolean {
    return this.#opened !== undefined;
  }

  /** Opens storage and project of the element as they are when its turn comes. */
  open(): Promise<void> {
    const { element } = this.studio;
    const project = element.project;
    this.opening = this.opening.then(() => (element.isConnected && project === element.project ? this.#open(project) : undefined));
    return this.opening;
  }

  /** Back on the page: goes on with what is open, or opens it. */
  resume(): Promise<void> {
    if (this.#opened !== this.studio.element.project) return this.open();
    this.opening = this.opening.then(() => this.studio.desk.follow());
    return this.opening;
  }

  /** What was open is no longer what the element shows. */
  forget(): void {
    this.#opened = undefined;
  }

  /** Tries again from the start, for example after storage was refused. */
  reopen(): Promise<void> {
    this.#opened = undefined;
    return this.open();
  }

  async #open(project: string): Promise<void> {
    const { studio } = this;
    const { element, keeper } = studio;
    this.loading = true;
    element.requestUpdate();
    try {
      if (this.#opened !== undefined && this.#opened !== project) {
        await keeper.close();
        studio.levels.reset();
        studio.parts.renewGraph();
      }
      this.#opened = project;
      const { view, empty } = await keeper.open({
        graph: studio.graph,
        executor: studio.executor,
        own: studio.parts.ownsGraph,
        project,
        storage: studio.hostStorage,
      });
      await studio.themes.recall();
      await studio.keys.recall();
      await studio.desk.follow();
      const placed = this.#placed === project || (this.#placed === undefined && studio.cameraChosen);
      this.#placed = project;
      if (view && !placed) {
        studio.levels.restore(view.level ?? '');
        studio.view.camera.set(view.camera);
      }
      if (this.#making?.project === project) studio.load(this.#making.graph, { undoable: false });
      else if (empty && studio.graph.nodes.size === 0 && element.src) await this.loadSource();
      else if (!view && !placed) studio.framer.fitNow();
    } catch (error) {
      const message = 'The stored work could not be opened. Nothing was changed; reload the page to try again.';
      studio.messages.report(GdsError.from(error, 'GDS_STORAGE_OPEN', message), { title: 'Stored work could not be opened' });
    } finally {
      this.loading = false;
      studio.presenter.reset();
      element.requestUpdate();
      studio.takeUp.look();
    }
  }

  /** Loads the graph that `src` names. */
  async loadSource(): Promise<void> {
    const { studio } = this;
    const { element } = studio;
    const url = new URL(element.src, element.ownerDocument.baseURI);
    try {
      const response = await fetch(url);
      if (!response.ok)
        throw new GdsError(
          'GDS_SRC_LOAD',
          `The graph at ${url.pathname} answered with status ${response.status}. Check the src attribute.`,
        );
      const json: unknown = await response.json();
      if (element.isConnected) studio.load(json, { undoable: false });
    } catch (error) {
      const message = `The graph at ${url.pathname} could not be read. Check that src points to a graph JSON.`;
      studio.messages.report(GdsError.from(error, 'GDS_SRC_LOAD', message), { title: 'The start graph could not be loaded' });
    }
  }

  async read(): Promise<void> {
    const { keeper, element } = this.studio;
    this.list = (await keeper.storage?.listProjects().catch(() => [])) ?? [];
    element.requestUpdate();
  }

  /** Resolves once the new one is open. It begins with the start graph, or with a graph that has been checked. */
  async create(graph?: unknown): Promise<void> {
    const { element } = this.studio;
    const project = `canvas-${Date.now().toString(36)}`;
    this.#making = graph === undefined ? undefined : { project, graph };
    element.project = project;
    await element.updateComplete;
    await this.opening;
    this.#making = undefined;
    await this.read();
  }

  async delete(id: string): Promise<void> {
    try {
      await this.studio.keeper.storage?.deleteProject(id);
    } catch (error) {
      this.studio.messages.report(GdsError.from(error, 'GDS_PROJECT_DELETE'));
    }
    await this.read();
  }

  /** The open project is named by its own document, another one by its record. */
  async rename(id: string, title: string): Promise<void> {
    const { studio } = this;
    try {
      if (id === studio.element.project) studio.graph.setMeta('title', title);
      else {
        const store = await studio.keeper.storage?.openProject(id);
        await store?.describe({ title, nodes: this.list.find((project) => project.id === id)?.nodes ?? 0 });
        store?.close();
      }
    } catch (error) {
      studio.messages.report(GdsError.from(error, 'GDS_PROJECT_RENAME'));
    }
    await this.read();
  }

  async release(): Promise<void> {
    this.#opened = undefined;
    await this.studio.keeper.dispose();
  }
}
