/** Which parts of `dist/` are missing or older than what they are made from. Compares times of files, not their contents. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const COMMON = ['package-lock.json', 'rollup.config.mjs', 'tools', 'tsconfig.json'];
const SOURCES = {
  workers: ['adapters', 'src', 'shaders'],
  studio: ['studio', 'adapters', 'src', 'shaders'],
  library: ['src', 'adapters', 'shaders'],
  server: ['server', 'adapters', 'src'],
  types: ['src', 'adapters', 'server', 'types', 'tsconfig.build.json'],
};

/** The file whose time says when a part was built. */
export const stampOf = (root, part) => join(root, 'dist', `.built-${part}`);

/** Newest modification time under a path, tests aside; 0 where nothing is. */
export function newest(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  let latest = 0;
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (entry.name === 'node_modules' || entry.name.startsWith('.') || entry.name.endsWith('.test.ts')) continue;
    latest = Math.max(latest, newest(join(path, entry.name)));
  }
  return latest;
}

/** Those of `parts` that must be built. */
export function staleParts(root, parts) {
  return parts.filter((part) => {
    const stamp = stampOf(root, part);
    if (!existsSync(stamp)) return true;
    const built = statSync(stamp).mtimeMs;
    return [...SOURCES[part], ...COMMON].some((path) => newest(join(root, path)) > built);
  });
}
