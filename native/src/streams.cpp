#include "streams.h"

#include <algorithm>
#include <utility>

namespace elman {
namespace {

// For as long as it lives, the streams are the caller's alone.
class Alone {
 public:
  explicit Alone(std::atomic<bool>& used) : used_(used) {
    if (used_.exchange(true, std::memory_order_acquire)) fail(ELMAN_BUSY, "the streams are in use by another thread");
  }
  ~Alone() { used_.store(false, std::memory_order_release); }
  Alone(const Alone&) = delete;
  Alone& operator=(const Alone&) = delete;

 private:
  std::atomic<bool>& used_;
};

}  // namespace

template <typename T>
StreamModel<T>::StreamModel(int64_t features, const std::vector<elman_layer>& layers, const T* parameters)
    : stack(features, layers.data(), static_cast<int>(layers.size()), false), prepared(stack.prepared_count()) {
  stack.prepare(parameters, prepared.data());
}

template <typename T>
Streams<T>::Streams(std::shared_ptr<const StreamModel<T>> model, int32_t count)
    : model_(std::move(model)),
      count_(count),
      row_width_(plus(model_->stack.state_width(), padded<T>(model_->stack.static_features()))),
      states_(times(count, row_width_)),
      called_(count),
      rows_per_pass_(model_->stack.rows_per_pass(count, 1)) {}

template <typename T>
void Streams<T>::require_numbers(const int32_t* numbers, int32_t count) {
  ELMAN_REQUIRE(count >= 1 && count <= count_, "count must be from 1 to the number of streams (%lld) but was %d",
                static_cast<long long>(count_), count);
  if (numbers == nullptr) return;
  ++calls_;
  for (int32_t i = 0; i < count; ++i) {
    ELMAN_REQUIRE(numbers[i] >= 0 && numbers[i] < count_, "numbers[%d] must be from 0 to %lld but was %d", i,
                  static_cast<long long>(count_) - 1, numbers[i]);
    int64_t& call = called_.data()[numbers[i]];
    ELMAN_REQUIRE(call != calls_, "numbers must name each stream once but numbers[%d] names stream %d again", i,
                  numbers[i]);
    call = calls_;
  }
}

template <typename T>
void Streams<T>::step(const int32_t* numbers, int32_t count, const void* inputs, void* outputs) {
  const Alone alone(used_);
  require_numbers(numbers, count);
  const T* from = static_cast<const T*>(inputs);
  T* to = static_cast<T*>(outputs);
  const int64_t most = std::min(int64_t{count}, rows_per_pass_);
  if (most > room_) {
    model_->stack.make_room(workspace_, most, 1);
    room_ = most;
  }
  for (int64_t first = 0; first < count; first += most) {
    const int64_t size = std::min(most, count - first);
    const auto number = [&](int64_t i) { return numbers == nullptr ? first + i : numbers[first + i]; };
    bool in_place = true;
    for (int64_t i = 1; i < size; ++i) in_place = in_place && number(i) == number(0) + i;
    if (in_place) {
      advance(states_.data() + number(0) * row_width_, size, from, to);
    } else {
      gathered_.grow(most * row_width_);
      for (int64_t i = 0; i < size; ++i) {
        std::copy_n(states_.data() + number(i) * row_width_, row_width_, gathered_.data() + i * row_width_);
      }
      advance(gathered_.data(), size, from, to);
      for (int64_t i = 0; i < size; ++i) {
        std::copy_n(gathered_.data() + i * row_width_, row_width_, states_.data() + number(i) * row_width_);
      }
    }
    from += size * model_->stack.features();
    to += size * model_->stack.outputs();
  }
}

template <typename T>
void Streams<T>::advance(T* states, int64_t count, const T* inputs, T* outputs) {
  const Stack<T>& stack = model_->stack;
  Batch<T> batch;
  batch.pass = {count, 1, nullptr, nullptr, {states + stack.state_width(), row_width_}, nullptr};
  batch.inputs = {inputs, stack.features()};
  batch.states_before = {states, row_width_};
  batch.states_after = {states, row_width_};
  batch.state_steps = 1;
  batch.places = nullptr;
  stack.forward(model_->prepared.data(), workspace_, batch);
  const Rows<T> given = stack.outputs(workspace_, batch.pass);
  const int64_t width = stack.outputs();
  for (int64_t row = 0; row < count; ++row, outputs += width) {
    for (int64_t n = 0; n < width; ++n) outputs[n] = given.from(row).values[n];
  }
}

template <typename T>
void Streams<T>::state(int32_t number, bool write, double* values, int64_t count) {
  const Alone alone(used_);
  const Stack<T>& stack = model_->stack;
  ELMAN_REQUIRE(number >= 0 && number < count_, "number must be from 0 to %lld but was %d",
                static_cast<long long>(count_) - 1, number);
  const int64_t expected = stack.state_size() + stack.static_features();
  ELMAN_REQUIRE(count == expected,
                "a stream has %lld values of state, then %lld static features, but count was %lld",
                static_cast<long long>(stack.state_size()), static_cast<long long>(stack.static_features()),
                static_cast<long long>(count));
  T* state = states_.data() + number * row_width_;
  T* statics = state + stack.state_width();
  if (write) {
    stack.pad_state(values, state);
    for (int64_t n = 0; n < stack.static_features(); ++n) statics[n] = static_cast<T>(values[stack.state_size() + n]);
  } else {
    stack.strip_state(state, values);
    std::copy_n(statics, stack.static_features(), values + stack.state_size());
  }
}

template struct StreamModel<float>;
template struct StreamModel<double>;
template class Streams<float>;
template class Streams<double>;

}  // namespace elman
