// core/base/types.hpp: the number types everything else is written in.
#pragma once

#include <Eigen/Core>

namespace covenant {

using Index = Eigen::Index;
using Vector = Eigen::VectorXd;
// Row-major: a row is one type, contract or sample, and rows are what loops walk along.
using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

}  // namespace covenant
