// One small disc per instance.
// in:  a_corner  -1..1, corner of the quad; a_center CSS pixels; a_radius CSS pixels; a_color sRGB 0..1
// out: v_corner  CSS pixels from the centre; v_radius; v_color
uniform vec2 u_canvas;  // CSS pixels
in vec2 a_corner;
in vec2 a_center;
in float a_radius;
in vec4 a_color;
out vec2 v_corner;
out float v_radius;
out vec4 v_color;

void main() {
  v_corner = a_corner * (a_radius + 1.0);
  v_radius = a_radius;
  v_color = a_color;
  vec2 ndc = (a_center + v_corner) / u_canvas * 2.0 - 1.0;
  gl_Position = vec4(ndc.x, -ndc.y, 0.0, 1.0);
}
