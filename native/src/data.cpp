#include "data.h"

#include <algorithm>
#include <cmath>

namespace {

using elman::Buffer;

// Which values some part takes, a bit for each: what no part takes may be anything.
class Taken {
 public:
  explicit Taken(int64_t count) { words_.grow(count / kBits + 1); }

  void add(int64_t from, int64_t length) {
    const int64_t end = from + length;
    for (int64_t word = from / kBits; word * kBits < end; ++word) {
      const int64_t begin = word * kBits;
      uint64_t bits = ~uint64_t{0};
      if (from > begin) bits <<= from - begin;
      if (end < begin + kBits) bits &= (uint64_t{1} << (end - begin)) - 1;
      words_.data()[word] |= bits;
    }
  }

  template <typename Body>
  void for_each(int64_t count, Body body) const {
    for (int64_t i = 0; i < count; ++i) {
      if ((words_.data()[i / kBits] >> (i % kBits) & 1) != 0) body(i);
    }
  }

 private:
  static constexpr int64_t kBits = 64;
  Buffer<uint64_t> words_;
};

// A value that is finite as a double may not be as a float.
template <typename T>
void copy_values(const double* values, int64_t count, const Taken& taken, Buffer<T>& buffer) {
  buffer.grow(count);
  T* to = buffer.data();
  taken.for_each(count, [&](int64_t i) {
    to[i] = static_cast<T>(values[i]);
    ELMAN_REQUIRE(std::isfinite(to[i]), "values must be finite in the element type but value %lld is %g",
                  static_cast<long long>(i), values[i]);
  });
}

// Where a part of every sample begins; length(sample) is that of the part.
template <typename Length>
void copy_offsets(const elman_samples& samples, const int32_t* offsets, Length length, const char* what,
                  Buffer<int32_t>& buffer) {
  buffer.grow(samples.count);
  for (int64_t i = 0; i < samples.count; ++i) {
    const int64_t values = length(i);
    ELMAN_REQUIRE(offsets[i] >= 0 && offsets[i] <= samples.value_count - values,
                  "the %s of sample %lld takes %lld values from %d on but there are %lld", what,
                  static_cast<long long>(i), static_cast<long long>(values), offsets[i],
                  static_cast<long long>(samples.value_count));
    buffer.data()[i] = offsets[i];
  }
}

void require_part(const char* name, int64_t size, const int32_t* offsets, int32_t count, const char* where) {
  ELMAN_REQUIRE(size >= 0, "%s must be at least 0 but was %lld", name, static_cast<long long>(size));
  ELMAN_REQUIRE(size == 0 || offsets != nullptr || count == 0, "%s must not be null where there are %s", where, name);
}

const elman_samples& checked(const elman_samples& samples) {
  ELMAN_REQUIRE(samples.time_steps >= 1, "time_steps must be at least 1 but was %d", samples.time_steps);
  ELMAN_REQUIRE(samples.features >= 1, "features must be at least 1 but was %d", samples.features);
  ELMAN_REQUIRE(samples.count >= 0, "the count of samples must be at least 0 but was %d", samples.count);
  ELMAN_REQUIRE(samples.value_count >= 0, "the count of values must be at least 0 but was %lld",
                static_cast<long long>(samples.value_count));
  ELMAN_REQUIRE(samples.values != nullptr || samples.value_count == 0, "values must not be null");
  ELMAN_REQUIRE(samples.input_offsets != nullptr || samples.count == 0, "input_offsets must not be null");
  ELMAN_REQUIRE(samples.target_steps == 0 || samples.target_steps == 1 || samples.target_steps == samples.time_steps,
                "target_steps must be 0, 1 or time_steps (%d) but was %d", samples.time_steps, samples.target_steps);
  ELMAN_REQUIRE(samples.target_steps == 0 ? samples.outputs == 0 : samples.outputs >= 1,
                "outputs must be at least 1 where there are targets, else 0, but was %d", samples.outputs);
  ELMAN_REQUIRE(samples.target_steps == 0 || samples.target_offsets != nullptr || samples.count == 0,
                "target_offsets must not be null where there are targets");
  ELMAN_REQUIRE(samples.target_steps != 0 || samples.weight_offsets == nullptr,
                "weights are of targets, but there are no targets: weight_offsets must be null");
  require_part("static_features", samples.static_features, samples.static_offsets, samples.count, "static_offsets");
  require_part("state_size", samples.state_size, samples.state_offsets, samples.count, "state_offsets");
  for (int32_t i = 0; samples.lengths != nullptr && i < samples.count; ++i) {
    ELMAN_REQUIRE(samples.lengths[i] >= 1 && samples.lengths[i] <= samples.time_steps,
                  "the length of sample %d must be from 1 to time_steps (%d) but was %d", i, samples.time_steps,
                  samples.lengths[i]);
  }
  ELMAN_REQUIRE(samples.lanes >= 0 && (samples.lanes == 0 || samples.count % samples.lanes == 0),
                "the count of samples (%d) must be a multiple of lanes but lanes was %d", samples.count,
                samples.lanes);
  ELMAN_REQUIRE(samples.lanes == 0 || (samples.carry_steps >= 1 && samples.carry_steps <= samples.time_steps),
                "carry_steps must be from 1 to time_steps (%d) where there are lanes but was %d", samples.time_steps,
                samples.carry_steps);
  for (int32_t i = 0; samples.lanes != 0 && samples.lengths != nullptr && i < samples.count - samples.lanes; ++i) {
    ELMAN_REQUIRE(samples.lengths[i] >= samples.carry_steps,
                  "sample %d is continued after %d steps (carry_steps) but has %d", i, samples.carry_steps,
                  samples.lengths[i]);
  }
  return samples;
}

}  // namespace

elman_data::elman_data(const elman_samples& samples, elman_element element_type)
    : element(element_type),
      time_steps(checked(samples).time_steps),
      features(samples.features),
      count(samples.count),
      target_steps(samples.target_steps),
      outputs(samples.outputs),
      static_features(samples.static_features),
      state_size(samples.state_size),
      lanes(samples.lanes),
      carry_steps(samples.lanes == 0 ? 0 : samples.carry_steps),
      ragged(samples.lengths != nullptr),
      weighted(samples.weight_offsets != nullptr) {
  if (ragged) {
    lengths.grow(count);
    std::copy_n(samples.lengths, count, lengths.data());
  }
  Taken taken(samples.value_count);
  const auto add = [&](const int32_t* offsets, auto length, const char* what, Buffer<int32_t>& buffer) {
    copy_offsets(samples, offsets, length, what, buffer);
    for (int64_t i = 0; i < count; ++i) taken.add(offsets[i], length(i));
  };
  add(samples.input_offsets, [&](int64_t i) { return length(i) * features; }, "input", input_offsets);
  if (weighted) add(samples.weight_offsets, [&](int64_t i) { return targets(i); }, "weights", weight_offsets);
  if (static_features != 0) {
    add(samples.static_offsets, [&](int64_t) { return static_features; }, "static features", static_offsets);
  }
  if (state_size != 0) {
    add(samples.state_offsets, [&](int64_t) { return state_size; }, "initial state", state_offsets);
  }
  if (target_steps != 0) {
    copy_offsets(samples, samples.target_offsets, [&](int64_t i) { return targets(i) * outputs; }, "target",
                 target_offsets);
    count_steps(samples, [&](int64_t offset) { taken.add(offset, outputs); });
  }
  if (element == ELMAN_FLOAT) {
    copy_values(samples.values, samples.value_count, taken, floats_);
  } else {
    copy_values(samples.values, samples.value_count, taken, doubles_);
  }
}

template <typename Target>
void elman_data::count_steps(const elman_samples& samples, Target target) {
  if (weighted || (ragged && target_steps > 1)) counted_steps.grow(count);
  for (int64_t i = 0; i < count; ++i) {
    int32_t counted = 0;
    for (int64_t step = 0; step < targets(i); ++step) {
      const double weight = weighted ? samples.values[samples.weight_offsets[i] + step] : 1;
      ELMAN_REQUIRE(weight >= 0, "weights must be at least 0 but that of step %lld of sample %lld is %g",
                    static_cast<long long>(step), static_cast<long long>(i), weight);
      if (weight == 0) continue;
      ++counted;
      target(samples.target_offsets[i] + step * outputs);
    }
    if (counted_steps.capacity() > 0) counted_steps.data()[i] = counted;
  }
}

int64_t elman_data::loss_steps(const int32_t* order, int64_t number) const {
  int64_t sum = 0;
  for (int64_t i = 0; i < number; ++i) sum += loss_steps(order[i]);
  return sum;
}
