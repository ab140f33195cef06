// What goes through a network together: sequences side by side, longest first, without gaps.
#ifndef ELMAN_PASS_H
#define ELMAN_PASS_H

#include <algorithm>
#include <cstdint>

#include "memory.h"
#include "products.h"
#include "random.h"

namespace elman {

// A step's rows are those of the sequences that have it, and the steps' rows lie one behind another: sequence b at step
// t is row first(t) + b. Since the longest come first, the sequences that have step t are 0 to count(t) - 1, and the
// same ones were there at every step before it. So no row stands for a step that a sequence does not have: a layer
// that knows no time takes rows() rows at once, one that does takes count(t) rows at step t.
template <typename T>
struct Pass {
  int64_t batch;                 // sequences
  int64_t steps;                 // of the longest
  const int32_t* lengths;        // steps of each, in descending order; null: all have all steps
  const int64_t* firsts;         // [steps + 1] first row of each step, then the number of rows; null where lengths are
  Rows<const T> statics;         // [batch, static features]
  const Draws* draws = nullptr;  // what dropout draws from, row b for sequence b; null: nothing is dropped
  const int32_t* numbers = nullptr;  // of each sequence, as whoever asked for it counts; null: 0, 1, ...

  bool ragged() const { return firsts != nullptr; }
  int64_t number(int64_t sequence) const { return numbers == nullptr ? sequence : numbers[sequence]; }
  int64_t length(int64_t row) const { return lengths == nullptr ? steps : lengths[row]; }
  int64_t first(int64_t step) const { return firsts == nullptr ? step * batch : firsts[step]; }
  int64_t count(int64_t step) const { return firsts == nullptr ? batch : firsts[step + 1] - firsts[step]; }
  int64_t rows() const { return first(steps); }
  // The row of a sequence's last step.
  int64_t last(int64_t row) const { return first(length(row) - 1) + row; }
};

// A recurrent layer takes so many rows, or a step's where that has more, through its products together: enough for them
// to run well, few enough for what they give to be used while it is in the cache. SimpleRnn, Lstm and Gru of 128 units
// take the same time with 256 to 1024 rows, Lstm(512) 6 % more with 256; all rows of 512 steps at once cost SimpleRnn
// 18 % more.
constexpr int64_t kRowsTogether = 512;

// At least as many rows as go together, for a smaller batch and for fewer steps too.
inline int64_t most_rows_together(int64_t batch, int64_t steps) {
  return std::min(std::max(kRowsTogether, batch), times(batch, steps));
}

// Behind the last step that goes together with step from and those after it, end at most.
template <typename T>
int64_t together_from(const Pass<T>& pass, int64_t from, int64_t end) {
  if (!pass.ragged()) return std::min(from + std::max(kRowsTogether / pass.batch, int64_t{1}), end);
  int64_t to = from + 1;
  while (to < end && pass.first(to + 1) - pass.first(from) <= kRowsTogether) ++to;
  return to;
}

// The first step that goes together with step to - 1 and those before it, begin at least.
template <typename T>
int64_t together_to(const Pass<T>& pass, int64_t to, int64_t begin) {
  if (!pass.ragged()) return std::max(to - std::max(kRowsTogether / pass.batch, int64_t{1}), begin);
  int64_t from = to - 1;
  while (from > begin && pass.first(to) - pass.first(from - 1) <= kRowsTogether) --from;
  return from;
}

}  // namespace elman

#endif
