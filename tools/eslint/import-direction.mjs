/**
 * ESLint rule: imports follow the layers of `layers.mjs`, and heavy libraries stay behind `import()`.
 *
 * Looks at the written path of static imports, re-exports and literal `import()`; tests are exempt, they join layers on purpose.
 */
import { dirname, relative, resolve, sep } from 'node:path';
import { CONTRACT_HELPERS, CONTRACTS_ONLY, DYNAMIC_ONLY, LAYERS, LAZY_LIBRARIES, LAZY_MODULES, SHARED } from './layers.mjs';

const within = (path, folder) => path === folder || path.startsWith(`${folder}/`);
const layerOf = (path) => Object.keys(LAYERS).find((folder) => within(path, folder));
const isLazy = (path) => LAZY_MODULES.some((pattern) => pattern.test(path));

export const importDirection = {
  meta: {
    type: 'problem',
    schema: [{ type: 'object', properties: { root: { type: 'string' } }, additionalProperties: false }],
    messages: {
      direction: '"{{from}}" must not import "{{to}}". It may import: {{allowed}}.',
      contract: '"{{from}}" takes only types from "{{to}}": write `import type`.',
      dynamic: '"{{from}}" reaches "{{to}}" only by `import()`.',
      heavy: '"{{library}}" is loaded when it is used: `await import(\'{{library}}\')`.',
      lazy: '"{{to}}" holds a heavy library: reach it by `import()`.',
    },
  },
  create(context) {
    const root = context.options[0]?.root ?? context.cwd;
    const from = relative(root, context.filename).split(sep).join('/');
    if (from.endsWith('.test.ts')) return {};
    const layer = layerOf(from);

    function check(node, source, { dynamic, typeOnly }) {
      if (typeof source?.value !== 'string') return;
      const name = source.value;
      if (!name.startsWith('.')) {
        const library = LAZY_LIBRARIES.find((each) => within(name, each));
        if (library && !dynamic && !typeOnly && !isLazy(from)) context.report({ node, messageId: 'heavy', data: { library: name } });
        return;
      }
      const to = relative(root, resolve(dirname(context.filename), name))
        .split(sep)
        .join('/')
        .replace(/\.js$/, '.ts');
      if (isLazy(to) && !isLazy(from) && !dynamic && !typeOnly) context.report({ node, messageId: 'lazy', data: { to } });
      if (!layer || within(to, layer) || SHARED.includes(to)) return;
      if (DYNAMIC_ONLY[layer]?.some((folder) => within(to, folder))) {
        if (!dynamic && !typeOnly) context.report({ node, messageId: 'dynamic', data: { from, to } });
        return;
      }
      const allowed = LAYERS[layer];
      if (!allowed.some((folder) => within(to, folder))) {
        context.report({ node, messageId: 'direction', data: { from, to, allowed: [...allowed, ...SHARED].join(', ') } });
      } else if (CONTRACTS_ONLY.includes(layer) && !typeOnly && !CONTRACT_HELPERS.includes(to)) {
        context.report({ node, messageId: 'contract', data: { from, to } });
      }
    }

    const onlyTypes = (node) =>
      node.importKind === 'type' ||
      node.exportKind === 'type' ||
      (node.specifiers?.length > 0 && node.specifiers.every((each) => each.importKind === 'type' || each.exportKind === 'type'));
    return {
      ImportDeclaration: (node) => check(node, node.source, { dynamic: false, typeOnly: onlyTypes(node) }),
      ExportNamedDeclaration: (node) => check(node, node.source, { dynamic: false, typeOnly: onlyTypes(node) }),
      ExportAllDeclaration: (node) => check(node, node.source, { dynamic: false, typeOnly: node.exportKind === 'type' }),
      ImportExpression: (node) => check(node, node.source, { dynamic: true, typeOnly: false }),
    };
  },
};
