// Sizes that cannot overflow silently, and aligned memory that only grows.
#ifndef ELMAN_MEMORY_H
#define ELMAN_MEMORY_H

#include <cstdint>
#include <cstdlib>
#include <utility>

#include "status.h"

namespace elman {

// The alignment of every buffer, and the size to which rows are padded: a cache line, the widest vector.
constexpr int64_t kLine = 64;

inline int64_t times(int64_t a, int64_t b) {
  int64_t product;
  if (__builtin_mul_overflow(a, b, &product)) {
    fail(ELMAN_OUT_OF_MEMORY, "%lld times %lld values are more than can be addressed", static_cast<long long>(a),
         static_cast<long long>(b));
  }
  return product;
}

inline int64_t plus(int64_t a, int64_t b) {
  int64_t sum;
  if (__builtin_add_overflow(a, b, &sum)) fail(ELMAN_OUT_OF_MEMORY, "more values than can be addressed");
  return sum;
}

// count rounded up to whole cache lines of T. Rows of layer outputs are that long, so that kernels load and store whole
// vectors; the columns behind a layer's units hold no meaning and are never read as a value of the network.
template <typename T>
int64_t padded(int64_t count) {
  constexpr int64_t kValues = kLine / static_cast<int64_t>(sizeof(T));
  return plus(count, kValues - 1) / kValues * kValues;
}

// Memory for values of T on a cache line, zero when new, with a whole number of cache lines.
template <typename T>
class Buffer {
 public:
  Buffer() = default;
  explicit Buffer(int64_t count) { grow(count); }
  Buffer(Buffer&& other) noexcept
      : block_(std::exchange(other.block_, nullptr)),
        values_(std::exchange(other.values_, nullptr)),
        capacity_(std::exchange(other.capacity_, 0)) {}
  Buffer& operator=(Buffer&& other) noexcept {
    std::swap(block_, other.block_);
    std::swap(values_, other.values_);
    std::swap(capacity_, other.capacity_);
    return *this;
  }
  ~Buffer() { std::free(block_); }

  // Room for count values. What it held is lost, and all is zero, where it has to grow.
  void grow(int64_t count) {
    if (count <= capacity_) return;
    const int64_t capacity = padded<T>(count);
    const int64_t bytes = plus(times(capacity, static_cast<int64_t>(sizeof(T))), kLine);
    std::free(block_);
    values_ = nullptr;
    capacity_ = 0;
    // calloc takes large blocks as untouched zero pages, which aligned allocation and memset would touch.
    block_ = std::calloc(static_cast<size_t>(bytes), 1);
    if (block_ == nullptr) {
      fail(ELMAN_OUT_OF_MEMORY, "could not allocate %lld bytes of native memory", static_cast<long long>(bytes));
    }
    const uintptr_t address = reinterpret_cast<uintptr_t>(block_);
    values_ = reinterpret_cast<T*>((address + kLine - 1) / kLine * kLine);
    capacity_ = capacity;
  }

  T* data() { return values_; }
  const T* data() const { return values_; }
  int64_t capacity() const { return capacity_; }

 private:
  void* block_ = nullptr;
  T* values_ = nullptr;
  int64_t capacity_ = 0;
};

}  // namespace elman

#endif
