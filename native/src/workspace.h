// The memory of one shard: what a pass writes on its way up and down. Grows when a larger batch arrives, never else.
#ifndef ELMAN_WORKSPACE_H
#define ELMAN_WORKSPACE_H

#include <vector>

#include "memory.h"

namespace elman {

// Where the sequences of a batch go that are not equally long; see batch.h.
struct Order {
  Buffer<int32_t> lengths;
  Buffer<int32_t> places;
  Buffer<int64_t> firsts;
  Buffer<int64_t> next;
};

template <typename T>
struct Workspace {
  int64_t batch = 0;                // that the last room was made for, and how many steps
  int64_t steps = 0;
  Order order;
  Buffer<int32_t> samples;          // of each row, its number in the data set
  Buffer<T> inputs;                 // [rows, features], without gaps
  Buffer<T> statics;                // [batch, static features], without gaps
  Buffer<T> states_before;          // [batch, state_width]
  Buffer<T> states_after;           // likewise
  std::vector<Buffer<T>> outputs;   // of each layer: [rows, stride]
  std::vector<Buffer<T>> deltas;    // the same, for training
  std::vector<Buffer<T>> kept;      // of each layer: [rows, kept_width], for training
  Buffer<T> last;                   // [batch, stride] last steps that lie apart, of the layer that passes on no others
  Buffer<T> last_deltas;            // the same, for training
  Buffer<T> scratch;                // for one layer after another
  Buffer<T> previous;               // likewise, for training
  Buffer<T> gradient;               // over all parameters, whole cache lines
};

}  // namespace elman

#endif
