/**
 * After a reload: work that went on at a server while the page was away is taken up by running its nodes again.
 *
 * What is taken up is what was pending when the page first looked; what the page begins itself is its own run's matter. A server that is down
 * then is waited for: its work is found once it says what it offers. Of several tabs one takes a piece of work up; the others show what it
 * has stored, and go on in its place where it closes before the end.
 */
import { GdsError } from '../../errors.js';
import { claimFreedWork, claimWork, type Release } from '../../inference/claims.js';
import type { Studio } from './studio.js';

export class TakeUp {
  /** Names of work that nobody has taken up yet; undefined before the first look. */
  #orphans: Set<string> | undefined;
  /** Names of work whose result another tab is to store. */
  readonly #awaited = new Set<string>();
  #looking: Promise<void> = Promise.resolve();

  constructor(private readonly studio: Studio) {}

  /** A project has been opened, or others than before can carry work out. */
  look(): void {
    this.#looking = this.#looking.then(() => this.#look()).catch((error: unknown) => this.#report(error));
  }

  async #look(): Promise<void> {
    const { studio } = this;
    const { signal } = studio;
    if (!signal || studio.readonly || studio.projects.loading) return;
    if (!this.#orphans) {
      await studio.server.loaded();
      if (signal.aborted || !studio.server.adapter) return;
      this.#orphans = new Set(await studio.parts.inference.pendingKeys());
    }
    const claimed = new Map<string, Release>();
    for (const name of [...this.#orphans]) {
      if (signal.aborted || this.#nodesOf([name]).length === 0) continue;
      this.#orphans.delete(name);
      const release = await claimWork(name);
      if (release) claimed.set(name, release);
      else void this.#await(name, signal);
    }
    await this.#run(claimed);
  }

  /** Another tab has stored a result: shown where one is waited for. */
  resultElsewhere(): void {
    if (this.#awaited.size > 0) void this.#show().catch((error: unknown) => this.#report(error));
  }

  /** Somebody else has hold of it: waits for the result, or goes on where they left it. */
  async #await(name: string, signal: AbortSignal): Promise<void> {
    this.#awaited.add(name);
    const release = await claimFreedWork(name, signal);
    if (!release) {
      this.#awaited.delete(name);
      return void this.#orphans?.add(name);
    }
    try {
      if (!(await this.studio.parts.inference.pendingKeys()).includes(name)) return await this.#show();
      this.#awaited.delete(name);
      await this.#run(new Map([[name, release]]));
    } catch (error) {
      this.#report(error);
    } finally {
      release();
    }
  }

  async #show(): Promise<void> {
    await this.studio.keeper.readResults();
    const { executor } = this.studio;
    for (const name of [...this.#awaited]) {
      const nodes = executor.nodesFor([name]);
      if (nodes.every((id) => executor.state(id)?.outputs)) this.#awaited.delete(name);
    }
  }

  async #run(claimed: ReadonlyMap<string, Release>): Promise<void> {
    const { studio } = this;
    try {
      const ids = this.#nodesOf(claimed.keys());
      if (ids.length === 0) return;
      const names = ids.map((id) => studio.nameOf(id)).join(', ');
      const where = studio.server.adapter?.label ?? 'a server';
      studio.messages.toasts.add({ kind: 'info', title: 'Taken up again', text: `${names} went on at ${where} while the page was away.` });
      studio.messages.announce(`${names} is taken up again.`);
      await studio.runs.start({ nodes: ids, queue: 'last', label: 'Take up' });
      // Other tabs look for the result as soon as they may.
      await studio.keeper.flush().catch(() => undefined);
    } finally {
      for (const release of claimed.values()) release();
    }
  }

  #report(error: unknown): void {
    this.studio.messages.report(GdsError.from(error, 'GDS_TAKE_UP'), { quiet: true });
  }

  /** Nodes that ask for this work and are not at it. */
  #nodesOf(names: Iterable<string>): string[] {
    const { executor } = this.studio;
    return executor.nodesFor(names).filter((id) => !isUnderWay(this.studio.state(id).status));
  }
}

const isUnderWay = (status: string): boolean => status === 'running' || status === 'queued';
