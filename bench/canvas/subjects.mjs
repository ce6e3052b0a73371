/** Who takes part, how each is set up, and what it does not have. */
export const SUBJECTS = [
  {
    key: 'gds-canvas',
    title: 'gds-canvas',
    file: 'ours.mjs',
    note: 'the built element, whole: hit testing, semantic mirror, minimap, tools, autosave into IndexedDB; its own node types with fields and values',
  },
];
