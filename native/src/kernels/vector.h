// Vectors of the width of the instruction set that this file is being compiled for. Only kernels.cpp includes it.
//
// Everything lives in a namespace of its own per instruction set, and no inline function of the standard library is
// used: the linker keeps one copy of those, and it must not be one that an older processor cannot run.
#ifndef ELMAN_KERNELS_VECTOR_H
#define ELMAN_KERNELS_VECTOR_H

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

#include <cstdint>

#define ELMAN_INLINE inline __attribute__((always_inline))

namespace elman {
namespace ELMAN_KERNEL_SET {

#if defined(__AVX512F__)
constexpr int kVectorBytes = 64;
constexpr int kRegisters = 32;
#elif defined(__AVX2__)
constexpr int kVectorBytes = 32;
constexpr int kRegisters = 16;
#elif defined(__aarch64__)
constexpr int kVectorBytes = 16;
constexpr int kRegisters = 32;
#else
constexpr int kVectorBytes = 16;
constexpr int kRegisters = 16;
#endif

template <typename T>
struct VectorTypes;

template <>
struct VectorTypes<float> {
  typedef float Values __attribute__((vector_size(kVectorBytes)));
  typedef float Anywhere __attribute__((vector_size(kVectorBytes), aligned(sizeof(float)), may_alias));
  typedef int32_t Bits __attribute__((vector_size(kVectorBytes)));
};

template <>
struct VectorTypes<double> {
  typedef double Values __attribute__((vector_size(kVectorBytes)));
  typedef double Anywhere __attribute__((vector_size(kVectorBytes), aligned(sizeof(double)), may_alias));
  typedef int64_t Bits __attribute__((vector_size(kVectorBytes)));
};

template <typename T>
using Vector = typename VectorTypes<T>::Values;
// Values that lie on any address of a T.
template <typename T>
using Anywhere = typename VectorTypes<T>::Anywhere;
template <typename T>
using Bits = typename VectorTypes<T>::Bits;

template <typename T>
constexpr int kLanes = kVectorBytes / static_cast<int>(sizeof(T));

// Through a pointer and not by memcpy, after which GCC may take lanes out of general registers on ARM64.
template <typename T>
ELMAN_INLINE Vector<T> load(const T* values) {
  return *reinterpret_cast<const Anywhere<T>*>(values);
}

template <typename T>
ELMAN_INLINE void store(T* values, Vector<T> vector) {
  *reinterpret_cast<Anywhere<T>*>(values) = vector;
}

// The first count lanes, or all where count is larger.
template <typename T>
ELMAN_INLINE void store_first(T* values, Vector<T> vector, int64_t count) {
  if (count >= kLanes<T>) {
    store(values, vector);
  } else {
    for (int64_t lane = 0; lane < count; ++lane) values[lane] = vector[lane];
  }
}

template <typename T>
ELMAN_INLINE Vector<T> zeros() {
  return Vector<T>{};
}

// The first count values, or as many as there are lanes where count is larger; the other lanes hold rest. Nothing
// behind them is read.
template <typename T>
ELMAN_INLINE Vector<T> load_first(const T* values, int64_t count, T rest) {
  if (count >= kLanes<T>) return load(values);
  Vector<T> vector = rest - zeros<T>();
  for (int64_t lane = 0; lane < count; ++lane) vector[lane] = values[lane];
  return vector;
}

// The first count values, fewer than there are lanes; the other lanes hold zero. Nothing behind them is read.
ELMAN_INLINE Vector<float> load_part(const float* values, int64_t count) {
#if defined(__AVX512F__)
  return _mm512_maskz_loadu_ps(static_cast<__mmask16>((1 << count) - 1), values);
#elif defined(__AVX2__)
  const Bits<float> lanes = {0, 1, 2, 3, 4, 5, 6, 7};
  return _mm256_maskload_ps(values, reinterpret_cast<__m256i>(lanes < static_cast<int32_t>(count)));
#else
  return load_first(values, count, 0.0f);
#endif
}
ELMAN_INLINE Vector<double> load_part(const double* values, int64_t count) { return load_first(values, count, 0.0); }

// The sum of all lanes, in every one of them; halves are added to halves.
template <typename T>
ELMAN_INLINE Vector<T> sum_to_all(Vector<T> vector) {
  Bits<T> lanes;
  for (int lane = 0; lane < kLanes<T>; ++lane) lanes[lane] = lane;
#pragma GCC unroll 8
  for (int half = kLanes<T> / 2; half > 0; half /= 2) vector += __builtin_shuffle(vector, lanes ^ half);
  return vector;
}

// The sum of all lanes, in their order.
template <typename T>
ELMAN_INLINE T sum_of(Vector<T> vector) {
  T sum = 0;
  for (int lane = 0; lane < kLanes<T>; ++lane) sum += vector[lane];
  return sum;
}

ELMAN_INLINE float root(float value) { return __builtin_sqrtf(value); }
ELMAN_INLINE double root(double value) { return __builtin_sqrt(value); }

// Of null, zeros.
template <typename T>
ELMAN_INLINE Vector<T> load_or_zero(const T* values, int64_t at) {
  return values == nullptr ? zeros<T>() : load(values + at);
}

template <typename T>
ELMAN_INLINE Vector<T> all(T value) {
  return value - zeros<T>();  // the compiler makes one broadcast of it; value + 0 would lose the sign of -0
}

// The smaller, or the larger, of limit and each value; NaN stays NaN. One instruction of two cycles where a comparison
// and a selection by it take eight. (Without a mask, g++ 12 warns of its own header.)
#if defined(__AVX512F__)
ELMAN_INLINE Vector<float> at_most(float limit, Vector<float> values) {
  return _mm512_maskz_min_ps(0xFFFF, all<float>(limit), values);
}
ELMAN_INLINE Vector<float> at_least(float limit, Vector<float> values) {
  return _mm512_maskz_max_ps(0xFFFF, all<float>(limit), values);
}
ELMAN_INLINE Bits<float> at_most(int32_t limit, Bits<float> values) {
  return (Bits<float>)_mm512_maskz_min_epi32(0xFFFF, _mm512_set1_epi32(limit), (__m512i)values);
}
#elif defined(__AVX2__)
ELMAN_INLINE Vector<float> at_most(float limit, Vector<float> values) {
  return _mm256_min_ps(all<float>(limit), values);
}
ELMAN_INLINE Vector<float> at_least(float limit, Vector<float> values) {
  return _mm256_max_ps(all<float>(limit), values);
}
ELMAN_INLINE Bits<float> at_most(int32_t limit, Bits<float> values) {
  return (Bits<float>)_mm256_min_epi32(_mm256_set1_epi32(limit), (__m256i)values);
}
#elif defined(__x86_64__)
ELMAN_INLINE Vector<float> at_most(float limit, Vector<float> values) { return _mm_min_ps(all<float>(limit), values); }
ELMAN_INLINE Vector<float> at_least(float limit, Vector<float> values) { return _mm_max_ps(all<float>(limit), values); }
ELMAN_INLINE Bits<float> at_most(int32_t limit, Bits<float> values) {
  return (Bits<float>)_mm_min_epi32(_mm_set1_epi32(limit), (__m128i)values);
}
#elif defined(__aarch64__)
ELMAN_INLINE Vector<float> at_most(float limit, Vector<float> values) { return vminq_f32(all<float>(limit), values); }
ELMAN_INLINE Vector<float> at_least(float limit, Vector<float> values) { return vmaxq_f32(all<float>(limit), values); }
ELMAN_INLINE Bits<float> at_most(int32_t limit, Bits<float> values) {
  return (Bits<float>)vminq_s32(vdupq_n_s32(limit), (int32x4_t)values);
}
#endif

}  // namespace ELMAN_KERNEL_SET
}  // namespace elman

#endif
