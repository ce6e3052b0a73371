/** Which picture sizes a latent diffusion model can take. */
import { GdsError } from '../../../src/errors.js';

/** Pixels along one side; above, a single attention map would not fit into memory. */
export const SIZE_RANGE = { min: 64, max: 2048 } as const;

/** @throws GdsError `GDS_SIZE` unless both are multiples of 8 within {@link SIZE_RANGE}. */
export function checkSize(width: number, height: number): void {
  for (const side of [width, height]) {
    if (!Number.isInteger(side / 8) || side < SIZE_RANGE.min || side > SIZE_RANGE.max) {
      throw new GdsError(
        'GDS_SIZE',
        `${width} × ${height} pixels do not work. Width and height must be multiples of 8 from ${SIZE_RANGE.min} to ${SIZE_RANGE.max}.`,
      );
    }
  }
}
