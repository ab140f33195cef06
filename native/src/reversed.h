// A recurrent layer that reads each sequence from its last step to its first. The cell itself knows no direction: it is
// given the sequence in that order. What it gives stays in the order of reading, as in Keras.
#ifndef ELMAN_REVERSED_H
#define ELMAN_REVERSED_H

#include <utility>

#include "layer.h"

namespace elman {

// Turns every sequence of a pass around, its last step first: values of each row.
template <typename T>
void reverse(const Pass<T>& pass, Rows<const T> from, int64_t values, Rows<T> to);
// Adds what comes from a sequence that was turned around to the rows it was made of.
template <typename T>
void add_reversed(const Pass<T>& pass, Rows<const T> from, int64_t values, Rows<T> to);

// The row that stands where a row of a sequence stands when the sequence is turned around.
template <typename T>
int64_t mirrored(const Pass<T>& pass, int64_t step, int64_t row) {
  return pass.first(pass.length(row) - 1 - step) + row;
}

template <typename T>
class Reversed final : public Layer<T> {
 public:
  Reversed(std::unique_ptr<Layer<T>> cell, Passes passes)
      : Layer<T>(cell->inputs(), cell->units(), cell->last_step_only()), cell_(std::move(cell)), passes_(passes) {}

  std::vector<int64_t> parameter_sizes() const override { return cell_->parameter_sizes(); }
  int64_t prepared_count() const override { return cell_->prepared_count(); }
  void prepare(const T* parameters, T* prepared) const override { cell_->prepare(parameters, prepared); }
  std::vector<int64_t> state_parts() const override { return cell_->state_parts(); }
  bool goes_backwards() const override { return true; }
  int64_t kept_width() const override;
  int64_t scratch_count(int64_t batch, int64_t steps) const override;
  int64_t previous_count(int64_t batch, int64_t steps) const override { return cell_->previous_count(batch, steps); }
  void forward(const T* prepared, const Pass<T>& pass, Rows<const T> inputs, Rows<T> outputs,
               const Memory<T>& memory) const override;
  int64_t backward(const T* prepared, const Pass<T>& pass, Rows<const T> inputs, Rows<const T> outputs,
                   const Memory<T>& memory, Steps steps, Rows<T> deltas, T* gradient,
                   Rows<T> input_deltas) const override;

 private:
  int64_t width() const { return padded<T>(this->inputs()); }
  // The inputs as the cell reads them: behind what it keeps itself, or at the beginning of the scratch.
  Rows<T> turned(const Pass<T>& pass, const Memory<T>& memory) const;

  std::unique_ptr<Layer<T>> cell_;
  Passes passes_;
};

}  // namespace elman

#endif
