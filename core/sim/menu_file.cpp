#include "core/sim/menu_file.hpp"

#include <cmath>
#include <cstdint>

namespace covenant {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr std::size_t kMaxTypes = 10000, kMaxValues = 4000, kMaxEntries = 200000;
constexpr double kSumTolerance = 1e-9;  // of probabilities that should sum to 1
// Beyond this, products of two numbers of a problem lose all meaning in double precision.
constexpr NumberRange kAny{-1e12, 1e12, false};
constexpr NumberRange kAtLeastZero{0.0, 1e12, false};
constexpr NumberRange kShare{0.0, 1e12, true};

std::string element(const std::string& path, std::size_t index) {
  return path + "[" + std::to_string(index) + "]";
}

Vector to_vector(const std::vector<double>& values) {
  return Eigen::Map<const Vector>(values.data(), static_cast<Index>(values.size()));
}

// A number or null (absent counts as null); null leaves `out` alone.
bool optional_number(ObjectReader& reader, const char* key, double& out, NumberRange range = kAny) {
  const Json* json = reader.find(key);
  if (json == nullptr || json->is_null()) return false;
  return read_number(reader.context(), *json, reader.path(key), out, range);
}

class MenuReader {
 public:
  explicit MenuReader(const Json& json) : root_(context_, json, "") {}
  Result<MenuProblem> read();

 private:
  bool failed() const { return context_.error.has_value(); }
  void fail(const std::string& path, const std::string& what,
            ErrorCode code = ErrorCode::out_of_range) {
    context_.fail(code, path, what);
  }
  void read_header();
  void read_allocation();
  void read_blocks(ObjectReader& reader);
  void read_box(ObjectReader& reader);
  void read_upper(ObjectReader& reader);
  void read_types();
  void read_type(const Json& json, std::size_t index);
  void read_outside(ObjectReader& reader, std::size_t index);
  void read_cost();
  void read_kl(ObjectReader& reader);
  void read_objective();
  void read_transfers();
  void read_limits();
  void check_distribution(const std::vector<double>& values, const std::string& path,
                          bool positive);

  ReadContext context_;
  ObjectReader root_;
  MenuProblem out_;
  std::size_t n_ = 0;  // numbers of an allocation
};

void MenuReader::read_header() {
  int schema = 1;
  root_.integer("schema", schema, 1, 1);
  std::string kind = "menu";
  if (root_.text("kind", kind) && kind != "menu") {
    fail("kind", "\"" + kind.substr(0, 40) + "\" is not allowed; allowed is \"menu\"");
  }
}

void MenuReader::read_blocks(ObjectReader& reader) {
  const Json* json = reader.require("blocks");
  if (json == nullptr) return;
  const std::string path = reader.path("blocks");
  const Json* array = read_array(context_, *json, path, 1, kMaxValues);
  if (array == nullptr) return;
  for (std::size_t b = 0; b < array->size(); ++b) {
    double size = 0.0;
    const std::string at = element(path, b);
    if (!read_number(context_, (*array)[b], at, size)) return;
    if (!(size >= 1.0 && size <= static_cast<double>(kMaxValues)) || size != std::floor(size)) {
      return fail(at, number_text(size) + " is not allowed; allowed is a whole number from 1 to " +
                          std::to_string(kMaxValues));
    }
    out_.blocks.push_back(static_cast<int>(size));
    n_ += static_cast<std::size_t>(size);
    if (n_ > kMaxValues) {
      return fail(path, "more than " + std::to_string(kMaxValues) + " responses in all",
                  ErrorCode::too_large);
    }
  }
}

void MenuReader::read_upper(ObjectReader& reader) {
  out_.upper = Vector::Constant(static_cast<Index>(n_), kInfinity);
  const Json* json = reader.find("upper");
  if (json == nullptr || json->is_null()) return;
  const std::string path = reader.path("upper");
  const Json* array = read_array(context_, *json, path, n_, n_);
  if (array == nullptr) return;
  for (std::size_t d = 0; d < n_; ++d) {
    if ((*array)[d].is_null()) continue;
    double value = 0.0;
    if (!read_number(context_, (*array)[d], element(path, d), value, kAny)) return;
    const double lower = out_.lower(static_cast<Index>(d));
    if (value < lower) {
      return fail(element(path, d), number_text(value) + " is below the lower bound " +
                                        number_text(lower) +
                                        "; allowed is null or a number from it on");
    }
    out_.upper(static_cast<Index>(d)) = value;
  }
}

void MenuReader::read_box(ObjectReader& reader) {
  std::vector<double> lower;
  reader.require("lower");
  if (!reader.numbers("lower", lower, 0, kAny, kMaxValues)) return;
  if (lower.empty()) return fail(reader.path("lower"), "at least one number is expected");
  n_ = lower.size();
  out_.lower = to_vector(lower);
  read_upper(reader);
}

void MenuReader::read_allocation() {
  const Json* json = root_.require("allocation");
  if (json == nullptr) return;
  ObjectReader reader(context_, *json, "allocation");
  std::string set;
  reader.require("set");
  if (!reader.text("set", set)) return;
  if (set == "simplex") {
    out_.set = AllocationSet::simplex;
    read_blocks(reader);
  } else if (set == "box") {
    out_.set = AllocationSet::box;
    read_box(reader);
  } else {
    return fail("allocation.set",
                "\"" + set.substr(0, 40) + "\" is not allowed; allowed is \"box\" or \"simplex\"");
  }
  if (!failed()) reader.finish();
}

// Non-negative (or positive) numbers of which every part sums to 1.
void MenuReader::check_distribution(const std::vector<double>& values, const std::string& path,
                                    bool positive) {
  std::size_t d = 0;
  for (std::size_t b = 0; b < out_.blocks.size(); ++b) {
    double sum = 0.0;
    for (int i = 0; i < out_.blocks[b]; ++i, ++d) {
      if (values[d] < 0.0 || (positive && values[d] == 0.0)) {
        return fail(element(path, d), number_text(values[d]) + " is not allowed; allowed is a " +
                                          (positive ? "positive number" : "number >= 0"));
      }
      sum += values[d];
    }
    if (std::fabs(sum - 1.0) > kSumTolerance) {
      return fail(path, "block " + std::to_string(b) + " sums to " + number_text(sum) +
                            "; allowed is 1 (within 1e-9)");
    }
  }
}

void MenuReader::read_outside(ObjectReader& reader, std::size_t index) {
  const Json* json = reader.find("outside");
  const Index k = static_cast<Index>(index);
  out_.outside(k) = 0.0;
  if (json == nullptr) return;
  const std::string path = reader.path("outside");
  if (json->is_number()) {
    read_number(context_, *json, path, out_.outside(k), kAny);
    return;
  }
  if (!json->is_array()) {
    return fail(path, "a number, or " + std::to_string(n_) + " numbers (a policy), is expected",
                ErrorCode::wrong_type);
  }
  std::vector<double> policy;
  if (!read_numbers(context_, *json, path, policy, n_, kAny)) return;
  if (out_.set == AllocationSet::simplex) check_distribution(policy, path, false);
  if (out_.outside_policy.rows() == 0) {
    out_.outside_policy = Matrix::Constant(out_.num_types(), static_cast<Index>(n_),
                                           std::numeric_limits<double>::quiet_NaN());
  }
  out_.outside_policy.row(k) = to_vector(policy).transpose();
  out_.outside(k) = out_.value.row(k).dot(out_.outside_policy.row(k));
}

void MenuReader::read_type(const Json& json, std::size_t index) {
  ObjectReader reader(context_, json, element("types", index));
  std::string name = std::to_string(index);
  reader.text("name", name, 200);
  out_.names.push_back(name);
  double share = 1.0;
  reader.require("share");
  reader.number("share", share, kShare);
  out_.share(static_cast<Index>(index)) = share;
  std::vector<double> value;
  reader.require("value");
  if (!reader.numbers("value", value, n_, kAny)) return;
  out_.value.row(static_cast<Index>(index)) = to_vector(value).transpose();
  read_outside(reader, index);
  reader.finish();
}

void MenuReader::read_types() {
  const Json* json = root_.require("types");
  if (json == nullptr) return;
  const Json* array = read_array(context_, *json, "types", 1, kMaxTypes);
  if (array == nullptr) return;
  if (array->size() * n_ > kMaxEntries) {
    return fail("types",
                std::to_string(array->size()) + " types times " + std::to_string(n_) +
                    " values is too large; allowed are " + std::to_string(kMaxEntries) +
                    " numbers in all",
                ErrorCode::too_large);
  }
  const Index types = static_cast<Index>(array->size());
  out_.share.resize(types);
  out_.outside = Vector::Zero(types);
  out_.value = Matrix::Zero(types, static_cast<Index>(n_));
  for (std::size_t k = 0; k < array->size() && !failed(); ++k) read_type((*array)[k], k);
}

void MenuReader::read_kl(ObjectReader& reader) {
  const Json* json = reader.find("kl");
  std::vector<double> kl;
  if (json != nullptr && json->is_array()) {
    if (out_.set == AllocationSet::box) {
      return fail("cost.kl", "only 0 is allowed on a box");
    }
    if (!read_numbers(context_, *json, "cost.kl", kl, out_.blocks.size(), kAtLeastZero)) return;
  } else if (json != nullptr) {
    double value = 0.0;
    if (!read_number(context_, *json, "cost.kl", value, kAtLeastZero)) return;
    if (out_.set == AllocationSet::box && value > 0.0) {
      return fail("cost.kl", number_text(value) + " is not allowed; only 0 is allowed on a box");
    }
    if (value > 0.0) kl.assign(out_.blocks.size(), value);
  }
  out_.cost.kl = to_vector(kl);
  std::vector<double> reference;
  if (reader.numbers("reference", reference, n_, kAny)) {
    if (out_.set == AllocationSet::simplex) check_distribution(reference, "cost.reference", true);
    out_.cost.reference = to_vector(reference);
  } else if (out_.cost.kl.size() > 0 && out_.cost.kl.maxCoeff() > 0.0) {
    fail("cost.reference", "is missing; cost.kl > 0 needs " + std::to_string(n_) + " probabilities",
         ErrorCode::missing);
  } else {
    out_.cost.kl = Vector();
  }
}

void MenuReader::read_cost() {
  const Json* json = root_.find("cost");
  if (json == nullptr) return;
  ObjectReader reader(context_, *json, "cost");
  std::vector<double> linear, quadratic;
  if (reader.numbers("linear", linear, n_, kAny)) out_.cost.linear = to_vector(linear);
  if (reader.numbers("quadratic", quadratic, n_, kAtLeastZero)) {
    out_.cost.quadratic = to_vector(quadratic);
  }
  read_kl(reader);
  if (!failed()) reader.finish();
}

void MenuReader::read_objective() {
  const Json* json = root_.find("objective");
  if (json == nullptr) return;
  ObjectReader reader(context_, *json, "objective");
  reader.number("utility", out_.weight_utility, kAny);
  reader.number("transfer", out_.weight_transfer, kAny);
  const Json* rows = reader.find("allocation");
  if (rows != nullptr && !rows->is_null()) {
    const std::string path = reader.path("allocation");
    const std::size_t types = static_cast<std::size_t>(out_.num_types());
    const Json* array = read_array(context_, *rows, path, types, types);
    if (array == nullptr) return;
    out_.objective_allocation = Matrix::Zero(out_.num_types(), out_.num_values());
    for (std::size_t k = 0; k < types; ++k) {
      std::vector<double> row;
      if (!read_numbers(context_, (*array)[k], element(path, k), row, n_, kAny)) return;
      out_.objective_allocation.row(static_cast<Index>(k)) = to_vector(row).transpose();
    }
  }
  if (!failed()) reader.finish();
}

void MenuReader::read_transfers() {
  const Json* json = root_.find("transfers");
  if (json == nullptr) return;
  ObjectReader reader(context_, *json, "transfers");
  optional_number(reader, "lower", out_.transfer_lower);
  optional_number(reader, "upper", out_.transfer_upper);
  double budget = 0.0;
  if (optional_number(reader, "budget", budget)) out_.budget = budget;
  if (!failed() && out_.transfer_upper < out_.transfer_lower) {
    fail("transfers.upper", number_text(out_.transfer_upper) + " is below transfers.lower " +
                                number_text(out_.transfer_lower) +
                                "; allowed is null or a number from it on");
  }
  if (!failed()) reader.finish();
}

void MenuReader::read_limits() {
  double limit = 0.0;
  if (optional_number(root_, "max_contracts", limit)) {
    if (!(limit >= 1.0 && limit <= 1e6) || limit != std::floor(limit)) {
      return fail("max_contracts",
                  number_text(limit) + " is not allowed; allowed is null or a whole number >= 1");
    }
    out_.max_contracts = static_cast<int>(limit);
  }
  root_.number("robust_radius", out_.robust_radius, kAtLeastZero);
}

Result<MenuProblem> MenuReader::read() {
  if (!failed()) read_header();
  if (!failed()) read_allocation();
  if (!failed()) read_types();
  if (!failed()) read_cost();
  if (!failed()) read_objective();
  if (!failed()) read_transfers();
  if (!failed()) read_limits();
  if (!failed()) root_.finish();
  if (failed()) return *context_.error;
  return std::move(out_);
}

Json number_or_null(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json to_json(const Vector& values) {
  Json out = Json::array();
  for (Index i = 0; i < values.size(); ++i) out.push_back(number_or_null(values(i)));
  return out;
}

Json contracts_json(const MenuProblem& problem, const Menu& menu) {
  Json out = Json::array();
  for (Index j = 0; j < menu.num_contracts(); ++j) {
    Json contract = Json::object();
    contract["allocation"] = to_json(menu.allocation.row(j).transpose());
    contract["transfer"] = menu.transfer(j);
    Json types = Json::array();
    for (std::size_t k = 0; k < menu.assigned.size(); ++k) {
      if (menu.assigned[k] != static_cast<int>(j)) continue;
      types.push_back(k < problem.names.size() ? problem.names[k] : std::to_string(k));
    }
    contract["types"] = std::move(types);
    out.push_back(std::move(contract));
  }
  return out;
}

}  // namespace

Result<MenuProblem> parse_menu_problem(std::string_view text) {
  Result<Json> json = parse_json(text);
  if (!json) return json.error();
  return MenuReader(json.value()).read();
}

Json menu_design_json(const MenuProblem& problem, const MenuDesign& design) {
  Json out = Json::object();
  out["status"] = status_name(design.status);
  if (!design.reason.empty()) out["reason"] = design.reason;
  const bool answered = design.menu.num_contracts() > 0;
  out["objective"] = answered ? number_or_null(design.objective) : Json(nullptr);
  out["bound"] = answered ? number_or_null(design.bound) : Json(nullptr);
  out["gap"] = answered ? number_or_null(design.gap) : Json(nullptr);
  out["ic_violation"] = answered ? Json(design.ic_violation) : Json(nullptr);
  out["ir_violation"] = answered ? Json(design.ir_violation) : Json(nullptr);
  out["contracts"] = contracts_json(problem, design.menu);
  out["assignment"] = design.menu.assigned;
  const auto answer = [&](const Vector& v) { return answered ? to_json(v) : Json(nullptr); };
  out["utility"] = answer(design.utility);
  out["rent"] = answer(design.rent);
  out["binding_ic"] = Json::array();
  for (const BindingIc& pair : design.binding_ic) {
    out["binding_ic"].push_back(
        Json{{"type", pair.type}, {"over", pair.over}, {"multiplier", pair.multiplier}});
  }
  out["certified_radius"] = answer(design.certified_radius);
  out["iterations"] = design.iterations;
  return out;
}

}  // namespace covenant
