// Fills a grid with rounded cells, ringed where the texel's alpha is below one half.
// in:  v_position CSS pixels. Colours sRGB, 0..1, blended in sRGB as ImGui does.
const float kGap = 3.0;     // CSS pixels from a cell's border to its fill
const float kRadius = 5.0;  // of its corners
const float kRing = 2.0;    // width of the ring around the fill

uniform sampler2D u_cells;  // one texel per cell, the top row first
uniform vec2 u_min;         // top left corner of the grid, CSS pixels
uniform vec2 u_size;        // of a cell
uniform vec3 u_ring;
uniform float u_pixel;      // CSS pixels per device pixel

in vec2 v_position;
out vec4 o_color;

void main() {
  vec2 at = (v_position - u_min) / u_size;
  ivec2 cell = clamp(ivec2(floor(at)), ivec2(0), textureSize(u_cells, 0) - 1);
  // pixels outside the rounded rectangle, < 0 inside
  vec2 corner = abs((at - vec2(cell) - 0.5) * u_size) - (0.5 * u_size - kGap - kRadius);
  float outside = length(max(corner, 0.0)) + min(max(corner.x, corner.y), 0.0) - kRadius;
  vec4 texel = texelFetch(u_cells, cell, 0);
  float fill = clamp(0.5 - outside / u_pixel, 0.0, 1.0);
  float ring = texel.a < 0.5 ? clamp(0.5 - (outside - kRing) / u_pixel, 0.0, 1.0) : 0.0;
  vec3 color = ring > 0.0 ? mix(u_ring, texel.rgb, fill) : texel.rgb;
  o_color = vec4(color, max(fill, ring));
}
