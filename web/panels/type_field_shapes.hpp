// web/panels/type_field_shapes.hpp: the plane of types without GL: the same regions, exactly (their
// borders are straight lines), with rent shaded in steps.
#pragma once

#include "web/render/render.hpp"

namespace covenant {

void draw_type_field_shapes(ImDrawList* draw, const render::TypeField& field);

}  // namespace covenant
