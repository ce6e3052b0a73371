// What every primitive shares: the frame, the node rectangles, the atlases, and distance to a rounded box.
// All lengths in the shaders are device pixels unless a name says `units`. Colours leave premultiplied.

struct Frame {
  viewport: vec2f,
  // Top left corner of the view in canvas units, relative to the scene's origin.
  camera: vec2f,
  // Device pixels per canvas unit, device pixels per CSS pixel, how far the dashes of flowing wires have wandered (0 to 1 of a
  // period), exponent of text coverage.
  scale: f32,
  dpr: f32,
  flow: f32,
  gamma: f32,
  // Offset of the grid, its spacing, and how strong its finer level is.
  grid: vec4f,
  // Reach of the distance field in atlas texels; alpha of plain wires; dots of the grid in a row; the last one is spare.
  atlas: vec4f,
  palette: array<vec4f, 64>,
}

@group(0) @binding(0) var<uniform> frame: Frame;
// x, y, width, height by node row, canvas units, relative to the scene's origin.
@group(0) @binding(1) var<storage, read> nodes: array<vec4f>;
@group(0) @binding(2) var glyphs: texture_2d<f32>;
@group(0) @binding(3) var emoji: texture_2d<f32>;
@group(0) @binding(6) var smooth_sampler: sampler;

// Halves go up, as on every other tier: WGSL's own round() takes them to the even neighbour, a pixel away.
fn whole(v: vec2f) -> vec2f {
  return floor(v + 0.5);
}

// Where a node's corner is drawn: on a whole device pixel, so that hairlines and letters stay sharp.
fn node_corner(row: u32) -> vec2f {
  return whole((nodes[row].xy - frame.camera) * frame.scale);
}

fn to_clip(position: vec2f) -> vec4f {
  return vec4f(position.x / frame.viewport.x * 2.0 - 1.0, 1.0 - position.y / frame.viewport.y * 2.0, 0.0, 1.0);
}

// Signed distance to a rounded box around zero; negative inside.
fn rounded_box(p: vec2f, half_size: vec2f, radius: f32) -> f32 {
  let r = min(radius, min(half_size.x, half_size.y));
  let q = abs(p) - half_size + r;
  return length(max(q, vec2f(0.0))) + min(max(q.x, q.y), 0.0) - r;
}

// Share of the pixel at signed distance `d` that is inside.
fn coverage(d: f32) -> f32 {
  return clamp(0.5 - d, 0.0, 1.0);
}

fn ink(index: u32, alpha: f32) -> vec4f {
  let color = frame.palette[index];
  let a = color.a * alpha;
  return vec4f(color.rgb * a, a);
}

// `top` over `bottom`, both premultiplied.
fn over(top: vec4f, bottom: vec4f) -> vec4f {
  return top + bottom * (1.0 - top.a);
}
