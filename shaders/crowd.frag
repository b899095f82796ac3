// A disc with a soft edge of one device pixel.
// in: v_corner CSS pixels from the centre, v_radius CSS pixels, v_color sRGB 0..1
uniform float u_pixel;  // CSS pixels per device pixel
in vec2 v_corner;
in float v_radius;
in vec4 v_color;
out vec4 o_color;

void main() {
  float coverage = clamp((v_radius - length(v_corner)) / u_pixel + 0.5, 0.0, 1.0);
  if (coverage <= 0.0) discard;
  o_color = vec4(v_color.rgb, v_color.a * coverage);
}
