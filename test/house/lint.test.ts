/** The lint rules refuse what they are there to refuse, with the configuration that `npm run lint` uses, and accept the right way. */
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { ESLint } from 'eslint';

const eslint = new ESLint();

async function rulesBrokenBy(filePath: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath });
  return (result?.messages ?? []).map((message) => message.ruleId ?? message.message);
}

const direction = 'gds/import-direction';

describe('lint', () => {
  const bad: [why: string, filePath: string, code: string, rule: string][] = [
    ['graph imports the registry', 'src/graph/x.ts', `import { a } from '../registry/registry.js';\nexport const b = a;\n`, direction],
    [
      'graph imports a type of the registry',
      'src/graph/x.ts',
      `import type { A } from '../registry/types.js';\nexport type B = A;\n`,
      direction,
    ],
    ['graph re-exports the element', 'src/graph/x.ts', `export * from '../element/gds-canvas.js';\n`, direction],
    ['registry imports execution', 'src/registry/x.ts', `import { a } from '../execution/a.js';\nexport const b = a;\n`, direction],
    ['scene imports render', 'src/scene/x.ts', `import { a } from '../render/a.js';\nexport const b = a;\n`, direction],
    ['src imports an adapter', 'src/inference/x.ts', `export const a = () => import('../../adapters/onnx/index.js');\n`, direction],
    [
      'the element imports an adapter statically',
      'src/element/x.ts',
      `import { a } from '../../adapters/onnx/index.js';\nexport const b = a;\n`,
      direction,
    ],
    [
      'an adapter imports a value of src',
      'adapters/onnx/x.ts',
      `import { a } from '../../src/inference/manager.js';\nexport const b = a;\n`,
      direction,
    ],
    [
      'an adapter imports the element',
      'adapters/onnx/x.ts',
      `import type { A } from '../../src/element/gds-canvas.js';\nexport type B = A;\n`,
      direction,
    ],
    ['pixi.js at the top', 'src/render/x.ts', `import { Mesh } from 'pixi.js';\nexport const a = Mesh;\n`, direction],
    [
      'three at the top, deep',
      'src/element/x.ts',
      `import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';\nexport const a = GLTFLoader;\n`,
      direction,
    ],
    ['onnxruntime-web at the top', 'adapters/onnx/x.ts', `import * as ort from 'onnxruntime-web';\nexport const a = ort;\n`, direction],
    [
      'the Pixi renderer imported statically',
      'src/render/x.ts',
      `import { a } from './pixi/renderer.js';\nexport const b = a;\n`,
      direction,
    ],
    ['all of lucide', 'src/x.ts', `import { Box } from 'lucide';\nexport const a = Box;\n`, 'no-restricted-imports'],
    [
      'style= in a template',
      'src/element/x.ts',
      'import { html } from \'lit\';\nexport const a = html`<p style="color: red">x</p>`;\n',
      'gds/no-template-style',
    ],
    [
      'styleMap',
      'src/element/x.ts',
      `import { styleMap } from 'lit/directives/style-map.js';\nexport const a = styleMap;\n`,
      'gds/no-template-style',
    ],
    [
      '@customElement',
      'src/element/x.ts',
      `import { customElement } from 'lit/decorators.js';\n@customElement('a-b')\nexport class A extends HTMLElement {}\n`,
      'gds/no-decorator-define',
    ],
    ['window while the module loads', 'src/element/x.ts', `export const width = window.innerWidth;\n`, 'gds/no-globals-at-import'],
    ['document in a static field', 'src/element/x.ts', `export class A {\n  static body = document.body;\n}\n`, 'gds/no-globals-at-import'],
    [
      'applyUpdate without an origin',
      'src/graph/x.ts',
      `import * as Y from 'yjs';\nexport const a = (d: Y.Doc, u: Uint8Array) => Y.applyUpdate(d, u);\n`,
      'gds/update-origin',
    ],
    ['any', 'src/graph/x.ts', `export const a = (b: any) => b;\n`, '@typescript-eslint/no-explicit-any'],
    [
      'a picture without a text',
      'src/element/x.ts',
      'import { html } from \'lit\';\nexport const a = html`<img src="x.png" />`;\n',
      'lit-a11y/alt-text',
    ],
  ];
  for (const [why, filePath, code, rule] of bad) {
    it(`refuses: ${why}`, async () => {
      expect(await rulesBrokenBy(filePath, code)).to.include(rule);
    });
  }

  const good: [why: string, filePath: string, code: string][] = [
    ['graph and errors', 'src/graph/x.ts', `import { GdsError } from '../errors.js';\nexport const b = GdsError;\n`],
    ['the element and the graph', 'src/element/x.ts', `import { GraphStore } from '../graph/store.js';\nexport const b = GraphStore;\n`],
    ['the element and an adapter, when it is used', 'src/element/x.ts', `export const a = () => import('../../adapters/onnx/index.js');\n`],
    ['an adapter and a contract', 'adapters/onnx/x.ts', `import type { A } from '../../src/inference/types.js';\nexport type B = A;\n`],
    ['an adapter and errors', 'adapters/onnx/x.ts', `import { GdsError } from '../../src/errors.js';\nexport const b = GdsError;\n`],
    ['three when it is used', 'src/element/x.ts', `export const a = () => import('three');\n`],
    ['types of three', 'src/element/x.ts', `import type { Mesh } from 'three';\nexport type A = Mesh;\n`],
    ['document in a function', 'src/element/x.ts', `export const body = () => document.body;\n`],
    ['a guarded look at a global', 'src/element/x.ts', `export const inPage = typeof window !== 'undefined';\n`],
    [
      'applyUpdate with an origin',
      'src/graph/x.ts',
      `import * as Y from 'yjs';\nexport const a = (d: Y.Doc, u: Uint8Array) => Y.applyUpdate(d, u, 'remote');\n`,
    ],
  ];
  for (const [why, filePath, code] of good) {
    it(`accepts: ${why}`, async () => {
      expect(await rulesBrokenBy(filePath, code)).to.deep.equal([]);
    });
  }
});
