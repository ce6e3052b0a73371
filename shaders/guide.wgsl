// Straight lines of one width at every zoom: alignment guides, the lasso, the knife. Twin: `guideCorner` and `shadeGuide` in
// src/render/pixi/glsl.ts.
// In: area is the start and the way to the end, canvas units; parameters are width and dash in CSS pixels and where the line begins
// on its path in canvas units.

struct Guide {
  // Of this vertex, from the node's corner.
  position: vec2f,
  // Along the line from its start, and across.
  p: vec2f,
  // Length and half of the width.
  size: vec2f,
}

fn guide_corner(area: vec4f, params: vec4f, corner: vec2f) -> Guide {
  var start = area.xy * frame.scale;
  let reach = area.zw * frame.scale;
  let size = length(reach);
  let along = select(vec2f(1.0, 0.0), reach / size, size > 0.0001);
  var half_width = max(1.0, params.x * frame.dpr) * 0.5;
  // Level and upright lines fill whole pixels: a hairline between two would be grey and wide.
  let straight = vec2<bool>(area.w != 0.0 && area.z == 0.0, area.z != 0.0 && area.w == 0.0);
  if (any(straight)) {
    half_width = floor(half_width * 2.0 + 0.5) * 0.5;
    start = select(start, whole(start - half_width) + half_width, straight);
  }
  let pad = half_width + 1.0;
  var out: Guide;
  out.p = vec2f(mix(-pad, size + pad, corner.x), mix(-pad, pad, corner.y));
  out.position = start + along * out.p.x + vec2f(-along.y, along.x) * out.p.y;
  out.size = vec2f(size, half_width);
  return out;
}

fn shade_guide(p: vec2f, size: vec2f, dash: f32, before: f32, color: vec4f) -> vec4f {
  let beyond = p.x - clamp(p.x, 0.0, size.x);
  var shape = coverage(length(vec2f(beyond, p.y)) - size.y);
  if (dash > 0.0) {
    let on = dash * frame.dpr;
    let from_middle = before * frame.scale + p.x - on * 0.5;
    let nearest = from_middle - 2.0 * on * floor(from_middle / (2.0 * on) + 0.5);
    shape *= coverage(abs(nearest) - on * 0.5);
  }
  return color * shape;
}
