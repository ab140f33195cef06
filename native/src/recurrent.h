// What the recurrent cells have in common: the hidden state before each step, as the step sees it.
#ifndef ELMAN_RECURRENT_H
#define ELMAN_RECURRENT_H

#include <algorithm>

#include "layer.h"
#include "random.h"

namespace elman {

// h[t-1] of every step t of a pass. It lies in the outputs one step before; before the first step it is the initial
// state, or zero. In training, recurrent dropout multiplies it by factors that are one set for all steps.
template <typename T>
class PreviousStates {
 public:
  PreviousStates(const Pass<T>& pass, const Mask<T>& mask, Rows<const T> outputs, const Memory<T>& memory,
                 int64_t units)
      : pass_(pass), outputs_(outputs), initial_(memory.state_before), units_(units), seen_{memory.previous,
                                                                                            outputs.stride} {
    if (pass.draws != nullptr && mask.drops()) draw(mask);
  }

  // What memory.previous has to have room for where there are backward passes, or where anything is dropped.
  static int64_t room(const Mask<T>& mask, int64_t units, int64_t batch, int64_t steps);

  // Whether every one lies in the outputs of the step before, in as many rows.
  bool plain() const { return !pass_.ragged() && factors_.values == nullptr; }

  // Whether the step has any: before the first one there may be none, and all are zero.
  bool exist(int64_t step) const { return step > 0 || initial_.values != nullptr; }
  // Of the sequences that have the step; null where there are none. Until the next call for another step.
  Rows<const T> of(int64_t step) const {
    const Rows<const T> states = step > 0 ? outputs_.from(pass_.first(step - 1)) : initial_;
    return states.values == nullptr || factors_.values == nullptr ? states : dropped(states, step);
  }

  // gradient[units, columns] += sum over steps [from, to) of h[t-1]^T d[t]; d begins with the rows of step from.
  void add_gradient(int64_t from, int64_t to, Rows<const T> d, int64_t columns, Rows<T> gradient) const;

  // Where the gradient with respect to what a step (not the first) sees is to be put, on top of what is there or, with
  // Start::kZero, of nothing; put() then makes it part of the deltas of the step before, which are given or nothing
  // yet.
  struct Target {
    Rows<T> deltas;
    Start start;
  };
  Target target(int64_t step, const Steps& steps, Rows<T> deltas) const;
  void put(int64_t step, const Steps& steps, Rows<T> deltas) const;

 private:
  void draw(const Mask<T>& mask);
  Rows<const T> dropped(Rows<const T> states, int64_t step) const;

  const Pass<T>& pass_;
  Rows<const T> outputs_;
  Rows<const T> initial_;
  int64_t units_;
  Rows<T> factors_ = {};  // of dropout; null: none
  Rows<T> through_ = {};  // what comes back through them
  Rows<T> seen_;
};

// Copies the first values of rows.
template <typename T>
void copy_rows(Rows<const T> from, int64_t rows, int64_t values, Rows<T> to) {
  for (int64_t row = 0; row < rows; ++row) std::copy_n(from.from(row).values, values, to.from(row).values);
}

// Copies for each sequence its row behind the steps after which its state is wanted.
template <typename T>
void hand_on(const Pass<T>& pass, Rows<const T> rows, int64_t units, int64_t state_steps, Rows<T> after);

}  // namespace elman

#endif
