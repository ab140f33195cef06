#include "data.h"

#include <cmath>

namespace {

using elman::Buffer;

// A value that is finite as a double may not be as a float.
template <typename T>
void copy_values(const double* values, int64_t count, Buffer<T>& buffer) {
  buffer.grow(count);
  T* to = buffer.data();
  for (int64_t i = 0; i < count; ++i) {
    to[i] = static_cast<T>(values[i]);
    ELMAN_REQUIRE(std::isfinite(to[i]), "values must be finite in the element type but value %lld is %g",
                  static_cast<long long>(i), values[i]);
  }
}

void copy_offsets(const int32_t* offsets, int64_t count, int64_t length, int64_t value_count, const char* what,
                  Buffer<int32_t>& buffer) {
  buffer.grow(count);
  for (int64_t i = 0; i < count; ++i) {
    ELMAN_REQUIRE(offsets[i] >= 0 && offsets[i] <= value_count - length,
                  "the %s of sample %lld takes %lld values from %d on but there are %lld", what,
                  static_cast<long long>(i), static_cast<long long>(length), offsets[i],
                  static_cast<long long>(value_count));
    buffer.data()[i] = offsets[i];
  }
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
  return samples;
}

}  // namespace

elman_data::elman_data(const elman_samples& samples, elman_element element_type)
    : element(element_type),
      time_steps(checked(samples).time_steps),
      features(samples.features),
      count(samples.count),
      target_steps(samples.target_steps),
      outputs(samples.outputs) {
  copy_offsets(samples.input_offsets, count, time_steps * features, samples.value_count, "input", input_offsets);
  if (target_steps != 0) {
    copy_offsets(samples.target_offsets, count, target_steps * outputs, samples.value_count, "target",
                 target_offsets);
  }
  if (element == ELMAN_FLOAT) {
    copy_values(samples.values, samples.value_count, floats_);
  } else {
    copy_values(samples.values, samples.value_count, doubles_);
  }
}
