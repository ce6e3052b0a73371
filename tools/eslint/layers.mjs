/**
 * Which folder may import which, as data. The rule `gds/import-direction` holds it; ARCHITECTURE in docs/ says why.
 *
 * A folder may import itself, what is listed here, and the few files in SHARED, which import nothing of ours but each other.
 * Types count like values: a layer that names another layer's types depends on it.
 */
export const SHARED = [
  'src/errors.ts',
  'src/version.ts',
  'src/hash.ts',
  'src/icons.ts',
  'src/pause.ts',
  ...['messages', 'offload', 'serve', 'share', 'worker-link'].map((name) => `src/offload/${name}.ts`),
];

export const LAYERS = {
  'src/graph': [],
  'src/registry': ['src/graph'],
  'src/scene': ['src/graph', 'src/registry', 'src/execution'],
  'src/execution': ['src/graph', 'src/registry'],
  'src/inference': ['src/graph', 'src/registry'],
  'src/persistence': ['src/graph', 'src/registry', 'src/execution'],
  'src/render': ['src/graph', 'src/registry', 'src/scene', 'shaders'],
  'src/interaction': ['src/graph', 'src/registry', 'src/scene'],
  'src/element': [
    'src/graph',
    'src/registry',
    'src/scene',
    'src/execution',
    'src/inference',
    'src/persistence',
    'src/render',
    'src/interaction',
  ],
  adapters: ['src/graph', 'src/registry', 'src/execution', 'src/inference', 'src/persistence'],
  server: ['tools', 'src/graph', 'src/registry', 'src/inference', 'adapters'],
  studio: ['src'],
};

/** These folders take contracts only: types, the values in SHARED, and the small helpers that come with a contract. */
export const CONTRACTS_ONLY = ['adapters'];
export const CONTRACT_HELPERS = [
  'src/graph/replica.ts',
  'src/persistence/asset-record.ts',
  'src/persistence/errors.ts',
  'src/persistence/listeners.ts',
];

/** What the element may reach by `import()` alone: its embedded defaults. */
export const DYNAMIC_ONLY = { 'src/element': ['adapters'] };

/** Libraries that load when they are used and not before. */
export const LAZY_LIBRARIES = ['pixi.js', 'three', 'onnxruntime-web', '@dagrejs/dagre'];

/** Modules that may import those at their top, because they are themselves reached only by `import()` or run in a worker. */
export const LAZY_MODULES = [/^src\/render\/pixi\//, /(^|\/)worker\.ts$/, /\.lazy\.ts$/];
