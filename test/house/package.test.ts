/** What a program gets when it installs the package: entries, types, contents of the tarball, nothing heavy before it is used. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { build as bundle } from 'esbuild';
import { VERSION } from '../../src/version.js';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
interface Manifest {
  version: string;
  exports: Record<string, string | { types: string; default: string }>;
  workspaces: string[];
  dependencies: Record<string, string>;
  bin: { 'gds-canvas-server': string };
}
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
const entries = Object.entries(manifest.exports).filter(
  (entry): entry is [string, { types: string; default: string }] => typeof entry[1] === 'object',
);

describe('the package', () => {
  let consumer = '';

  before(() => {
    for (const part of ['library', 'server', 'types']) {
      if (existsSync(join(root, 'dist', `.built-${part}`))) continue;
      execFileSync(process.execPath, ['scripts/build.mjs', part], { cwd: root, stdio: 'inherit' });
    }
    consumer = mkdtempSync(join(tmpdir(), 'gds-consumer-'));
    mkdirSync(join(consumer, 'node_modules'));
    symlinkSync(root, join(consumer, 'node_modules/gds-canvas'), 'junction');
  });
  after(() => rmSync(consumer, { recursive: true }));

  it('says the same version everywhere', () => {
    expect(VERSION).to.equal(manifest.version);
    expect(readFileSync(join(root, 'CHANGELOG.md'), 'utf8')).to.contain(`## ${manifest.version}`);
  });

  it('has a file and declarations behind every entry', () => {
    expect(entries.length).to.be.greaterThan(4);
    for (const [name, { types, default: file }] of entries) {
      expect(existsSync(join(root, file)), `${name}: ${file}`).to.equal(true);
      expect(existsSync(join(root, types)), `${name}: ${types}`).to.equal(true);
    }
  });

  for (const [name] of entries) {
    it(`imports ${name} in Node, without a DOM and without leaving one behind`, () => {
      const specifier = `gds-canvas${name.slice(1)}`;
      const script = `
        const had = new Set(Object.getOwnPropertyNames(globalThis));
        const module = await import(${JSON.stringify(specifier)});
        const added = Object.getOwnPropertyNames(globalThis).filter((name) => !had.has(name) && !/^lit|^reactiveElement/.test(name));
        console.log(JSON.stringify({ names: Object.keys(module), added }));`;
      const { stdout, stderr, status } = spawnSync(process.execPath, ['--preserve-symlinks', '--input-type=module', '-e', script], {
        cwd: consumer,
        encoding: 'utf8',
      });
      expect(status, stderr).to.equal(0);
      const { added } = JSON.parse(stdout) as { names: string[]; added: string[] };
      expect(added.filter((each) => ['window', 'document', 'HTMLElement'].includes(each))).to.deep.equal([]);
    });
  }

  it('exports nothing else', () => {
    const script = `await import('gds-canvas/dist/src/version.js')`;
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { cwd: consumer, encoding: 'utf8' });
    expect(status).to.not.equal(0);
    expect(stderr).to.contain('ERR_PACKAGE_PATH_NOT_EXPORTED');
  });

  it('packs what it exports, and neither models nor sources nor tests', () => {
    const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [pack] = JSON.parse(output) as [{ files: { path: string; size: number }[]; size: number }];
    const paths = pack.files.map(({ path }) => path);
    for (const [, { types, default: file }] of entries) {
      expect(paths).to.include(file.slice(2));
      expect(paths).to.include(types.slice(2));
    }
    for (const path of [
      'package.json',
      'README.md',
      'LICENSE',
      'CHANGELOG.md',
      'dist/adapters/onnx/worker.js',
      'dist/workers/onnx.js',
      'dist/workers/inflate.js',
      'dist/src/element/mesh-thumbnail/worker.js',
      'dist/workers/mesh.js',
      'dist/src/render/pictures/worker.js',
      'dist/workers/picture.js',
      'dist/server/main.js',
      'dist/tools/assets.js',
    ]) {
      expect(paths).to.include(path);
    }
    expect(paths.filter((path) => /\.onnx$|^models\/|\.test\.|^src\/|^test\/|^server\/|^studio\/|^dist\/studio/.test(path))).to.deep.equal(
      [],
    );
    expect(pack.size).to.be.lessThan(3_000_000);
  });

  it('starts its server from where it is installed', async () => {
    const program = join(consumer, 'node_modules/gds-canvas', manifest.bin['gds-canvas-server']);
    const server = spawn(process.execPath, ['--preserve-symlinks', program, '--data', join(consumer, 'data'), '--port', '0'], {
      cwd: consumer,
    });
    const [line] = (await once(server.stdout, 'data')) as [Buffer];
    const url = line.toString().replace('gds-canvas-server: ', '').trim();
    expect((await fetch(new URL('/api/capabilities', url)).then((answer) => answer.json())) as unknown).to.include({ version: VERSION });
    server.kill();
    expect((await once(server, 'exit'))[0]).to.equal(0);
  });

  it('has workers that stand alone', () => {
    for (const [name, place] of [
      ['onnx', 'adapters/onnx'],
      ['inflate', 'adapters/inflate'],
      ['mesh', 'src/element/mesh-thumbnail'],
      ['picture', 'src/render/pictures'],
    ] as const) {
      const code = readFileSync(join(root, `dist/workers/${name}.js`), 'utf8');
      expect(/(^|[;}\s])import\s*["'{*]/.exec(code), `${name}: static import`).to.equal(null);
      expect(/import\(\s*["']\./.exec(code), `${name}: relative import()`).to.equal(null);
      expect(readFileSync(join(root, `dist/${place}/worker.js`), 'utf8') === code, `${name}: ${place} has the same worker`).to.equal(true);
    }
    expect(readFileSync(join(root, 'dist/adapters/onnx/index.js'), 'utf8')).to.match(
      /new Worker\(\s*new URL\(["']\.\/worker\.js["'], import\.meta\.url\)/,
    );
  });

  it('loads Pixi, three and ONNX Runtime behind import() only', async () => {
    const { metafile } = await bundle({
      entryPoints: [
        'src/index.ts',
        'src/define.ts',
        ...['onnx', 'inflate', 'indexeddb', 'memory'].map((name) => `adapters/${name}/index.ts`),
      ],
      absWorkingDir: root,
      bundle: true,
      splitting: true,
      format: 'esm',
      outdir: 'out/never-written',
      write: false,
      metafile: true,
      logLevel: 'silent',
      loader: { '.wgsl': 'text' },
    });
    const heavy = /node_modules\/(pixi\.js|three|onnxruntime-web)\//;
    const reached = new Set<string>();
    const visit = (path: string): void => {
      if (reached.has(path)) return;
      reached.add(path);
      for (const { path: next, kind } of metafile.outputs[path]?.imports ?? []) if (kind === 'import-statement') visit(next);
    };
    for (const [path, { entryPoint }] of Object.entries(metafile.outputs))
      if (entryPoint && !entryPoint.includes('node_modules') && !isLazyEntry(entryPoint)) visit(path);
    const found = [...reached].flatMap((path) => Object.keys(metafile.outputs[path]?.inputs ?? {})).filter((input) => heavy.test(input));
    expect(found).to.deep.equal([]);
    expect(Object.values(metafile.outputs).some(({ inputs }) => Object.keys(inputs).some((input) => heavy.test(input)))).to.equal(true);
  });

  it('is one MIT package whose dependencies have permissive licences', () => {
    for (const name of Object.keys(manifest.dependencies)) {
      const { license } = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')) as { license: string };
      expect(['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD', 'Unlicense'], name).to.include(license);
    }
  });
});

/** Chunks that esbuild makes for `import()` count as entry points too; only the entries named above are ones. */
const isLazyEntry = (entryPoint: string): boolean => !/^src\/(index|define)\.ts$|^adapters\/\w+\/index\.ts$/.test(entryPoint);
