// One small disc per person, at their wishes or on the way to what they pick: see web/crowd.hpp, the same
// formulas.
// in:  a_corner  -1..1, corner of the quad; a_person  lot and delay in 0..1, z1 and z2 standard normal
// out: v_corner  CSS pixels from the centre; v_radius CSS pixels; v_color sRGB 0..1
const int kMostTypes = 24;
const int kMostPicks = 26;

uniform vec2 u_canvas;  // CSS pixels
uniform int u_types;
uniform int u_picks;
uniform int u_corners;
uniform bool u_has_spread;
uniform vec4 u_type[kMostTypes];   // end of cumulated share, weights of corners 1 and 2, contract meant for it
uniform vec3 u_color[kMostTypes];  // sRGB
uniform vec3 u_scatter;            // weights per standard normal: b by z1, c by z1, c by z2
uniform vec2 u_corner[3];          // CSS pixels
uniform vec3 u_utility[kMostPicks];  // at the corners, utils
uniform vec3 u_disc[kMostPicks];     // x, y, radius in CSS pixels
uniform float u_flow;                // 0 at their wishes .. 1 at their pick
uniform float u_radius;              // CSS pixels
uniform float u_alpha;

in vec2 a_corner;
in vec4 a_person;  // lot, z1, z2, delay
out vec2 v_corner;
out float v_radius;
out vec4 v_color;

int pick_of(vec3 weight, int meant) {
  if (!u_has_spread) return meant;
  int best = 0;
  float top = -3e38;
  for (int j = 0; j < kMostPicks; ++j) {
    if (j >= u_picks) break;
    float value = dot(weight, u_utility[j]);
    if (value > top) {
      top = value;
      best = j;
    }
  }
  return best;
}

void main() {
  int type = 0;
  for (int i = 0; i + 1 < kMostTypes; ++i) {
    if (i + 1 >= u_types || a_person.x < u_type[i].x) break;
    type = i + 1;
  }
  float b = u_type[type].y + u_scatter.x * a_person.y;
  float c = u_corners < 3 ? 0.0 : u_type[type].z + u_scatter.y * a_person.y + u_scatter.z * a_person.z;
  vec3 weight = vec3(1.0 - b - c, b, c);
  vec2 from = weight.x * u_corner[0] + weight.y * u_corner[1] + (u_corners < 3 ? vec2(0.0) : weight.z * u_corner[2]);
  if (u_corners < 3 && u_has_spread) from.y += 7.0 * a_person.z;

  vec3 disc = u_disc[pick_of(weight, int(u_type[type].w + 0.5))];
  float delay = a_person.w;
  float angle = 6.2831853 * fract(delay * 977.0);
  vec2 to = disc.xy + disc.z * sqrt(delay) * vec2(cos(angle), sin(angle));
  float t = clamp(1.6 * u_flow - 0.6 * delay, 0.0, 1.0);
  float eased = t * t * (3.0 - 2.0 * t);
  vec2 at = mix(from, to, eased);
  at.y -= 0.18 * eased * (1.0 - eased) * (to.x - from.x);

  v_corner = a_corner * (u_radius + 1.0);
  v_radius = u_radius;
  v_color = vec4(u_color[type], u_alpha);
  vec2 ndc = (at + v_corner) / u_canvas * 2.0 - 1.0;
  gl_Position = vec4(ndc.x, -ndc.y, 0.0, 1.0);
}
