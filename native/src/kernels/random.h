// Masks of dropout: Philox4x32-10 for many counters side by side. Only kernels.cpp includes it.
#ifndef ELMAN_KERNELS_RANDOM_H
#define ELMAN_KERNELS_RANDOM_H

#include "kernels/kernels.h"
#include "kernels/vector.h"

namespace elman {
namespace ELMAN_KERNEL_SET {

// So many counters at once that even the widest vectors are full.
constexpr int64_t kCounters = 16;

// words[i][c]: word i of counter number block + c of the rule's stream.
template <typename T>
ELMAN_INLINE void philox(const MaskRule<T>& rule, uint32_t block, uint32_t (&words)[4][kCounters]) {
  for (uint32_t c = 0; c < kCounters; ++c) {
    words[0][c] = block + c;
    words[1][c] = rule.sample;
    words[2][c] = rule.step;
    words[3][c] = rule.place;
  }
  uint32_t k0 = rule.key[0];
  uint32_t k1 = rule.key[1];
  for (int round = 0; round < PhiloxConstants::kRounds; ++round) {
#pragma GCC unroll 1  // unrolled, it is no longer turned into vectors
    for (int64_t c = 0; c < kCounters; ++c) {
      const uint64_t product0 = uint64_t{PhiloxConstants::kMultiplier0} * words[0][c];
      const uint64_t product1 = uint64_t{PhiloxConstants::kMultiplier1} * words[2][c];
      words[0][c] = static_cast<uint32_t>(product1 >> 32) ^ words[1][c] ^ k0;
      words[1][c] = static_cast<uint32_t>(product1);
      words[2][c] = static_cast<uint32_t>(product0 >> 32) ^ words[3][c] ^ k1;
      words[3][c] = static_cast<uint32_t>(product0);
    }
    k0 += PhiloxConstants::kWeyl0;
    k1 += PhiloxConstants::kWeyl1;
  }
}

// Factors first to first + count of the rule's stream.
template <typename T>
void mask(const MaskRule<T>& rule, int64_t first, int64_t count, T* factors) {
  constexpr int64_t kWords = 4 * kCounters;
  uint32_t words[4][kCounters];
  T drawn[kWords];
  const T factor_of[2] = {rule.kept, T(0)};  // looked up: a branch would be wrong as often as a coin
  for (int64_t at = first / 4 * 4; at < first + count; at += kWords) {
    philox(rule, static_cast<uint32_t>(at / 4), words);
    for (int64_t c = 0; c < kCounters; ++c) {
      for (int64_t i = 0; i < 4; ++i) drawn[4 * c + i] = factor_of[words[i][c] < rule.limit];
    }
    const int64_t from = at < first ? first : at;
    const int64_t to = at + kWords < first + count ? at + kWords : first + count;
    for (int64_t n = from; n < to; ++n) factors[n - first] = drawn[n - at];
  }
}

}  // namespace ELMAN_KERNEL_SET
}  // namespace elman

#endif
