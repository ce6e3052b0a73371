/** Pixi without `eval`, for strict pages. The package ships no types for this entry: it is imported for its effect alone. */
declare module 'pixi.js/unsafe-eval';
