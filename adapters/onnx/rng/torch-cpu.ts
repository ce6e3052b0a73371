/**
 * Normal random numbers equal to PyTorch's CPU generator (`torch.randn(shape, generator=torch.Generator().manual_seed(seed))`), so that
 * a seed gives the same noise as in diffusers and ComfyUI.
 *
 * MT19937 (Matsumoto and Nishimura 1998), then Box–Muller as in ATen's CPU kernels: blocks of 16 in single precision for 16 numbers
 * and more, pairs in double precision with the second one kept for fewer. Only the count matters, not the shape.
 */
const N = 624;
const M = 397;

export class TorchCpuGenerator {
  private readonly state = new Uint32Array(N);
  private index = N;
  /** Second number of a pair drawn in double precision; larger draws in between leave it alone, as in PyTorch. */
  private kept: number | undefined;

  /** @param seed - Unsigned integer; the lower 32 bits count. */
  constructor(seed: number) {
    this.state[0] = seed >>> 0;
    for (let i = 1; i < N; i++) {
      const previous = this.state[i - 1]! ^ (this.state[i - 1]! >>> 30);
      this.state[i] = Math.imul(previous, 1812433253) + i;
    }
  }

  /** The next 32 bits. */
  next(): number {
    if (this.index === N) this.twist();
    let y = this.state[this.index++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  /** `count` normal numbers with mean 0 and variance 1. */
  normal(count: number): Float32Array {
    const out = new Float32Array(count);
    if (count < 16) {
      for (let i = 0; i < count; i++) out[i] = this.single();
      return out;
    }
    for (let i = 0; i < count; i++) out[i] = this.uniform24();
    for (let start = 0; start + 16 <= count; start += 16) boxMuller16(out, start);
    if (count % 16) {
      const start = count - 16;
      for (let i = start; i < count; i++) out[i] = this.uniform24();
      boxMuller16(out, start);
    }
    return out;
  }

  private single(): number {
    if (this.kept !== undefined) {
      const value = this.kept;
      this.kept = undefined;
      return value;
    }
    const angle = 2 * Math.PI * this.uniform53();
    const radius = Math.sqrt(-2 * Math.log1p(-this.uniform53()));
    this.kept = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  private uniform24(): number {
    return (this.next() & 0xffffff) / 2 ** 24;
  }

  /** The lower 53 bits of two words, the first one the upper. */
  private uniform53(): number {
    const high = this.next() & 0x1fffff;
    return (high * 2 ** 32 + this.next()) / 2 ** 53;
  }

  private twist(): void {
    const s = this.state;
    for (let i = 0; i < N; i++) {
      const y = (s[i]! & 0x80000000) | (s[(i + 1) % N]! & 0x7fffffff);
      s[i] = s[(i + M) % N]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.index = 0;
  }
}

/** Turns 16 uniform numbers into normal ones in place; 0 to 7 give the radii, 8 to 15 the angles. */
function boxMuller16(values: Float32Array, start: number): void {
  for (let j = start; j < start + 8; j++) {
    const radius = Math.fround(Math.sqrt(Math.fround(-2 * Math.fround(Math.log(1 - values[j]!)))));
    const angle = Math.fround(2 * Math.PI * values[j + 8]!);
    values[j] = radius * Math.cos(angle);
    values[j + 8] = radius * Math.sin(angle);
  }
}
