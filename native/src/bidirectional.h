// Two cells of one kind, with weights of their own, of which one reads each sequence from its first step and one from
// its last; their outputs are merged (Schuster and Paliwal, 1997; Keras's Bidirectional).
#ifndef ELMAN_BIDIRECTIONAL_H
#define ELMAN_BIDIRECTIONAL_H

#include "layer.h"

namespace elman {

template <typename T>
class Bidirectional final : public Layer<T> {
 public:
  // merge: elman_direction, of those in both directions.
  Bidirectional(std::unique_ptr<Layer<T>> forward, std::unique_ptr<Layer<T>> backward, int32_t merge, Passes passes);

  std::vector<int64_t> parameter_sizes() const override;
  int64_t prepared_count() const override;
  void prepare(const T* parameters, T* prepared) const override;
  std::vector<int64_t> state_parts() const override;
  bool goes_backwards() const override { return true; }
  int64_t kept_width() const override;
  int64_t scratch_count(int64_t batch, int64_t steps) const override;
  int64_t previous_count(int64_t batch, int64_t steps) const override;
  void forward(const T* prepared, const Pass<T>& pass, Rows<const T> inputs, Rows<T> outputs,
               const Memory<T>& memory) const override;
  int64_t backward(const T* prepared, const Pass<T>& pass, Rows<const T> inputs, Rows<const T> outputs,
                   const Memory<T>& memory, Steps steps, Rows<T> deltas, T* gradient,
                   Rows<T> input_deltas) const override;

 private:
  // Where everything is during a call.
  struct Places {
    Rows<T> ahead;     // outputs of the forward cell
    Rows<T> back;      // of the backward one, in the order in which it reads
    Rows<T> turned;    // the inputs in that order
    Memory<T> ahead_memory;
    Memory<T> back_memory;
    T* scratch;        // behind what of it is taken
  };
  Places places(const Pass<T>& pass, const Memory<T>& memory) const;
  // What both cells give, for each row of outputs.
  int64_t both_width() const { return 2 * ahead_->stride() + padded<T>(this->inputs()); }
  // The row of the backward cell's outputs that is merged into a row: of the same step of the sequence or, where only
  // the last step counts, of the same step of the reading.
  int64_t partner(const Pass<T>& pass, int64_t step, int64_t row) const;
  // From the deltas of the merged outputs to those of either cell's, for steps from given on.
  void split(const Pass<T>& pass, const Places& at, Steps steps, Rows<const T> deltas, Rows<T> ahead_deltas,
             Rows<T> back_deltas) const;

  std::unique_ptr<Layer<T>> ahead_;
  std::unique_ptr<Layer<T>> back_;
  int32_t merge_;
  Passes passes_;
  int64_t back_parameters_at_;
  int64_t back_state_at_;
};

}  // namespace elman

#endif
