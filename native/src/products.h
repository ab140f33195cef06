// Products of a network: rows of values by a weight matrix, and the gradient of a weight matrix. Here alone is decided
// what the engine's own kernels compute and what BLAS does.
#ifndef ELMAN_PRODUCTS_H
#define ELMAN_PRODUCTS_H

#include <cstdint>

#include "kernels/kernels.h"

namespace elman {

// Rows of values, stride apart.
template <typename T>
struct Rows {
  T* values;
  int64_t stride;

  Rows from(int64_t row) const { return {values + row * stride, stride}; }
  operator Rows<const T>() const { return {values, stride}; }
};

// Rows of which the first width values are read next; or null.
template <typename T>
struct Next {
  Rows<const T> rows;
  int64_t width;
};

// A right-hand side W[depth, gates * columns] in the form in which it multiplies fastest: packed for the own kernels,
// transposed where its columns are very few, or row-major for BLAS, which packs it itself. Depends on nothing but the
// shape.
//
// Where there are several gates, the sums that it gives lie as in kernels/gates.h: the gates of a unit close together.
template <typename T>
class Weights {
 public:
  // first: how many terms of a sum come before those that the own kernels sum up apart from them; 0: all.
  Weights(int64_t depth, int64_t columns, int64_t gates = 1, int64_t first = 0);

  // The number of values of that form, whole cache lines of them.
  int64_t size() const { return size_; }
  // Whether that form is the one that a Product takes.
  bool packed() const { return packed_ && !as_dots_; }
  // The length of a row of sums, whole cache lines.
  int64_t width() const;

  // Makes that form of a matrix [depth, gates * columns], or of [columns, depth], which is then transposed.
  void prepare(Rows<const T> matrix, T* prepared) const;
  void prepare_transposed(Rows<const T> matrix, T* prepared) const;
  // Lays a bias[gates * columns] out as sums are: width() values.
  void prepare_bias(const T* bias, T* prepared) const;

  // c = finish(start + a W) for rows rows; bias and outputs as in Product. Meanwhile as many rows of next are fetched
  // from memory.
  void multiply(const T* prepared, Rows<const T> a, int64_t rows, Start start, const T* bias, Rows<T> c,
                Activation activation, Next<T> next = {}, Next<T> also = {}) const;

  // A recurrence, one step of batch rows after another: c = f(start + a W) or, where outputs are not null,
  // c = (start + a W) f'(outputs). From step to step a, c and outputs, of one stride, move on by step_rows rows.
  void recur(const T* prepared, Rows<const T> a, int64_t batch, int64_t steps, int64_t step_rows, Start start,
             Rows<T> c, Activation activation, const T* outputs) const;

  // values = f(values), and deltas *= f'(outputs), for rows of as many columns as W has. One gate, as in recur.
  void activate(Activation activation, int64_t rows, Rows<T> values) const;
  void apply_slope(Activation activation, int64_t rows, Rows<const T> outputs, Rows<T> deltas) const;

 private:
  void prepare_by(const T* matrix, int64_t depth_step, int64_t column_step, T* prepared) const;
  // Where a column of a gate is among the sums.
  int64_t place(int64_t gate, int64_t column) const;
  // The part of a product by W that is the same for every one; for the own kernels.
  Product<T> product(const T* prepared, Rows<const T> a, int64_t rows, Start start, Rows<T> c) const;

  const Kernels<T>* kernels_;
  int64_t depth_;
  int64_t columns_;  // of one gate
  int64_t gates_;
  int64_t first_;
  int64_t sums_;     // columns of all gates, with the gaps between them
  int64_t size_;
  bool packed_;
  bool as_dots_;
};

// gradient[depth, columns] += a[rows, depth]^T d[rows, columns], and bias_gradient[columns], unless it is null, += the
// sum of the rows of d. These are read up to whole vectors.
template <typename T>
void add_weight_gradient(Rows<const T> a, Rows<const T> d, int64_t rows, int64_t depth, int64_t columns,
                         Rows<T> gradient, T* bias_gradient = nullptr);

// gradient[columns] += the sum of rows of d.
template <typename T>
void add_bias_gradient(Rows<const T> d, int64_t rows, int64_t columns, T* gradient);

}  // namespace elman

#endif
