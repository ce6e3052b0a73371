/**
 * For the test runner's server: packages whose own dependencies are CommonJS, bundled once by esbuild when first asked for.
 *
 * All entries are bundled together, so that `pixi.js/unsafe-eval` changes the same classes that `pixi.js` exports.
 */
import { build } from 'esbuild';

const ENTRIES = { 'pixi.js': 'pixi', 'pixi.js/unsafe-eval': 'unsafe-eval' };
const PREFIX = '/__bundled/';

export function bundledDevServer() {
  let files;
  const bundle = async () => {
    const result = await build({
      entryPoints: Object.entries(ENTRIES).map(([input, out]) => ({ in: input, out })),
      bundle: true,
      splitting: true,
      format: 'esm',
      target: 'es2022',
      outdir: 'bundled',
      write: false,
      logLevel: 'error',
    });
    return new Map(result.outputFiles.map((file) => [file.path.replaceAll('\\', '/').split('/bundled/')[1], file.text]));
  };
  return {
    name: 'bundled',
    resolveImport: ({ source }) => (Object.hasOwn(ENTRIES, source) ? `${PREFIX}${ENTRIES[source]}.js` : undefined),
    async serve(context) {
      if (!context.path.startsWith(PREFIX)) return undefined;
      files ??= bundle();
      const body = (await files).get(context.path.slice(PREFIX.length));
      return body === undefined ? undefined : { body, type: 'js' };
    },
  };
}
