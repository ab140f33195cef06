#include "optimizer.h"

#include <cmath>

namespace elman {

template <typename T>
Optimizer<T>::Optimizer(const elman_objective& objective, int64_t count)
    : objective_(objective), kernels_(&kernel_set().of<T>()), count_(padded<T>(count)) {
  switch (objective.optimizer) {
    case ELMAN_ADAM:
      slots_ = 2;
      break;
    case ELMAN_RMS_PROP:
      slots_ = 1;
      break;
    default:
      slots_ = objective.momentum > 0 ? 1 : 0;
      break;
  }
  for (int slot = 0; slot < slots_; ++slot) state_[slot].grow(count);
}

template <typename T>
void Optimizer<T>::step(const T* gradient, const T* from, T* to, int64_t number, double learning_rate) {
  const auto rounded = [](double value) { return static_cast<T>(value); };
  const elman_objective& o = objective_;
  const bool torch = o.optimizer_form == ELMAN_TORCH;
  switch (o.optimizer) {
    case ELMAN_ADAM: {
      const double first = 1 - std::pow(o.beta1, static_cast<double>(number));
      const double root = std::sqrt(1 - std::pow(o.beta2, static_cast<double>(number)));
      const AdamRule<T> rule = {rounded(o.beta1), rounded(o.beta2),
                                rounded(learning_rate * (torch ? 1 : root) / first), rounded(torch ? 1 / root : 1),
                                rounded(o.epsilon)};
      kernels_->adam(rule, gradient, from, to, state(0), state(1), count_);
      break;
    }
    case ELMAN_RMS_PROP:
      kernels_->rms_prop({rounded(o.rho), rounded(learning_rate), rounded(o.epsilon), torch}, gradient, from, to,
                         state(0), count_);
      break;
    default:
      kernels_->sgd({rounded(learning_rate), rounded(o.momentum), o.nesterov != 0, torch}, gradient, from, to,
                    state(0), count_);
      break;
  }
}

template class Optimizer<float>;
template class Optimizer<double>;

}  // namespace elman
