// A vector for every token: the first layer of a network whose inputs are tokens.
#ifndef ELMAN_EMBEDDING_H
#define ELMAN_EMBEDDING_H

#include "layer.h"

namespace elman {

template <typename T>
class Embedding final : public Layer<T> {
 public:
  explicit Embedding(const elman_layer& layer);

  std::vector<int64_t> parameter_sizes() const override { return {times(vocabulary_, this->units())}; }
  int64_t prepared_count() const override { return padded<T>(times(vocabulary_, this->units())); }
  void prepare(const T* parameters, T* prepared) const override;
  void forward(const T* prepared, const Pass<T>& pass, Rows<const T> inputs, Rows<T> outputs,
               const Memory<T>& memory) const override;
  int64_t backward(const T* prepared, const Pass<T>& pass, Rows<const T> inputs, Rows<const T> outputs,
                   const Memory<T>& memory, Steps steps, Rows<T> deltas, T* gradient,
                   Rows<T> input_deltas) const override;

 private:
  int64_t vocabulary_;
  int64_t padding_index_;
};

}  // namespace elman

#endif
