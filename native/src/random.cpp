#include "random.h"

#include <cmath>

namespace elman {
namespace {

constexpr uint32_t low(int64_t value) { return static_cast<uint32_t>(static_cast<uint64_t>(value)); }
constexpr uint32_t high(int64_t value) { return static_cast<uint32_t>(static_cast<uint64_t>(value) >> 32); }

}  // namespace

Philox::Philox(const uint32_t (&key)[2], const uint32_t (&counter)[4]) {
  uint32_t k0 = key[0];
  uint32_t k1 = key[1];
  for (int i = 0; i < 4; ++i) words[i] = counter[i];
  for (int round = 0; round < PhiloxConstants::kRounds; ++round) {
    const uint64_t product0 = uint64_t{PhiloxConstants::kMultiplier0} * words[0];
    const uint64_t product1 = uint64_t{PhiloxConstants::kMultiplier1} * words[2];
    words[0] = static_cast<uint32_t>(product1 >> 32) ^ words[1] ^ k0;
    words[1] = static_cast<uint32_t>(product1);
    words[2] = static_cast<uint32_t>(product0 >> 32) ^ words[3] ^ k1;
    words[3] = static_cast<uint32_t>(product0);
    k0 += PhiloxConstants::kWeyl0;
    k1 += PhiloxConstants::kWeyl1;
  }
}

template <typename T>
Mask<T>::Mask(double rate, int layer, Site site)
    : rate_(rate),
      place_((kDropoutPurpose << 28) + 4 * static_cast<uint32_t>(layer) + static_cast<uint32_t>(site)),
      limit_(static_cast<uint32_t>(std::floor(rate * 4294967296.0))),
      kept_(static_cast<T>(1 / (1 - rate))),
      kernels_(&kernel_set().of<T>()) {}

template <typename T>
void Mask<T>::draw(const Draws& draws, int64_t row, int64_t first, int64_t columns, T* factors) const {
  const MaskRule<T> rule = {{low(draws.seed), high(draws.seed)},
                            static_cast<uint32_t>(draws.samples[row]),
                            low(draws.step),
                            place_,
                            limit_,
                            kept_};
  kernels_->mask(rule, first, columns, factors);
}

template <typename T>
void Mask<T>::draw_rows(const Draws& draws, int64_t rows, int64_t first, int64_t columns, Rows<T> factors) const {
  for (int64_t row = 0; row < rows; ++row) draw(draws, row, first, columns, factors.from(row).values);
}

template class Mask<float>;
template class Mask<double>;

}  // namespace elman
