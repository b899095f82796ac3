// in:  a_position  CSS pixels of the canvas, origin top left
// out: v_position  the same
uniform vec2 u_canvas;  // CSS pixels
in vec2 a_position;
out vec2 v_position;

void main() {
  v_position = a_position;
  vec2 ndc = a_position / u_canvas * 2.0 - 1.0;
  gl_Position = vec4(ndc.x, -ndc.y, 0.0, 1.0);
}
