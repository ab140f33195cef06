#include "layer_rules.h"

#include <algorithm>
#include <cmath>

namespace elman {
namespace {

struct Cost {
  double l1;
  double l2;
};

// What parameter number `number` of a layer's `count` costs; their order is that of elman.h.
Cost cost_of(const elman_layer& layer, size_t number, size_t count) {
  const Cost of_kernel = {layer.kernel_l1, layer.kernel_l2};
  const Cost of_bias = {layer.bias_l1, layer.bias_l2};
  switch (layer.kind) {
    case ELMAN_LAYER_NORMALIZATION:
      return number == 0 ? Cost{0, 0} : of_bias;
    case ELMAN_EMBEDDING:
    case ELMAN_DENSE:
      return number == 0 ? of_kernel : of_bias;
    default: {
      const size_t of_cell = number % (layer.direction >= ELMAN_BOTH_CONCAT ? count / 2 : count);
      return of_cell == 0 ? of_kernel : of_cell == 1 ? Cost{layer.recurrent_l1, layer.recurrent_l2} : of_bias;
    }
  }
}

void require_cost(const char* name, int index, double cost) {
  ELMAN_REQUIRE(std::isfinite(cost) && cost >= 0, "%s of layer %d must be at least 0 and finite but was %g", name,
                index, cost);
}

}  // namespace

template <typename T>
LayerRules<T>::LayerRules(const elman_layer* layers, const Stack<T>& stack) {
  int64_t at = 0;
  for (int i = 0; i < stack.layer_count(); ++i) {
    const std::vector<int64_t> sizes = stack.layer(i).parameter_sizes();
    add(layers[i], i, at, sizes);
    for (const int64_t size : sizes) at += size;
  }
}

template <typename T>
void LayerRules<T>::add(const elman_layer& layer, int index, int64_t at, const std::vector<int64_t>& sizes) {
  require_cost("kernel_l1", index, layer.kernel_l1);
  require_cost("kernel_l2", index, layer.kernel_l2);
  require_cost("recurrent_l1", index, layer.recurrent_l1);
  require_cost("recurrent_l2", index, layer.recurrent_l2);
  require_cost("bias_l1", index, layer.bias_l1);
  require_cost("bias_l2", index, layer.bias_l2);
  std::vector<Range>& ranges = layer.frozen != 0 ? frozen_ : learning_;
  for (size_t i = 0; i < sizes.size(); ++i) {
    const Range range = {at, sizes[i]};
    at += range.count;
    if (!ranges.empty() && ranges.back().at + ranges.back().count == range.at) {
      ranges.back().count += range.count;
    } else {
      ranges.push_back(range);
    }
    const Cost cost = cost_of(layer, i, sizes.size());
    if (layer.frozen == 0 && (cost.l1 > 0 || cost.l2 > 0)) penalties_.push_back({range, cost.l1, cost.l2});
  }
}

template <typename T>
void LayerRules<T>::clear_frozen(T* gradient) const {
  for (const Range& range : frozen_) std::fill_n(gradient + range.at, range.count, T(0));
}

template <typename T>
double LayerRules<T>::add_penalties(const T* parameters, T* gradient) const {
  double penalty = 0;
  for (const Penalty& part : penalties_) {
    const T l1 = static_cast<T>(part.l1);
    const T twice_l2 = static_cast<T>(2 * part.l2);
    double sizes = 0;
    double squares = 0;
    for (int64_t i = part.range.at; i < part.range.at + part.range.count; ++i) {
      const T w = parameters[i];
      sizes += std::fabs(static_cast<double>(w));
      squares += static_cast<double>(w) * static_cast<double>(w);
      gradient[i] += l1 * static_cast<T>((w > 0) - (w < 0)) + twice_l2 * w;
    }
    penalty += part.l1 * sizes + part.l2 * squares;
  }
  return penalty;
}

template class LayerRules<float>;
template class LayerRules<double>;

}  // namespace elman
