#include "network.h"

#include <algorithm>
#include <cmath>

#include "objective.h"

// Opening, reading and writing, and training. Evaluation and prediction are in prediction.cpp.

namespace elman {
namespace {

void require_count(int64_t count, int64_t expected) {
  ELMAN_REQUIRE(count == expected, "the vector must have %lld values but count was %lld",
                static_cast<long long>(expected), static_cast<long long>(count));
}

void require_order(const elman_data& data, const int32_t* order, int32_t count) {
  ELMAN_REQUIRE(count >= 1, "count must be at least 1 but was %d", count);
  for (int32_t i = 0; i < count; ++i) {
    ELMAN_REQUIRE(order[i] >= 0 && order[i] < data.count, "order[%d] must be from 0 to %lld but was %d", i,
                  static_cast<long long>(data.count) - 1, order[i]);
  }
}

void require_step(int64_t step, double learning_rate) {
  ELMAN_REQUIRE(step >= 1, "step must be at least 1 but was %lld", static_cast<long long>(step));
  ELMAN_REQUIRE(std::isfinite(learning_rate) && learning_rate >= 0,
                "the learning rate of step %lld must be at least 0 and finite but was %g",
                static_cast<long long>(step), learning_rate);
}

}  // namespace

template <typename T>
Network<T>::Network(int32_t features, const elman_layer* layers, int32_t layer_count,
                    const elman_objective* objective)
    : stack_(features, layers, layer_count, objective != nullptr && checked(*objective).loss != ELMAN_NO_LOSS),
      layers_(layers, layers + layer_count),
      carried_in_training_(stack_.state_width()),
      carried_in_evaluation_(stack_.state_width()) {
  current_.parameters.grow(stack_.parameter_count());
  current_.prepared.grow(stack_.prepared_count());
  if (objective != nullptr && objective->loss != ELMAN_NO_LOSS) {
    previous_.parameters.grow(stack_.parameter_count());
    previous_.prepared.grow(stack_.prepared_count());
    ELMAN_REQUIRE(!stack_.goes_backwards() || objective->truncation_length == INT32_MAX,
                  "gradients of a layer that goes backwards cannot be truncated: truncation_length must be %d but was"
                  " %d",
                  INT32_MAX, objective->truncation_length);
    training_ = std::make_unique<Training<T>>(*objective, layers, stack_);
  }
}

template <typename T>
Training<T>& Network<T>::training() {
  ELMAN_REQUIRE(training_ != nullptr, "the network was opened without an objective and can only predict");
  return *training_;
}

template <typename T>
Buffer<T>& Network<T>::average() {
  ELMAN_REQUIRE(training().average_decay > 0,
                "no average of the parameters is kept; open the network with an average_decay above 0");
  return training_->average;
}

template <typename T>
typename Network<T>::Shard& Network<T>::shard(int32_t number) {
  std::unique_ptr<Shard>& shard = shards_[number];
  if (shard == nullptr) shard = std::make_unique<Shard>();
  return *shard;
}

template <typename T>
void Network<T>::read(int32_t part, double* destination, int64_t count) {
  const Usage::Alone alone(usage_);
  const int64_t parameters = stack_.parameter_count();
  switch (part) {
    case ELMAN_PARAMETERS:
      require_count(count, parameters);
      std::copy_n(current_.parameters.data(), parameters, destination);
      return;
    case ELMAN_GRADIENT: {
      training();
      require_count(count, parameters);
      std::fill_n(destination, parameters, 0.0);
      // The shards computed since the last update, as the next one would add them; or what the last one used.
      int32_t computed = 0;
      const T* gradient = training_->reduced;
      for (int32_t i = 0; i < ELMAN_MAX_SHARDS; ++i) {
        if (shards_[i] == nullptr || !shards_[i]->computed) continue;
        const T* values = shards_[i]->workspace.gradient.data();
        if (computed++ == 0) {
          std::copy_n(values, parameters, destination);
        } else {
          // In the element type, so that it is the very sum that an update takes.
          for (int64_t n = 0; n < parameters; ++n) {
            destination[n] = static_cast<double>(static_cast<T>(destination[n]) + values[n]);
          }
        }
      }
      if (computed == 0 && gradient != nullptr) std::copy_n(gradient, parameters, destination);
      return;
    }
    case ELMAN_OPTIMIZER_STATE: {
      Optimizer<T>& optimizer = training().optimizer;
      require_count(count, optimizer.slots() * parameters);
      for (int slot = 0; slot < optimizer.slots(); ++slot) {
        std::copy_n(optimizer.state(slot), parameters, destination + slot * parameters);
      }
      return;
    }
    case ELMAN_AVERAGE:
      require_count(count, parameters);
      std::copy_n(average().data(), parameters, destination);
      return;
    case ELMAN_CARRIED_STATES: {
      const std::shared_ptr<LaneStates<T>> carried = carried_in_training_.get();
      const int64_t lanes = carried == nullptr ? 0 : carried->lanes;
      require_count(count, lanes * stack_.state_size());
      for (int64_t lane = 0; lane < lanes; ++lane) {
        stack_.strip_state(carried->rows.from(lane).values, destination + lane * stack_.state_size());
      }
      return;
    }
    default:
      fail(ELMAN_INVALID_ARGUMENT, "part must be from %d to %d but was %d", ELMAN_PARAMETERS, ELMAN_CARRIED_STATES,
           part);
  }
}

template <typename T>
void Network<T>::write(int32_t part, const double* source, int64_t count) {
  const Usage::Alone alone(usage_);
  const int64_t parameters = stack_.parameter_count();
  const auto copy = [&](const double* from, T* to) {
    for (int64_t n = 0; n < parameters; ++n) to[n] = static_cast<T>(from[n]);
  };
  switch (part) {
    case ELMAN_PARAMETERS:
      require_count(count, parameters);
      copy(source, current_.parameters.data());
      stack_.prepare(current_.parameters.data(), current_.prepared.data());
      stream_model_ = nullptr;
      has_previous_ = false;
      if (training_ != nullptr && training_->average_decay > 0) copy(source, training_->average.data());
      return;
    case ELMAN_AVERAGE:
      require_count(count, parameters);
      copy(source, average().data());
      return;
    case ELMAN_OPTIMIZER_STATE: {
      Optimizer<T>& optimizer = training().optimizer;
      require_count(count, optimizer.slots() * parameters);
      for (int slot = 0; slot < optimizer.slots(); ++slot) copy(source + slot * parameters, optimizer.state(slot));
      return;
    }
    case ELMAN_CARRIED_STATES: {
      const int64_t size = stack_.state_size();
      ELMAN_REQUIRE(count >= 0 && (size == 0 ? count == 0 : count % size == 0),
                    "carried states are [lanes, %lld] values but count was %lld", static_cast<long long>(size),
                    static_cast<long long>(count));
      const int64_t lanes = size == 0 ? 0 : count / size;
      carried_in_training_.clear();
      const std::shared_ptr<LaneStates<T>> carried = carried_in_training_.of(lanes);
      for (int64_t lane = 0; lane < lanes; ++lane) {
        stack_.pad_state(source + lane * size, carried->rows.from(lane).values);
      }
      return;
    }
    case ELMAN_GRADIENT:
      fail(ELMAN_INVALID_ARGUMENT, "the gradient can be read but not written");
    default:
      fail(ELMAN_INVALID_ARGUMENT, "part must be from %d to %d but was %d", ELMAN_PARAMETERS, ELMAN_CARRIED_STATES,
           part);
  }
}

template <typename T>
void Network<T>::gradient(const elman_data& data, const int32_t* order, int32_t count, int64_t mini_batch_steps,
                          int32_t number, int64_t step, double* loss) {
  const Usage::Shard use(usage_, number);
  training();
  require_data(data, true);
  require_order(data, order, count);
  ELMAN_REQUIRE(step >= 1, "step must be at least 1 but was %lld", static_cast<long long>(step));
  const int64_t own = data.loss_steps(order, count);
  ELMAN_REQUIRE(mini_batch_steps >= own,
                "mini_batch_steps must be at least the number of the shard's steps that count (%lld) but was %lld",
                static_cast<long long>(own), static_cast<long long>(mini_batch_steps));
  *loss = gradient_of(data, {order, 0, count}, mini_batch_steps, step, shard(number));
}

template <typename T>
double Network<T>::gradient_of(const elman_data& data, Selection samples, int64_t mini_batch_steps, int64_t step,
                               Shard& shard) {
  const Training<T>& training = *training_;
  const T* prepared = current_.prepared.data();
  const double terms =
      static_cast<double>(mini_batch_steps) * static_cast<double>(training.loss.terms(stack_.outputs()));
  const double scale = !training.loss.averaged() ? 1.0 : mini_batch_steps == 0 ? 0.0 : 1.0 / terms;
  const int64_t most = stack_.rows_per_pass(samples.count, data.time_steps);
  const std::shared_ptr<LaneStates<T>> carried = carried_in_training_.of(data.lanes);
  Workspace<T>& workspace = shard.workspace;
  shard.computed = false;
  stack_.make_room(workspace, most, data.time_steps);
  std::fill_n(workspace.gradient.data(), workspace.gradient.capacity(), T(0));

  shard.diverged_layer = stack_.layer_count();
  double sum = 0;
  int64_t size;
  for (int64_t first = 0; first < samples.count; first += size) {
    size = samples.together(data, first, most);
    Batch<T> batch = load(stack_, data, samples.part(first, size), carried.get(), workspace);
    const Draws draws = {training.seed, step, workspace.samples.data()};
    batch.pass.draws = &draws;
    stack_.forward(prepared, workspace, batch);
    carry(stack_, batch, workspace, carried.get());
    add_loss(data, batch, workspace, stack_.deltas(workspace, batch.pass), scale, sum);
    if (!std::isfinite(sum)) {
      shard.diverged_layer = stack_.first_infinite_output(workspace, batch.pass);
      break;
    }
    stack_.backward(prepared, workspace, batch, training.truncation_length);
  }
  shard.loss = sum * scale;
  training.rules.clear_frozen(workspace.gradient.data());
  if (&shard == shards_[0].get()) {
    shard.loss += training.rules.add_penalties(current_.parameters.data(), workspace.gradient.data());
  }
  shard.computed = true;
  return shard.loss;
}

template <typename T>
void Network<T>::add_loss(const elman_data& data, const Batch<T>& batch, Workspace<T>& workspace, Rows<T> deltas,
                          double scale, double& sum) const {
  const Loss& loss = training_->loss;
  const int64_t outputs = stack_.outputs();
  const Rows<T> predicted = stack_.outputs(workspace, batch.pass);
  for (int64_t row = 0; row < batch.pass.batch; ++row) {
    const int64_t sample = workspace.samples.data()[row];
    const T* weights = data.weighted ? data.part<T>(data.weight_offsets, sample) : nullptr;
    for (int64_t step = 0; step < data.targets(sample); ++step) {
      const T* target = data.part<T>(data.target_offsets, sample) + step * data.outputs;
      const int64_t at = stack_.gives_sequence() ? batch.pass.first(step) + row : row;
      const double weight = weights == nullptr ? 1 : static_cast<double>(weights[step]);
      T* const delta = deltas.values == nullptr ? nullptr : deltas.from(at).values;
      if (weight != 0) {
        loss.require_target(target, outputs, sample);
        sum += weight * loss.sum(predicted.from(at).values, target, outputs, weight * scale, delta);
      } else if (delta != nullptr) {
        std::fill_n(delta, outputs, T(0));
      }
    }
  }
}

template <typename T>
bool Network<T>::update(int32_t shards, int64_t step, double learning_rate) {
  const Usage::Alone alone(usage_);
  training();
  ELMAN_REQUIRE(shards >= 1 && shards <= ELMAN_MAX_SHARDS, "shards must be from 1 to %d but was %d", ELMAN_MAX_SHARDS,
                shards);
  for (int32_t i = 0; i < shards; ++i) {
    ELMAN_REQUIRE(shards_[i] != nullptr && shards_[i]->computed,
                  "no gradient of shard %d has been computed since the last update", i);
  }
  require_step(step, learning_rate);
  return update_by(shards, step, learning_rate);
}

template <typename T>
bool Network<T>::update_by(int32_t shards, int64_t step, double learning_rate) {
  Training<T>& training = *training_;
  for (std::unique_ptr<Shard>& shard : shards_) {
    if (shard != nullptr) shard->computed = false;
  }
  training.reduced = add_shards(shards);
  for (int32_t i = 0; i < shards; ++i) {
    if (!std::isfinite(shards_[i]->loss)) return diverged({shards_[i]->diverged_layer, 0}, true);
  }
  if (!kernel_set().of<T>().all_finite(training.reduced, padded<T>(stack_.parameter_count()))) {
    return diverged({stack_.first_infinite_gradient(training.reduced), 1}, false);
  }
  const T* clipped = training.clipping.clip(training.reduced);
  const T* from = current_.parameters.data();
  T* to = previous_.parameters.data();
  for (const auto& range : training.rules.learning()) {
    training.optimizer.step(clipped, from, to, range.at, range.count, step, learning_rate);
    if (training.average_decay > 0) {
      kernel_set().of<T>().average(training.average_decay, to + range.at, training.average.data() + range.at,
                                   range.count);
    }
  }
  for (const auto& range : training.rules.frozen()) std::copy_n(from + range.at, range.count, to + range.at);
  std::swap(current_, previous_);
  has_previous_ = true;
  stream_model_ = nullptr;
  stack_.prepare(current_.parameters.data(), current_.prepared.data());
  return true;
}

template <typename T>
const T* Network<T>::add_shards(int32_t shards) {
  if (shards == 1) return shards_[0]->workspace.gradient.data();
  const int64_t count = padded<T>(stack_.parameter_count());
  Buffer<T>& sum = training_->sum;
  sum.grow(count);
  std::copy_n(shards_[0]->workspace.gradient.data(), count, sum.data());
  for (int32_t i = 1; i < shards; ++i) {
    kernel_set().of<T>().add(shards_[i]->workspace.gradient.data(), sum.data(), count);
  }
  return sum.data();
}

// Where the loss is not finite, the parameters that gave it were none that the network can go on with.
template <typename T>
bool Network<T>::diverged(Divergence where, bool in_loss) {
  training_->divergence = where;
  if (in_loss && has_previous_) {
    std::swap(current_, previous_);
    stream_model_ = nullptr;
    has_previous_ = false;
  }
  return false;
}

template <typename T>
bool Network<T>::train(const elman_data& data, const int32_t* order, int32_t count, int32_t batch_size,
                       int64_t first_step, const double* learning_rates, double* losses, int32_t* taken) {
  const Usage::Alone alone(usage_);
  *taken = 0;
  training();
  require_data(data, true);
  require_order(data, order, count);
  ELMAN_REQUIRE(batch_size >= 1, "batch_size must be at least 1 but was %d", batch_size);
  const int32_t batches = (count - 1) / batch_size + 1;
  ELMAN_REQUIRE(first_step <= INT64_MAX - batches, "first_step is too large: %lld",
                static_cast<long long>(first_step));
  for (int32_t i = 0; i < batches; ++i) require_step(first_step + i, learning_rates[i]);
  Shard& only = shard(0);
  for (int32_t i = 0; i < batches; ++i) {
    const int32_t first = i * batch_size;
    const int32_t size = std::min(batch_size, count - first);
    const int64_t steps = data.loss_steps(order + first, size);
    losses[i] = gradient_of(data, Selection{order, 0, count}.part(first, size), steps, first_step + i, only);
    if (!update_by(1, first_step + i, learning_rates[i])) return false;
    *taken = i + 1;
  }
  return true;
}

template <typename T>
void Network<T>::divergence(int32_t* layer, int32_t* backward) {
  const Usage::Alone alone(usage_);
  const Divergence where = training_ == nullptr ? Divergence() : training_->divergence;
  *layer = where.layer;
  *backward = where.backward;
}

template <typename T>
void Network<T>::require_data(const elman_data& data, bool with_targets) const {
  constexpr elman_element kElement = sizeof(T) == sizeof(float) ? ELMAN_FLOAT : ELMAN_DOUBLE;
  ELMAN_REQUIRE(data.element == kElement, "the data hold elements of type %d but the network computes in type %d",
                data.element, kElement);
  ELMAN_REQUIRE(data.features == stack_.features(), "the data have %lld features but the network takes %lld",
                static_cast<long long>(data.features), static_cast<long long>(stack_.features()));
  ELMAN_REQUIRE(data.static_features == stack_.static_features(),
                "the data have %lld static features but the network takes %lld",
                static_cast<long long>(data.static_features), static_cast<long long>(stack_.static_features()));
  ELMAN_REQUIRE(data.state_size == 0 || data.state_size == stack_.state_size(),
                "the data have initial states of %lld values but the network's have %lld",
                static_cast<long long>(data.state_size), static_cast<long long>(stack_.state_size()));
  if (!with_targets) return;
  const int64_t steps = stack_.output_steps(data.time_steps);
  const int64_t targets = training_->loss.targets(stack_.outputs());
  ELMAN_REQUIRE(data.target_steps == steps && data.outputs == targets,
                "the data have targets of [%lld, %lld] but the network gives outputs for [%lld, %lld] (steps, values)",
                static_cast<long long>(data.target_steps), static_cast<long long>(data.outputs),
                static_cast<long long>(steps), static_cast<long long>(targets));
}

template class Network<float>;
template class Network<double>;

}  // namespace elman
