// Products of matrices whose right-hand side stays in the cache. Only kernels.cpp includes it.
//
// A tile of c, some rows by some vectors, is summed up in registers over the whole depth: for each step of depth the
// vectors of b are loaded once, and each value of a is multiplied into all of them.
#ifndef ELMAN_KERNELS_PRODUCT_H
#define ELMAN_KERNELS_PRODUCT_H

#if defined(__aarch64__)
#include "kernels/by_lane.h"
#endif
#include "kernels/functions.h"
#include "kernels/kernels.h"
#include "kernels/vector.h"

namespace elman {
namespace ELMAN_KERNEL_SET {

// Tiles are kTall rows high, or kLow where rows are left, and kWide vectors wide; kSteps steps of depth go through the
// loop at once. What is left of less than kLow rows goes into tiles of half as many rows, and half again, which are as
// wide as widest() says. Two multipliers with a latency of four cycles are busy with eight sums or more; together with
// the vectors of b and one value of a they have to fit the registers.
//
// Measured in GFLOP/s with 32 rows, 128 columns and depth 128, where 280 (AVX-512) and 140 (AVX2) are the peaks:
// AVX-512: 8 x 2 269, in single steps 263; 12 x 2 252, 14 x 2 253, 6 x 4 260, 4 x 4 266, 8 x 3 236.
// AVX2: 6 x 2 129, in double steps 128; 4 x 2 123, 5 x 2 111, 4 x 3 119, 3 x 4 127.
#if defined(__AVX512F__)
constexpr int kTall = 8;
constexpr int kLow = 8;
constexpr int kWide = 2;
constexpr int kSteps = 2;
constexpr int widest(int rows) { return rows >= 4 ? 4 : 8; }
#elif defined(__AVX2__)
constexpr int kTall = 6;
constexpr int kLow = 4;
constexpr int kWide = 2;
constexpr int kSteps = 1;
constexpr int widest(int rows) { return rows >= 2 ? 4 : 8; }
#elif defined(__aarch64__)
constexpr int kTall = 8;
constexpr int kLow = 8;
constexpr int kWide = 2;
constexpr int kSteps = 1;
constexpr int widest(int rows) { return rows >= 4 ? 4 : 8; }
#else
constexpr int kTall = 4;
constexpr int kLow = 4;
constexpr int kWide = 2;
constexpr int kSteps = 1;
constexpr int widest(int) { return 4; }
#endif

// How many of so many rows tiles of kTall rows take. One more of kLow rows is better than many of very few rows: 32
// rows are 6 6 6 6 4 4, not 6 6 6 6 6 2.
constexpr int64_t tall_rows(int64_t rows) {
  const int64_t tall = rows / kTall;
  const int64_t left = rows % kTall;
  const bool two_low = kLow < kTall && left < kLow && left >= 2 * kLow - kTall && tall > 0;
  return (two_low ? tall - 1 : tall) * kTall;
}

// Finishes a tile that was stored, while it is in the innermost cache.
template <typename T, Finish kFinish, int kVectors>
ELMAN_INLINE void finish_by(const Product<T>& product, Activation activation, int64_t rows, int64_t offset) {
  const T* y = kFinish == Finish::kSlope ? product.outputs + offset : nullptr;
  T* c = product.c + offset;
  for (int64_t row = 0; row < rows; ++row) {
#pragma GCC unroll 16
    for (int v = 0; v < kVectors; ++v) {
      const Vector<T> sum = load(c + v * kLanes<T>);
      store(c + v * kLanes<T>, kFinish == Finish::kActivate
                                   ? usual_activated<T>(activation, sum)
                                   : usual_sloped<T>(activation, load(y + v * kLanes<T>), sum));
    }
    c += product.c_row;
    if (kFinish == Finish::kSlope) y += product.c_row;
  }
}

// A function for all tiles: put into each of them, it would fill the instruction cache.
template <typename T, int kVectors>
__attribute__((noinline)) void finish(const Product<T>& product, int64_t rows, int64_t offset) {
  const Activation activation = product.activation;
  if (product.finish == Finish::kSlope) {
    if (activation == Activation::kTanh) {
      finish_by<T, Finish::kSlope, kVectors>(product, Activation::kTanh, rows, offset);
    } else {
      finish_by<T, Finish::kSlope, kVectors>(product, activation, rows, offset);
    }
  } else if (activation == Activation::kTanh) {
    finish_by<T, Finish::kActivate, kVectors>(product, Activation::kTanh, rows, offset);
  } else {
    finish_by<T, Finish::kActivate, kVectors>(product, activation, rows, offset);
  }
}

// The values in a cache line.
template <typename T>
constexpr int64_t kLine = 64 / static_cast<int64_t>(sizeof(T));

// Has a tile's values fetched into the innermost cache.
template <typename T, int kRows, int kVectors>
ELMAN_INLINE void prefetch(const T* values, int64_t row) {
#pragma GCC unroll 16
  for (int r = 0; r < kRows; ++r) {
#pragma GCC unroll 16
    for (int64_t at = 0; at < kVectors * kLanes<T>; at += kLine<T>) __builtin_prefetch(values + r * row + at);
  }
}

template <typename T>
ELMAN_INLINE void fetch(const T* values, int64_t count) {
  for (int64_t at = 0; at < count; at += 64 / static_cast<int>(sizeof(T))) __builtin_prefetch(values + at);
}

// sums += a b over the depth. Either the rows of a are apart and its depth dense, or, for a transposed a, the other way
// round; known when compiled, addresses take fewer registers.
template <typename T, bool kAcross, int kRows, int kVectors>
ELMAN_INLINE void sum_up(const T* a, int64_t a_apart, const T* b, int64_t b_panel, int64_t b_step, int64_t depth,
                         Vector<T> (&sums)[kRows][kVectors]) {
  const int64_t a_row = kAcross ? 1 : a_apart;
  const int64_t a_step = kAcross ? a_apart : 1;
#if defined(__aarch64__)
  sum_up_by_lane<T, kAcross, kRows, kVectors>(a, a_apart, b, b_panel, b_step, depth, sums);
#endif
#pragma GCC unroll kSteps
  for (; depth > 0; --depth) {
    Vector<T> right[kVectors];
#pragma GCC unroll 16
    for (int v = 0; v < kVectors; ++v) right[v] = load(b + v * b_panel);
#pragma GCC unroll 16
    for (int r = 0; r < kRows; ++r) {
      const Vector<T> left = all(a[r * a_row]);
#pragma GCC unroll 16
      for (int v = 0; v < kVectors; ++v) sums[r][v] += left * right[v];
    }
    a += a_step;
    b += b_step;
  }
}

// What is fetched of the next panels of b while a tile is summed up: some lines in every stretch of the depth, since
// many at once would keep the tile waiting.
template <typename T>
struct Ahead {
  const T* next;
  int64_t lines;  // in every stretch
};
constexpr int64_t kStretch = 16;
// Weights of more bytes than this come out of an outer cache every time. With 64 rows, 2048 columns and depth 512, in
// shares of the rate of what stays in the innermost cache: AVX2 0.98, and 0.89 if nothing is fetched ahead; AVX-512
// 0.93 and 0.88, and 0.78 if a tile begins with all that it fetches.
constexpr int64_t kNearBytes = int64_t{1} << 18;

template <typename T, int kRows, int kVectors>
ELMAN_INLINE void tile(const Product<T>& product, int64_t row, int64_t column, Ahead<T>& ahead) {
  constexpr int kL = kLanes<T>;
  Vector<T> sums[kRows][kVectors];
  const int64_t offset = row * product.c_row + column;
  // What the tile is added to is wanted at once, so it is the next tile's that is fetched; what it is finished with,
  // and what it only writes, has the time that the tile takes.
  const int64_t below = product.start == Start::kKeep ? kRows * product.c_row : 0;
  if (kRows > 1) prefetch<T, kRows, kVectors>(product.c + offset + below, product.c_row);
  if (kRows > 1 && product.finish == Finish::kSlope) {
    prefetch<T, kRows, kVectors>(product.outputs + offset, product.c_row);
  }
  for (const Fetched<T>& next : product.next) {
    if (kRows > 1 && next.values != nullptr) {
      const T* values = next.values + row * next.row + column * next.share;
      for (int r = 0; r < kRows; ++r) fetch(values + r * next.row, kVectors * kL * next.share);
    }
  }
#pragma GCC unroll 16
  for (int r = 0; r < kRows; ++r) {
#pragma GCC unroll 16
    for (int v = 0; v < kVectors; ++v) {
      sums[r][v] = product.start == Start::kKeep   ? load(product.c + offset + r * product.c_row + v * kL)
                   : product.start == Start::kBias ? load(product.bias + column + v * kL)
                                                   : zeros<T>();
    }
  }
  const T* a = product.a + row * product.a_row;
  const T* b = product.b + column / kL * product.b_panel;
  int64_t depth = product.depth;
#if defined(__aarch64__)
  // The same with one call of sum_up: of two, GCC 12 copies the sums of the second from register to register there.
  for (int64_t steps; depth > 0; depth -= steps) {
    const bool fetches = kRows >= kLow && depth > kStretch && ahead.lines > 0;
    steps = fetches ? kStretch : depth;
    if (fetches) {
      for (int64_t line = 0; line < ahead.lines; ++line) __builtin_prefetch(ahead.next + line * kLine<T>);
      ahead.next += ahead.lines * kLine<T>;
    }
    sum_up<T, false, kRows, kVectors>(a, product.a_row, b, product.b_panel, kL, steps, sums);
    a += steps;
    b += steps * kL;
  }
#else
  if constexpr (kRows >= kLow) {
    for (; depth > kStretch && ahead.lines > 0; depth -= kStretch) {
      for (int64_t line = 0; line < ahead.lines; ++line) __builtin_prefetch(ahead.next + line * kLine<T>);
      ahead.next += ahead.lines * kLine<T>;
      sum_up<T, false, kRows, kVectors>(a, product.a_row, b, product.b_panel, kL, kStretch, sums);
      a += kStretch;
      b += kStretch * kL;
    }
  }
  sum_up<T, false, kRows, kVectors>(a, product.a_row, b, product.b_panel, kL, depth, sums);
#endif
#pragma GCC unroll 16
  for (int r = 0; r < kRows; ++r) {
#pragma GCC unroll 16
    for (int v = 0; v < kVectors; ++v) store(product.c + offset + r * product.c_row + v * kL, sums[r][v]);
  }
  if (product.finish != Finish::kStore && product.activation != Activation::kLinear) {
    finish<T, kVectors>(product, kRows, offset);
  }
}

// Rows [from, to), whole tiles of them, of columns of one tile.
template <typename T, int kRows, int kVectors>
__attribute__((noinline)) void tiles(const Product<T>& product, int64_t from, int64_t to, int64_t column) {
  Ahead<T> ahead = {nullptr, 0};
  const int64_t left = product.columns - column - kVectors * kLanes<T>;
  const bool far = product.depth * product.columns * static_cast<int64_t>(sizeof(T)) > kNearBytes;
  const int64_t stretches = (product.depth - 1) / kStretch;  // the last one fetches nothing
  if (kRows >= kLow && far && left > 0 && stretches > 0) {
    // Every tile fetches its rows' share.
    const int64_t lines = kVectors * product.b_panel / kLine<T>;
    ahead.lines = (lines * kRows - 1) / (stretches * product.rows) + 1;
    ahead.next = product.b + (column / kLanes<T> + kVectors) * product.b_panel +
                 from / kRows * stretches * ahead.lines * kLine<T>;
  }
  for (int64_t row = from; row < to; row += kRows) tile<T, kRows, kVectors>(product, row, column, ahead);
}

// Columns from column on, as many as fill tiles of this width, then the rest in narrower ones. Rows [from, middle) are
// in tiles of kRows, rows [middle, to) in those of kThen rows.
template <typename T, int kRows, int kThen, int kVectors>
ELMAN_INLINE void columns_of(const Product<T>& product, int64_t from, int64_t middle, int64_t to, int64_t column) {
  constexpr int64_t kWidth = kVectors * kLanes<T>;
  const int64_t end = (product.columns + kLanes<T> - 1) / kLanes<T> * kLanes<T>;
  for (; column + kWidth <= end; column += kWidth) {
    tiles<T, kRows, kVectors>(product, from, middle, column);
    if constexpr (kThen < kRows) tiles<T, kThen, kVectors>(product, middle, to, column);
  }
  if constexpr (kVectors > 1) {
    if (column < end) columns_of<T, kRows, kThen, kVectors / 2>(product, from, middle, to, column);
  }
}

// Rows from row on, as many as fill tiles of this height, then the rest in lower ones.
template <typename T, int kRows>
ELMAN_INLINE void rows_of(const Product<T>& product, int64_t row) {
  const int64_t to = row + (product.rows - row) / kRows * kRows;
  if (row < to) columns_of<T, kRows, kRows, widest(kRows)>(product, row, to, to, 0);
  if constexpr (kRows > 1) {
    if (to < product.rows) rows_of<T, kRows / 2>(product, to);
  }
}

template <typename T>
void all_rows(const Product<T>& product) {
  const int64_t middle = tall_rows(product.rows);
  const int64_t to = middle + (product.rows - middle) / kLow * kLow;
  if (to > 0) columns_of<T, kTall, kLow, kWide>(product, 0, middle, to, 0);
  if (to < product.rows) rows_of<T, kLow / 2>(product, to);
}

template <typename T>
ELMAN_INLINE void link_of(const Product<T>& product) {
  if (product.rows == 1) {
    rows_of<T, 1>(product, 0);
  } else {
    all_rows(product);
  }
}

// The same with the terms behind the first ones summed up apart from them.
template <typename T>
__attribute__((noinline)) void link_in_parts(const Product<T>& product) {
  constexpr int64_t kRows = 24;
  constexpr int64_t kColumns = 64;
  T others[kRows * kColumns];
  for (int64_t column = 0; column < product.columns; column += kColumns) {
    const int64_t columns = product.columns - column < kColumns ? product.columns - column : kColumns;
    const int64_t vectors = (columns + kLanes<T> - 1) / kLanes<T>;
    for (int64_t row = 0; row < product.rows; row += kRows) {
      const int64_t offset = row * product.c_row + column;
      Product<T> part = product;
      part.rows = product.rows - row < kRows ? product.rows - row : kRows;
      part.columns = columns;
      part.finish = Finish::kStore;
      part.depth = product.first;
      part.a += row * product.a_row;
      part.b += column / kLanes<T> * product.b_panel;
      part.c += offset;
      part.bias += column;
      link_of(part);
      part.depth = product.depth - product.first;
      part.a += product.first;
      part.b += product.first * kLanes<T>;
      part.c = others;
      part.c_row = kColumns;
      part.start = Start::kZero;
      link_of(part);
      for (int64_t r = 0; r < part.rows; ++r) {
        T* c = product.c + offset + r * product.c_row;
        for (int64_t at = 0; at < vectors * kLanes<T>; at += kLanes<T>) {
          store(c + at, load(c + at) + load(others + r * kColumns + at));
        }
      }
      if (product.finish != Finish::kStore && product.activation != Activation::kLinear) {
        for (int64_t v = 0; v < vectors; ++v) finish<T, 1>(product, part.rows, offset + v * kLanes<T>);
      }
    }
  }
}

// One row into one vector, as one tile would: what goes into reaching a tile is most of what so small a product takes.
template <typename T>
ELMAN_INLINE void single(const Product<T>& product) {
  Vector<T> sums = product.start == Start::kKeep   ? load(product.c)
                   : product.start == Start::kBias ? load(product.bias)
                                                   : zeros<T>();
  for (int64_t d = 0; d < product.depth; ++d) sums += all(product.a[d]) * load(product.b + d * kLanes<T>);
  if (product.finish == Finish::kActivate) sums = usual_activated<T>(product.activation, sums);
  if (product.finish == Finish::kSlope) sums = usual_sloped<T>(product.activation, load(product.outputs), sums);
  store(product.c, sums);
}

// All links of a chain.
template <typename T>
void multiply(const Product<T>& first) {
  if (first.rows == 1 && first.columns <= kLanes<T> && first.chain == 1 && first.first == first.depth) {
    return single(first);
  }
  Product<T> product = first;
  for (int64_t link = 0; link < first.chain; ++link) {
    if (product.first < product.depth) {
      link_in_parts(product);
    } else {
      link_of(product);
    }
    product.a += first.chain_step;
    product.c += first.chain_step;
    if (product.outputs != nullptr) product.outputs += first.chain_step;
  }
}

template <typename T>
void pack(const T* matrix, int64_t depth_step, int64_t column_step, int64_t depth, int64_t columns, T* packed) {
  for (int64_t column = 0; column < columns; column += kLanes<T>) {
    const T* from = matrix + column * column_step;
    const int64_t count = columns - column;
    for (int64_t d = 0; d < depth; ++d, from += depth_step, packed += kLanes<T>) {
      if (count >= kLanes<T>) {
        for (int64_t lane = 0; lane < kLanes<T>; ++lane) packed[lane] = from[lane * column_step];
      } else if (column_step == 1) {
        store(packed, load_part(from, count));
      } else {
        store(packed, zeros<T>());
        for (int64_t lane = 0; lane < count; ++lane) packed[lane] = from[lane * column_step];
      }
    }
  }
}

}  // namespace ELMAN_KERNEL_SET
}  // namespace elman

#endif
