// Nodes and notes in painter's order in one draw: a covered node's text cannot show through what lies over it. Frames in another,
// below the wires.
// In: area and parameters in canvas units relative to the node, then row, kind, colours and one spare word. See src/render/quads.ts.
// A pinned quad stands at a point (the area's corner) with an offset and a size in CSS pixels: it is the same at every zoom.

const BOX = 0u;
const RAISED = 1u;
const ARC = 2u;
const STRIPES = 3u;
const CHECKER = 4u;
const PORT = 5u;
const GLYPH = 6u;
const COLOR_GLYPH = 7u;
const IMAGE = 8u;
const GUIDE = 9u;
const CURSOR = 10u;
const PINNED = 65536u;

struct Quad {
  area: vec4f,
  params: vec4f,
  info: vec4u,
}
@group(1) @binding(0) var<storage, read> quads: array<Quad>;

struct QuadOut {
  @builtin(position) position: vec4f,
  // From the middle of the area.
  @location(0) p: vec2f,
  @location(1) @interpolate(flat) half_size: vec2f,
  @location(2) @interpolate(flat) params: vec4f,
  // Kind and shape, colours, spare word. What a pixel is handed costs as much as what it reckons: nothing more goes along.
  @location(3) @interpolate(flat) look: vec3u,
}

// Parameters as pixels need them. Boxes and what follows their outline: radius, line and the shadow's way down in device pixels, the
// shadow's blur. Text: texel at the middle of the area, texels that a device pixel spans.
fn pixel_params(kind: u32, pinned: bool, params: vec4f, size: vec2f, shadow: u32) -> vec4f {
  var out = params;
  if (kind == GLYPH || kind == COLOR_GLYPH) { return vec4f((params.xy + params.zw) * 0.5, (params.zw - params.xy) / size); }
  if (kind > CHECKER) { return out; }
  out.x = params.x * select(frame.scale, frame.dpr, pinned);
  if (kind == ARC) { out.y = max(params.y * frame.scale, 2.0 * frame.dpr); }
  if (kind <= RAISED) {
    if (params.y > 0.0) { out.y = max(max(1.0, floor(params.y * frame.scale + 0.5)), params.z * frame.dpr); }
    out.z = shadow_drop(shadow);
    out.w = shadow_blur(params.w);
  }
  return out;
}

// Where a pinned quad's corner lies from its point, CSS pixels: two signed 16-bit numbers, sixteenths.
fn pinned_offset(word: u32) -> vec2f {
  return vec2f(vec2i(bitcast<i32>(word << 16u) >> 16u, bitcast<i32>(word) >> 16u)) / 16.0;
}

@vertex
fn quad_vertex(@builtin(vertex_index) vertex: u32) -> QuadOut {
  let area = quads[vertex / 4u].area;
  let params = quads[vertex / 4u].params;
  let info = quads[vertex / 4u].info;
  let kind = info.y & 255u;
  let pinned = (info.y & PINNED) != 0u;
  let corner = vec2f(f32(vertex & 1u), f32((vertex >> 1u) & 1u));
  var out: QuadOut;
  out.look = info.yzw;
  if (kind == GUIDE) {
    let guide = guide_corner(area, params, corner);
    out.position = to_clip(node_corner(info.x) + guide.position);
    out.p = guide.p;
    out.half_size = guide.size;
    out.params = params;
    return out;
  }
  var low = area.xy * frame.scale;
  var high = (area.xy + area.zw) * frame.scale;
  if (pinned) {
    low = whole(low) + pinned_offset(info.w) * frame.dpr;
    high = low + area.zw * frame.dpr;
  }
  // Beyond the area, at its top left and bottom right corner. A box lies on whole pixels: outside it nothing is covered.
  var pad_low = vec2f(0.0);
  var pad_high = vec2f(0.0);
  if (kind == GLYPH || kind == COLOR_GLYPH) {
    // The base line on a whole pixel keeps the feet of letters sharp.
    let base = select(bitcast<f32>(info.w) * frame.scale, TAG_BASELINE * frame.dpr, pinned);
    let shift = vec2f(0.0, floor(base + 0.5) - base);
    low += shift;
    high += shift;
  } else if (kind != PORT && kind != CURSOR) {
    if (kind == BOX) {
      let grow = max(vec2f(0.0), params.w * frame.dpr - (high - low)) * 0.5;
      low -= grow;
      high += grow;
    }
    low = whole(low);
    high = max(whole(high), low + 1.0);
    if (kind == RAISED) {
      let reach = shadow_reach(params.w);
      let drop = vec2f(0.0, shadow_drop(info.w));
      pad_low = max(vec2f(0.0), reach - drop);
      pad_high = reach + drop;
    }
  } else {
    pad_low = vec2f(1.0);
    pad_high = vec2f(1.0);
  }
  let local = mix(low - pad_low, high + pad_high, corner);
  let middle = (low + high) * 0.5;
  let size = high - low;

  out.position = to_clip(node_corner(info.x) + local);
  out.p = local - middle;
  out.half_size = size * 0.5;
  out.params = pixel_params(kind, pinned, params, size, info.w);
  return out;
}

fn second_ink(colors: u32) -> vec4f {
  return ink((colors >> 8u) & 255u, f32(colors >> 24u) / 255.0);
}

@fragment
fn quad_fragment(in: QuadOut) -> @location(0) vec4f {
  let kind = in.look.x & 255u;
  let alpha = f32((in.look.y >> 16u) & 255u) / 255.0;
  let color = ink(in.look.y & 255u, alpha);
  if (kind <= RAISED) {
    // Most pixels of a card.
    if (kind == RAISED && all(abs(in.p) < in.half_size - max(in.params.x, in.params.y) - 1.0)) { return color; }
    let box = shade_box(in.p, in.half_size, in.params.x, in.params.y, color, second_ink(in.look.y));
    if (kind == BOX) { return box; }
    return shade_raised(in.p, in.half_size, in.params, in.look.z, box);
  }
  switch kind {
    case ARC: { return shade_arc(in.p, in.half_size, in.params.x, in.params.y, in.params.z, color); }
    case STRIPES: { return shade_stripes(in.p, in.half_size, in.params.x, color); }
    case CHECKER: { return shade_checker(in.p, in.half_size, in.params.x, color); }
    case PORT: { return shade_port(in.p, in.params.x * frame.scale, (in.look.x >> 8u) & 255u, color, second_ink(in.look.y)); }
    case GLYPH: { return shade_glyph(in.params.xy + in.p * in.params.zw, in.params.zw, color); }
    case COLOR_GLYPH: { return shade_color_glyph(in.params.xy + in.p * in.params.zw, in.params.zw) * alpha; }
    case GUIDE: { return shade_guide(in.p, in.half_size, in.params.y, in.params.z, color); }
    case CURSOR: { return shade_cursor(in.p + in.params.xy * frame.dpr, color, second_ink(in.look.y)); }
    default: { return shade_image(in.params, in.look.z, in.p, in.half_size, ink(in.look.y & 255u, 1.0)) * alpha; }
  }
}
