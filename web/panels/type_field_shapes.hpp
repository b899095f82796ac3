// web/panels/type_field_shapes.hpp: the plane of types without GL: the same regions, exactly (their
// borders are straight lines), with rent shaded in steps.
#pragma once

#include "web/render/render.hpp"

namespace covenant {

// How much of the field picks this option, square pixels.
[[nodiscard]] float region_area(const render::TypeField& field, int option);
void draw_type_field_shapes(ImDrawList* draw, const render::TypeField& field);

}  // namespace covenant
