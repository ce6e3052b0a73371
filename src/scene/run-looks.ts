/** How runs look: state and picture by node id, of nodes on any level. */
import type { NodeMedia, NodeVisual } from './types.js';

const IDLE: NodeVisual = { status: 'idle' };

export class RunLooks {
  readonly #visuals = new Map<string, NodeVisual>();
  readonly #media = new Map<string, NodeMedia>();
  /** Nodes that run at the moment. */
  readonly running = new Set<string>();

  visual(id: string): NodeVisual | undefined {
    return this.#visuals.get(id);
  }
  /** Returns false where it looks as before. */
  setVisual(id: string, told: NodeVisual | undefined): boolean {
    // Most nodes of a large graph never ran: what looks like nothing is kept as nothing.
    const visual = sameVisual(told, IDLE) ? undefined : told;
    if (sameVisual(this.#visuals.get(id), visual)) return false;
    if (visual) this.#visuals.set(id, visual);
    else this.#visuals.delete(id);
    if (visual?.status === 'running') this.running.add(id);
    else this.running.delete(id);
    return true;
  }

  media(id: string): NodeMedia | undefined {
    return this.#media.get(id);
  }
  /** Returns false where it is the one before. */
  setMedia(id: string, media: NodeMedia | undefined): boolean {
    if (this.#media.get(id) === media) return false;
    if (media) this.#media.set(id, media);
    else this.#media.delete(id);
    return true;
  }

  drop(id: string): void {
    this.#visuals.delete(id);
    this.running.delete(id);
    this.setMedia(id, undefined);
  }
  /** Drops what belongs to no node of `ids`. */
  keep(ids: { has(id: string): boolean }): void {
    for (const id of [...this.#visuals.keys(), ...this.#media.keys()]) if (!ids.has(id)) this.drop(id);
  }
}

function sameVisual(a: NodeVisual | undefined, b: NodeVisual | undefined): boolean {
  if (a === b) return true;
  if (!a || !b) return false;
  const keys = ['status', 'fraction', 'label', 'error', 'cached', 'stale'] as const;
  return keys.every((key) => a[key] === b[key]) && a.footer?.[0] === b.footer?.[0] && a.footer?.[1] === b.footer?.[1];
}
