export function chromiumPath(): string;
export const NETWORK_FLAGS: readonly string[];
export const WEBGPU_FLAGS: readonly string[];
export const CHROMIUM_FLAGS: readonly string[];
