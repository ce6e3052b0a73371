/** Folder on disk behind a place, or undefined where there is no such place. */
export function assetFolder(root: string, place: string): string | undefined;
/** Path of an asset on disk, or undefined where the name leads nowhere or outside. */
export function resolveAsset(root: string, name: string): string | undefined;
