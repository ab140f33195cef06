// A data set, resident in native memory: values in the element type of the networks that use it, and where the parts of
// each sample begin in them. Never changes once open, so that any number of networks and threads share it.
#ifndef ELMAN_DATA_H
#define ELMAN_DATA_H

#include "elman/elman.h"
#include "memory.h"

struct elman_data {
  elman_data(const elman_samples& samples, elman_element element);

  template <typename T>
  const T* values() const;
  // The beginning of a part of a sample.
  template <typename T>
  const T* part(const elman::Buffer<int32_t>& offsets, int64_t sample) const {
    return values<T>() + offsets.data()[sample];
  }

  int64_t length(int64_t sample) const { return ragged ? lengths.data()[sample] : time_steps; }
  // The time steps of a sample's target.
  int64_t targets(int64_t sample) const { return target_steps <= 1 ? target_steps : length(sample); }
  // How many of them count in the mean of a loss: those whose weight is not zero.
  int64_t loss_steps(int64_t sample) const {
    return counted_steps.capacity() == 0 ? target_steps : counted_steps.data()[sample];
  }
  int64_t loss_steps(const int32_t* order, int64_t count) const;

  const elman_element element;
  const int64_t time_steps;
  const int64_t features;
  const int64_t count;
  const int64_t target_steps;
  const int64_t outputs;
  const int64_t static_features;
  const int64_t state_size;
  const int64_t lanes;
  const int64_t carry_steps;
  const bool ragged;
  const bool weighted;
  elman::Buffer<int32_t> lengths;
  elman::Buffer<int32_t> input_offsets;
  elman::Buffer<int32_t> target_offsets;
  elman::Buffer<int32_t> weight_offsets;
  elman::Buffer<int32_t> static_offsets;
  elman::Buffer<int32_t> state_offsets;

 private:
  // Counts the steps of each sample's target whose weight is not zero; target(offset) is told where each is.
  template <typename Target>
  void count_steps(const elman_samples& samples, Target target);

  elman::Buffer<int32_t> counted_steps;  // of each sample, where they are not all the same
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
