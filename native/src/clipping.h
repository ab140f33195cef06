// What is done to a gradient that is too large before the optimizer sees it.
#ifndef ELMAN_CLIPPING_H
#define ELMAN_CLIPPING_H

#include <cstdint>
#include <vector>

#include "elman/elman.h"
#include "memory.h"

namespace elman {

// By value: every element is limited to [-clip, clip]. By norm, each parameter on its own: where norm > clip,
// g *= clip / norm. By global norm, all together: Keras's form the same, PyTorch's g *= min(1, clip / (norm + 1e-6)).
// Norms are Euclidean and summed in double.
template <typename T>
class Clipping {
 public:
  // sizes: of the parameters in their order.
  Clipping(const elman_objective& objective, const std::vector<int64_t>& sizes);

  // The clipped gradient: another vector than the given one, unless there is nothing to clip by.
  const T* clip(const T* gradient);

 private:
  int32_t kind_;
  int32_t form_;
  double limit_;
  std::vector<int64_t> sizes_;
  int64_t count_;
  Buffer<T> clipped_;
};

}  // namespace elman

#endif
