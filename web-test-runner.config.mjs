/**
 * Tests in real Chromium: every `*.browser.test.ts`. Node tests are `*.test.ts` without `browser` and run under `node --test`.
 *
 * `/dist/**`, `/models/**` and ONNX Runtime's own files are served as they are: its loader must not pass through module resolution.
 */
import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { CHROMIUM_FLAGS, chromiumPath } from './tools/chromium.mjs';
import { countReporter } from './tools/count-reporter.mjs';
import { bundledDevServer } from './tools/bundled-plugin.mjs';
import { wgslDevServer } from './tools/wgsl-plugin.mjs';
import { rawAssets } from './tools/raw-assets.mjs';

export default {
  files: ['src/**/*.browser.test.ts', 'adapters/**/*.browser.test.ts', 'test/**/*.browser.test.ts'],
  nodeResolve: { exportConditions: ['browser', 'production'] },
  concurrency: 1,
  testsStartTimeout: 120_000,
  testsFinishTimeout: 600_000,
  testFramework: { config: { timeout: 60_000 } },
  reporters: [defaultReporter({ reportTestResults: true, reportTestProgress: false }), countReporter()],
  plugins: [wgslDevServer(), bundledDevServer(), esbuildPlugin({ ts: true, target: 'es2022', tsconfig: './tsconfig.json' })],
  middleware: [rawAssets(import.meta.dirname)],
  browsers: [
    chromeLauncher({
      launchOptions: { executablePath: chromiumPath(), headless: true, args: [...CHROMIUM_FLAGS, '--js-flags=--expose-gc'] },
      concurrency: 1,
    }),
  ],
};
