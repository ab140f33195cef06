// Philox against the known answers of its authors, and the masks of every kernel set against its single words.
#include <vector>

#include "check.h"
#include "random.h"

namespace {

using elman::Draws;
using elman::Mask;
using elman::MaskRule;
using elman::Philox;
using elman::Site;

void gives(const uint32_t (&key)[2], const uint32_t (&counter)[4], const uint32_t (&wanted)[4]) {
  const Philox philox(key, counter);
  for (int i = 0; i < 4; ++i) CHECK_EQUAL(philox.words[i], wanted[i]);
}

// The vectors published with the generator, as in Java's PhiloxTest.
TEST(philox_gives_its_known_answers) {
  gives({0, 0}, {0, 0, 0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  gives({0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
        {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  gives({0xa4093822, 0x299f31d0}, {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
        {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

// One factor as the documentation of Java's engine.Network has it.
double factor(double rate, int64_t seed, int64_t step, int32_t sample, uint32_t layer, uint32_t site, int64_t element) {
  const uint64_t bits = static_cast<uint64_t>(seed);
  const Philox philox({static_cast<uint32_t>(bits), static_cast<uint32_t>(bits >> 32)},
                      {static_cast<uint32_t>(element / 4), static_cast<uint32_t>(sample),
                       static_cast<uint32_t>(step), (2u << 28) + 4 * layer + site});
  return static_cast<double>(philox.words[element % 4]) < std::floor(std::ldexp(rate, 32)) ? 0 : 1 / (1 - rate);
}

template <typename T>
void masks_follow_the_words() {
  const int64_t seed = -0x123456789abcdef;
  const int64_t step = (int64_t{7} << 32) + 11;
  const int32_t samples[] = {5, 0, 1 << 30};
  const Draws draws = {seed, step, samples};
  for (const double rate : {0.0, 0.1, 0.5, 0.999}) {
    const Mask<T> mask(rate, 3, Site::kBackwardState);
    CHECK(mask.drops() == (rate > 0));
    for (const int64_t columns : {1, 3, 4, 17, 64, 65, 200}) {
      for (const int64_t first : {0, 1, 2, 3, 63, 64, 1000003}) {
        std::vector<T> factors(static_cast<size_t>(3 * (columns + 1)), T(-1));
        mask.draw_rows(draws, 3, first, columns, {factors.data(), columns + 1});
        for (int64_t row = 0; row < 3; ++row) {
          const T* values = factors.data() + row * (columns + 1);
          for (int64_t n = 0; n < columns; ++n) {
            const double wanted = factor(rate, seed, step, samples[row], 3, 2, first + n);
            CHECK_EQUAL(values[n], static_cast<double>(static_cast<T>(wanted)));
          }
          CHECK_EQUAL(values[columns], -1);
        }
      }
    }
  }
}

TEST(masks_follow_the_words_of_their_stream) {
  masks_follow_the_words<float>();
  masks_follow_the_words<double>();
}

template <typename T>
void all_sets_agree(const elman::Kernels<T>& kernels) {
  const MaskRule<T> rule = {{1, 2}, 3, 4, (2u << 28) + 5, 1u << 31, T(2)};
  std::vector<T> factors(300, T(-1));
  kernels.mask(rule, 7, 299, factors.data());
  for (size_t n = 0; n < 299; ++n) {
    CHECK_EQUAL(factors[n], factor(0.5, (int64_t{2} << 32) + 1, 4, 3, 1, 1, static_cast<int64_t>(n) + 7));
  }
  CHECK_EQUAL(factors[299], -1);
}

TEST(masks_are_the_same_in_every_kernel_set) {
  for (const elman::KernelSet* set : elman::supported_kernel_sets()) {
    all_sets_agree(set->of_float);
    all_sets_agree(set->of_double);
  }
}

TEST(as_many_values_are_dropped_as_asked_for) {
  constexpr int64_t kCount = 100000;
  for (const double rate : {0.05, 0.3, 0.8}) {
    const int32_t sample = 9;
    std::vector<double> factors(kCount);
    Mask<double>(rate, 0, Site::kInputs).draw({42, 1, &sample}, 0, 0, kCount, factors.data());
    double kept = 0;
    double sum = 0;
    for (const double factor : factors) {
      kept += factor != 0;
      sum += factor;
    }
    // Five standard deviations.
    CHECK(std::fabs(kept / kCount - (1 - rate)) < 5 * std::sqrt(rate * (1 - rate) / kCount));
    CHECK(std::fabs(sum / kCount - 1) < 5 * std::sqrt(rate / (1 - rate) / kCount));
  }
}

}  // namespace
