// The table of inner loops, compiled once for every instruction set and chosen once when the library is loaded.
#ifndef ELMAN_KERNELS_KERNELS_H
#define ELMAN_KERNELS_KERNELS_H

#include <cstdint>
#include <vector>

#include "activations.h"
#include "kernels/gates.h"

namespace elman {

// What a product is added to.
enum class Start { kZero, kBias, kKeep };

// What is done to a sum before it is stored.
enum class Finish {
  kStore,     // nothing
  kActivate,  // f(sum)
  kSlope      // sum * f'(outputs), with the outputs of the same rows
};

// Rows of values, so many for each column of a product; or null.
template <typename T>
struct Fetched {
  const T* values;
  int64_t row;
  int64_t share;
};

// c[rows, columns] = finish(start + a[rows, depth] b[depth, columns]), and then, for a chain of more than one, the
// same again with a, c and outputs moved on by a fixed distance. So a whole recurrence is one call.
//
// b is packed: in panels of as many columns as a vector has lanes, depth d of panel p at b[p * b_panel + d * lanes]. c,
// bias and outputs have room for whole vectors. Every element is summed in the order of depth whatever the rows, so
// that a row's result does not depend on the rows computed with it.
template <typename T>
struct Product {
  int64_t rows;
  int64_t columns;
  int64_t depth;
  int64_t first;  // how many terms come before those that are summed up apart from them; else the depth
  const T* a;
  int64_t a_row;
  const T* b;
  int64_t b_panel;
  T* c;
  int64_t c_row;
  Start start = Start::kZero;
  const T* bias = nullptr;
  Finish finish = Finish::kStore;
  Activation activation = Activation::kLinear;  // a usual one
  const T* outputs = nullptr;  // rows c_row apart
  int64_t chain = 1;
  int64_t chain_step = 0;  // for a, c and outputs alike; may be negative
  // What is read after the product is fetched tile by tile, since a tile takes about as long as that does.
  Fetched<T> next[2] = {};
};

// The same as a product, finished by f, with up to kMostDots columns: b[columns, depth], rows b_row apart, each with
// zeros up to whole vectors. Nothing is read behind the depth of a row of a; rows of c have room for a vector.
template <typename T>
struct Dots {
  int64_t rows;
  int64_t columns;
  int64_t depth;
  const T* a;
  int64_t a_row;
  const T* b;
  int64_t b_row;
  T* c;
  int64_t c_row;
  Start start;
  const T* bias;
  Activation activation;  // a usual one
};

constexpr int64_t kMostDots = 2;

// gradient[depth, columns] += a[rows, depth]^T d[rows, columns]. Rows of d are read up to whole vectors; the gradient
// has no gaps, and nothing behind its columns is touched.
template <typename T>
struct WeightGradient {
  int64_t rows;
  int64_t depth;
  int64_t columns;
  const T* a;
  int64_t a_row;
  const T* d;
  int64_t d_row;
  T* gradient;
  int64_t gradient_row;
  T* bias = nullptr;  // [columns], to which the sum of the rows of d is added; or null
};

// The recurrent product of a step is a chain of additions that nothing else fills where a sequence is alone. Of few
// units it is summed in two parts, this many terms and the rest, for every number of sequences.
constexpr int64_t first_part(int64_t depth) { return depth > 16 && depth <= 32 ? depth / 2 : depth; }

// A whole pass of one sequence through a SimpleRnn of few units; the equations are in simple_rnn.cpp. Sums are in the
// order of a Product, so that the sequence gets the bits that it gets in a batch. The weights are packed for a product.
template <typename T>
struct SmallForward {
  int64_t units;
  int64_t features;
  int64_t steps;
  Activation activation;  // a usual one
  const T* kernel;
  const T* bias;
  const T* recurrent;
  const T* initial;  // or null
  const T* inputs;   // rows of features, inputs_row apart
  int64_t inputs_row;
  T* outputs;        // rows of whole vectors, outputs_row apart
  int64_t outputs_row;
  T* after;  // where the state behind after_steps steps goes, or null; may be initial
  int64_t after_steps;
};

// From the deltas D[t] of steps [given, end), which become d[t] of steps [begin, end), and the gradients.
template <typename T>
struct SmallBackward {
  int64_t units;
  int64_t features;  // at most kMostSmallFeatures
  int64_t begin;
  int64_t end;
  int64_t given;
  Activation activation;
  const T* transposed;  // the recurrent kernel
  const T* initial;     // or null
  const T* inputs;
  int64_t inputs_row;
  const T* outputs;  // rows outputs_row apart, deltas likewise
  T* deltas;
  int64_t outputs_row;
  T* gradient;  // added to: kernel, recurrent kernel and, where there is one, bias
  bool with_bias;
};

constexpr int64_t kMostSmallFeatures = 16;

// One optimizer step over count values, to = from - what the rule says. The rules and their names are in optimizer.h.
template <typename T>
struct SgdRule {
  T rate;
  T momentum;
  bool nesterov;
  bool torch;
};

template <typename T>
struct AdamRule {
  T beta1;
  T beta2;
  T rate;        // corrected for the step number
  T root_scale;  // what sqrt(v) is multiplied by
  T epsilon;
  T decay;       // the share of a weight that goes at each step
};

// RMSprop and Adagrad: v = kept v + added g^2.
template <typename T>
struct SquaresRule {
  T kept;
  T added;
  T rate;
  T epsilon;
  bool torch;
};

// The generator of random.h.
struct PhiloxConstants {
  static constexpr int kRounds = 10;
  static constexpr uint32_t kMultiplier0 = 0xD2511F53;
  static constexpr uint32_t kMultiplier1 = 0xCD9E8D57;
  // The golden ratio and the square root of 3 less 1, as 32-bit fractions: what the key grows by in each round.
  static constexpr uint32_t kWeyl0 = 0x9E3779B9;
  static constexpr uint32_t kWeyl1 = 0xBB67AE85;
};

// A dropout mask of one sample: 0 where the random word is below limit, else kept.
template <typename T>
struct MaskRule {
  uint32_t key[2];
  uint32_t sample;
  uint32_t step;
  uint32_t place;  // the counter's last word
  uint32_t limit;
  T kept;
};

// y = scale * (x - mean) / sqrt(variance + epsilon) + bias of each row. y, scale and bias have room for whole vectors.
template <typename T>
struct Normalization {
  int64_t rows;
  int64_t columns;
  T epsilon;
  const T* x;
  int64_t x_row;
  const T* scale;
  const T* bias;
  T* y;
  int64_t y_row;
  T* statistics;  // of each row the mean and what x - mean is multiplied by; or null
  int64_t statistics_row;
};

template <typename T>
struct NormalizationSlope {
  int64_t rows;
  int64_t columns;
  const T* x;
  int64_t x_row;
  const T* scale;
  const T* statistics;
  int64_t statistics_row;
  const T* deltas;  // dL/dy
  int64_t deltas_row;
  T* scale_gradient;  // both are added to
  T* bias_gradient;
  T* input_deltas;  // or null
  int64_t input_deltas_row;
};

// Of a row x: its largest value, and the sum of e^(x[n] - largest).
template <typename T>
struct Exponentials {
  T largest;
  T sum;
};

template <typename T>
struct Kernels {
  int64_t lanes;  // of a vector of T
  int64_t most_units_alone;  // that small_forward takes
  int64_t most_small_units;  // that small_backward takes

  void (*multiply)(const Product<T>& product);
  void (*dots)(const Dots<T>& of);
  void (*add_weight_gradient)(const WeightGradient<T>& of);

  // The right-hand side of a product: element (d, n) of [depth, columns] is matrix[d * depth_step + n * column_step].
  // packed has room for depth * (columns rounded up to whole vectors).
  void (*pack)(const T* matrix, int64_t depth_step, int64_t column_step, int64_t depth, int64_t columns, T* packed);

  // In place, over rows of columns that are stride apart.
  void (*activate)(Activation activation, int64_t rows, int64_t columns, int64_t stride, T* values);
  // deltas *= f'(outputs).
  void (*apply_slope)(Activation activation, int64_t rows, int64_t columns, int64_t stride, const T* outputs,
                      T* deltas);

  // Null where the most units are 0.
  void (*small_forward)(const SmallForward<T>& of);
  void (*small_backward)(const SmallBackward<T>& of);

  void (*lstm_forward)(const LstmForward<T>& step);
  void (*lstm_backward)(const LstmBackward<T>& step);
  // The reset gate after the product; and before it, where a product comes between the two parts of a step.
  void (*gru_forward)(const GruForward<T>& step);
  void (*gru_backward)(const GruBackward<T>& step);
  void (*gru_reset_forward)(const GruForward<T>& step);
  void (*gru_candidate_forward)(const GruForward<T>& step);
  void (*gru_candidate_backward)(const GruBackward<T>& step);
  void (*gru_reset_backward)(const GruBackward<T>& step);

  // sums[n] += values[0, n] + values[1, n] + ..., in that order.
  void (*add_column_sums)(const T* values, int64_t rows, int64_t columns, int64_t stride, T* sums);

  // Of one row x[columns], e[n] = e^(x[n] - largest), with zeros up to whole vectors, unless e is null.
  Exponentials<T> (*exponentials)(const T* x, int64_t columns, T* e);
  // values *= factor, for columns rounded up to whole vectors.
  void (*scale)(T factor, int64_t columns, T* values);
  // y = softmax(x) of each row, y with room for whole vectors; and input_deltas = y * (deltas - sum of deltas y).
  void (*softmax)(int64_t rows, int64_t columns, const T* x, int64_t x_row, T* y, int64_t y_row);
  void (*softmax_slope)(int64_t rows, int64_t columns, const T* y, int64_t y_row, const T* deltas, int64_t deltas_row,
                        T* input_deltas, int64_t input_deltas_row);

  void (*normalize)(const Normalization<T>& of);
  void (*normalize_slope)(const NormalizationSlope<T>& of);

  // factors[n] from word first + n of the rule's stream.
  void (*mask)(const MaskRule<T>& rule, int64_t first, int64_t count, T* factors);

  // These work on count values, a multiple of a cache line of them.
  void (*add)(const T* values, T* sums, int64_t count);
  bool (*all_finite)(const T* values, int64_t count);

  // These on any count, from any place on.
  void (*sgd)(const SgdRule<T>& rule, const T* gradient, const T* from, T* to, T* velocity, int64_t count);
  void (*adam)(const AdamRule<T>& rule, const T* gradient, const T* from, T* to, T* m, T* v, int64_t count);
  void (*by_squares)(const SquaresRule<T>& rule, const T* gradient, const T* from, T* to, T* v, int64_t count);
  // averages = decay * averages + (1 - decay) * values.
  void (*average)(double decay, const T* values, T* averages, int64_t count);
};

struct KernelSet {
  const char* name;
  Kernels<float> of_float;
  Kernels<double> of_double;

  template <typename T>
  const Kernels<T>& of() const;
};

template <>
inline const Kernels<float>& KernelSet::of<float>() const {
  return of_float;
}
template <>
inline const Kernels<double>& KernelSet::of<double>() const {
  return of_double;
}

// The sets that this processor can run, the plainest first; empty on a processor that can run none.
const std::vector<const KernelSet*>& supported_kernel_sets();

// The set in use: the last of the supported ones, or the one that the environment variable ELMAN_KERNELS names.
// Throws where it names one that does not exist or cannot run here.
const KernelSet& kernel_set();

}  // namespace elman

#endif
