/**
 * After a reload: work that went on at a server while the page was away is taken up by running its nodes again.
 *
 * What is taken up is what was pending when the page first looked; what the page begins itself is its own run's matter. A server that is down
 * then is waited for: its work is found once it says what it offers.
 */
import { GdsError } from '../../errors.js';
import type { Studio } from './studio.js';

export class TakeUp {
  /** Names of work that nobody has taken up yet; undefined before the first look. */
  #orphans: Set<string> | undefined;
  #looking: Promise<void> = Promise.resolve();

  constructor(private readonly studio: Studio) {}

  /** A project has been opened, or others than before can carry work out. */
  look(): void {
    this.#looking = this.#looking
      .then(() => this.#look())
      .catch((error: unknown) => {
        this.studio.messages.report(GdsError.from(error, 'GDS_TAKE_UP'), { quiet: true });
      });
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
    if (this.#orphans.size === 0 || signal.aborted) return;
    const ids = studio.executor.nodesFor(this.#orphans).filter((id) => !isUnderWay(studio.state(id).status));
    if (ids.length === 0) return;
    for (const name of [...this.#orphans]) if (studio.executor.nodesFor([name]).length > 0) this.#orphans.delete(name);
    const names = ids.map((id) => studio.nameOf(id)).join(', ');
    const where = studio.server.adapter?.label ?? 'a server';
    studio.messages.toasts.add({ kind: 'info', title: 'Taken up again', text: `${names} went on at ${where} while the page was away.` });
    studio.messages.announce(`${names} is taken up again.`);
    await studio.runs.start({ nodes: ids, queue: 'last', label: 'Take up' });
  }
}

const isUnderWay = (status: string): boolean => status === 'running' || status === 'queued';
