// Sequences as a stack of layers takes them, made ready to go through it together.
#ifndef ELMAN_BATCH_H
#define ELMAN_BATCH_H

#include <algorithm>
#include <cstdint>
#include <type_traits>

#include "pass.h"
#include "workspace.h"

namespace elman {

template <typename T>
struct Batch {
  Pass<T> pass;
  Rows<const T> inputs;         // [rows of the pass, features], without gaps
  Rows<const T> states_before;  // [batch, state_width] of the stack; null: zeros
  Rows<T> states_after;         // likewise; null: not wanted
  int64_t state_steps;          // of a sequence with more steps, states_after is that behind so many
  const int32_t* places;        // which of the sequences as they were given each one is; null: the same

  int64_t place(int64_t row) const { return places == nullptr ? row : places[row]; }
};

// Lays count sequences out, of which the one at a place has length(place) steps; the rest is left to be filled in.
template <typename T, typename Length>
Batch<T> arrange(Workspace<T>& workspace, int64_t count, Length length) {
  int64_t longest = length(0);
  int64_t shortest = longest;
  for (int64_t place = 1; place < count; ++place) {
    longest = std::max(longest, int64_t{length(place)});
    shortest = std::min(shortest, int64_t{length(place)});
  }
  Batch<T> batch = {};
  batch.pass = {count, longest, nullptr, nullptr, {}, nullptr};
  batch.inputs.values = workspace.inputs.data();
  batch.state_steps = longest;
  if (longest == shortest) return batch;

  Order& order = workspace.order;
  order.lengths.grow(count);
  order.places.grow(count);
  order.firsts.grow(longest + 1);
  order.next.grow(longest + 1);
  int64_t* firsts = order.firsts.data();
  int64_t* next = order.next.data();
  // How many sequences have each length; so how many are longer, which is where those of that length begin.
  std::fill_n(next, longest + 1, int64_t{0});
  for (int64_t place = 0; place < count; ++place) ++next[length(place)];
  int64_t longer = 0;
  for (int64_t steps = longest; steps >= 0; --steps) {
    const int64_t these = next[steps];
    next[steps] = longer;
    longer += these;
  }
  // And those that are longer than t have step t.
  firsts[0] = 0;
  for (int64_t step = 0; step < longest; ++step) firsts[step + 1] = firsts[step] + next[step];
  for (int64_t place = 0; place < count; ++place) {
    const int64_t row = next[length(place)]++;
    order.places.data()[row] = static_cast<int32_t>(place);
    order.lengths.data()[row] = static_cast<int32_t>(length(place));
  }
  batch.pass.lengths = order.lengths.data();
  batch.pass.firsts = firsts;
  batch.places = order.places.data();
  return batch;
}

// Puts the sequences, each [its length, features] at sequence(row), into the workspace's inputs; a single one of the
// same type stays where it is.
template <typename T, typename Sequence>
void gather(Batch<T>& batch, int64_t features, Sequence sequence, Workspace<T>& workspace) {
  batch.inputs.stride = features;
  if constexpr (std::is_same_v<decltype(sequence(0)), const T*>) {
    if (batch.pass.batch == 1) {
      batch.inputs.values = sequence(0);
      return;
    }
  }
  for (int64_t row = 0; row < batch.pass.batch; ++row) {
    const auto* from = sequence(row);
    for (int64_t step = 0; step < batch.pass.length(row); ++step) {
      T* to = workspace.inputs.data() + (batch.pass.first(step) + row) * features;
      for (int64_t n = 0; n < features; ++n) to[n] = static_cast<T>(from[n]);
      from += features;
    }
  }
}

}  // namespace elman

#endif
