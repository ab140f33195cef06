// The memory of one shard: what a pass writes on its way up and down. Grows when a larger batch arrives, never else.
#ifndef ELMAN_WORKSPACE_H
#define ELMAN_WORKSPACE_H

#include <vector>

#include "memory.h"

namespace elman {

template <typename T>
struct Workspace {
  Buffer<T> inputs;                 // [time_steps * batch, features], without gaps
  std::vector<Buffer<T>> outputs;   // of each layer: [time_steps * batch, stride]
  std::vector<Buffer<T>> deltas;    // the same, for training
  std::vector<Buffer<T>> kept;      // of each layer: [time_steps * batch, kept_width], for training
  Buffer<T> scratch;                // for one layer after another
  Buffer<T> gradient;               // over all parameters, whole cache lines
};

// Puts batch samples, each [time_steps, features] at sample(row), into inputs time-major.
template <typename T, typename Sample>
void gather(int64_t batch, int64_t time_steps, int64_t features, Sample sample, T* inputs) {
  for (int64_t row = 0; row < batch; ++row) {
    const auto* from = sample(row);
    T* to = inputs + row * features;
    for (int64_t step = 0; step < time_steps; ++step) {
      for (int64_t n = 0; n < features; ++n) to[n] = static_cast<T>(from[n]);
      from += features;
      to += batch * features;
    }
  }
}

}  // namespace elman

#endif
