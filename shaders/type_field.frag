// Colours every mixture b of the corner types by the option (contract, or leaving) that it picks.
// u(b, j) = sum_i b_i u(i, j) is linear, so every border is a straight line and its distance exact.
// in:  v_position CSS pixels. Utilities in utils. Colours sRGB, 0..1, blended in sRGB as ImGui does.
const int kMaxOptions = 26;

uniform vec2 u_gradient[3];   // of the corner weights, per pixel
uniform vec3 u_offset;        // b_i = dot(u_gradient[i], position) + u_offset[i]
uniform int u_options;        // leaving is the last
uniform vec3 u_utility[kMaxOptions];
uniform vec3 u_color[kMaxOptions];
uniform vec3 u_card;
uniform float u_max_rent;      // utils
uniform float u_contour_step;  // utils
uniform float u_pixel;         // CSS pixels per device pixel

in vec2 v_position;
out vec4 o_color;

vec2 slope(vec3 utility) {
  return utility.x * u_gradient[0] + utility.y * u_gradient[1] + utility.z * u_gradient[2];
}

void main() {
  vec3 b = vec3(dot(u_gradient[0], v_position), dot(u_gradient[1], v_position),
                dot(u_gradient[2], v_position)) + u_offset;
  // pixels to the nearest side, > 0 inside
  float inside = min(b.x / length(u_gradient[0]),
                     min(b.y / length(u_gradient[1]), b.z / length(u_gradient[2])));
  float coverage = clamp(inside / u_pixel + 0.5, 0.0, 1.0);
  if (coverage <= 0.0) discard;

  int best = 0;
  float top = dot(b, u_utility[0]);
  for (int j = 1; j < kMaxOptions; ++j) {
    if (j >= u_options) break;
    float u = dot(b, u_utility[j]);
    if (u > top) {
      top = u;
      best = j;
    }
  }
  // pixels to the nearest border between two picks
  float border = 1e6;
  for (int j = 0; j < kMaxOptions; ++j) {
    if (j >= u_options) break;
    vec3 difference = u_utility[best] - u_utility[j];
    float steep = length(slope(difference));
    if (j != best && steep > 1e-7) border = min(border, dot(b, difference) / steep);
  }

  vec3 over_leaving = u_utility[best] - u_utility[u_options - 1];
  float rent = max(dot(b, over_leaving), 0.0);
  float shade = u_max_rent > 0.0 ? clamp(rent / u_max_rent, 0.0, 1.0) : 0.0;
  vec3 color = mix(u_card, u_color[best], 0.26 + 0.42 * shade);

  // lines of equal rent, thin and pale
  float steep = length(slope(over_leaving));
  if (steep > 1e-7 && u_contour_step > 0.0) {
    float phase = rent / u_contour_step;
    float away = abs(phase - floor(phase + 0.5)) * u_contour_step / steep;
    bool counted = floor(phase + 0.5) >= 1.0;
    float line = counted ? 1.0 - smoothstep(0.4, 0.4 + u_pixel, away) : 0.0;
    color = mix(color, u_card, 0.45 * line);
  }
  color = mix(color, u_card, 1.0 - smoothstep(1.0 - 0.5 * u_pixel, 1.0 + 0.5 * u_pixel, border));
  o_color = vec4(color, coverage);
}
