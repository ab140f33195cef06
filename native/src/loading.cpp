#include "loading.h"

#include <algorithm>
#include <utility>

namespace elman {

int64_t Selection::together(const elman_data& data, int64_t first, int64_t most) const {
  const int64_t limit = std::min(most, count - first);
  if (data.lanes == 0) return limit;
  const int64_t round = sample(first) / data.lanes;
  int64_t size = 1;
  while (size < limit && sample(first + size) / data.lanes == round) ++size;
  return size;
}

template <typename T>
std::shared_ptr<LaneStates<T>> CarriedStates<T>::of(int64_t lanes) {
  if (lanes == 0) return nullptr;
  const std::lock_guard<std::mutex> lock(mutex_);
  if (states_ == nullptr || states_->lanes != lanes) {
    auto states = std::make_shared<LaneStates<T>>();
    states->lanes = lanes;
    states->values.grow(times(lanes, width_));
    states->rows = {states->values.data(), width_};
    states_ = std::move(states);
  }
  return states_;
}

template <typename T>
Batch<T> load(const Stack<T>& stack, const elman_data& data, const Selection& samples, const LaneStates<T>* carried,
              Workspace<T>& workspace) {
  Batch<T> batch =
      arrange(workspace, samples.count, [&](int64_t place) { return data.length(samples.sample(place)); });
  int32_t* numbers = workspace.samples.data();
  for (int64_t row = 0; row < samples.count; ++row) {
    numbers[row] = static_cast<int32_t>(samples.sample(batch.place(row)));
  }
  batch.pass.numbers = numbers;
  gather(batch, stack.features(), [&](int64_t row) { return data.part<T>(data.input_offsets, numbers[row]); },
         workspace);
  const int64_t statics = stack.static_features();
  if (statics > 0) {
    batch.pass.statics = {workspace.statics.data(), statics};
    for (int64_t row = 0; row < samples.count; ++row) {
      std::copy_n(data.part<T>(data.static_offsets, numbers[row]), statics, workspace.statics.data() + row * statics);
    }
  }
  const bool with_lanes = carried != nullptr;
  if (stack.state_size() == 0 || (data.state_size == 0 && !with_lanes)) return batch;
  const Rows<T> before = {workspace.states_before.data(), stack.state_width()};
  batch.states_before = before;
  if (with_lanes) {
    batch.states_after = {workspace.states_after.data(), stack.state_width()};
    batch.state_steps = data.carry_steps;
  }
  for (int64_t row = 0; row < samples.count; ++row) {
    T* state = before.from(row).values;
    if (with_lanes && numbers[row] >= carried->lanes) {
      std::copy_n(carried->rows.from(numbers[row] % carried->lanes).values, stack.state_width(), state);
    } else if (data.state_size != 0) {
      stack.pad_state(data.part<T>(data.state_offsets, numbers[row]), state);
    } else {
      std::fill_n(state, stack.state_width(), T(0));
    }
  }
  return batch;
}

template <typename T, typename Value>
Batch<T> load(const Stack<T>& stack, const Sequences<Value>& sequences, int64_t first, int64_t count,
              Workspace<T>& workspace) {
  Batch<T> batch = arrange(workspace, count, [&](int64_t place) -> int64_t {
    return sequences.lengths == nullptr ? sequences.time_steps : sequences.lengths[first + place];
  });
  const int64_t length = sequences.time_steps * stack.features();
  const auto number = [&](int64_t row) { return first + batch.place(row); };
  for (int64_t row = 0; row < count; ++row) workspace.samples.data()[row] = static_cast<int32_t>(number(row));
  batch.pass.numbers = workspace.samples.data();
  gather(batch, stack.features(), [&](int64_t row) { return sequences.inputs + number(row) * length; }, workspace);
  const int64_t statics = stack.static_features();
  if (statics > 0) batch.pass.statics = {workspace.statics.data(), statics};
  for (int64_t row = 0; statics > 0 && row < count; ++row) {
    const Value* from = sequences.statics + number(row) * statics;
    for (int64_t n = 0; n < statics; ++n) workspace.statics.data()[row * statics + n] = static_cast<T>(from[n]);
  }
  if (sequences.states == nullptr || stack.state_size() == 0) return batch;
  const Rows<T> before = {workspace.states_before.data(), stack.state_width()};
  batch.states_before = before;
  for (int64_t row = 0; row < count; ++row) {
    stack.pad_state(sequences.states + number(row) * stack.state_size(), before.from(row).values);
  }
  return batch;
}

template <typename T>
void carry(const Stack<T>& stack, const Batch<T>& batch, const Workspace<T>& workspace, LaneStates<T>* carried) {
  if (carried == nullptr || batch.states_after.values == nullptr) return;
  for (int64_t row = 0; row < batch.pass.batch; ++row) {
    std::copy_n(batch.states_after.from(row).values, stack.state_width(),
                carried->rows.from(workspace.samples.data()[row] % carried->lanes).values);
  }
}

template class CarriedStates<float>;
template class CarriedStates<double>;
template Batch<float> load(const Stack<float>&, const elman_data&, const Selection&, const LaneStates<float>*,
                           Workspace<float>&);
template Batch<double> load(const Stack<double>&, const elman_data&, const Selection&, const LaneStates<double>*,
                            Workspace<double>&);
template Batch<float> load(const Stack<float>&, const Sequences<float>&, int64_t, int64_t, Workspace<float>&);
template Batch<float> load(const Stack<float>&, const Sequences<double>&, int64_t, int64_t, Workspace<float>&);
template Batch<double> load(const Stack<double>&, const Sequences<double>&, int64_t, int64_t, Workspace<double>&);
template void carry(const Stack<float>&, const Batch<float>&, const Workspace<float>&, LaneStates<float>*);
template void carry(const Stack<double>&, const Batch<double>&, const Workspace<double>&, LaneStates<double>*);

}  // namespace elman
