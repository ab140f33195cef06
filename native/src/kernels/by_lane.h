// The innermost loops of products on ARM64, where a multiplication takes its left factor from any lane of a register:
// what is needed of a comes in whole vectors, several steps of depth or, of a transposed a, several rows at a time,
// where otherwise each value is loaded by itself. Only product.h includes it.
//
// The empty asm statements keep GCC 12 from copying sums from register to register, and from making one address of
// another, which takes more instructions than moving each on. Of the instructions in the loop of 8 x 2 vectors 64 of 84
// multiply and add, of that of 1 x 8 vectors 32 of 68; loading value by value 16 of 30 and 8 of 21. scripts/count-arm64
// counts them.
#ifndef ELMAN_KERNELS_BY_LANE_H
#define ELMAN_KERNELS_BY_LANE_H

#include "kernels/vector.h"

namespace elman {
namespace ELMAN_KERNEL_SET {

// Each of these takes as many steps of depth of sums += a b as go in whole vectors, and moves a, b and depth on by them.
// A sum is summed up in the order of depth, as everywhere.

// Of a transposed a: a's rows lie together, its steps of depth a_step apart.
template <typename T, int kRows, int kVectors>
ELMAN_INLINE void sum_up_transposed(const T*& a, int64_t a_step, const T*& b, int64_t b_panel, int64_t b_step,
                                    int64_t& depth, Vector<T> (&sums)[kRows][kVectors]) {
  constexpr int kL = kLanes<T>;
  if constexpr (kRows % kL == 0) {
    for (; depth > 0; --depth) {
      Vector<T> left[kRows / kL];
#pragma GCC unroll 16
      for (int l = 0; l < kRows / kL; ++l) left[l] = load(a + l * kL);
      Vector<T> right[kVectors];
#pragma GCC unroll 16
      for (int v = 0; v < kVectors; ++v) right[v] = load(b + v * b_panel);
#pragma GCC unroll 16
      for (int r = 0; r < kRows; ++r) {
#pragma GCC unroll 16
        for (int v = 0; v < kVectors; ++v) sums[r][v] += all(left[r / kL][r % kL]) * right[v];
      }
      a += a_step;
      b += b_step;
    }
  }
}

// For many rows: what is loaded of b in one step of depth goes into all of them.
template <typename T, int kRows, int kVectors>
ELMAN_INLINE void sum_up_steps(const T*& a, int64_t a_row, const T*& b, int64_t b_panel, int64_t b_step,
                               int64_t& depth, Vector<T> (&sums)[kRows][kVectors]) {
  constexpr int kL = kLanes<T>;
  for (; depth >= kL; depth -= kL) {
    Vector<T> left[kRows];
#pragma GCC unroll 16
    for (int r = 0; r < kRows; ++r) left[r] = load(a + r * a_row);
#pragma GCC unroll 16
    for (int d = 0; d < kL; ++d) {
      Vector<T> right[kVectors];
#pragma GCC unroll 16
      for (int v = 0; v < kVectors; ++v) right[v] = load(b + v * b_panel + d * b_step);
#pragma GCC unroll 16
      for (int r = 0; r < kRows; ++r) {
#pragma GCC unroll 16
        for (int v = 0; v < kVectors; ++v) {
          sums[r][v] += all(left[r][d]) * right[v];
          asm("" : "+w"(sums[r][v]));
        }
      }
    }
    a += kL;
    b += kL * b_step;
  }
}

// For few rows: panel by panel of b, whose steps lie together, so that one instruction loads two.
template <typename T, int kRows, int kVectors>
ELMAN_INLINE void sum_up_panels(const T*& a, int64_t a_row, const T*& b, int64_t b_panel, int64_t b_step,
                                int64_t& depth, Vector<T> (&sums)[kRows][kVectors]) {
  constexpr int kL = kLanes<T>;
  const T* panels[kVectors];
#pragma GCC unroll 16
  for (int v = 0; v < kVectors; ++v) panels[v] = b + v * b_panel;
  for (; depth >= kL; depth -= kL) {
    Vector<T> left[kRows];
#pragma GCC unroll 16
    for (int r = 0; r < kRows; ++r) left[r] = load(a + r * a_row);
#pragma GCC unroll 16
    for (int v = 0; v < kVectors; ++v) {
      asm("" : "+r"(panels[v]));
      Vector<T> right[kL];
#pragma GCC unroll 16
      for (int d = 0; d < kL; ++d) right[d] = load(panels[v] + d * b_step);
      panels[v] += kL * b_step;
#pragma GCC unroll 16
      for (int d = 0; d < kL; ++d) {
#pragma GCC unroll 16
        for (int r = 0; r < kRows; ++r) sums[r][v] += all(left[r][d]) * right[d];
      }
    }
    a += kL;
    b += kL * b_step;
  }
}

template <typename T, bool kAcross, int kRows, int kVectors>
ELMAN_INLINE void sum_up_by_lane(const T*& a, int64_t a_apart, const T*& b, int64_t b_panel, int64_t b_step,
                                 int64_t& depth, Vector<T> (&sums)[kRows][kVectors]) {
  if constexpr (kAcross) {
    sum_up_transposed<T, kRows, kVectors>(a, a_apart, b, b_panel, b_step, depth, sums);
  } else if constexpr (kRows <= 2) {
    sum_up_panels<T, kRows, kVectors>(a, a_apart, b, b_panel, b_step, depth, sums);
  } else {
    sum_up_steps<T, kRows, kVectors>(a, a_apart, b, b_panel, b_step, depth, sums);
  }
}

}  // namespace ELMAN_KERNEL_SET
}  // namespace elman

#endif
