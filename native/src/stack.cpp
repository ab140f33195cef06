#include "stack.h"

#include <algorithm>
#include <cmath>

namespace elman {
namespace {

// What a pass may write: twice a second-level cache. Passes of 1 to 8 MB take the same time per sequence, of 16 MB 20 %
// more (SimpleRnn(128), 64 steps, batch 256).
constexpr int64_t kPassBytes = int64_t{4} << 20;
// At least so many sequences go together, unless they are overly long: products of fewer rows are slower.
constexpr int64_t kFewestRows = 32;
constexpr int64_t kMostPassBytes = int64_t{256} << 20;

}  // namespace

template <typename T>
Stack<T>::Stack(int64_t features, const elman_layer* layers, int layer_count, bool training)
    : features_(features), training_(training) {
  // As in Java, where all parameters are in one array.
  constexpr int64_t kMostParameters = INT32_MAX - 8;
  constexpr int64_t kMostFeatures = 1 << 24;
  ELMAN_REQUIRE(features >= 1 && features <= kMostFeatures, "features must be from 1 to %lld but was %lld",
                static_cast<long long>(kMostFeatures), static_cast<long long>(features));
  ELMAN_REQUIRE(layer_count >= 1, "layer_count must be at least 1 but was %d", layer_count);
  ELMAN_REQUIRE(layers != nullptr, "layers must not be null");
  first_learning_ = static_cast<int>(std::find_if(layers, layers + layer_count, learns) - layers);
  int64_t parameter_at = 0;
  int64_t prepared_at = 0;
  int64_t width = features;
  for (int index = 0; index < layer_count; ++index) {
    const elman_layer& layer = layers[index];
    const bool recurrent = is_recurrent(layer);
    ELMAN_REQUIRE(!recurrent || last_step_layer_ < 0,
                  "layer %d is recurrent and needs a sequence, but layer %d gives its last step alone", index,
                  last_step_layer_);
    const Passes passes =
        !training || index < first_learning_ ? Passes::kForward
        : index == first_learning_           ? Passes::kBackward
                                             : Passes::kBackwardToInputs;
    layers_.push_back(make_layer<T>(layer, index, width, passes));
    const Layer<T>& made = *layers_.back();
    if (made.last_step_only()) last_step_layer_ = index;
    state_at_.push_back(state_width_);
    for (const int64_t part : made.state_parts()) {
      state_parts_.push_back(part);
      state_size_ = plus(state_size_, part);
      state_width_ = plus(state_width_, padded<T>(part));
    }
    if (layer.kind == ELMAN_STATIC_FEATURES) {
      ELMAN_REQUIRE(static_features_ == 0 || static_features_ == layer.units,
                    "layer %d joins %d static features but a layer before it joins %lld", index, layer.units,
                    static_cast<long long>(static_features_));
      static_features_ = layer.units;
    }
    parameter_at_.push_back(parameter_at);
    prepared_at_.push_back(prepared_at);
    for (const int64_t size : made.parameter_sizes()) {
      parameter_sizes_.push_back(size);
      parameter_at = plus(parameter_at, size);
    }
    ELMAN_REQUIRE(parameter_at <= kMostParameters,
                  "layer %d takes the network beyond %lld parameters in all; use fewer units or features", index,
                  static_cast<long long>(kMostParameters));
    prepared_at = plus(prepared_at, made.prepared_count());
    width = made.units();
  }
  parameter_at_.push_back(parameter_at);
  prepared_at_.push_back(prepared_at);
}

template <typename T>
int64_t Stack<T>::rows_per_pass(int64_t count, int64_t time_steps) const {
  if (count <= 1) return 1;
  int64_t values = times(time_steps, features_);
  int64_t scratch = 0;
  for (int i = 0; i < layer_count(); ++i) {
    const Layer<T>& layer = *layers_[static_cast<size_t>(i)];
    const int64_t steps = steps_of(i, time_steps);
    values = plus(values, times(steps, layer.stride() * (training_ ? 2 : 1) + kept_width(layer)));
    scratch = std::max(scratch, layer.scratch_count(kFewestRows, steps));
  }
  values = plus(values, scratch / kFewestRows);
  const int64_t bytes = times(values, static_cast<int64_t>(sizeof(T)));
  const int64_t fewest = std::clamp(kMostPassBytes / bytes, int64_t{1}, kFewestRows);
  const int64_t rows = std::max(kPassBytes / bytes, fewest);
  // BLAS counts rows of all steps together in 32 bits.
  return std::max(int64_t{1}, std::min({count, rows, INT32_MAX / time_steps}));
}

template <typename T>
int64_t Stack<T>::kept_width(const Layer<T>& layer) const {
  return training_ ? layer.kept_width() : 0;
}

template <typename T>
Memory<T> Stack<T>::memory_of(size_t index, Workspace<T>& workspace, const Batch<T>& batch) const {
  Memory<T> memory = {workspace.kept[index].data(), workspace.scratch.data(), workspace.previous.data(),
                      batch.states_before,          batch.states_after,       batch.state_steps};
  if (memory.state_before.values != nullptr) memory.state_before.values += state_at_[index];
  if (memory.state_after.values != nullptr) memory.state_after.values += state_at_[index];
  return memory;
}

template <typename T>
void Stack<T>::make_room(Workspace<T>& workspace, int64_t batch, int64_t time_steps) const {
  if (batch <= workspace.batch && time_steps <= workspace.steps) return;
  workspace.batch = workspace.steps = 0;
  workspace.inputs.grow(times(times(time_steps, batch), features_));
  workspace.samples.grow(batch);
  workspace.statics.grow(times(batch, static_features_));
  workspace.states_before.grow(times(batch, state_width_));
  workspace.states_after.grow(times(batch, state_width_));
  if (workspace.outputs.empty()) {
    workspace.outputs.resize(layers_.size());
    workspace.deltas.resize(layers_.size());
    workspace.kept.resize(layers_.size());
  }
  for (int i = 0; i < layer_count(); ++i) {
    const size_t index = static_cast<size_t>(i);
    const Layer<T>& layer = *layers_[index];
    const int64_t steps = steps_of(i, time_steps);
    const int64_t rows = times(steps, batch);
    const int64_t values = times(rows, layer.stride());
    workspace.outputs[index].grow(values);
    if (training_) workspace.deltas[index].grow(values);
    workspace.kept[index].grow(times(rows, kept_width(layer)));
    workspace.scratch.grow(layer.scratch_count(batch, steps));
    workspace.previous.grow(layer.previous_count(batch, steps));
    if (i == last_step_layer_) {
      workspace.last.grow(times(batch, layer.stride()));
      if (training_) workspace.last_deltas.grow(times(batch, layer.stride()));
    }
  }
  if (training_) workspace.gradient.grow(parameter_count());
  workspace.batch = batch;
  workspace.steps = time_steps;
}

template <typename T>
void Stack<T>::prepare(const T* parameters, T* prepared) const {
  for (size_t i = 0; i < layers_.size(); ++i) {
    layers_[i]->prepare(parameters + parameter_at_[i], prepared + prepared_at_[i]);
  }
}

template <typename T>
template <typename From>
void Stack<T>::pad_state(const From* values, T* state) const {
  for (const int64_t part : state_parts_) {
    for (int64_t n = 0; n < part; ++n) state[n] = static_cast<T>(values[n]);
    values += part;
    state += padded<T>(part);
  }
}

template <typename T>
template <typename To>
void Stack<T>::strip_state(const T* state, To* values) const {
  for (const int64_t part : state_parts_) {
    values = std::copy_n(state, part, values);
    state += padded<T>(part);
  }
}

template <typename T>
bool Stack<T>::goes_backwards() const {
  return std::any_of(layers_.begin(), layers_.end(), [](const auto& layer) { return layer->goes_backwards(); });
}

template <typename T>
void Stack<T>::forward(const T* prepared, Workspace<T>& workspace, const Batch<T>& batch) const {
  // No pass is copied: for one that was just made, a copy waits until its values have left the processor one by one.
  const Pass<T>& pass = batch.pass;
  const Pass<T> of_last = of_last_steps(pass);
  const Pass<T>* now = &pass;
  Rows<const T> inputs = batch.inputs;
  for (size_t i = 0; i < layers_.size(); ++i) {
    const Layer<T>& layer = *layers_[i];
    const Rows<T> outputs = {workspace.outputs[i].data(), layer.stride()};
    layer.forward(prepared + prepared_at_[i], *now, inputs, outputs, memory_of(i, workspace, batch));
    inputs = outputs;
    if (!layer.last_step_only()) continue;
    const Rows<T> last = last_steps(outputs, workspace.last, pass);
    if (pass.ragged()) {
      for (int64_t row = 0; row < pass.batch; ++row) {
        std::copy_n(outputs.from(pass.last(row)).values, layer.units(), last.from(row).values);
      }
    }
    inputs = last;
    now = &of_last;
  }
}

template <typename T>
Rows<T> Stack<T>::last_steps(Rows<T> rows, Buffer<T>& last, const Pass<T>& pass) const {
  return pass.ragged() ? Rows<T>{last.data(), rows.stride} : rows.from(pass.first(pass.steps - 1));
}

template <typename T>
Rows<T> Stack<T>::outputs(Workspace<T>& workspace, const Pass<T>& pass) const {
  const Rows<T> all = {workspace.outputs.back().data(), layers_.back()->stride()};
  return layers_.back()->last_step_only() ? last_steps(all, workspace.last, pass) : all;
}

template <typename T>
Rows<T> Stack<T>::deltas(Workspace<T>& workspace, const Pass<T>& pass) const {
  const Rows<T> all = {workspace.deltas.back().data(), layers_.back()->stride()};
  return layers_.back()->last_step_only() ? last_steps(all, workspace.last_deltas, pass) : all;
}

template <typename T>
void Stack<T>::backward(const T* prepared, Workspace<T>& workspace, const Batch<T>& batch,
                        int64_t truncation_length) const {
  const Pass<T>& pass = batch.pass;
  const auto first_reached = [&](int64_t step) { return std::max(int64_t{0}, step - truncation_length + 1); };
  const auto through = [&](Steps steps) {
    const int top = gives_sequence() ? layer_count() - 1 : last_step_layer_;
    backward_through(prepared, workspace, batch, pass, top, 0, steps);
  };
  int64_t first_loss = 0;
  if (!gives_sequence()) {
    backward_through(prepared, workspace, batch, of_last_steps(pass), layer_count() - 1, last_step_layer_ + 1,
                     {0, 1, 0});
    first_loss = scatter_deltas(workspace, pass);
  }
  if (truncation_length >= pass.steps || state_size_ == 0 || first_loss == pass.steps - 1) {
    through({first_reached(first_loss), pass.steps, first_loss});
    return;
  }
  // Each step's loss has its own reach. Upwards in time: a pass overwrites the deltas of the steps it goes through,
  // and those behind its loss are still what the loss put there.
  for (int64_t step = first_loss; step < pass.steps; ++step) {
    if (!gives_sequence() && pass.count(step) == (step + 1 < pass.steps ? pass.count(step + 1) : 0)) continue;
    through({first_reached(step), step + 1, step});
  }
}

template <typename T>
int64_t Stack<T>::scatter_deltas(Workspace<T>& workspace, const Pass<T>& pass) const {
  if (!pass.ragged()) return pass.steps - 1;
  const size_t index = static_cast<size_t>(last_step_layer_);
  const int64_t stride = layers_[index]->stride();
  const Rows<const T> last = {workspace.last_deltas.data(), stride};
  const Rows<T> deltas = {workspace.deltas[index].data(), stride};
  const int64_t first = pass.length(pass.batch - 1) - 1;
  std::fill_n(deltas.from(pass.first(first)).values, (pass.rows() - pass.first(first)) * stride, T(0));
  for (int64_t row = 0; row < pass.batch; ++row) {
    std::copy_n(last.from(row).values, stride, deltas.from(pass.last(row)).values);
  }
  return first;
}

template <typename T>
void Stack<T>::backward_through(const T* prepared, Workspace<T>& workspace, const Batch<T>& batch, const Pass<T>& pass,
                                int top, int bottom, Steps steps) const {
  for (int i = top; i >= std::max(bottom, first_learning_); --i) {
    const size_t index = static_cast<size_t>(i);
    const Layer<T>& layer = *layers_[index];
    Rows<const T> inputs = batch.inputs;
    Rows<T> input_deltas = {nullptr, features_};
    if (i > 0) {
      const Layer<T>& below = *layers_[index - 1];
      Rows<T> outputs_below = {workspace.outputs[index - 1].data(), below.stride()};
      if (i - 1 == last_step_layer_) outputs_below = last_steps(outputs_below, workspace.last, batch.pass);
      if (i > first_learning_) {
        input_deltas = {workspace.deltas[index - 1].data(), below.stride()};
        if (i - 1 == last_step_layer_) input_deltas = last_steps(input_deltas, workspace.last_deltas, batch.pass);
      }
      inputs = outputs_below;
    }
    steps.given = layer.backward(prepared + prepared_at_[index], pass, inputs,
                                 {workspace.outputs[index].data(), layer.stride()},
                                 memory_of(index, workspace, batch), steps,
                                 {workspace.deltas[index].data(), layer.stride()},
                                 workspace.gradient.data() + parameter_at_[index], input_deltas);
  }
}

template <typename T>
int Stack<T>::first_infinite_output(const Workspace<T>& workspace, const Pass<T>& pass) const {
  for (int i = 0; i < layer_count(); ++i) {
    const Layer<T>& layer = *layers_[static_cast<size_t>(i)];
    const int64_t rows = last_step_layer_ >= 0 && i > last_step_layer_ ? pass.batch : pass.rows();
    const T* values = workspace.outputs[static_cast<size_t>(i)].data();
    for (int64_t row = 0; row < rows; ++row) {
      for (int64_t n = 0; n < layer.units(); ++n) {
        if (!std::isfinite(values[row * layer.stride() + n])) return i;
      }
    }
  }
  return layer_count();
}

template <typename T>
int Stack<T>::first_infinite_gradient(const T* gradient) const {
  for (int i = layer_count() - 1; i > 0; --i) {
    const int64_t end = parameter_at_[static_cast<size_t>(i) + 1];
    for (int64_t at = parameter_at_[static_cast<size_t>(i)]; at < end; ++at) {
      if (!std::isfinite(gradient[at])) return i;
    }
  }
  return 0;
}

template class Stack<float>;
template class Stack<double>;
template void Stack<float>::pad_state<float>(const float*, float*) const;
template void Stack<float>::pad_state<double>(const double*, float*) const;
template void Stack<double>::pad_state<double>(const double*, double*) const;
template void Stack<float>::strip_state<float>(const float*, float*) const;
template void Stack<float>::strip_state<double>(const float*, double*) const;
template void Stack<double>::strip_state<double>(const double*, double*) const;

}  // namespace elman
