// Evaluation, prediction and trace: passes forward alone. And what streams begin with.
#include <algorithm>

#include "network.h"

namespace elman {
namespace {

// Copies the outputs of a batch to where those of each sequence belong, output_steps apart, and sets those behind its
// length to zero.
template <typename T, typename To>
void give(const Stack<T>& stack, const Batch<T>& batch, Rows<const T> outputs, int64_t output_steps, To* to) {
  const int64_t width = stack.outputs();
  for (int64_t row = 0; row < batch.pass.batch; ++row) {
    To* given = to + batch.place(row) * output_steps * width;
    const int64_t steps = stack.gives_sequence() ? batch.pass.length(row) : 1;
    for (int64_t step = 0; step < steps; ++step) {
      const int64_t at = stack.gives_sequence() ? batch.pass.first(step) + row : row;
      given = std::copy_n(outputs.from(at).values, width, given);
    }
    std::fill_n(given, (output_steps - steps) * width, To(0));
  }
}

}  // namespace

template <typename T>
void Network<T>::evaluate(const elman_data& data, int32_t from, int32_t to, int32_t number, double* loss_sum,
                          double* results) {
  const Usage::Shard use(usage_, number);
  const bool with_loss = training_ != nullptr && data.target_steps != 0;
  require_data(data, with_loss);
  ELMAN_REQUIRE(from >= 0 && from <= to && to <= data.count,
                "from and to must be in order and from 0 to %lld but were %d and %d",
                static_cast<long long>(data.count), from, to);
  ELMAN_REQUIRE(data.lanes == 0 || (from % data.lanes == 0 && to % data.lanes == 0),
                "from and to must be multiples of the data's lanes (%lld) but were %d and %d",
                static_cast<long long>(data.lanes), from, to);
  const Selection samples = {nullptr, from, to - from};
  const int64_t output_steps = stack_.output_steps(data.time_steps);
  const int64_t most = stack_.rows_per_pass(samples.count, data.time_steps);
  const std::shared_ptr<LaneStates<T>> carried = carried_in_evaluation_.of(data.lanes);
  Workspace<T>& workspace = shard(number).workspace;
  stack_.make_room(workspace, most, data.time_steps);

  double sum = 0;
  int64_t size;
  for (int64_t first = 0; first < samples.count; first += size) {
    size = samples.together(data, first, most);
    const Batch<T> batch = load(stack_, data, samples.part(first, size), carried.get(), workspace);
    stack_.forward(current_.prepared.data(), workspace, batch);
    carry(stack_, batch, workspace, carried.get());
    if (with_loss) add_loss(data, batch, workspace, {nullptr, 0}, 0, sum);
    if (results != nullptr) {
      give<T>(stack_, batch, stack_.outputs(workspace, batch.pass), output_steps,
              results + first * output_steps * stack_.outputs());
    }
  }
  *loss_sum = sum;
}

template <typename T>
void Network<T>::predict(const void* inputs, int32_t count, int32_t time_steps, const int32_t* lengths,
                         const void* static_features, const void* initial_states, void* outputs, void* final_states) {
  const Usage::Alone alone(usage_);
  ELMAN_REQUIRE(count >= 1, "batch must be at least 1 but was %d", count);
  ELMAN_REQUIRE(time_steps >= 1, "time_steps must be at least 1 but was %d", time_steps);
  for (int32_t i = 0; lengths != nullptr && i < count; ++i) {
    ELMAN_REQUIRE(lengths[i] >= 1 && lengths[i] <= time_steps,
                  "the length of sequence %d must be from 1 to time_steps (%d) but was %d", i, time_steps, lengths[i]);
  }
  require_statics(static_features);
  const Sequences<T> sequences = {static_cast<const T*>(inputs), time_steps, lengths,
                                  static_cast<const T*>(static_features), static_cast<const T*>(initial_states)};
  const int64_t output_steps = stack_.output_steps(time_steps);
  const int64_t most = stack_.rows_per_pass(count, time_steps);
  Workspace<T>& workspace = shard(0).workspace;
  stack_.make_room(workspace, most, time_steps);
  for (int64_t first = 0; first < count; first += most) {
    Batch<T> batch = load(stack_, sequences, first, std::min(most, count - first), workspace);
    if (final_states != nullptr) batch.states_after = {workspace.states_after.data(), stack_.state_width()};
    stack_.forward(current_.prepared.data(), workspace, batch);
    give<T>(stack_, batch, stack_.outputs(workspace, batch.pass), output_steps,
            static_cast<T*>(outputs) + first * output_steps * stack_.outputs());
    if (final_states == nullptr) continue;
    T* states = static_cast<T*>(final_states) + first * stack_.state_size();
    for (int64_t row = 0; row < batch.pass.batch; ++row) {
      stack_.strip_state(batch.states_after.from(row).values, states + batch.place(row) * stack_.state_size());
    }
  }
}

template <typename T>
void Network<T>::trace(const double* inputs, int32_t time_steps, const double* static_features,
                       const double* initial_state, double* layers, int64_t count) {
  const Usage::Alone alone(usage_);
  ELMAN_REQUIRE(time_steps >= 1, "time_steps must be at least 1 but was %d", time_steps);
  require_statics(static_features);
  int64_t expected = 0;
  for (int i = 0; i < stack_.layer_count(); ++i) {
    expected = plus(expected, times(stack_.steps_of(i, time_steps), stack_.layer(i).units()));
  }
  ELMAN_REQUIRE(count == expected, "layers must have room for %lld values but count was %lld",
                static_cast<long long>(expected), static_cast<long long>(count));
  Workspace<T>& workspace = shard(0).workspace;
  stack_.make_room(workspace, 1, time_steps);
  const Sequences<double> sequence = {inputs, time_steps, nullptr, static_features, initial_state};
  const Batch<T> batch = load(stack_, sequence, 0, 1, workspace);
  stack_.forward(current_.prepared.data(), workspace, batch);
  for (int i = 0; i < stack_.layer_count(); ++i) {
    const Layer<T>& layer = stack_.layer(i);
    const T* outputs = workspace.outputs[static_cast<size_t>(i)].data();
    for (int64_t step = 0; step < stack_.steps_of(i, time_steps); ++step) {
      layers = std::copy_n(outputs + step * layer.stride(), layer.units(), layers);
    }
  }
}

template <typename T>
void Network<T>::require_statics(const void* static_features) const {
  ELMAN_REQUIRE((static_features != nullptr) == (stack_.static_features() > 0),
                "the network takes %lld static features of a sequence but there are %s",
                static_cast<long long>(stack_.static_features()), static_features == nullptr ? "none" : "some");
}

template <typename T>
elman_streams* Network<T>::open_streams(int32_t count) {
  const Usage::Alone alone(usage_);
  ELMAN_REQUIRE(count >= 1, "count must be at least 1 but was %d", count);
  ELMAN_REQUIRE(!stack_.goes_backwards(),
                "a network with a layer that goes backwards cannot be streamed: its outputs depend on steps to come");
  if (stream_model_ == nullptr) {
    stream_model_ = std::make_shared<const StreamModel<T>>(stack_.features(), layers_, current_.parameters.data());
  }
  return new Streams<T>(stream_model_, count);
}

template void Network<float>::evaluate(const elman_data&, int32_t, int32_t, int32_t, double*, double*);
template void Network<double>::evaluate(const elman_data&, int32_t, int32_t, int32_t, double*, double*);
template void Network<float>::predict(const void*, int32_t, int32_t, const int32_t*, const void*, const void*, void*,
                                      void*);
template void Network<double>::predict(const void*, int32_t, int32_t, const int32_t*, const void*, const void*, void*,
                                       void*);
template void Network<float>::trace(const double*, int32_t, const double*, const double*, double*, int64_t);
template void Network<double>::trace(const double*, int32_t, const double*, const double*, double*, int64_t);
template void Network<float>::require_statics(const void*) const;
template void Network<double>::require_statics(const void*) const;
template elman_streams* Network<float>::open_streams(int32_t);
template elman_streams* Network<double>::open_streams(int32_t);

}  // namespace elman
