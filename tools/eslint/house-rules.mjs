/**
 * ESLint rules for what breaks embedders: each is one small visitor.
 *
 *   no-template-style      `style=` and styleMap in templates are blocked by a strict CSP on first render (lit/lit#4719)
 *   no-decorator-define    `@customElement` registers on import and throws when a page holds two copies
 *   no-globals-at-import   window, document and the like at module level crash an import in Node
 *   update-origin          `applyUpdate` without an origin puts another's change into one's own undo history
 */
const BROWSER_GLOBALS = new Set([
  'window',
  'document',
  'navigator',
  'location',
  'self',
  'customElements',
  'localStorage',
  'indexedDB',
  'matchMedia',
]);

const noTemplateStyle = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      attribute: 'No `style=` in templates: a strict Content-Security-Policy blocks it. Use a class, or `element.style.setProperty`.',
      directive: 'No styleMap: a strict Content-Security-Policy blocks its first render. Use a class, or `element.style.setProperty`.',
    },
  },
  create: (context) => ({
    TaggedTemplateExpression(node) {
      if (node.tag.type !== 'Identifier' || !['html', 'svg'].includes(node.tag.name)) return;
      for (const quasi of node.quasi.quasis) {
        if (/(^|\s)style\s*=/.test(quasi.value.raw)) context.report({ node: quasi, messageId: 'attribute' });
      }
    },
    ImportDeclaration(node) {
      if (/^lit(-html)?\/directives\/style-map/.test(node.source.value)) context.report({ node, messageId: 'directive' });
    },
  }),
};

const noDecoratorDefine = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { found: 'No @customElement: call `define()` from src/define.ts, which checks the version first.' },
  },
  create: (context) => ({
    Decorator(node) {
      const name = node.expression.type === 'CallExpression' ? node.expression.callee.name : node.expression.name;
      if (name === 'customElement') context.report({ node, messageId: 'found' });
    },
  }),
};

const noGlobalsAtImport = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { found: '"{{name}}" is read while the module loads; in Node that crashes. Read it inside a function.' },
  },
  create(context) {
    const isDeferred = (node) => {
      for (let parent = node.parent; parent; parent = parent.parent) {
        if (/Function/.test(parent.type)) return true;
        if (parent.type === 'PropertyDefinition' && !parent.static) return true;
        if (/^TS(?!AsExpression|NonNullExpression|SatisfiesExpression)/.test(parent.type)) return true;
      }
      return false;
    };
    return {
      'Program:exit'(program) {
        for (const reference of context.sourceCode.getScope(program).through) {
          const { identifier } = reference;
          if (!BROWSER_GLOBALS.has(identifier.name) || isDeferred(identifier) || identifier.parent.type === 'UnaryExpression') continue;
          context.report({ node: identifier, messageId: 'found', data: { name: identifier.name } });
        }
      },
    };
  },
};

const updateOrigin = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { missing: 'applyUpdate needs an origin as its last argument; undo and events tell changes apart by it.' },
  },
  create: (context) => ({
    CallExpression(node) {
      const { callee } = node;
      const onYjs = callee.type === 'MemberExpression' && callee.object.name === 'Y' && /^applyUpdate(V2)?$/.test(callee.property.name);
      const bare = callee.type === 'Identifier' && /^applyUpdate(V2)?$/.test(callee.name);
      if ((onYjs || bare) && node.arguments.length < 3) context.report({ node, messageId: 'missing' });
    },
  }),
};

export const houseRules = {
  'no-template-style': noTemplateStyle,
  'no-decorator-define': noDecoratorDefine,
  'no-globals-at-import': noGlobalsAtImport,
  'update-origin': updateOrigin,
};
