// web/panels/type_field_shapes.hpp: the plane of types without a shader, for pages without GL and
// for SVG: the same regions, exactly (their borders are straight lines), with rent shaded in steps.
#pragma once

#include "web/plot/display_list.hpp"
#include "web/render/render.hpp"

namespace covenant {

// How much of the field picks this option, square pixels.
[[nodiscard]] float region_area(const render::TypeField& field, int option);
void add_type_field(DisplayList& list, const render::TypeField& field);

}  // namespace covenant
