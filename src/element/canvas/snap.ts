/** What dragged things snap to, as the attribute `snap` writes it: words with spaces between, in any order. */

export type SnapTarget = 'grid' | 'guides';
export type SnapChoice = '' | 'grid' | 'guides' | 'grid guides';

/** Words that mean nothing are passed over. */
export const snapTargets = (snap: string): Readonly<Record<SnapTarget, boolean>> => {
  const words = snap.split(/\s+/);
  return { grid: words.includes('grid'), guides: words.includes('guides') };
};

/** `snap` with one target switched. */
export function toggleSnap(snap: string, target: SnapTarget): SnapChoice {
  const targets = snapTargets(snap);
  const on = { ...targets, [target]: !targets[target] };
  return on.grid ? (on.guides ? 'grid guides' : 'grid') : on.guides ? 'guides' : '';
}
