/** Connected areas of a picture, four neighbours a pixel. */

/** Everything reachable from the picture's border over pixels that `passes` accepts. 1 = reached. */
export function floodFromBorder(width: number, height: number, passes: (index: number) => boolean): Uint8Array {
  const reached = new Uint8Array(width * height);
  const stack: number[] = [];
  const visit = (i: number) => {
    if (reached[i] || !passes(i)) return;
    reached[i] = 1;
    stack.push(i);
  };
  for (let x = 0; x < width; x++) {
    visit(x);
    visit((height - 1) * width + x);
  }
  for (let y = 0; y < height; y++) {
    visit(y * width);
    visit(y * width + width - 1);
  }
  spread(width, height, stack, visit);
  return reached;
}

function spread(width: number, height: number, stack: number[], visit: (index: number) => void): void {
  while (stack.length > 0) {
    const i = stack.pop()!;
    const x = i % width;
    if (x > 0) visit(i - 1);
    if (x < width - 1) visit(i + 1);
    if (i >= width) visit(i - width);
    if (i < width * (height - 1)) visit(i + width);
  }
}

/** Keeps areas above 0.5 that have at least `share` of the largest one's pixels; the rest of `matte` becomes 0, in place. Returns the pixels kept. */
export function keepLargest(matte: Float32Array, width: number, height: number, share: number): number {
  const label = new Int32Array(width * height);
  const sizes = [0];
  for (let i = 0; i < label.length; i++) {
    if (matte[i]! <= 0.5 || label[i]) continue;
    const id = sizes.length;
    const stack: number[] = [];
    let size = 0;
    const visit = (k: number) => {
      if (label[k] || matte[k]! <= 0.5) return;
      label[k] = id;
      size++;
      stack.push(k);
    };
    visit(i);
    spread(width, height, stack, visit);
    sizes.push(size);
  }
  const largest = sizes.reduce((most, size) => Math.max(most, size), 0);
  const keep = sizes.map((size) => size > 0 && size >= share * largest);
  // The soft edge belongs to the area it touches; three pixels are wider than any edge made here.
  const near = dilate(
    Uint8Array.from(label, (id) => (keep[id] ? 1 : 0)),
    width,
    height,
    3,
  );
  const others = Uint8Array.from(label, (id) => (id > 0 && !keep[id] ? 1 : 0));
  let kept = 0;
  for (let i = 0; i < matte.length; i++) {
    if (!near[i] || others[i]) matte[i] = 0;
    else if (matte[i]! > 0.5) kept++;
  }
  return kept;
}

/** Grows a mask by `radius` pixels, square neighbourhood. */
export function dilate(mask: Uint8Array, width: number, height: number, radius: number): Uint8Array {
  const pass = (source: Uint8Array, across: boolean) => {
    const out = new Uint8Array(source.length);
    const length = across ? width : height;
    const stride = across ? 1 : width;
    const lines = across ? height : width;
    for (let line = 0; line < lines; line++) {
      const start = across ? line * width : line;
      let last = -Infinity;
      for (let k = -radius; k < length; k++) {
        if (k + radius < length && source[start + (k + radius) * stride]) last = k + radius;
        if (k >= 0 && last >= k - radius) out[start + k * stride] = 1;
      }
    }
    return out;
  };
  return pass(pass(mask, true), false);
}
