/** `import source from './x.wgsl'` gives the shader's text. One plugin for Rollup and Vite, one for the test runner's server. */
export function wgsl() {
  return {
    name: 'wgsl',
    transform(code, id) {
      if (id.endsWith('.wgsl')) return { code: `export default ${JSON.stringify(code)};`, map: null };
    },
  };
}

export function wgslDevServer() {
  const isShader = (path) => path.endsWith('.wgsl');
  return {
    name: 'wgsl',
    resolveMimeType: (context) => (isShader(context.path) ? 'js' : undefined),
    transform: (context) => (isShader(context.path) ? `export default ${JSON.stringify(context.body)};` : undefined),
  };
}
