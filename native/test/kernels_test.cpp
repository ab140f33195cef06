// The kernels of every set against plain loops.
#include <limits>
#include <random>
#include <vector>

#include "check.h"
#include "kernels/kernels.h"
#include "memory.h"

namespace {

using elman::Activation;
using elman::Buffer;
using elman::Finish;
using elman::Kernels;
using elman::padded;
using elman::Product;
using elman::Start;

template <typename T>
constexpr double kTolerance = sizeof(T) == sizeof(float) ? 1e-5 : 1e-13;

template <typename T>
void fill(Buffer<T>& buffer, std::mt19937& random) {
  std::uniform_real_distribution<double> distribution(-1, 1);
  for (int64_t i = 0; i < buffer.capacity(); ++i) buffer.data()[i] = static_cast<T>(distribution(random));
}

template <typename T>
void multiplies(const Kernels<T>& kernels, int64_t rows, int64_t columns, int64_t depth) {
  std::mt19937 random(static_cast<uint32_t>(rows * 10007 + columns * 101 + depth));
  const int64_t width = padded<T>(columns);
  const int64_t panels = (columns + kernels.lanes - 1) / kernels.lanes;
  Buffer<T> a(rows * depth), b(depth * columns), packed(panels * kernels.lanes * depth), bias(width);
  Buffer<T> outputs(rows * width), c(rows * width), before(rows * width);
  fill(a, random);
  fill(b, random);
  fill(bias, random);
  fill(outputs, random);
  fill(before, random);
  kernels.pack(b.data(), columns, 1, depth, columns, packed.data());
  for (const Start start : {Start::kZero, Start::kBias, Start::kKeep}) {
    for (const Finish finish : {Finish::kStore, Finish::kActivate, Finish::kSlope}) {
      for (int64_t i = 0; i < rows * width; ++i) c.data()[i] = before.data()[i];
      Product<T> product;
      product.rows = rows;
      product.columns = columns;
      product.depth = depth;
      product.first = depth > 3 ? depth - 3 : depth;
      product.a = a.data();
      product.a_row = depth;
      product.b = packed.data();
      product.b_panel = depth * kernels.lanes;
      product.c = c.data();
      product.c_row = width;
      product.start = start;
      product.bias = bias.data();
      product.finish = finish;
      product.activation = Activation::kTanh;
      product.outputs = outputs.data();
      kernels.multiply(product);
      for (int64_t row = 0; row < rows; ++row) {
        for (int64_t n = 0; n < columns; ++n) {
          const int64_t at = row * width + n;
          double sum = start == Start::kZero ? 0
                       : start == Start::kBias ? static_cast<double>(bias.data()[n])
                                               : static_cast<double>(before.data()[at]);
          for (int64_t d = 0; d < depth; ++d) {
            sum += static_cast<double>(a.data()[row * depth + d]) * static_cast<double>(b.data()[d * columns + n]);
          }
          const double y = static_cast<double>(outputs.data()[at]);
          const double wanted = finish == Finish::kActivate ? std::tanh(sum)
                                : finish == Finish::kSlope  ? sum * (1 - y * y)
                                                            : sum;
          CHECK_NEAR(c.data()[at], wanted, 100 * kTolerance<T>);
        }
      }
    }
  }
}

// gradient += a^T d, with neither gaps in the gradient nor anything written behind it.
template <typename T>
void adds_transposed(const Kernels<T>& kernels, int64_t rows, int64_t columns, int64_t depth, double before = 1) {
  std::mt19937 random(static_cast<uint32_t>(rows * 7 + columns * 3 + depth));
  const int64_t width = padded<T>(columns);
  Buffer<T> a(depth * rows), d(depth * width);
  fill(a, random);
  fill(d, random);
  std::vector<T> gradient(static_cast<size_t>(rows * columns + 1), static_cast<T>(before));
  std::vector<T> bias(static_cast<size_t>(columns + 1), static_cast<T>(before));
  kernels.add_weight_gradient({depth, rows, columns, a.data(), rows, d.data(), width, gradient.data(), columns,
                               bias.data()});
  for (int64_t row = 0; row < rows; ++row) {
    for (int64_t n = 0; n < columns; ++n) {
      double sum = before;
      for (int64_t k = 0; k < depth; ++k) {
        sum += static_cast<double>(a.data()[k * rows + row]) * static_cast<double>(d.data()[k * width + n]);
      }
      CHECK_NEAR(gradient[static_cast<size_t>(row * columns + n)], sum, 100 * kTolerance<T>);
    }
  }
  CHECK(gradient.back() == static_cast<T>(before));
  for (int64_t n = 0; n < columns; ++n) {
    double sum = before;
    for (int64_t k = 0; k < depth; ++k) sum += static_cast<double>(d.data()[k * width + n]);
    CHECK_NEAR(bias[static_cast<size_t>(n)], sum, 100 * kTolerance<T>);
  }
  CHECK(bias.back() == static_cast<T>(before));
}

// The depth in the lanes: rows of a end where their depth does, and nothing is read behind it.
template <typename T>
void multiplies_few_columns(const Kernels<T>& kernels, int64_t rows, int64_t columns, int64_t depth) {
  std::mt19937 random(static_cast<uint32_t>(rows * 5 + columns * 3 + depth));
  const int64_t width = padded<T>(columns);
  const int64_t b_row = padded<T>(depth);
  Buffer<T> b(depth * columns), packed(columns * b_row), bias(width), c(rows * width), before(rows * width);
  std::vector<T> a(static_cast<size_t>(rows * depth + 64), std::numeric_limits<T>::quiet_NaN());
  for (int64_t i = 0; i < rows * depth; ++i) a[static_cast<size_t>(i)] = static_cast<T>(random() % 1000) / T(1000);
  fill(b, random);
  fill(bias, random);
  fill(before, random);
  for (int64_t n = 0; n < columns; ++n) {
    kernels.pack(b.data() + n, 0, columns, 1, depth, packed.data() + n * b_row);
  }
  for (const Start start : {Start::kZero, Start::kBias, Start::kKeep}) {
    for (const Activation activation : {Activation::kLinear, Activation::kSigmoid}) {
      for (int64_t i = 0; i < rows * width; ++i) c.data()[i] = before.data()[i];
      kernels.dots({rows, columns, depth, a.data(), depth, packed.data(), b_row, c.data(), width, start, bias.data(),
                    activation});
      for (int64_t row = 0; row < rows; ++row) {
        for (int64_t n = 0; n < columns; ++n) {
          double sum = start == Start::kZero ? 0
                       : start == Start::kBias ? static_cast<double>(bias.data()[n])
                                               : static_cast<double>(before.data()[row * width + n]);
          for (int64_t d = 0; d < depth; ++d) {
            sum += static_cast<double>(a[static_cast<size_t>(row * depth + d)]) *
                   static_cast<double>(b.data()[d * columns + n]);
          }
          const double wanted = activation == Activation::kLinear ? sum : 1 / (1 + std::exp(-sum));
          CHECK_NEAR(c.data()[row * width + n], wanted, 100 * kTolerance<T>);
        }
      }
    }
  }
}

template <typename T>
void sums_columns(const Kernels<T>& kernels, int64_t rows, int64_t columns) {
  std::mt19937 random(5);
  const int64_t width = padded<T>(columns);
  Buffer<T> values(rows * width);
  fill(values, random);
  std::vector<T> sums(static_cast<size_t>(columns + 1), T(2));
  kernels.add_column_sums(values.data(), rows, columns, width, sums.data());
  for (int64_t n = 0; n < columns; ++n) {
    double sum = 2;
    for (int64_t row = 0; row < rows; ++row) sum += static_cast<double>(values.data()[row * width + n]);
    CHECK_NEAR(sums[static_cast<size_t>(n)], sum, 100 * kTolerance<T>);
  }
  CHECK(sums.back() == T(2));
}

template <typename T>
void packs_transposed(const Kernels<T>& kernels) {
  constexpr int64_t kDepth = 5;
  constexpr int64_t kColumns = 19;
  std::mt19937 random(6);
  Buffer<T> matrix(kDepth * kColumns), transposed(kDepth * kColumns), one(64 * kDepth), other(64 * kDepth);
  fill(matrix, random);
  for (int64_t d = 0; d < kDepth; ++d) {
    for (int64_t n = 0; n < kColumns; ++n) transposed.data()[n * kDepth + d] = matrix.data()[d * kColumns + n];
  }
  kernels.pack(matrix.data(), kColumns, 1, kDepth, kColumns, one.data());
  kernels.pack(transposed.data(), 1, kDepth, kDepth, kColumns, other.data());
  for (int64_t i = 0; i < 64 * kDepth; ++i) CHECK(one.data()[i] == other.data()[i]);
}

// The promise that a row's result does not depend on the rows beside it: the very same bits.
template <typename T>
void rows_stand_alone(const Kernels<T>& kernels) {
  constexpr int64_t kRows = 33;
  constexpr int64_t kDepth = 37;
  constexpr int64_t kColumns = 53;
  const int64_t width = padded<T>(kColumns);
  std::mt19937 random(7);
  Buffer<T> a(kRows * kDepth), b(kDepth * kColumns), packed(kDepth * 64), c(kRows * width), alone(width);
  fill(a, random);
  fill(b, random);
  kernels.pack(b.data(), kColumns, 1, kDepth, kColumns, packed.data());
  Product<T> product;
  product.rows = kRows;
  product.columns = kColumns;
  product.depth = product.first = kDepth;
  product.a = a.data();
  product.a_row = kDepth;
  product.b = packed.data();
  product.b_panel = kDepth * kernels.lanes;
  product.c = c.data();
  product.c_row = width;
  product.finish = Finish::kActivate;
  product.activation = Activation::kSigmoid;
  kernels.multiply(product);
  product.rows = 1;
  product.c = alone.data();
  for (int64_t row = 0; row < kRows; ++row) {
    product.a = a.data() + row * kDepth;
    kernels.multiply(product);
    for (int64_t n = 0; n < kColumns; ++n) CHECK(alone.data()[n] == c.data()[row * width + n]);
  }
}

template <typename T>
void finds_what_is_not_finite(const Kernels<T>& kernels) {
  Buffer<T> values(128);
  std::mt19937 random(8);
  fill(values, random);
  CHECK(kernels.all_finite(values.data(), 128));
  values.data()[3] = std::numeric_limits<T>::max();
  CHECK(kernels.all_finite(values.data(), 128));
  for (const T bad : {std::numeric_limits<T>::quiet_NaN(), std::numeric_limits<T>::infinity(),
                      -std::numeric_limits<T>::infinity()}) {
    for (int64_t i = 0; i < 128; ++i) {
      const T good = values.data()[i];
      values.data()[i] = bad;
      CHECK(!kernels.all_finite(values.data(), 128));
      values.data()[i] = good;
    }
  }
}

template <typename T>
void all_of(const Kernels<T>& kernels) {
  for (const int64_t rows : {1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 16, 20, 33}) {
    for (const int64_t columns : {1, 3, 4, 8, 15, 16, 17, 31, 33, 64, 100, 129}) {
      for (const int64_t depth : {0, 1, 2, 7, 64}) multiplies(kernels, rows, columns, depth);
      for (const int64_t depth : {1, 2, 7, 64}) adds_transposed(kernels, rows, columns, depth);
    }
  }
  for (const int64_t columns : {1, 2}) {
    for (int64_t depth = 1; depth <= 40; ++depth) multiplies_few_columns(kernels, 1 + depth % 3, columns, depth);
    for (const int64_t depth : {63, 64, 65, 127, 128, 200, 333}) multiplies_few_columns(kernels, 3, columns, depth);
  }
  // More rows than are summed up at once, added to so much that no sum is close to zero.
  for (const int64_t columns : {1, 33, 100}) {
    for (const int64_t depth : {127, 128, 129, 300}) adds_transposed(kernels, 21, columns, depth, 64);
  }
  for (const int64_t columns : {1, 3, 16, 17, 100}) sums_columns(kernels, 11, columns);
  packs_transposed(kernels);
  rows_stand_alone(kernels);
  finds_what_is_not_finite(kernels);
}

TEST(kernels_of_float_agree_with_plain_loops) {
  for (const elman::KernelSet* set : elman::supported_kernel_sets()) all_of(set->of_float);
}

TEST(kernels_of_double_agree_with_plain_loops) {
  for (const elman::KernelSet* set : elman::supported_kernel_sets()) all_of(set->of_double);
}

}  // namespace
