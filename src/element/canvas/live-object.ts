/** An object whose `getters` read afresh at every access, beside plain members: how the element hands narrow views of itself on. */
export function liveObject<G extends Readonly<Record<string, () => unknown>>, M extends object>(
  getters: G,
  members: M,
): { readonly [K in keyof G]: ReturnType<G[K]> } & M {
  for (const [name, get] of Object.entries(getters)) Object.defineProperty(members, name, { get, enumerable: true });
  return members as { readonly [K in keyof G]: ReturnType<G[K]> } & M;
}
