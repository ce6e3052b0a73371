/** What the tests need of the machine besides Node: Chromium, and the Mesa libraries its software WebGPU stands on. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromiumPath } from '../../tools/chromium.mjs';

const DEBIAN_PACKAGES = ['chromium', 'libegl1', 'libgl1-mesa-dri', 'libgles2', 'fonts-dejavu-core'];

/** Makes sure that Chromium is there: installs it on Debian when run as root, says what to do elsewhere. */
export function ensureChromium() {
  try {
    return chromiumPath();
  } catch (missing) {
    const isRoot = process.getuid?.() === 0;
    if (!isRoot || !existsSync('/usr/bin/apt-get')) throw missing;
  }
  console.log('Chromium is missing: installing it with apt-get.');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const run = (...args) => spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env }).status === 0;
  if (!run('update', '-q') || !run('install', '-y', '--no-install-recommends', ...DEBIAN_PACKAGES)) {
    throw new Error(`apt-get could not install Chromium. Install these packages by hand: ${DEBIAN_PACKAGES.join(' ')}.`);
  }
  return chromiumPath();
}
