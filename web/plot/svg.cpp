// A display list as an SVG document. Two decimals of a pixel are enough for print.
#include <cstdio>

#include "web/plot/display_list.hpp"

namespace covenant {
namespace {

std::string number(float value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f", static_cast<double>(value));
  return text;
}

unsigned channel(ImU32 color, int shift) { return static_cast<unsigned>(color >> shift) & 255u; }

std::string color_attributes(ImU32 color, const char* name) {
  char text[80];
  std::snprintf(text, sizeof text, " %s=\"#%02x%02x%02x\"", name, channel(color, IM_COL32_R_SHIFT),
                channel(color, IM_COL32_G_SHIFT), channel(color, IM_COL32_B_SHIFT));
  std::string out = text;
  const unsigned alpha = channel(color, IM_COL32_A_SHIFT);
  if (alpha < 255u) {
    std::snprintf(text, sizeof text, " %s-opacity=\"%.3f\"", name, alpha / 255.0);
    out += text;
  }
  return out;
}

std::string points_of(const Shape& shape) {
  std::string out;
  const std::size_t n = shape.points.size();
  for (std::size_t i = 0; i < n; ++i) {
    // a band's lower edge is walked backwards, to close the outline
    const bool back = shape.kind == Shape::Kind::band && i >= n / 2;
    const ImVec2 p = shape.points[back ? n - 1 - (i - n / 2) : i];
    out += (i == 0 ? "" : " ") + number(p.x) + "," + number(p.y);
  }
  return out;
}

std::string text_element(const Shape& shape) {
  const float px = face_px(shape.face);
  const bool bold = shape.face == Face::bold || shape.face == Face::small_bold;
  const char* anchor = shape.anchor == Anchor::left     ? "start"
                       : shape.anchor == Anchor::middle ? "middle"
                                                        : "end";
  return "<text x=\"" + number(shape.points[0].x) + "\" y=\"" +
         number(shape.points[0].y + 0.97f * px) + "\" font-size=\"" + number(px) +
         "\" text-anchor=\"" + anchor + "\"" + (bold ? " font-weight=\"600\"" : "") +
         color_attributes(shape.color, "fill") + ">" + xml_escaped(shape.text) + "</text>";
}

std::string stroke_element(const Shape& shape) {
  const char* dash = shape.kind == Shape::Kind::dashed   ? " stroke-dasharray=\"5 4\""
                     : shape.kind == Shape::Kind::dotted ? " stroke-dasharray=\"2 3\""
                                                         : "";
  return "<polyline points=\"" + points_of(shape) + "\" fill=\"none\" stroke-width=\"" +
         number(shape.size) + "\" stroke-linejoin=\"round\"" + dash +
         color_attributes(shape.color, "stroke");
}

std::string rect_element(const Shape& shape) {
  const ImVec2 a = shape.points[0], b = shape.points[1];
  return "<rect x=\"" + number(a.x) + "\" y=\"" + number(a.y) + "\" width=\"" + number(b.x - a.x) +
         "\" height=\"" + number(b.y - a.y) + "\" rx=\"" + number(shape.size) + "\"" +
         color_attributes(shape.color, "fill");
}

std::string heat_element(const Shape& shape) {
  std::string out = "<g>";
  for (std::size_t i = 0; i < shape.cells.size(); ++i) {
    const ImVec4 cell = heat_cell(shape, i);
    Shape rect;
    rect.points = {ImVec2(cell.x, cell.y), ImVec2(cell.z, cell.w)};
    rect.color = shape.cells[i];
    rect.size = kHeatRadius;
    out += rect_element(rect);
    if (shape.ringed[i])
      out +=
          color_attributes(shape.color, "stroke") + " stroke-width=\"" + number(kHeatRing) + "\"";
    out += "/>";
  }
  return out + "</g>";
}

std::string opening(const Shape& shape) {
  switch (shape.kind) {
    case Shape::Kind::line:
    case Shape::Kind::dashed:
    case Shape::Kind::dotted:
      return stroke_element(shape);
    case Shape::Kind::rect:
      return rect_element(shape);
    case Shape::Kind::circle:
      return "<circle cx=\"" + number(shape.points[0].x) + "\" cy=\"" + number(shape.points[0].y) +
             "\" r=\"" + number(shape.size) + "\"" + color_attributes(shape.color, "fill");
    case Shape::Kind::band:
    case Shape::Kind::polygon:
    case Shape::Kind::heat:
    case Shape::Kind::text:
      break;
  }
  return "<polygon points=\"" + points_of(shape) + "\"" + color_attributes(shape.color, "fill");
}

std::string element(const Shape& shape) {
  if (shape.kind == Shape::Kind::text) return text_element(shape);
  if (shape.kind == Shape::Kind::heat) return heat_element(shape);
  std::string open = opening(shape);
  if (shape.clipped) open += " clip-path=\"url(#area)\"";
  if (shape.text.empty()) return open + "/>";
  const std::string name = open.substr(1, open.find(' ') - 1);
  return open + "><title>" + xml_escaped(shape.text) + "</title></" + name + ">";
}

}  // namespace

std::string xml_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t')
      out += c;
  }
  return out;
}

std::string to_svg(const DisplayList& list, ImU32 background, const Provenance& source) {
  const std::string w = number(list.width), h = number(list.height);
  std::string out = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + w + "\" height=\"" + h +
                    "\" viewBox=\"0 0 " + w + " " + h +
                    "\" font-family=\"Inter, system-ui, sans-serif\" role=\"img\">\n<title>" +
                    xml_escaped(list.title) + "</title>\n<desc>Covenant. Fingerprint " +
                    xml_escaped(source.fingerprint) + ", seed " + xml_escaped(source.seed) + ". " +
                    xml_escaped(source.link) + "</desc>\n";
  const ImVec2 a = list.clip_min, b = list.clip_max;
  out += "<clipPath id=\"area\"><rect x=\"" + number(a.x) + "\" y=\"" + number(a.y) +
         "\" width=\"" + number(b.x - a.x) + "\" height=\"" + number(b.y - a.y) +
         "\"/></clipPath>\n";
  out += "<rect width=\"100%\" height=\"100%\"" + color_attributes(background, "fill") + "/>\n";
  for (const Shape& shape : list.shapes)
    if (!shape.points.empty()) out += element(shape) + "\n";
  return out + "</svg>\n";
}

}  // namespace covenant
