// The gradient of a weight matrix: a product with a transposed left-hand side, summed over many rows. Only kernels.cpp
// includes it.
//
// Rows of d lie apart, often by a power of two, so that a block of them does not stay in the innermost cache, which
// takes only few lines of such addresses. So its columns are copied together first, for one tile's width at a time:
// they are used for every row of the gradient. The bias's gradient is summed up on the way.
#ifndef ELMAN_KERNELS_GRADIENT_H
#define ELMAN_KERNELS_GRADIENT_H

#include "kernels/elementwise.h"
#include "kernels/kernels.h"
#include "kernels/product.h"
#include "kernels/vector.h"

namespace elman {
namespace ELMAN_KERNEL_SET {

// Rows that are summed up in registers, then added to the gradient.
constexpr int64_t kGradientBlock = 128;

// A block of rows: a from its first row on, and the columns of d that belong to the tile.
template <typename T>
struct GradientBlock {
  const T* a;
  int64_t a_row;
  const T* d;  // the tile's
  int64_t d_row;
  int64_t rows;
  T* gradient;  // the first column
  int64_t gradient_row;
  int64_t columns;  // that are there, from the first of the tile on
  T* bias;          // its gradient's first column, or null
  // The columns of d that come next, of which each row of the gradient fetches its share; or null.
  const T* next;
  int64_t next_row;
  int64_t depth;
};

template <typename T, int kRows, int kVectors>
ELMAN_INLINE void gradient_tile(const GradientBlock<T>& block, int64_t row) {
  constexpr int kL = kLanes<T>;
  T* to = block.gradient + row * block.gradient_row;
  // The gradient is larger than the inner caches.
  prefetch<T, kRows, kVectors>(to, block.gradient_row);
  Vector<T> sums[kRows][kVectors];
#pragma GCC unroll 16
  for (int r = 0; r < kRows; ++r) {
#pragma GCC unroll 16
    for (int v = 0; v < kVectors; ++v) sums[r][v] = zeros<T>();
  }
  sum_up<T, true, kRows, kVectors>(block.a + row, block.a_row, block.d, kL, block.d_row, block.rows, sums);
  if (block.columns >= kVectors * kL) {
#pragma GCC unroll 16
    for (int r = 0; r < kRows; ++r) {
#pragma GCC unroll 16
      for (int v = 0; v < kVectors; ++v) {
        T* at = to + r * block.gradient_row + v * kL;
        store(at, load(at) + sums[r][v]);
      }
    }
    return;
  }
  T values[kRows][kVectors * kL];
#pragma GCC unroll 16
  for (int r = 0; r < kRows; ++r) {
#pragma GCC unroll 16
    for (int v = 0; v < kVectors; ++v) store(values[r] + v * kL, sums[r][v]);
  }
  for (int r = 0; r < kRows; ++r) {
    for (int64_t n = 0; n < block.columns; ++n) to[r * block.gradient_row + n] += values[r][n];
  }
}

template <typename T, int kRows, int kVectors>
__attribute__((noinline)) void gradient_tiles(const GradientBlock<T>& block, int64_t from, int64_t to) {
  for (int64_t row = from; row < to; row += kRows) {
    if (block.next != nullptr) {
      const int64_t end = (row + kRows) * block.rows / block.depth;
      for (int64_t d = row * block.rows / block.depth; d < end; ++d) {
        prefetch<T, 1, kVectors>(block.next + d * block.next_row, 0);
      }
    }
    gradient_tile<T, kRows, kVectors>(block, row);
  }
}

// Copies a tile's columns of d together.
template <typename T, int kVectors>
ELMAN_INLINE void gather(GradientBlock<T>& block, T* together) {
  constexpr int64_t kWidth = kVectors * kLanes<T>;
  Vector<T> sums[kVectors];
#pragma GCC unroll 16
  for (int v = 0; v < kVectors; ++v) sums[v] = zeros<T>();
  for (int64_t row = 0; row < block.rows; ++row) {
#pragma GCC unroll 16
    for (int v = 0; v < kVectors; ++v) {
      const Vector<T> values = load(block.d + row * block.d_row + v * kLanes<T>);
      sums[v] += values;
      store(together + row * kWidth + v * kLanes<T>, values);
    }
  }
  block.d = together;
  block.d_row = kWidth;
  if (block.bias == nullptr) return;
  for (int v = 0; v < kVectors; ++v) {
    const int64_t left = block.columns - v * kLanes<T>;
    T* bias = block.bias + v * kLanes<T>;
    store_first(bias, load_first(bias, left, T(0)) + sums[v], left);
  }
}

// Columns from column on, as many as fill tiles of this width, then the rest in narrower ones. Rows [from, middle) of
// the gradient are in tiles of kRows, rows [middle, to) in those of kThen rows.
template <typename T, int kRows, int kThen, int kVectors>
ELMAN_INLINE void gradient_columns(const GradientBlock<T>& rows, int64_t from, int64_t middle, int64_t to,
                                   int64_t column) {
  constexpr int64_t kWidth = kVectors * kLanes<T>;
  constexpr bool kGathers = kRows == kTall;
  alignas(kVectorBytes) T together[kGathers ? kGradientBlock * kWidth : 1];
  const int64_t end = (rows.columns + kLanes<T> - 1) / kLanes<T> * kLanes<T>;
  for (; column + kWidth <= end; column += kWidth) {
    GradientBlock<T> block = rows;
    block.d += column;
    block.gradient += column;
    block.columns -= column;
    if (block.bias != nullptr) block.bias += column;
    if constexpr (kGathers) {
      block.next = column + kWidth < end ? block.d + kWidth : nullptr;
      gather<T, kVectors>(block, together);
    }
    gradient_tiles<T, kRows, kVectors>(block, from, middle);
    if constexpr (kThen < kRows) gradient_tiles<T, kThen, kVectors>(block, middle, to);
  }
  if constexpr (kVectors > 1) {
    if (column < end) gradient_columns<T, kRows, kThen, kVectors / 2>(rows, from, middle, to, column);
  }
}

// Rows of the gradient from row on, fewer than kLow: as many as fill tiles of this height, then the rest in lower ones.
template <typename T, int kRows>
ELMAN_INLINE void gradient_rows(const GradientBlock<T>& block, int64_t row, int64_t end) {
  const int64_t to = row + (end - row) / kRows * kRows;
  if (row < to) gradient_columns<T, kRows, kRows, widest(kRows)>(block, row, to, to, 0);
  if constexpr (kRows > 1) {
    if (to < end) gradient_rows<T, kRows / 2>(block, to, end);
  }
}

// to[count] += factor * values[count].
template <typename T>
ELMAN_INLINE void add_multiple(T factor, const T* values, int64_t count, T* to) {
  int64_t n = 0;
  for (; n + kLanes<T> <= count; n += kLanes<T>) store(to + n, load(to + n) + factor * load(values + n));
  for (; n < count; ++n) to[n] += factor * values[n];
}

// Of a single row there is nothing to sum up.
template <typename T>
__attribute__((noinline)) void add_outer_product(const WeightGradient<T>& of) {
  if (of.gradient_row == 1) {
    add_multiple(*of.d, of.a, of.depth, of.gradient);
  } else {
    for (int64_t d = 0; d < of.depth; ++d) {
      add_multiple(of.a[d], of.d, of.columns, of.gradient + d * of.gradient_row);
    }
  }
  if (of.bias != nullptr) {
    for (int64_t n = 0; n < of.columns; ++n) of.bias[n] += of.d[n];
  }
}

template <typename T>
void add_weight_gradient(const WeightGradient<T>& of) {
  if (of.rows == 1) return add_outer_product(of);
  const int64_t middle = tall_rows(of.depth);
  const int64_t to = middle + (of.depth - middle) / kLow * kLow;
  for (int64_t row = 0; row < of.rows; row += kGradientBlock) {
    GradientBlock<T> block;
    block.a = of.a + row * of.a_row;
    block.a_row = of.a_row;
    block.d = of.d + row * of.d_row;
    block.d_row = of.d_row;
    block.rows = of.rows - row < kGradientBlock ? of.rows - row : kGradientBlock;
    block.gradient = of.gradient;
    block.gradient_row = of.gradient_row;
    block.columns = of.columns;
    block.next = nullptr;
    block.next_row = of.d_row;
    block.depth = to;
    block.bias = to > 0 ? of.bias : nullptr;
    if (to > 0) gradient_columns<T, kTall, kLow, kWide>(block, 0, middle, to, 0);
    if (to < of.depth) gradient_rows<T, kLow / 2>(block, to, of.depth);
  }
  // Nothing was copied together for so few rows of the gradient.
  if (to == 0 && of.bias != nullptr) add_column_sums(of.d, of.rows, of.columns, of.d_row, of.bias);
}

}  // namespace ELMAN_KERNEL_SET
}  // namespace elman

#endif
