#include "products.h"

#include <algorithm>

#include "blas.h"
#include "memory.h"

namespace elman {
namespace {

// Where own kernels and BLAS cross, measured with float on an x86-64 core with the OpenBLAS that the build links, which
// takes AVX2 unless it is said to take AVX-512. What counts is how often BLAS packs anew what here is packed once per
// update: for 32 rows and 512 x 512 weights AVX2 kernels do 123 GFLOP/s and BLAS 81, AVX-512 kernels 239 and BLAS with
// AVX-512 119.
//
// A weight matrix of up to this many bytes, packed, is multiplied by the own kernels. At 2048 x 2048, which has that
// many, and with 256 rows they do 123 and 115, 230 and 189; even at 4096 x 4096 they are still ahead (124 and 116, 197
// and 183), so that more would do too.
constexpr int64_t kMostPackedBytes = int64_t{16} << 20;

// From this depth on, a product with as few columns as kMostDots has its depth in the lanes: one row then waits for a
// sum over lanes, about 35 cycles, instead of 4 for each step of depth.
constexpr int64_t kShallowestDots = 16;

// A weight gradient of up to this many bytes is summed by the own kernels: beyond, it comes out of the outer cache or
// of memory for every block of rows. Rows, gradient, GFLOP/s of AVX2 kernels, of AVX-512 kernels, of BLAS: 2048,
// 16 x 128: 102, 178, 58. 2048, 128 x 128: 128, 242, 105. 8192, 512 x 512: 126, 246, 116. 512, 512 x 2048: 126, 238,
// 123. 512, 1024 x 4096: 87, 214, 126, and BLAS with AVX-512 223.
constexpr int64_t kMostGradientBytes = int64_t{1} << 23;
constexpr int64_t kMostGradientBytesOfWideVectors = int64_t{1} << 24;

template <typename T>
bool sums_gradient_itself(const Kernels<T>& kernels, int64_t depth, int64_t columns) {
  const int64_t bytes = depth * columns * static_cast<int64_t>(sizeof(T));
  const bool wide = kernels.lanes * static_cast<int64_t>(sizeof(T)) == 64;
  return bytes <= (wide ? kMostGradientBytesOfWideVectors : kMostGradientBytes);
}

}  // namespace

template <typename T>
Weights<T>::Weights(int64_t depth, int64_t columns, int64_t gates, int64_t first)
    : kernels_(&kernel_set().of<T>()),
      depth_(depth),
      columns_(columns),
      gates_(gates),
      first_(first == 0 ? depth : first) {
  const int64_t lanes = kernels_->lanes;
  const int64_t whole = times(gates, (columns + lanes - 1) / lanes * lanes);
  const int64_t packed_size = times(depth, whole);
  sums_ = gates == 1 ? columns : whole;
  packed_ = times(packed_size, static_cast<int64_t>(sizeof(T))) <= kMostPackedBytes;
  as_dots_ = gates == 1 && columns <= kMostDots && depth >= kShallowestDots;
  size_ = as_dots_ ? times(columns, padded<T>(depth)) : padded<T>(packed_ ? packed_size : times(depth, sums_));
}

template <typename T>
int64_t Weights<T>::width() const {
  return times(gates_, padded<T>(columns_));
}

template <typename T>
int64_t Weights<T>::place(int64_t gate, int64_t column) const {
  if (gates_ == 1) return column;
  const int64_t lanes = kernels_->lanes;
  return (column / lanes * gates_ + gate) * lanes + column % lanes;
}

template <typename T>
void Weights<T>::prepare(Rows<const T> matrix, T* prepared) const {
  prepare_by(matrix.values, matrix.stride, 1, prepared);
}

template <typename T>
void Weights<T>::prepare_transposed(Rows<const T> matrix, T* prepared) const {
  prepare_by(matrix.values, 1, matrix.stride, prepared);
}

template <typename T>
void Weights<T>::prepare_by(const T* matrix, int64_t depth_step, int64_t column_step, T* prepared) const {
  const int64_t lanes = kernels_->lanes;
  if (as_dots_) {
    for (int64_t n = 0; n < columns_; ++n) {
      kernels_->pack(matrix + n * column_step, 0, depth_step, 1, depth_, prepared + n * padded<T>(depth_));
    }
    return;
  }
  if (packed_) {
    for (int64_t column = 0; column < columns_; column += lanes) {
      for (int64_t gate = 0; gate < gates_; ++gate) {
        kernels_->pack(matrix + (gate * columns_ + column) * column_step, depth_step, column_step, depth_,
                       std::min(lanes, columns_ - column), prepared + depth_ * place(gate, column));
      }
    }
    return;
  }
  if (sums_ != gates_ * columns_) std::fill_n(prepared, size_, T(0));
  // In blocks, so that neither side of a transposition leaves the cache between two uses of a line.
  constexpr int64_t kBlock = 16;
  for (int64_t top = 0; top < depth_; top += kBlock) {
    const int64_t bottom = std::min(top + kBlock, depth_);
    for (int64_t gate = 0; gate < gates_; ++gate) {
      for (int64_t left = 0; left < columns_; left += kBlock) {
        const int64_t right = std::min(left + kBlock, columns_);
        for (int64_t d = top; d < bottom; ++d) {
          for (int64_t n = left; n < right; ++n) {
            prepared[d * sums_ + place(gate, n)] = matrix[d * depth_step + (gate * columns_ + n) * column_step];
          }
        }
      }
    }
  }
}

template <typename T>
void Weights<T>::prepare_bias(const T* bias, T* prepared) const {
  for (int64_t gate = 0; gate < gates_; ++gate) {
    for (int64_t n = 0; n < columns_; ++n) prepared[place(gate, n)] = bias[gate * columns_ + n];
  }
}

template <typename T>
Product<T> Weights<T>::product(const T* prepared, Rows<const T> a, int64_t rows, Start start, Rows<T> c) const {
  Product<T> product;
  product.rows = rows;
  product.columns = sums_;
  product.depth = depth_;
  product.first = first_;
  product.a = a.values;
  product.a_row = a.stride;
  product.b = prepared;
  product.b_panel = depth_ * kernels_->lanes;
  product.c = c.values;
  product.c_row = c.stride;
  product.start = start;
  return product;
}

template <typename T>
void Weights<T>::multiply(const T* prepared, Rows<const T> a, int64_t rows, Start start, const T* bias, Rows<T> c,
                          Activation activation, Next<T> next, Next<T> also) const {
  const Activation inside = is_usual(activation) ? activation : Activation::kLinear;
  if (as_dots_) {
    kernels_->dots({rows, columns_, depth_, a.values, a.stride, prepared, padded<T>(depth_), c.values, c.stride, start,
                    bias, inside});
    if (inside != activation) activate(activation, rows, c);
    return;
  }
  if (packed_) {
    Product<T> whole = product(prepared, a, rows, start, c);
    whole.bias = bias;
    if (next.rows.values != nullptr) {
      whole.next[0] = {next.rows.values, next.rows.stride, next.width / padded<T>(sums_)};
      whole.next[1] = {also.rows.values, also.rows.stride, also.width / padded<T>(sums_)};
    }
    whole.finish = Finish::kActivate;
    whole.activation = inside;
    kernels_->multiply(whole);
    if (inside != activation) activate(activation, rows, c);
    return;
  }
  if (start == Start::kBias) {
    for (int64_t row = 0; row < rows; ++row) std::copy_n(bias, sums_, c.from(row).values);
  }
  gemm<T>(false, rows, sums_, depth_, a.values, a.stride, prepared, sums_, start == Start::kZero ? T(0) : T(1),
          c.values, c.stride);
  activate(activation, rows, c);
}

template <typename T>
void Weights<T>::recur(const T* prepared, Rows<const T> a, int64_t batch, int64_t steps, int64_t step_rows,
                       Start start, Rows<T> c, Activation activation, const T* outputs) const {
  if (steps <= 0) return;
  const int64_t step = step_rows * c.stride;
  if (packed_ && is_usual(activation)) {
    Product<T> chain = product(prepared, a, batch, start, c);
    chain.finish = outputs == nullptr ? Finish::kActivate : Finish::kSlope;
    chain.activation = activation;
    chain.outputs = outputs;
    chain.chain = steps;
    chain.chain_step = step;
    kernels_->multiply(chain);
    return;
  }
  for (int64_t s = 0; s < steps; ++s) {
    const Rows<T> sums = {c.values + s * step, c.stride};
    const Rows<const T> from = {a.values + s * step, a.stride};
    if (packed_) {
      kernels_->multiply(product(prepared, from, batch, start, sums));
    } else {
      gemm<T>(false, batch, columns_, depth_, from.values, from.stride, prepared, columns_,
              start == Start::kZero ? T(0) : T(1), sums.values, sums.stride);
    }
    if (outputs == nullptr) {
      activate(activation, batch, sums);
    } else {
      apply_slope(activation, batch, {outputs + s * step, c.stride}, sums);
    }
  }
}

template <typename T>
void Weights<T>::activate(Activation activation, int64_t rows, Rows<T> values) const {
  kernels_->activate(activation, rows, columns_, values.stride, values.values);
}

template <typename T>
void Weights<T>::apply_slope(Activation activation, int64_t rows, Rows<const T> outputs, Rows<T> deltas) const {
  kernels_->apply_slope(activation, rows, columns_, deltas.stride, outputs.values, deltas.values);
}

template <typename T>
void add_weight_gradient(Rows<const T> a, Rows<const T> d, int64_t rows, int64_t depth, int64_t columns,
                         Rows<T> gradient, T* bias_gradient) {
  if (rows <= 0) return;
  const Kernels<T>& kernels = kernel_set().of<T>();
  if (!sums_gradient_itself(kernels, depth, columns)) {
    gemm<T>(true, depth, columns, rows, a.values, a.stride, d.values, d.stride, T(1), gradient.values,
            gradient.stride);
    if (bias_gradient != nullptr) add_bias_gradient(d, rows, columns, bias_gradient);
    return;
  }
  kernels.add_weight_gradient({rows, depth, columns, a.values, a.stride, d.values, d.stride, gradient.values,
                               gradient.stride, bias_gradient});
}

template <typename T>
void add_bias_gradient(Rows<const T> d, int64_t rows, int64_t columns, T* gradient) {
  kernel_set().of<T>().add_column_sums(d.values, rows, columns, d.stride, gradient);
}

template class Weights<float>;
template class Weights<double>;
template void add_weight_gradient<float>(Rows<const float>, Rows<const float>, int64_t, int64_t, int64_t, Rows<float>,
                                         float*);
template void add_weight_gradient<double>(Rows<const double>, Rows<const double>, int64_t, int64_t, int64_t,
                                          Rows<double>, double*);
template void add_bias_gradient<float>(Rows<const float>, int64_t, int64_t, float*);
template void add_bias_gradient<double>(Rows<const double>, int64_t, int64_t, double*);

}  // namespace elman
