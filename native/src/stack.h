// A stack of layers: where each one's parameters lie, and the passes forward and backward through all of them.
#ifndef ELMAN_STACK_H
#define ELMAN_STACK_H

#include <cstdint>
#include <memory>
#include <vector>

#include "batch.h"
#include "layer.h"
#include "memory.h"
#include "workspace.h"

namespace elman {

template <typename T>
class Stack {
 public:
  // training: whether there will be backward passes.
  Stack(int64_t features, const elman_layer* layers, int layer_count, bool training);

  int64_t features() const { return features_; }
  int64_t outputs() const { return layers_.back()->units(); }
  int layer_count() const { return static_cast<int>(layers_.size()); }
  const Layer<T>& layer(int index) const { return *layers_[static_cast<size_t>(index)]; }
  int64_t parameter_count() const { return parameter_at_.back(); }
  int64_t prepared_count() const { return prepared_at_.back(); }
  // The sizes of all parameters, layer by layer.
  const std::vector<int64_t>& parameter_sizes() const { return parameter_sizes_; }

  // Whether there is an output for every step, or for the last one alone.
  bool gives_sequence() const { return last_step_layer_ < 0; }
  int64_t output_steps(int64_t time_steps) const { return gives_sequence() ? time_steps : 1; }
  // The number of steps that a layer has outputs for.
  int64_t steps_of(int layer, int64_t time_steps) const {
    return last_step_layer_ >= 0 && layer > last_step_layer_ ? 1 : time_steps;
  }

  // How many of so many sequences go through the layers together. A larger batch goes in parts, so that what a pass
  // writes stays within the cache where it can, and within bounds where it cannot.
  int64_t rows_per_pass(int64_t count, int64_t time_steps) const;
  // Room in a workspace for so many sequences of so many steps at most.
  void make_room(Workspace<T>& workspace, int64_t batch, int64_t time_steps) const;

  // The state of a sequence: how many values, layer by layer; and how many where each vector is padded to whole cache
  // lines, as layers take them.
  int64_t state_size() const { return state_size_; }
  int64_t state_width() const { return state_width_; }
  // From the one form to the other.
  template <typename From>
  void pad_state(const From* values, T* state) const;
  template <typename To>
  void strip_state(const T* state, To* values) const;
  // Whether any layer reads a sequence from its end, or how many features a sequence has as a whole.
  bool goes_backwards() const;
  int64_t static_features() const { return static_features_; }

  void prepare(const T* parameters, T* prepared) const;

  // From the inputs to the outputs of every layer.
  void forward(const T* prepared, Workspace<T>& workspace, const Batch<T>& batch) const;

  // The last layer's outputs, and where dL/d(outputs) is put: a row for each of the pass, or for each sequence.
  Rows<T> outputs(Workspace<T>& workspace, const Pass<T>& pass) const;
  Rows<T> deltas(Workspace<T>& workspace, const Pass<T>& pass) const;

  // Adds the gradient of a loss of the outputs, whose deltas are in place, to workspace.gradient. The loss of a step
  // reaches that step and the truncation_length - 1 before it, in every layer.
  void backward(const T* prepared, Workspace<T>& workspace, const Batch<T>& batch, int64_t truncation_length) const;

  // The first layer, from the inputs up, with an output that is not finite, or layer_count.
  int first_infinite_output(const Workspace<T>& workspace, const Pass<T>& pass) const;
  // The first layer, from the outputs down, with a gradient that is not finite.
  int first_infinite_gradient(const T* gradient) const;

 private:
  int64_t kept_width(const Layer<T>& layer) const;
  Memory<T> memory_of(size_t index, Workspace<T>& workspace, const Batch<T>& batch) const;
  // Of the layers above the one that passes on its last step: each sequence has a single one.
  Pass<T> of_last_steps(const Pass<T>& pass) const {
    return {pass.batch, 1, nullptr, nullptr, pass.statics, pass.draws};
  }
  // The last steps of the layer that passes on no others: in place, or where they lie apart, in last.
  Rows<T> last_steps(Rows<T> rows, Buffer<T>& last, const Pass<T>& pass) const;
  // Through layers from top down to bottom.
  void backward_through(const T* prepared, Workspace<T>& workspace, const Batch<T>& batch, const Pass<T>& pass, int top,
                        int bottom, Steps steps) const;
  // Takes the deltas of last steps that lie apart to where they belong. Returns the first step that has any.
  int64_t scatter_deltas(Workspace<T>& workspace, const Pass<T>& pass) const;

  int64_t features_;
  std::vector<std::unique_ptr<Layer<T>>> layers_;
  std::vector<int64_t> parameter_at_;  // and, behind the last layer, the number of all
  std::vector<int64_t> prepared_at_;
  std::vector<int64_t> state_at_;  // in a padded state
  std::vector<int64_t> state_parts_;
  int64_t state_size_ = 0;
  int64_t state_width_ = 0;
  int64_t static_features_ = 0;
  std::vector<int64_t> parameter_sizes_;
  int last_step_layer_ = -1;  // the layer that passes on its last step alone, or -1
  int first_learning_;        // the lowest layer that learns, or the number of layers
  bool training_;
};

}  // namespace elman

#endif
