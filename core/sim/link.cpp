#include "core/sim/link.hpp"

#include <algorithm>
#include <array>

#include "core/sim/presets.hpp"

namespace covenant {
namespace {

constexpr std::array<std::string_view, 11> kPageKeys = {"embed", "theme",    "contrast", "tab",
                                                        "panel", "readonly", "lock",     "hide",
                                                        "ask",   "chapter",  "workers"};
constexpr std::string_view kUnescaped =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~,:[]{}";

std::string escape(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (kUnescaped.find(c) != std::string_view::npos) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += "0123456789ABCDEF"[byte >> 4];
    out += "0123456789ABCDEF"[byte & 15];
  }
  return out;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// '+' stands for itself: numbers such as 1e+06 are written by hand too.
std::string unescape(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
    if (low >= 0) {
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

// Every place where `to` differs from `from`: descends while shapes agree, else takes the whole
// value.
void differences(const Json& from, const Json& to, const std::string& path,
                 std::vector<std::pair<std::string, const Json*>>& out) {
  if (from == to) return;
  const bool objects = from.is_object() && to.is_object() && from.size() == to.size();
  const bool arrays = from.is_array() && to.is_array() && from.size() == to.size() && !to.empty() &&
                      to.front().is_structured();
  if (!objects && !arrays) {
    out.emplace_back(path, &to);
    return;
  }
  std::vector<std::pair<std::string, const Json*>> below;
  std::size_t index = 0;
  for (auto it = to.begin(); it != to.end(); ++it, ++index) {
    const std::string key = objects ? it.key() : std::to_string(index);
    const Json* other = nullptr;
    if (objects) {
      const auto found = from.find(key);
      if (found != from.end()) other = &*found;
    } else {
      other = &from[index];
    }
    if (other == nullptr) {  // other keys than before: the whole object
      out.emplace_back(path, &to);
      return;
    }
    differences(*other, *it, path.empty() ? key : path + "." + key, below);
  }
  out.insert(out.end(), below.begin(), below.end());
}

std::string short_alias(const std::string& path) {
  for (const char* alias :
       {"seed", "replicates", "users", "noise", "comparisons", "rationality", "kl", "norm_strength",
        "transfers", "max_contracts", "precision", "rounds"}) {
    if (canonical_path(alias) == path) return alias;
  }
  return path;
}

struct Part {
  std::string key, value;
};

std::vector<Part> parts_of(std::string_view link) {
  const std::size_t hash = link.find('#');
  if (hash != std::string_view::npos) link.remove_prefix(hash + 1);
  std::vector<Part> parts;
  while (!link.empty()) {
    const std::size_t end = std::min(link.find('&'), link.size());
    const std::string_view piece = link.substr(0, end);
    link.remove_prefix(std::min(end + 1, link.size()));
    if (piece.empty()) continue;
    const std::size_t equals = piece.find('=');
    if (equals == std::string_view::npos) {
      parts.push_back({unescape(piece), ""});
    } else {
      parts.push_back({unescape(piece.substr(0, equals)), unescape(piece.substr(equals + 1))});
    }
  }
  return parts;
}

std::string printable(const std::string& text) {
  std::string out;
  for (const char c : text.substr(0, 60)) out += static_cast<unsigned char>(c) < 0x20 ? '?' : c;
  return out;
}

// Fields go in together, because some are only valid in company (types and their weights). When the
// sum is not valid, they go in one by one, and those that do not fit are said.
Scenario apply_fields(const Scenario& base, const std::vector<Part>& fields,
                      std::vector<std::string>& ignored) {
  Json json = scenario_json(base);
  std::vector<Part> usable;
  for (const Part& field : fields) {
    Result<Json> next = json_with_field(json, field.key, field.value);
    if (next) {
      json = std::move(next).value();
      usable.push_back(field);
    } else {
      ignored.push_back(printable(next.error().message));
    }
  }
  Result<Scenario> whole = scenario_from_json(json);
  if (whole) return std::move(whole).value();

  json = scenario_json(base);
  Scenario good = base;
  for (const Part& field : usable) {
    Result<Json> next = json_with_field(json, field.key, field.value);
    if (!next) continue;
    Result<Scenario> scenario = scenario_from_json(next.value());
    if (scenario) {
      json = std::move(next).value();
      good = std::move(scenario).value();
    } else {
      ignored.push_back(scenario.error().message);
    }
  }
  return good;
}

}  // namespace

std::string to_link(const Scenario& scenario, std::string_view fingerprint) {
  Result<Scenario> known = preset(scenario.id);
  if (!known) known = preset(kDefaultPreset);
  const Scenario& base = known.value();
  std::string out = "preset=" + escape(base.id);

  const Json from = scenario_json(base), to = scenario_json(scenario);
  std::vector<std::pair<std::string, const Json*>> changes;
  differences(from, to, "", changes);
  if (changes.size() > kMaxLinkFields / 2) {  // too many to list: whole top-level fields
    changes.clear();
    for (auto it = to.begin(); it != to.end(); ++it) {
      if (from.at(it.key()) != *it) changes.emplace_back(it.key(), &*it);
    }
  }
  for (const auto& [path, value] : changes) {
    const bool word = value->is_string() && !parse_json(value->get<std::string>()) &&
                      value->get<std::string>().find_first_of("[{\"") == std::string::npos;
    const std::string text = word ? value->get<std::string>()
                                  : value->dump(-1, ' ', false, Json::error_handler_t::replace);
    out += "&" + escape(short_alias(path)) + "=" + escape(text);
  }
  if (fingerprint.size() >= 8) out += "&fp=" + std::string(fingerprint.substr(0, 8));
  return out;
}

Result<OpenedLink> from_link(std::string_view link) {
  if (link.size() > kMaxLinkBytes) {
    return Error{ErrorCode::too_large,
                 "link: longer than " + std::to_string(kMaxLinkBytes) + " bytes"};
  }
  OpenedLink out;
  std::string id(kDefaultPreset);
  std::vector<Part> fields;
  for (Part& part : parts_of(link)) {
    if (part.key == "preset") {
      id = part.value;
    } else if (part.key == "fp") {
      const bool hex = part.value.size() == 8 &&
                       part.value.find_first_not_of("0123456789abcdef") == std::string::npos;
      if (hex) {
        out.fingerprint = part.value;
      } else {
        out.ignored.push_back("fp: 8 hex digits are expected");
      }
    } else if (std::find(kPageKeys.begin(), kPageKeys.end(), part.key) != kPageKeys.end()) {
      out.page.emplace_back(part.key, part.value);
    } else if (fields.size() < kMaxLinkFields) {
      fields.push_back(std::move(part));
    } else {
      return Error{ErrorCode::too_large,
                   "link: more than " + std::to_string(kMaxLinkFields) + " fields"};
    }
  }
  Result<Scenario> base = preset(id);
  if (!base) return Error{base.error().code, "link: " + base.error().message};
  out.scenario = apply_fields(base.value(), fields, out.ignored);
  return out;
}

}  // namespace covenant
