// The kernels of gated layers, of every set, against plain loops: values, and that of d nothing else is written.
#include <random>
#include <vector>

#include "check.h"
#include "kernels/kernels.h"
#include "memory.h"

namespace {

using elman::Activation;
using elman::Buffer;
using elman::GruBackward;
using elman::GruForward;
using elman::Kernels;
using elman::LstmBackward;
using elman::LstmForward;
using elman::padded;

// Those of recurrent layers.
constexpr Activation kActivations[] = {Activation::kLinear, Activation::kTanh,     Activation::kSigmoid,
                                       Activation::kRelu,   Activation::kSoftplus, Activation::kElu,
                                       Activation::kHardSigmoid};
constexpr int64_t kRows = 3;

double f(Activation activation, double a) {
  switch (activation) {
    case Activation::kTanh:
      return std::tanh(a);
    case Activation::kSigmoid:
      return 1 / (1 + std::exp(-a));
    case Activation::kRelu:
      return a > 0 ? a : 0;
    case Activation::kSoftplus:
      return std::log1p(std::exp(a));
    case Activation::kElu:
      return a > 0 ? a : std::expm1(a);
    case Activation::kHardSigmoid:
      return std::fmin(std::fmax(a / 6 + 0.5, 0), 1);
    default:
      return a;
  }
}

double slope(Activation activation, double y) {
  switch (activation) {
    case Activation::kTanh:
      return 1 - y * y;
    case Activation::kSigmoid:
      return y * (1 - y);
    case Activation::kRelu:
      return y > 0 ? 1 : 0;
    case Activation::kSoftplus:
      return 1 - std::exp(-y);
    case Activation::kElu:
      return y > 0 ? 1 : y + 1;
    case Activation::kHardSigmoid:
      return y > 0 && y < 1 ? 1.0 / 6 : 0;
    default:
      return 1;
  }
}

// What one call of a kernel is given, of some shape; all of it random.
template <typename T>
class Step {
 public:
  Step(const Kernels<T>& kernels, int64_t units, Activation recurrent, Activation activation)
      : units_(units),
        recurrent_(recurrent),
        activation_(activation),
        lanes_(kernels.lanes),
        stride_(padded<T>(units)),
        before_row_(stride_ + 16),
        d_row_(padded<T>(4 * units) + 16),
        random_(static_cast<uint32_t>(units)) {}

  Buffer<T> values(int64_t row) {
    Buffer<T> buffer(kRows * row + 64);
    std::uniform_real_distribution<double> distribution(-1, 1);
    for (int64_t i = 0; i < buffer.capacity(); ++i) buffer.data()[i] = static_cast<T>(distribution(random_));
    return buffer;
  }

  // Gate k, of so many, of a unit, in a buffer whose rows are row apart.
  double gate(const Buffer<T>& buffer, int64_t gates, int64_t row_length, int64_t row, int64_t k, int64_t n) const {
    return static_cast<double>(buffer.data()[row * row_length + (n / lanes_ * gates + k) * lanes_ + n % lanes_]);
  }
  double unit(const Buffer<T>& buffer, int64_t row, int64_t n) const {
    return static_cast<double>(buffer.data()[row * stride_ + n]);
  }
  // Of a state before, whose rows lie further apart.
  double before_unit(const Buffer<T>& buffer, int64_t row, int64_t n) const {
    return static_cast<double>(buffer.data()[row * before_row_ + n]);
  }
  double d(const Buffer<T>& buffer, int64_t row, int64_t k, int64_t n) const {
    return static_cast<double>(buffer.data()[row * d_row_ + k * units_ + n]);
  }
  void check(double actual, double wanted) const { CHECK_NEAR(actual, wanted, sizeof(T) == 4 ? 1e-3 : 1e-11); }
  // That of d nothing is written but gates of units.
  void check_rest(const Buffer<T>& before, const Buffer<T>& after, int64_t gates) const {
    for (int64_t i = 0; i < after.capacity(); ++i) {
      if (i < kRows * d_row_ && i % d_row_ < gates * units_) continue;
      CHECK(before.data()[i] == after.data()[i]);
    }
  }

  void forward_lstm(const Kernels<T>& kernels, bool first) {
    const int64_t width = 4 * stride_;
    Buffer<T> gates = values(width);
    Buffer<T> cells_before = values(before_row_);
    Buffer<T> cells = values(stride_);
    Buffer<T> outputs = values(stride_);
    Buffer<T> sums = copy(gates);
    LstmForward<T> step = {kRows,        units_, activation_, recurrent_, gates.data(), width, nullptr, before_row_,
                           cells.data(), stride_, outputs.data(), stride_};
    if (!first) step.cells_before = cells_before.data();
    kernels.lstm_forward(step);
    for (int64_t row = 0; row < kRows; ++row) {
      for (int64_t n = 0; n < units_; ++n) {
        double value[4];
        for (int64_t k = 0; k < 4; ++k) {
          value[k] = f(k == 2 ? activation_ : recurrent_, gate(sums, 4, width, row, k, n));
          check(gate(gates, 4, width, row, k, n), value[k]);
        }
        const double c = (first ? 0 : value[1] * before_unit(cells_before, row, n)) + value[0] * value[2];
        check(unit(cells, row, n), c);
        check(unit(outputs, row, n), value[3] * f(activation_, c));
      }
    }
  }

  void backward_lstm(const Kernels<T>& kernels, bool first) {
    const int64_t width = 4 * stride_;
    Buffer<T> gates = values(width);
    Buffer<T> cells_before = values(before_row_);
    Buffer<T> cells = values(stride_);
    Buffer<T> deltas = values(stride_);
    Buffer<T> cell_deltas = values(stride_);
    Buffer<T> later = copy(cell_deltas);
    Buffer<T> sums = values(d_row_);
    Buffer<T> untouched = copy(sums);
    LstmBackward<T> step = {kRows,        units_,        activation_,        recurrent_, gates.data(), width,
                            nullptr, before_row_, cells.data(), stride_, deltas.data(), cell_deltas.data(), stride_,
                            sums.data(), d_row_};
    if (!first) step.cells_before = cells_before.data();
    kernels.lstm_backward(step);
    for (int64_t row = 0; row < kRows; ++row) {
      for (int64_t n = 0; n < units_; ++n) {
        const auto value = [&](int64_t k) { return gate(gates, 4, width, row, k, n); };
        const double y = f(activation_, unit(cells, row, n));
        const double delta = unit(deltas, row, n);
        const double dc = unit(later, row, n) + delta * value(3) * slope(activation_, y);
        const double before = first ? 0 : before_unit(cells_before, row, n);
        check(d(sums, row, 0, n), dc * value(2) * slope(recurrent_, value(0)));
        check(d(sums, row, 1, n), dc * before * slope(recurrent_, value(1)));
        check(d(sums, row, 2, n), dc * value(0) * slope(activation_, value(2)));
        check(d(sums, row, 3, n), delta * y * slope(recurrent_, value(3)));
        check(unit(cell_deltas, row, n), dc * value(1));
      }
    }
    check_rest(untouched, sums, 4);
  }

  void forward_gru(const Kernels<T>& kernels, bool first, bool after) {
    const int64_t width = 3 * stride_;
    Buffer<T> gates = values(width);
    Buffer<T> inputs = copy(gates);
    Buffer<T> sums = values(width);
    Buffer<T> candidate_sums = values(stride_);
    Buffer<T> kept = values(stride_);
    Buffer<T> before = values(before_row_);
    Buffer<T> outputs = values(stride_);
    GruForward<T> step = {kRows,   units_,      activation_, recurrent_,    gates.data(), width, sums.data(), width,
                          kept.data(), stride_, nullptr, before_row_, outputs.data(), stride_};
    if (!first) step.before = before.data();
    if (after) {
      kernels.gru_forward(step);
    } else {
      kernels.gru_reset_forward(step);
      step.sums = candidate_sums.data();
      step.sums_row = stride_;
      kernels.gru_candidate_forward(step);
    }
    const int64_t over = after ? 3 : 2;
    for (int64_t row = 0; row < kRows; ++row) {
      for (int64_t n = 0; n < units_; ++n) {
        const auto a = [&](int64_t k) { return gate(inputs, 3, width, row, k, n); };
        const auto u = [&](int64_t k) { return gate(sums, over, width, row, k, n); };
        const double h = first ? 0 : before_unit(before, row, n);
        const double z = f(recurrent_, a(0) + u(0));
        const double r = f(recurrent_, a(1) + u(1));
        const double c = f(activation_, a(2) + (after ? r * u(2) : unit(candidate_sums, row, n)));
        check(gate(gates, 3, width, row, 0, n), z);
        check(gate(gates, 3, width, row, 1, n), r);
        check(gate(gates, 3, width, row, 2, n), c);
        check(unit(kept, row, n), after ? u(2) : r * h);
        check(unit(outputs, row, n), z * h + (1 - z) * c);
      }
    }
  }

  void backward_gru(const Kernels<T>& kernels, bool first, bool after) {
    const int64_t width = 3 * stride_;
    Buffer<T> gates = values(width);
    Buffer<T> kept = values(stride_);
    Buffer<T> before = values(before_row_);
    Buffer<T> deltas = values(stride_);
    Buffer<T> deltas_before = values(stride_);
    Buffer<T> given = copy(deltas_before);
    Buffer<T> reset_deltas = values(stride_);
    Buffer<T> sums = values(d_row_);
    Buffer<T> state_sums = values(d_row_);
    Buffer<T> untouched = copy(sums);
    Buffer<T> state_untouched = copy(state_sums);
    GruBackward<T> step = {kRows,        units_,  activation_, recurrent_,    gates.data(), width,
                           kept.data(), stride_, nullptr, before_row_, deltas.data(), nullptr, reset_deltas.data(),
                           stride_, sums.data(), state_sums.data(), d_row_};
    if (!first) {
      step.before = before.data();
      step.deltas_before = deltas_before.data();
    }
    if (after) {
      kernels.gru_backward(step);
    } else {
      kernels.gru_candidate_backward(step);
      kernels.gru_reset_backward(step);
    }
    for (int64_t row = 0; row < kRows; ++row) {
      for (int64_t n = 0; n < units_; ++n) {
        const auto value = [&](int64_t k) { return gate(gates, 3, width, row, k, n); };
        const double h = first ? 0 : before_unit(before, row, n);
        const double delta = unit(deltas, row, n);
        const double q = unit(reset_deltas, row, n);
        const double d_z = delta * (h - value(2)) * slope(recurrent_, value(0));
        const double d_n = delta * (1 - value(0)) * slope(activation_, value(2));
        const double d_r = (after ? d_n * unit(kept, row, n) : q * h) * slope(recurrent_, value(1));
        check(d(sums, row, 0, n), d_z);
        check(d(sums, row, 1, n), d_r);
        check(d(sums, row, 2, n), d_n);
        if (after) {
          check(d(state_sums, row, 0, n), d_n * value(1));
        }
        const double gives = delta * value(0) + (after ? 0 : q * value(1));
        check(unit(deltas_before, row, n), unit(given, row, n) + (first ? 0 : gives));
      }
    }
    check_rest(untouched, sums, 3);
    check_rest(state_untouched, state_sums, after ? 1 : 0);
  }

 private:
  Buffer<T> copy(const Buffer<T>& from) const {
    Buffer<T> to(from.capacity());
    for (int64_t i = 0; i < from.capacity(); ++i) to.data()[i] = from.data()[i];
    return to;
  }

  int64_t units_;
  Activation recurrent_;
  Activation activation_;
  int64_t lanes_;
  int64_t stride_;
  int64_t before_row_;
  int64_t d_row_;
  std::mt19937 random_;
};

template <typename T>
void all_of(const Kernels<T>& kernels) {
  for (const int64_t units : {1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 33}) {
    for (const Activation recurrent : kActivations) {
      for (const Activation activation : kActivations) {
        Step<T> step(kernels, units, recurrent, activation);
        for (const bool first : {false, true}) {
          step.forward_lstm(kernels, first);
          step.backward_lstm(kernels, first);
          for (const bool after : {false, true}) {
            step.forward_gru(kernels, first, after);
            step.backward_gru(kernels, first, after);
          }
        }
      }
    }
  }
}

TEST(gates_of_float_agree_with_plain_loops) {
  for (const elman::KernelSet* set : elman::supported_kernel_sets()) all_of(set->of_float);
}

TEST(gates_of_double_agree_with_plain_loops) {
  for (const elman::KernelSet* set : elman::supported_kernel_sets()) all_of(set->of_double);
}

}  // namespace
