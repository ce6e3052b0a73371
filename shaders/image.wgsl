// Pictures of nodes: one layer of a texture array, trilinear, clipped to the media area's corners, or a plain colour where there is none.
// The tiers are those of src/render/thumbnails.ts, the codes those of src/render/picture-quads.ts.

@group(0) @binding(4) var large: texture_2d_array<f32>;
@group(0) @binding(5) var medium: texture_2d_array<f32>;
@group(0) @binding(7) var small: texture_2d_array<f32>;
// The one picture that is shown in full.
@group(0) @binding(8) var focused: texture_2d_array<f32>;

const FOCUSED = 14u;
const FLAT = 15u;

fn mip_level(per_pixel: vec2f, size: vec2u) -> f32 {
  let texels = per_pixel * vec2f(size);
  return max(0.0, log2(max(texels.x, texels.y)));
}

// `place`: layer, and tier from bit 16 on. `params`: see picture-quads.ts. `unknown`: what a picture looks like before it has come.
fn shade_image(params: vec4f, place: u32, p: vec2f, half_size: vec2f, unknown: vec4f) -> vec4f {
  let per_pixel = params.xy / (half_size * 2.0);
  let uv = params.xy * 0.5 + p * per_pixel;
  let layer = place & 65535u;
  var texel: vec4f;
  switch place >> 16u {
    case 0u: { texel = textureSampleLevel(large, smooth_sampler, uv, layer, mip_level(per_pixel, textureDimensions(large))); }
    case 1u: { texel = textureSampleLevel(medium, smooth_sampler, uv, layer, mip_level(per_pixel, textureDimensions(medium))); }
    case FOCUSED: { texel = textureSampleLevel(focused, smooth_sampler, uv, 0u, 0.0); }
    case FLAT: { texel = flat_color(params, unknown); }
    default: { texel = textureSampleLevel(small, smooth_sampler, uv, layer, mip_level(per_pixel, textureDimensions(small))); }
  }
  return texel * coverage(rounded_box(p, half_size, params.z * frame.scale));
}

fn flat_color(params: vec4f, unknown: vec4f) -> vec4f {
  if (params.w < 0.0) { return unknown; }
  let bits = u32(params.w);
  let straight = vec3f(f32(bits >> 16u), f32((bits >> 8u) & 255u), f32(bits & 255u)) / 255.0;
  return vec4f(straight * params.x, params.x);
}
