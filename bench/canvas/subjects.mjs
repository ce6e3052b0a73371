/** Who takes part, how each is set up, and what it lacks. `undo` and `pictures` are the reasons for which those cells are empty. */
const NO_UNDO = 'the library has no undo';

export const SUBJECTS = [
  {
    key: 'gds-canvas',
    title: 'gds-canvas',
    file: 'ours.mjs',
    note: 'the built element, whole: hit testing, semantic mirror, minimap, tools, autosave into IndexedDB; node types of its registry, with fields and values',
  },
  {
    key: 'xyflow',
    title: 'React Flow',
    package: '@xyflow/react',
    file: 'xyflow.mjs',
    note: 'quick start with Background and Controls, a memoised node component with title and handles',
    undo: NO_UNDO,
  },
  {
    key: 'xyflow-visible',
    title: 'React Flow (onlyRenderVisibleElements)',
    package: '@xyflow/react',
    file: 'xyflow.mjs',
    options: { visible: true },
    note: 'the same with `onlyRenderVisibleElements`',
    undo: NO_UNDO,
  },
  {
    key: 'litegraph',
    title: 'LiteGraph',
    package: '@comfyorg/litegraph',
    file: 'litegraph.mjs',
    note: 'a saved graph configured into `LGraph` and `LGraphCanvas`, as ComfyUI keeps it; nodes with title and slots',
    undo: NO_UNDO,
  },
  {
    key: 'rete',
    title: 'Rete with Lit renderer',
    package: 'rete',
    file: 'rete.mjs',
    note: 'area plugin, connection plugin, `@retejs/lit-plugin` with its classic preset, selectable nodes, simple order',
    undo: 'undo is a plugin of its own that its guide does not begin with',
  },
  {
    key: 'sigma',
    title: 'sigma',
    package: 'sigma',
    file: 'sigma.mjs',
    note: 'defaults, with `enableNodeDrag` and sizes in graph units; discs with labels and straight edges, no ports, no selection (`getDraggedNodes` names all)',
    undo: NO_UNDO,
    pictures: 'pictures are a package of its own',
  },
  {
    key: 'pixi',
    title: 'Pixi (plain)',
    package: 'pixi.js',
    file: 'pixi.mjs',
    note: 'WebGL; one `Graphics` and one `BitmapText` for each node, one `Graphics` for each edge; no selection (the drag moves all)',
    undo: NO_UNDO,
  },
];
