/** Shader sources are imported as text; see tools/wgsl-plugin.mjs. */
declare module '*.wgsl' {
  const source: string;
  export default source;
}
declare module 'lucide/dist/esm/icons/*.mjs' {
  const shapes: readonly (readonly [tag: string, attributes: Readonly<Record<string, string | number>>])[];
  export default shapes;
}
