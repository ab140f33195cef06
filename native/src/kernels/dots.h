// Products of rows by a matrix of very few columns. Only kernels.cpp includes it.
//
// A tile of product.h would be a vector with one lane in use, and each of its sums a chain of as many multiplications
// as the product is deep. Here the depth lies in the lanes.
#ifndef ELMAN_KERNELS_DOTS_H
#define ELMAN_KERNELS_DOTS_H

#include "kernels/functions.h"
#include "kernels/kernels.h"
#include "kernels/vector.h"

namespace elman {
namespace ELMAN_KERNEL_SET {

// Four sums, since each waits for the one before.
template <typename T>
ELMAN_INLINE Vector<T> dot(const T* a, const T* b, int64_t depth) {
  constexpr int64_t kL = kLanes<T>;
  Vector<T> sums[4] = {};
  int64_t d = 0;
  for (; d + 4 * kL <= depth; d += 4 * kL) {
    for (int64_t part = 0; part < 4; ++part) sums[part] += load(a + d + part * kL) * load(b + d + part * kL);
  }
  for (; d + kL <= depth; d += kL) sums[0] += load(a + d) * load(b + d);
  if (d < depth) sums[1] += load_part(a + d, depth - d) * load(b + d);
  return sum_to_all<T>((sums[0] + sums[1]) + (sums[2] + sums[3]));
}

template <typename T>
void dots(const Dots<T>& given) {
  const Dots<T> of = given;
  const T* a = of.a;
  T* c = of.c;
  for (int64_t row = 0; row < of.rows; ++row, a += of.a_row, c += of.c_row) {
    Vector<T> sums = dot(a, of.b, of.depth);
    for (int64_t n = 1; n < of.columns; ++n) sums[n] = dot(a, of.b + n * of.b_row, of.depth)[0];
    if (of.start != Start::kZero) sums += load(of.start == Start::kBias ? of.bias : c);
    store(c, usual_activated<T>(of.activation, sums));
  }
}

}  // namespace ELMAN_KERNEL_SET
}  // namespace elman

#endif
