// Thumbnails: one layer of a texture array, trilinear, clipped to the media area's corners.

fn shade_image(uv: vec2f, per_pixel: vec2f, layer: u32, tier: u32, p: vec2f, half_size: vec2f, radius: f32) -> vec4f {
  let side = select(frame.atlas.z, frame.atlas.w, tier == 1u);
  let lod = max(0.0, log2(max(per_pixel.x, per_pixel.y) * side));
  var texel: vec4f;
  if (tier == 1u) { texel = textureSampleLevel(small, smooth_sampler, uv, layer, lod); }
  else { texel = textureSampleLevel(large, smooth_sampler, uv, layer, lod); }
  return texel * coverage(rounded_box(p, half_size, radius));
}
