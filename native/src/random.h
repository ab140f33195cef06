// Random numbers that are a pure function of what they are for, and the masks of dropout made of them.
#ifndef ELMAN_RANDOM_H
#define ELMAN_RANDOM_H

#include <cstdint>

#include "kernels/kernels.h"
#include "products.h"

namespace elman {

// Philox4x32-10 (Salmon, Moraes, Dror and Shaw, 2011), with the layout of Java's dev.elman.random.Philox. Word w of a
// stream is word w mod 4 of
//   key      low and high 32 bits of the seed
//   counter  w / 4, sample, step, purpose * 2^28 + epoch.
struct Philox {
  uint32_t words[4];

  Philox(const uint32_t (&key)[2], const uint32_t (&counter)[4]);
};

// The number of dropout among the purposes of the counter.
constexpr uint32_t kDropoutPurpose = 2;

// What the dropout of a pass draws from.
struct Draws {
  int64_t seed;
  int64_t step;            // of training, from 1
  const int32_t* samples;  // of each row of the batch, its number in the data set
};

// Which values of a layer are being dropped: the epoch's place in the counter is 4 layer + site.
enum class Site : uint32_t {
  kInputs = 0,
  kState = 1,         // the previous state of a cell
  kBackwardState = 2  // that of the backward cell of two
};

// The factors by which dropout multiplies a layer's values: 0 with probability rate, else 1 / (1 - rate). A value is
// dropped where its random word, unsigned, is below floor(rate * 2^32).
template <typename T>
class Mask {
 public:
  // rate: in [0, 1). layer: its number in the network.
  Mask(double rate, int layer, Site site);

  // Whether there is anything to drop.
  bool drops() const { return rate_ > 0; }
  double rate() const { return rate_; }

  // factors[columns] of one row's values number first, first + 1, ...: of a mask that is one for all time steps first
  // is 0, else step * columns.
  void draw(const Draws& draws, int64_t row, int64_t first, int64_t columns, T* factors) const;
  // The same for each of the first rows rows of a batch.
  void draw_rows(const Draws& draws, int64_t rows, int64_t first, int64_t columns, Rows<T> factors) const;

 private:
  double rate_;
  uint32_t place_;  // the counter's last word
  uint32_t limit_;
  T kept_;
  const Kernels<T>* kernels_;
};

}  // namespace elman

#endif
