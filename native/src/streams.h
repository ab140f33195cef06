// Streams: sequences that go on without an end, each with a state of its own, computed a step at a time by the weights
// that a network had when they were opened.
#ifndef ELMAN_STREAMS_H
#define ELMAN_STREAMS_H

#include <atomic>
#include <cstdint>
#include <memory>

#include "elman/elman.h"
#include "stack.h"
#include "workspace.h"

// What the boundary knows of streams, of either element type.
struct elman_streams {
  virtual ~elman_streams() = default;
  virtual void step(const int32_t* numbers, int32_t count, const void* inputs, void* outputs) = 0;
  virtual void state(int32_t number, bool write, double* values, int64_t count) = 0;
};

namespace elman {

// What streams compute with: any number of them share one.
template <typename T>
struct StreamModel {
  StreamModel(int64_t features, const std::vector<elman_layer>& layers, const T* parameters);

  Stack<T> stack;
  Buffer<T> prepared;
};

template <typename T>
class Streams final : public elman_streams {
 public:
  Streams(std::shared_ptr<const StreamModel<T>> model, int32_t count);

  void step(const int32_t* numbers, int32_t count, const void* inputs, void* outputs) override;
  void state(int32_t number, bool write, double* values, int64_t count) override;

 private:
  // That numbers are those of streams, each once.
  void require_numbers(const int32_t* numbers, int32_t count);
  // A step of streams whose states lie one behind another in rows of row_width_, which are changed in place.
  void advance(T* states, int64_t count, const T* inputs, T* outputs);

  std::shared_ptr<const StreamModel<T>> model_;
  int64_t count_;
  int64_t row_width_;      // of a stream: its state, padded, then its static features
  Buffer<T> states_;       // [count, row_width]
  Buffer<T> gathered_;     // states of streams that do not lie one behind another
  Buffer<int64_t> called_;  // of each stream, the call that named it last
  int64_t calls_ = 0;
  int64_t rows_per_pass_;
  int64_t room_ = 0;       // for so many streams at once
  Workspace<T> workspace_;
  std::atomic<bool> used_{false};
};

}  // namespace elman

#endif
