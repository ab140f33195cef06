#include "optimizer.h"

#include <algorithm>
#include <cmath>

namespace elman {

Powers::Powers(double base) : base_(base) {
  for (int64_t n = 0; n < kLow; ++n) low_[n] = std::pow(base, static_cast<double>(n));
}

void Powers::start(int64_t block) {
  block_ = block;
  high_ = std::pow(base_, static_cast<double>(block * kLow));
}

template <typename T>
Optimizer<T>::Optimizer(const elman_objective& objective, int64_t count)
    : objective_(objective),
      kernels_(&kernel_set().of<T>()),
      count_(count),
      first_(objective.beta1),
      second_(objective.beta2) {
  switch (objective.optimizer) {
    case ELMAN_ADAM:
      slots_ = 2;
      break;
    case ELMAN_RMS_PROP:
    case ELMAN_ADAGRAD:
      slots_ = 1;
      break;
    default:
      slots_ = objective.momentum > 0 ? 1 : 0;
      break;
  }
  for (int slot = 0; slot < slots_; ++slot) state_[slot].grow(count);
  if (objective.optimizer == ELMAN_ADAGRAD) {
    std::fill_n(state_[0].data(), count, static_cast<T>(objective.initial_accumulator));
  }
}

template <typename T>
void Optimizer<T>::step(const T* gradient, const T* from, T* to, int64_t at, int64_t count, int64_t number,
                        double learning_rate) {
  const auto rounded = [](double value) { return static_cast<T>(value); };
  const elman_objective& o = objective_;
  const bool torch = o.optimizer_form == ELMAN_TORCH;
  // To the end of the buffers, where zeros stay zeros, so that no values are left that fill no vector.
  if (at + count == count_) count = padded<T>(count_) - at;
  const T* g = gradient + at;
  const T* w = from + at;
  switch (o.optimizer) {
    case ELMAN_ADAM: {
      const double first = 1 - first_.of(number);
      const double root = std::sqrt(1 - second_.of(number));
      const AdamRule<T> rule = {rounded(o.beta1),
                                rounded(o.beta2),
                                rounded(learning_rate * (torch ? 1 : root) / first),
                                rounded(torch ? 1 / root : 1),
                                rounded(o.epsilon),
                                rounded(learning_rate * o.weight_decay)};
      kernels_->adam(rule, g, w, to + at, state(0) + at, state(1) + at, count);
      break;
    }
    case ELMAN_RMS_PROP: {
      const T rho = rounded(o.rho);
      kernels_->by_squares({rho, T(1) - rho, rounded(learning_rate), rounded(o.epsilon), torch}, g, w, to + at,
                           state(0) + at, count);
      break;
    }
    case ELMAN_ADAGRAD:
      kernels_->by_squares({T(1), T(1), rounded(learning_rate), rounded(o.epsilon), torch}, g, w, to + at,
                           state(0) + at, count);
      break;
    default:
      kernels_->sgd({rounded(learning_rate), rounded(o.momentum), o.nesterov != 0, torch}, g, w, to + at,
                    state(0) + (slots_ == 0 ? 0 : at), count);
      break;
  }
}

template class Optimizer<float>;
template class Optimizer<double>;

}  // namespace elman
