/**
 * An object whose `getters` read afresh at every access, beside plain members: how the element hands narrow views of itself on.
 *
 * It has no prototype, and so V8 keeps its accessors in the object. Those of an object literal may become part of a hidden class that the code
 * which made it holds for good, and with them all that the first canvas on the page was: its graph, its element.
 */
export function liveObject<G extends Readonly<Record<string, () => unknown>>, M extends object>(
  getters: G,
  members: M,
): { readonly [K in keyof G]: ReturnType<G[K]> } & M {
  const live = Object.assign(Object.create(null) as object, members);
  for (const [name, get] of Object.entries(getters)) Object.defineProperty(live, name, { get, enumerable: true });
  return live as { readonly [K in keyof G]: ReturnType<G[K]> } & M;
}
