/** Sizes of frames and notes, canvas units. */

/** Smallest that a person can make them. */
export const MIN_SIZE = { group: { width: 120, height: 80 }, note: { width: 96, height: 56 } } as const;
export const NOTE = { radius: 10, padding: 14, size: 13, pitch: 18, firstLine: 21 } as const;
export const GROUP = { radius: 14 } as const;
