/**
 * Which Node tests are light: they open no browser and start no process, neither themselves nor through what they import. Light ones run
 * side by side, a file to each core; the others have the machine to themselves, as pages drawn and models run in software take all of it.
 */
import { build } from 'esbuild';

/** What a heavy test needs. */
const HEAVY = new Set(['playwright-core', 'child_process', 'node:child_process']);

/** @returns {Promise<Set<string>>} The light ones of `files`, which are paths below `root`. */
export async function lightTests(root, files) {
  const { metafile } = await build({
    entryPoints: files,
    absWorkingDir: root,
    outdir: 'none',
    write: false,
    bundle: true,
    metafile: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    loader: { '.wgsl': 'empty' },
    logLevel: 'error',
  });
  /** Modules that need a browser or a process: those that import it, then who imports those, until there is none left. */
  const heavy = new Set(HEAVY);
  const modules = Object.entries(metafile.inputs);
  for (let before = -1; before !== heavy.size;) {
    before = heavy.size;
    for (const [path, { imports }] of modules) if (imports.some((one) => heavy.has(one.path))) heavy.add(path);
  }
  return new Set(files.filter((file) => !heavy.has(file)));
}
