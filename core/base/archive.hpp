// core/base/archive.hpp: plain data as bytes and back, between a page and its workers: the same
// program at both ends, so bytes stand as they are in memory (little-endian, doubles by their
// bits). A type is described once, for both directions:
//   template <class Archive> void fields(Archive& archive, Interval& x) { archive(x.mean, x.lo); }
// Bytes that end early or promise more than there is are refused: good() is false, what was read is
// then meaningless, and nothing larger than the bytes given is allocated.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "core/base/types.hpp"

namespace covenant {

class ByteWriter {
 public:
  template <class... T>
  void operator()(T&... values) {
    (put(values), ...);
  }
  [[nodiscard]] std::string take() { return std::move(bytes_); }

 private:
  void raw(const void* from, std::size_t size) {
    bytes_.append(static_cast<const char*>(from), size);
  }
  void count(std::size_t size) {
    const auto wide = static_cast<std::uint64_t>(size);
    raw(&wide, sizeof wide);
  }
  template <class T>
  void put(T& value) {
    if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>)
      raw(&value, sizeof value);
    else
      fields(*this, value);
  }
  void put(std::string& text) {
    count(text.size());
    raw(text.data(), text.size());
  }
  template <class T>
  void put(std::vector<T>& values) {
    count(values.size());
    for (T& value : values) put(value);
  }
  template <class T, std::size_t n>
  void put(std::array<T, n>& values) {
    for (T& value : values) put(value);
  }
  template <class T, std::size_t n>
  void put(T (&values)[n]) {
    for (T& value : values) put(value);
  }
  template <class T>
  void put(std::optional<T>& value) {
    bool there = value.has_value();
    put(there);
    if (there) put(*value);
  }
  template <int rows, int columns, int options>
  void put(Eigen::Matrix<double, rows, columns, options>& values) {
    count(static_cast<std::size_t>(values.rows()));
    count(static_cast<std::size_t>(values.cols()));
    raw(values.data(), static_cast<std::size_t>(values.size()) * sizeof(double));
  }

  std::string bytes_;
};

class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}
  template <class... T>
  void operator()(T&... values) {
    (get(values), ...);
  }
  [[nodiscard]] bool good() const { return good_; }
  [[nodiscard]] bool at_end() const { return rest_.empty(); }

 private:
  void raw(void* to, std::size_t size) {
    good_ = good_ && size <= rest_.size();
    if (!good_) return;
    if (size > 0) std::memcpy(to, rest_.data(), size);
    rest_.remove_prefix(size);
  }
  // A number of parts, each of at least `smallest` bytes; 0 where that cannot be.
  std::size_t count(std::size_t smallest) {
    std::uint64_t wide = 0;
    raw(&wide, sizeof wide);
    good_ = good_ && wide <= rest_.size() / smallest;
    return good_ ? static_cast<std::size_t>(wide) : 0;
  }
  template <class T>
  void get(T& value) {
    if constexpr (std::is_same_v<T, bool>) {
      unsigned char byte = 0;
      raw(&byte, 1);
      good_ = good_ && byte <= 1;
      value = byte == 1;
    } else if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>) {
      raw(&value, sizeof value);
    } else {
      fields(*this, value);
    }
  }
  void get(std::string& text) {
    text.resize(count(1));
    raw(text.data(), text.size());
  }
  template <class T>
  void get(std::vector<T>& values) {
    values.clear();
    for (std::size_t left = count(1); left > 0 && good_; --left) get(values.emplace_back());
  }
  template <class T, std::size_t n>
  void get(std::array<T, n>& values) {
    for (T& value : values) get(value);
  }
  template <class T, std::size_t n>
  void get(T (&values)[n]) {
    for (T& value : values) get(value);
  }
  template <class T>
  void get(std::optional<T>& value) {
    bool there = false;
    get(there);
    value.reset();
    if (there && good_) get(value.emplace());
  }
  template <int rows, int columns, int options>
  void get(Eigen::Matrix<double, rows, columns, options>& values) {
    std::uint64_t height = 0, width = 0;
    raw(&height, sizeof height);
    raw(&width, sizeof width);
    constexpr std::uint64_t kMost = 1u << 24;
    const std::uint64_t most = rest_.size() / sizeof(double);
    const bool vector = rows == 1 ? height == 1 : columns != 1 || width == 1;
    good_ = good_ && vector && height < kMost && width < kMost && height * width <= most;
    if (!good_) return;
    values.resize(static_cast<Index>(height), static_cast<Index>(width));
    raw(values.data(), static_cast<std::size_t>(height * width) * sizeof(double));
  }

  std::string_view rest_;
  bool good_ = true;
};

}  // namespace covenant
