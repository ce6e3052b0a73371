import type { Plugin } from 'vite';

/** `import source from './x.wgsl'` gives the shader's text, in Rollup and Vite. */
export function wgsl(): Plugin;
/** The same for the test runner's server. */
export function wgslDevServer(): { name: string };
