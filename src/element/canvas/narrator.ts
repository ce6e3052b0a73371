/** Puts into words, for a screen reader, what has happened to the document, to the selection and in a run. */
import type { ExecutorEvent, RunResult } from '../../execution/types.js';
import type { GraphChange } from '../../graph/types.js';
import { progressText } from '../run-words.js';
import { endWords } from './mirror/words.js';
import { Pace } from './pace.js';
import type { Studio } from './studio.js';

/** Milliseconds between two reports of a run's progress: more often than that nobody can listen. */
export const PROGRESS_SPOKEN = 5000;
/** Milliseconds within which nodes that are done are told of together. */
const DONE_TOGETHER = 1000;
/** Changes that tell themselves. */
const GESTURE = /^(?:Cut|Detach|Insert)/;
/** Names in one sentence. */
const MOST_NAMES = 3;

export class Narrator {
  #progress = '';
  #done: string[] = [];
  readonly #progressPace = new Pace(() => this.#say(this.#progress), PROGRESS_SPOKEN);
  readonly #donePace = new Pace(() => this.#sayDone(), DONE_TOGETHER);

  constructor(private readonly studio: Studio) {}

  /** What others do is shown and not told: it would drown what the person does. */
  graphChanged(change: GraphChange): void {
    const { origin, label } = change;
    if (origin === 'undo' || origin === 'redo') this.#say(`${origin === 'undo' ? 'Undone' : 'Redone'}: ${label}`);
    if (origin === 'local') this.#told(change);
  }

  #told({ label, nodesAdded, nodesRemoved, nodesMoved, edgesAdded, edgesRemoved }: GraphChange): void {
    const { graph, mirror } = this.studio;
    const edges = edgesAdded.flatMap((id) => graph.edges.get(id) ?? []);
    const only = edges[0];
    if (nodesAdded.length > 0) this.#say(`Added ${this.#names(nodesAdded)}`);
    if (GESTURE.test(label)) return;
    if (only && edges.length === 1)
      this.#say(`Connected ${endWords(mirror.nameEnd(...only.from, 'out'))} to ${endWords(mirror.nameEnd(...only.to, 'in'))}`);
    else if (edges.length > 1) this.#say(`Made ${edges.length} connections`);
    else if (edgesRemoved.length > 0 && nodesRemoved.length === 0)
      this.#say(edgesRemoved.length === 1 ? 'Removed 1 connection' : `Removed ${edgesRemoved.length} connections`);
    if (nodesMoved.length > 0 && nodesAdded.length === 0) this.#moved(nodesMoved);
  }

  #moved(ids: readonly string[]): void {
    const node = ids.length === 1 ? this.studio.graph.nodes.get(ids[0]!) : undefined;
    const text = node ? `Moved to ${Math.round(node.x)}, ${Math.round(node.y)}` : `Moved ${ids.length} nodes`;
    this.studio.messages.announce(text, { topic: 'place' });
  }

  /** One thing selected is read out as it gets focus; several are counted. */
  selectionChanged(count: number): void {
    if (count > 1) this.studio.messages.announce(`${count} selected`, { topic: 'selection' });
  }

  run(event: ExecutorEvent): void {
    if (event.type === 'node') return this.#node(event.id, event.state);
    this.#progressPace.cancel();
    if (event.type === 'run-start') {
      this.#say(event.nodes.length === 1 ? `Running ${this.#names(event.nodes)}` : `Run started, ${event.nodes.length} nodes`);
      return;
    }
    this.#donePace.cancel();
    this.#sayDone();
    this.#say(this.#outcome(event.result));
  }

  /** Forgets what waits to be told. */
  stop(): void {
    this.#progressPace.cancel();
    this.#donePace.cancel();
    this.#done = [];
  }

  #node(id: string, { status, progress, cached }: Extract<ExecutorEvent, { type: 'node' }>['state']): void {
    if (status === 'running' && progress) {
      this.#progress = `${this.studio.nameOf(id)}: ${progressText(progress).replaceAll(' · ', ', ')}`;
      this.#progressPace.ask();
    } else if (status === 'complete' && !cached) {
      this.#done.push(id);
      this.#donePace.ask();
    }
  }

  #sayDone(): void {
    if (this.#done.length === 0) return;
    this.#say(`Done: ${this.#names(this.#done)}`);
    this.#done = [];
  }

  #outcome({ status, failed, ran }: RunResult): string {
    if (status === 'complete') return `Run finished, ${ran.length === 1 ? '1 node' : `${ran.length} nodes`} ran`;
    if (status === 'cancelled') return 'Run cancelled';
    return `Run failed: ${this.#names(failed.map(({ id }) => id)) || 'it took too long'}`;
  }

  #names(ids: readonly string[]): string {
    const names = ids.slice(0, MOST_NAMES).map((id) => this.studio.nameOf(id));
    return ids.length > MOST_NAMES ? `${names.join(', ')} and ${ids.length - MOST_NAMES} more` : names.join(', ');
  }

  #say(text: string): void {
    if (text) this.studio.messages.announce(text);
  }
}
