// Boxes and what follows a box's outline: body, border and shadow, progress along the edge, stripes, checkerboard.

// Centred on zero. `border` is the width of the edge inside the box, 0 for none.
fn shade_box(p: vec2f, half_size: vec2f, radius: f32, border: f32, fill: vec4f, edge: vec4f) -> vec4f {
  let d = rounded_box(p, half_size, radius);
  let outer = coverage(d);
  let inner = coverage(d + border);
  return fill * inner + edge * max(0.0, outer - inner);
}

// How far down a shadow lies; the word says it in 256ths of a canvas unit, below its alpha.
fn shadow_drop(shadow: u32) -> f32 {
  return f32(shadow & 65535u) / 256.0 * frame.scale;
}

// Standard deviation of a shadow's blur.
fn shadow_blur(blur: f32) -> f32 {
  return max(0.5, blur * frame.scale);
}

// Shadows fade by a parabola (Epanechnikov's kernel) in place of a Gaussian: at the same deviation they look the same, but end √5
// deviations from the edge, where a Gaussian would need three to be invisible. That is an eighth of a card's pixels less.
const SHADOW_END = 2.236068;

// How far a shadow reaches beyond the box that casts it.
fn shadow_reach(blur: f32) -> vec2f {
  return vec2f(SHADOW_END * shadow_blur(blur));
}

// The palette's entry for shadows.
const SHADOW_INK = 12u;

// A box over its shadow, which is blurred by the distance to it: exact along straight edges and close enough in the corners. `shadow`: its
// alpha (0 to 255) in the bits above 16.
fn shade_raised(p: vec2f, half_size: vec2f, params: vec4f, shadow: u32, box: vec4f) -> vec4f {
  if (box.a >= 1.0) { return box; }
  let d = rounded_box(p - vec2f(0.0, params.z), half_size, params.x + params.w) / params.w;
  return over(box, ink(SHADOW_INK, f32(shadow >> 16u) / 255.0) * (1.0 - smoothstep(-SHADOW_END, SHADOW_END, d)));
}

// How far along the outline `p` lies, 0 to 1, clockwise from the middle of the top edge.
fn along_outline(p: vec2f, half_size: vec2f) -> f32 {
  let q = p / max(abs(p.x) / half_size.x, abs(p.y) / half_size.y);
  let w = half_size.x;
  let h = half_size.y;
  var length = 0.0;
  if (q.y <= -h + 0.01 && q.x >= 0.0) { length = q.x; }
  else if (q.x >= w - 0.01) { length = w + q.y + h; }
  else if (q.y >= h - 0.01) { length = w + 2.0 * h + w - q.x; }
  else if (q.x <= -w + 0.01) { length = 3.0 * w + 2.0 * h + h - q.y; }
  else { length = 3.0 * w + 4.0 * h + q.x + w; }
  return length / (4.0 * (w + h));
}

fn shade_arc(p: vec2f, half_size: vec2f, radius: f32, line: f32, fraction: f32, color: vec4f) -> vec4f {
  let d = rounded_box(p, half_size, radius);
  let on_line = coverage(d) - coverage(d + line);
  let perimeter = 4.0 * (half_size.x + half_size.y);
  let here = coverage((along_outline(p, half_size) - fraction) * perimeter);
  return color * max(0.0, on_line) * here;
}

fn shade_stripes(p: vec2f, half_size: vec2f, radius: f32, color: vec4f) -> vec4f {
  let period = max(8.0 * frame.scale, 5.0 * frame.dpr);
  let phase = fract((p.x + p.y) / period) * period;
  let stripe = coverage(abs(phase - period * 0.5) - period * 0.22);
  return color * stripe * coverage(rounded_box(p, half_size, radius));
}

fn shade_checker(p: vec2f, half_size: vec2f, radius: f32, color: vec4f) -> vec4f {
  let cell = floor((p + half_size) / max(2.0, 9.0 * frame.scale));
  let odd = (i32(cell.x) + i32(cell.y)) & 1;
  return color * f32(odd) * coverage(rounded_box(p, half_size, radius));
}
