/**
 * How this project starts Chromium: one place for the executable and the flags.
 *
 * The GL flags matter: with other ones the software WebGPU adapter is there but dies as soon as a canvas presents.
 */
import { existsSync } from 'node:fs';

const CANDIDATES = [
  process.env.CHROME_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

export function chromiumPath() {
  const path = CANDIDATES.find((candidate) => candidate && existsSync(candidate));
  if (!path) throw new Error('Chromium was not found. Install it (Debian: apt-get install chromium) or set CHROME_PATH.');
  return path;
}

export const NETWORK_FLAGS = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Real WebGPU on a machine without a GPU. */
export const WEBGPU_FLAGS = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--ignore-gpu-blocklist',
  '--use-gl=angle',
  '--use-angle=gl-egl',
];

export const CHROMIUM_FLAGS = ['--no-sandbox', ...NETWORK_FLAGS, ...WEBGPU_FLAGS];
