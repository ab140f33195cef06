// How training treats the parameters of each layer: whether they learn, and what large ones cost.
#ifndef ELMAN_LAYER_RULES_H
#define ELMAN_LAYER_RULES_H

#include <cstdint>
#include <vector>

#include "elman/elman.h"
#include "stack.h"

namespace elman {

// The penalty l1 sum |w| + l2 sum w^2, which is part of the loss, has the slope l1 sign(w) + 2 l2 w, sign(0) = 0. It is
// that of kernels and embeddings, of recurrent kernels, or of biases; a scale has none. What is frozen pays none, has a
// gradient of zero and keeps its bits.
template <typename T>
class LayerRules {
 public:
  // Parameters number at to at + count - 1.
  struct Range {
    int64_t at;
    int64_t count;
  };

  // Throws where a penalty is out of range.
  LayerRules(const elman_layer* layers, const Stack<T>& stack);

  // The parameters that learn, and those that do not, in their order; neighbours are joined.
  const std::vector<Range>& learning() const { return learning_; }
  const std::vector<Range>& frozen() const { return frozen_; }

  void clear_frozen(T* gradient) const;
  // The penalties of all parameters, whose slopes are added to the gradient.
  double add_penalties(const T* parameters, T* gradient) const;

 private:
  struct Penalty {
    Range range;
    double l1;
    double l2;
  };

  void add(const elman_layer& layer, int index, int64_t at, const std::vector<int64_t>& sizes);

  std::vector<Range> learning_;
  std::vector<Range> frozen_;
  std::vector<Penalty> penalties_;
};

}  // namespace elman

#endif
