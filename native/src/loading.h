// Samples of a data set on their way into a stack, and the states that lanes carry from one sample to the next.
#ifndef ELMAN_LOADING_H
#define ELMAN_LOADING_H

#include <cstdint>
#include <memory>
#include <mutex>

#include "batch.h"
#include "data.h"
#include "stack.h"

namespace elman {

// Samples in the order in which they are asked for: those that order names, or without it one behind another.
struct Selection {
  const int32_t* order;
  int64_t from;
  int64_t count;

  int64_t sample(int64_t index) const { return order == nullptr ? from + index : order[index]; }
  Selection part(int64_t first, int64_t size) const {
    return {order == nullptr ? nullptr : order + first, from + first, size};
  }
  // How many of those from first on go through a stack together, most at the most: a sample that continues another one
  // comes after it.
  int64_t together(const elman_data& data, int64_t first, int64_t most) const;
};

// Of every lane the state in which its last sample left it: [lanes, state_width] of a stack.
template <typename T>
struct LaneStates {
  int64_t lanes;
  Rows<T> rows;
  Buffer<T> values;
};

// Those of one kind of call. Several threads may ask for them at once; where they ask for other numbers of lanes, which
// makes no sense, each goes on with what it was given.
template <typename T>
class CarriedStates {
 public:
  explicit CarriedStates(int64_t width) : width_(width) {}

  // Of so many lanes; zeros where those that there are belong to another number of lanes. Null where it is 0.
  std::shared_ptr<LaneStates<T>> of(int64_t lanes);

  // For a thread that is alone: the states as they are, null before there were any; and none again.
  std::shared_ptr<LaneStates<T>> get() const { return states_; }
  void clear() { states_ = nullptr; }

 private:
  std::mutex mutex_;
  int64_t width_;
  std::shared_ptr<LaneStates<T>> states_;
};

// Lays samples out in a workspace that has room for them, with all that belongs to them. Where the data have lanes, a
// sample that continues another one begins as carried says.
template <typename T>
Batch<T> load(const Stack<T>& stack, const elman_data& data, const Selection& samples, const LaneStates<T>* carried,
              Workspace<T>& workspace);

// Sequences that are in no data set: inputs [count, time_steps, features], and what may belong to them, or null.
template <typename Value>
struct Sequences {
  const Value* inputs;
  int64_t time_steps;
  const int32_t* lengths;
  const Value* statics;
  const Value* states;
};

// The same with count sequences from first on.
template <typename T, typename Value>
Batch<T> load(const Stack<T>& stack, const Sequences<Value>& sequences, int64_t first, int64_t count,
              Workspace<T>& workspace);

// Behind the pass: the states that are carried on.
template <typename T>
void carry(const Stack<T>& stack, const Batch<T>& batch, const Workspace<T>& workspace, LaneStates<T>* carried);

}  // namespace elman

#endif
