/**
 * Storybook: the documentation of every element, made from the source (custom-elements.json) and from stories/.
 *
 * Workers, ONNX Runtime and models are served beside it under `gds-assets/`, as in the studio, so that stories generate for real.
 */
import { join } from 'node:path';
import type { StorybookConfig } from '@storybook/web-components-vite';
import { wgsl } from '../tools/wgsl-plugin.mjs';

const root = join(import.meta.dirname, '..');
const ORT_FILES = ['ort.wasm.min.mjs', 'ort-wasm-simd-threaded.mjs', 'ort-wasm-simd-threaded.wasm'];

/** A page that is not isolated runs WASM with one thread: the development server isolates it, as `npm start` does. */
const ISOLATION = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

const config: StorybookConfig = {
  framework: '@storybook/web-components-vite',
  stories: ['../stories/**/*.mdx', '../stories/**/*.stories.ts'],
  addons: ['@storybook/addon-docs', '@storybook/addon-a11y'],
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  staticDirs: [
    { from: join(root, 'dist/workers'), to: '/gds-assets/workers' },
    { from: join(root, 'models/gds-tiny-sd'), to: '/gds-assets/models/gds-tiny-sd' },
    { from: join(root, 'models/gds-tiny-turbo'), to: '/gds-assets/models/gds-tiny-turbo' },
    ...ORT_FILES.map((file) => ({ from: join(root, 'node_modules/onnxruntime-web/dist', file), to: `/gds-assets/ort/${file}` })),
  ],
  viteFinal: (vite) => ({
    ...vite,
    plugins: [...(vite.plugins ?? []), wgsl()],
    build: { ...vite.build, target: 'es2022' },
    server: { ...vite.server, headers: ISOLATION },
  }),
};

export default config;
