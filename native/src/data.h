// A data set, resident in native memory: values in the element type of the networks that use it, and where each sample
// begins in them. Never changes once open, so that any number of networks and threads share it.
#ifndef ELMAN_DATA_H
#define ELMAN_DATA_H

#include "elman/elman.h"
#include "memory.h"

struct elman_data {
  elman_data(const elman_samples& samples, elman_element element);

  template <typename T>
  const T* values() const;

  const elman_element element;
  const int64_t time_steps;
  const int64_t features;
  const int64_t count;
  const int64_t target_steps;
  const int64_t outputs;
  elman::Buffer<int32_t> input_offsets;
  elman::Buffer<int32_t> target_offsets;

 private:
  elman::Buffer<float> floats_;
  elman::Buffer<double> doubles_;
};

template <>
inline const float* elman_data::values<float>() const {
  return floats_.data();
}
template <>
inline const double* elman_data::values<double>() const {
  return doubles_.data();
}

#endif
