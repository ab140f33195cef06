// Products of matrices whose right-hand side stays in the cache. Only kernels.cpp includes it.
//
// A tile of c, some rows by some vectors, is summed up in registers over the whole depth: for each step of depth the
// vectors of b are loaded once, and each value of a is multiplied into all of them.
#ifndef ELMAN_KERNELS_PRODUCT_H
#define ELMAN_KERNELS_PRODUCT_H

#include "kernels/functions.h"
#include "kernels/kernels.h"
#include "kernels/vector.h"

namespace elman {
namespace ELMAN_KERNEL_SET {

// The tallest tile, and how many vectors wide a tile of some height is: wide enough to keep all multipliers busy, few
// enough for the registers. (The heights and widths are measured; see native/test/timing.cpp.)
constexpr int kTallest = kRegisters == 32 ? 8 : 4;

constexpr int widest(int rows) { return kRegisters == 32 ? (rows >= 8 ? 2 : rows >= 4 ? 4 : 8) : (rows >= 4 ? 2 : 4); }

// What is left to do to a tile that is in registers. Large tiles are finished where they were stored, since a
// function inlined for each of their vectors would fill the instruction cache.
template <typename T, int kRows, int kVectors>
ELMAN_INLINE void finish(const Product<T>& product, Vector<T> (&sums)[kRows][kVectors], int64_t offset,
                         int64_t column) {
  T* c = product.c + offset;
  if (product.finish == Finish::kAdd) {
    for (int row = 0; row < kRows; ++row) {
      for (int v = 0; v < kVectors; ++v) {
        T values[kLanes<T>];
        store(values, sums[row][v]);
        const int64_t from = column + v * kLanes<T>;
        const int64_t left = product.columns - from;
        const int count = left < kLanes<T> ? static_cast<int>(left) : kLanes<T>;
        T* to = c + row * product.c_row + v * kLanes<T>;
        if (count == kLanes<T>) {
          store(to, load(to) + sums[row][v]);
        } else {
          for (int lane = 0; lane < count; ++lane) to[lane] += values[lane];
        }
      }
    }
    return;
  }
#pragma GCC unroll 16
  for (int row = 0; row < kRows; ++row) {
#pragma GCC unroll 16
    for (int v = 0; v < kVectors; ++v) store(c + row * product.c_row + v * kLanes<T>, sums[row][v]);
  }
  if (product.finish == Finish::kStore || product.activation == Activation::kLinear) return;
  const T* y = product.outputs + offset;
  for (int row = 0; row < kRows; ++row) {
    for (int v = 0; v < kVectors; ++v) {
      const int64_t at = row * product.c_row + v * kLanes<T>;
      const Vector<T> sum = load(c + at);
      store(c + at, product.finish == Finish::kActivate ? usual_activated<T>(product.activation, sum)
                                                        : usual_sloped<T>(product.activation, load(y + at), sum));
    }
  }
}

template <typename T, bool kAcross, int kRows, int kVectors>
ELMAN_INLINE void tile(const Product<T>& product, int64_t row, int64_t column) {
  constexpr int kL = kLanes<T>;
  Vector<T> sums[kRows][kVectors];
  const int64_t offset = row * product.c_row + column;
#pragma GCC unroll 16
  for (int r = 0; r < kRows; ++r) {
#pragma GCC unroll 16
    for (int v = 0; v < kVectors; ++v) {
      sums[r][v] = product.start == Start::kKeep   ? load(product.c + offset + r * product.c_row + v * kL)
                   : product.start == Start::kBias ? load(product.bias + column + v * kL)
                                                   : zeros<T>();
    }
  }
  // Either the rows of a are apart and its depth dense, or, for a transposed a, the other way round; known when
  // compiled, addresses take fewer registers.
  const int64_t a_row = kAcross ? 1 : product.a_row;
  const int64_t a_step = kAcross ? product.a_step : 1;
  const T* a = product.a + row * a_row;
  const T* b = product.b + column / kL * product.b_panel;
  for (int64_t depth = product.depth; depth > 0; --depth) {
    Vector<T> right[kVectors];
#pragma GCC unroll 16
    for (int v = 0; v < kVectors; ++v) right[v] = load(b + v * product.b_panel);
#pragma GCC unroll 16
    for (int r = 0; r < kRows; ++r) {
      const Vector<T> left = all(a[r * a_row]);
#pragma GCC unroll 16
      for (int v = 0; v < kVectors; ++v) sums[r][v] += left * right[v];
    }
    a += a_step;
    b += product.b_step;
  }
  finish<T, kRows, kVectors>(product, sums, offset, column);
}

// Columns from column on, as many as fill tiles of this width, then the rest in narrower ones.
template <typename T, bool kAcross, int kRows, int kVectors>
ELMAN_INLINE void columns_of(const Product<T>& product, int64_t from, int64_t to, int64_t column) {
  constexpr int64_t kWidth = kVectors * kLanes<T>;
  const int64_t end = (product.columns + kLanes<T> - 1) / kLanes<T> * kLanes<T>;
  for (; column + kWidth <= end; column += kWidth) {
    for (int64_t row = from; row < to; row += kRows) tile<T, kAcross, kRows, kVectors>(product, row, column);
  }
  if constexpr (kVectors > 1) {
    if (column < end) columns_of<T, kAcross, kRows, kVectors / 2>(product, from, to, column);
  }
}

// Rows from row on, as many as fill tiles of this height, then the rest in lower ones.
template <typename T, bool kAcross, int kRows>
ELMAN_INLINE void rows_of(const Product<T>& product, int64_t row) {
  const int64_t to = row + (product.rows - row) / kRows * kRows;
  if (row < to) columns_of<T, kAcross, kRows, widest(kRows)>(product, row, to, 0);
  if constexpr (kRows > 1) {
    if (to < product.rows) rows_of<T, kAcross, kRows / 2>(product, to);
  }
}

// All links of a chain, in tiles of that height at most. A function of its own for each: what it works out before the
// first tile is a large part of a product of one row.
template <typename T, bool kAcross, int kRows>
__attribute__((noinline)) void links_of(const Product<T>& first) {
  Product<T> product = first;
  for (int64_t link = 0; link < first.chain; ++link) {
    rows_of<T, kAcross, kRows>(product, 0);
    product.a += first.chain_step;
    product.c += first.chain_step;
    if (product.outputs != nullptr) product.outputs += first.chain_step;
  }
}

template <typename T>
void multiply(const Product<T>& product) {
  if (product.a_step != 1) {
    links_of<T, true, kTallest>(product);
  } else if (product.rows == 1) {
    links_of<T, false, 1>(product);
  } else {
    links_of<T, false, kTallest>(product);
  }
}

template <typename T>
void pack(const T* matrix, int64_t depth_step, int64_t column_step, int64_t depth, int64_t columns, T* packed) {
  for (int64_t column = 0; column < columns; column += kLanes<T>) {
    const int64_t left = columns - column;
    const int64_t count = left < kLanes<T> ? left : kLanes<T>;
    for (int64_t d = 0; d < depth; ++d) {
      const T* from = matrix + d * depth_step + column * column_step;
      for (int64_t lane = 0; lane < count; ++lane) packed[lane] = from[lane * column_step];
      for (int64_t lane = count; lane < kLanes<T>; ++lane) packed[lane] = T(0);
      packed += kLanes<T>;
    }
  }
}

}  // namespace ELMAN_KERNEL_SET
}  // namespace elman

#endif
