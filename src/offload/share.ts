/** Things of which a page has one for all its canvases: made with the first, disposed with the last. */

export interface Shared<Thing> {
  readonly thing: Thing;
  /** Lets go of it; again does nothing. */
  release(): void;
}

/** One `Thing` for each base URL that workers are fetched from. */
export function shareByBase<Thing extends { dispose(): void }>(make: (assetBase: string) => Thing): (assetBase: string) => Shared<Thing> {
  const held = new Map<string, { readonly thing: Thing; users: number }>();
  return (assetBase) => {
    let entry = held.get(assetBase);
    if (!entry) held.set(assetBase, (entry = { thing: make(assetBase), users: 0 }));
    const mine = entry;
    mine.users += 1;
    let released = false;
    return {
      thing: mine.thing,
      release() {
        if (released) return;
        released = true;
        mine.users -= 1;
        if (mine.users > 0) return;
        held.delete(assetBase);
        mine.thing.dispose();
      },
    };
  };
}
