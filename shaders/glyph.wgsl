// Text and icons. Letters come from a distance field; scripts that need shaping come as drawn runs, tinted or in their own colours.
// Both are sampled four times a pixel: small letters have strokes thinner than a pixel, and one sample would miss them.

fn field_coverage(uv: vec2f, reach: f32) -> f32 {
  let d = (textureSampleLevel(glyphs, smooth_sampler, uv, 0.0).r - 0.5) * reach;
  // Each sample stands for half a pixel.
  return clamp(d * 2.0 + 0.5, 0.0, 1.0);
}

// `per_pixel`: atlas coordinates a device pixel spans; `reach`: pixels on screen that the field's whole range covers.
fn shade_glyph(uv: vec2f, per_pixel: vec2f, reach: f32, color: vec4f) -> vec4f {
  let o = per_pixel * 0.25;
  let sum = field_coverage(uv + vec2f(-o.x, -o.y), reach) + field_coverage(uv + vec2f(o.x, -o.y), reach)
    + field_coverage(uv + vec2f(-o.x, o.y), reach) + field_coverage(uv + o, reach);
  return color * pow(sum * 0.25, frame.gamma);
}

fn shade_run(uv: vec2f, per_pixel: vec2f) -> vec4f {
  let o = per_pixel * 0.25;
  let sum = textureSampleLevel(runs, smooth_sampler, uv + vec2f(-o.x, -o.y), 0.0) + textureSampleLevel(runs, smooth_sampler, uv + vec2f(o.x, -o.y), 0.0)
    + textureSampleLevel(runs, smooth_sampler, uv + vec2f(-o.x, o.y), 0.0) + textureSampleLevel(runs, smooth_sampler, uv + o, 0.0);
  return sum * 0.25;
}
