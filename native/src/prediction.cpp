// Evaluation, prediction and trace: passes forward alone.
#include <algorithm>

#include "network.h"

namespace elman {

template <typename T>
void Network<T>::evaluate(const elman_data& data, int32_t from, int32_t to, int32_t number, double* loss_sum,
                          double* results) {
  const Usage::Shard use(usage_, number);
  const bool with_loss = training_ != nullptr && data.target_steps != 0;
  require_data(data, with_loss);
  ELMAN_REQUIRE(from >= 0 && from <= to && to <= data.count,
                "from and to must be in order and from 0 to %lld but were %d and %d",
                static_cast<long long>(data.count), from, to);
  const int64_t time_steps = data.time_steps;
  const int64_t output_steps = stack_.output_steps(time_steps);
  const int64_t outputs = stack_.outputs();
  const T* values = data.template values<T>();
  const int64_t most = std::min(std::max(int64_t{to} - from, int64_t{1}), stack_.rows_per_pass(time_steps));
  Workspace<T>& workspace = shard(number).workspace;
  stack_.make_room(workspace, most, time_steps);

  double sum = 0;
  for (int64_t first = from; first < to; first += most) {
    const int64_t batch = std::min(most, to - first);
    const auto sample = [&](int64_t row) { return values + data.input_offsets.data()[first + row]; };
    gather(batch, time_steps, stack_.features(), sample, workspace.inputs.data());
    const Pass<T> pass = {batch, time_steps, nullptr, nullptr, {}, nullptr};
    stack_.forward(current_.prepared.data(), workspace, pass);
    const Rows<T> predicted = stack_.outputs(workspace, pass);
    for (int64_t row = 0; row < batch; ++row) {
      for (int64_t step = 0; step < output_steps; ++step) {
        const T* output = predicted.from(step * batch + row).values;
        if (with_loss) {
          const int64_t targets = training_->loss.targets(outputs);
          const T* target = values + data.target_offsets.data()[first + row] + step * targets;
          training_->loss.require_target(target, outputs, first + row);
          sum += training_->loss.sum(output, target, outputs);
        }
        if (results != nullptr) {
          std::copy_n(output, outputs, results + ((first - from + row) * output_steps + step) * outputs);
        }
      }
    }
  }
  *loss_sum = sum;
}

template <typename T>
void Network<T>::predict(const void* inputs, int32_t count, int32_t time_steps, const int32_t* lengths,
                         const void* static_features, const void* initial_states, void* outputs,
                         void* final_states) {
  if (lengths != nullptr || static_features != nullptr || initial_states != nullptr || final_states != nullptr) {
    fail(ELMAN_INTERNAL, "not written yet");
  }
  const Usage::Alone alone(usage_);
  ELMAN_REQUIRE(count >= 1, "batch must be at least 1 but was %d", count);
  ELMAN_REQUIRE(time_steps >= 1, "time_steps must be at least 1 but was %d", time_steps);
  const int64_t output_steps = stack_.output_steps(time_steps);
  const int64_t length = time_steps * stack_.features();
  const int64_t most = std::min(int64_t{count}, stack_.rows_per_pass(time_steps));
  Workspace<T>& workspace = shard(0).workspace;
  stack_.make_room(workspace, most, time_steps);
  T* to = static_cast<T*>(outputs);
  for (int64_t first = 0; first < count; first += most) {
    const int64_t batch = std::min(most, count - first);
    const T* from = static_cast<const T*>(inputs) + first * length;
    gather(batch, time_steps, stack_.features(), [&](int64_t row) { return from + row * length; },
           workspace.inputs.data());
    const Pass<T> pass = {batch, time_steps, nullptr, nullptr, {}, nullptr};
    stack_.forward(current_.prepared.data(), workspace, pass);
    const Rows<T> predicted = stack_.outputs(workspace, pass);
    for (int64_t row = 0; row < batch; ++row) {
      for (int64_t step = 0; step < output_steps; ++step) {
        to = std::copy_n(predicted.from(step * batch + row).values, stack_.outputs(), to);
      }
    }
  }
}

template <typename T>
void Network<T>::trace(const double* inputs, int32_t time_steps, const double* static_features,
                       const double* initial_state, double* layers, int64_t count) {
  if (static_features != nullptr || initial_state != nullptr) fail(ELMAN_INTERNAL, "not written yet");
  const Usage::Alone alone(usage_);
  ELMAN_REQUIRE(time_steps >= 1, "time_steps must be at least 1 but was %d", time_steps);
  int64_t expected = 0;
  for (int i = 0; i < stack_.layer_count(); ++i) {
    expected = plus(expected, times(stack_.steps_of(i, time_steps), stack_.layer(i).units()));
  }
  ELMAN_REQUIRE(count == expected, "layers must have room for %lld values but count was %lld",
                static_cast<long long>(expected), static_cast<long long>(count));
  Workspace<T>& workspace = shard(0).workspace;
  stack_.make_room(workspace, 1, time_steps);
  gather(1, time_steps, stack_.features(), [&](int64_t) { return inputs; }, workspace.inputs.data());
  stack_.forward(current_.prepared.data(), workspace, {1, time_steps, nullptr, nullptr, {}, nullptr});
  for (int i = 0; i < stack_.layer_count(); ++i) {
    const Layer<T>& layer = stack_.layer(i);
    const T* outputs = workspace.outputs[static_cast<size_t>(i)].data();
    for (int64_t step = 0; step < stack_.steps_of(i, time_steps); ++step) {
      layers = std::copy_n(outputs + step * layer.stride(), layer.units(), layers);
    }
  }
}

template void Network<float>::evaluate(const elman_data&, int32_t, int32_t, int32_t, double*, double*);
template void Network<double>::evaluate(const elman_data&, int32_t, int32_t, int32_t, double*, double*);
template void Network<float>::predict(const void*, int32_t, int32_t, const int32_t*, const void*, const void*, void*,
                                      void*);
template void Network<double>::predict(const void*, int32_t, int32_t, const int32_t*, const void*, const void*, void*,
                                      void*);
template void Network<float>::trace(const double*, int32_t, const double*, const double*, double*, int64_t);
template void Network<double>::trace(const double*, int32_t, const double*, const double*, double*, int64_t);

}  // namespace elman
