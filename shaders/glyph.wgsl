// Text and icons. What takes the text's colour comes from a distance field, emoji from pictures of them. Both atlases are addressed in
// texels: they grow. Both are sampled four times a pixel: small letters have strokes thinner than a pixel, and one sample would miss
// them.

// `reach`: pixels on screen that the field's whole range covers.
fn field_coverage(texel: vec2f, reach: f32) -> f32 {
  let d = (textureSampleLevel(glyphs, smooth_sampler, texel / vec2f(textureDimensions(glyphs)), 0.0).r - 0.5) * reach;
  // Each sample stands for half a pixel.
  return clamp(d * 2.0 + 0.5, 0.0, 1.0);
}

// `per_pixel`: texels that a device pixel spans.
fn shade_glyph(texel: vec2f, per_pixel: vec2f, color: vec4f) -> vec4f {
  let reach = frame.atlas.x / per_pixel.x;
  let o = per_pixel * 0.25;
  let sum = field_coverage(texel + vec2f(-o.x, -o.y), reach) + field_coverage(texel + vec2f(o.x, -o.y), reach)
    + field_coverage(texel + vec2f(-o.x, o.y), reach) + field_coverage(texel + o, reach);
  return color * pow(sum * 0.25, frame.gamma);
}

fn emoji_texel(texel: vec2f) -> vec4f {
  return textureSampleLevel(emoji, smooth_sampler, texel / vec2f(textureDimensions(emoji)), 0.0);
}

fn shade_color_glyph(texel: vec2f, per_pixel: vec2f) -> vec4f {
  let o = per_pixel * 0.25;
  let sum = emoji_texel(texel + vec2f(-o.x, -o.y)) + emoji_texel(texel + vec2f(o.x, -o.y))
    + emoji_texel(texel + vec2f(-o.x, o.y)) + emoji_texel(texel + o);
  return sum * 0.25;
}
