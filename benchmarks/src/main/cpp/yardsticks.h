// What the benchmarks measure the engine against: OpenBLAS's large matrix product and the core's rate of fused
// multiply-adds. OpenBLAS is not linked: the copy that the engine has loaded is asked for by name, so that there can be
// no second one.
#ifndef ELMAN_BENCHMARKS_YARDSTICKS_H
#define ELMAN_BENCHMARKS_YARDSTICKS_H

#include <dlfcn.h>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

namespace yardsticks {

inline double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// A function of the OpenBLAS that is loaded; null where none is.
inline void* openblas(const char* name) {
  static void* library = dlopen("libopenblas.so.0", RTLD_LAZY | RTLD_NOLOAD);
  return library == nullptr ? nullptr : dlsym(library, name);
}

// One round of a loop is kSums sums that do not wait for one another: more than a fused multiply-add takes cycles on
// any core that can begin two of them in one. The empty assembly keeps the compiler from computing less.
constexpr int kSums = 12;
constexpr int kRounds = 20000;

#if defined(__x86_64__)

__attribute__((target("avx512f"))) inline double avx512_operations() {
  __m512 sums[kSums];
  const __m512 factor = _mm512_set1_ps(0.5f);
  for (auto& sum : sums) sum = _mm512_set1_ps(1.0f);
  for (int round = 0; round < kRounds; ++round) {
    for (auto& sum : sums) {
      sum = _mm512_fmadd_ps(sum, factor, factor);
      asm volatile("" : "+v"(sum));
    }
  }
  return 2.0 * 16 * kSums * kRounds;
}

__attribute__((target("avx2,fma"))) inline double avx2_operations() {
  __m256 sums[kSums];
  const __m256 factor = _mm256_set1_ps(0.5f);
  for (auto& sum : sums) sum = _mm256_set1_ps(1.0f);
  for (int round = 0; round < kRounds; ++round) {
    for (auto& sum : sums) {
      sum = _mm256_fmadd_ps(sum, factor, factor);
      asm volatile("" : "+x"(sum));
    }
  }
  return 2.0 * 8 * kSums * kRounds;
}

// Processors without fused multiply-adds multiply and add.
inline double plain_operations() {
  __m128 sums[kSums];
  const __m128 factor = _mm_set1_ps(0.5f);
  for (auto& sum : sums) sum = _mm_set1_ps(1.0f);
  for (int round = 0; round < kRounds; ++round) {
    for (auto& sum : sums) {
      sum = _mm_add_ps(_mm_mul_ps(sum, factor), factor);
      asm volatile("" : "+x"(sum));
    }
  }
  return 2.0 * 4 * kSums * kRounds;
}

#elif defined(__aarch64__)

inline double plain_operations() {
  float32x4_t sums[kSums];
  const float32x4_t factor = vdupq_n_f32(0.5f);
  for (auto& sum : sums) sum = vdupq_n_f32(1.0f);
  for (int round = 0; round < kRounds; ++round) {
    for (auto& sum : sums) {
      sum = vfmaq_f32(factor, sum, factor);
      asm volatile("" : "+w"(sum));
    }
  }
  return 2.0 * 4 * kSums * kRounds;
}

#endif

using Operations = double (*)();

// The widest that the processor has.
inline Operations operations(const char** name) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f")) {
    *name = "AVX-512";
    return avx512_operations;
  }
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    *name = "AVX2";
    return avx2_operations;
  }
  *name = "SSE, without fusing";
#else
  *name = "NEON";
#endif
  return plain_operations;
}

}  // namespace yardsticks

// The best rate of fused multiply-adds in GFLOP/s that any of some milliseconds reached.
inline double fma_gflops(int milliseconds) {
  const char* name;
  const yardsticks::Operations operations = yardsticks::operations(&name);
  double best = 0;
  for (int i = 0; i < milliseconds; ++i) {
    double done = 0;
    const double start = yardsticks::now();
    double spent;
    do {
      done += operations();
      spent = yardsticks::now() - start;
    } while (spent < 1e-3);
    if (done / spent > best) best = done / spent;
  }
  return best * 1e-9;
}

// What the fused multiply-adds are computed with.
inline const char* fma_instructions() {
  const char* name;
  yardsticks::operations(&name);
  return name;
}

// How many seconds OpenBLAS needs for as many products of two square matrices of floats, after one that does not count;
// negative where it is not loaded or there is no memory.
inline double sgemm_seconds(int size, int times) {
  using Sgemm = void (*)(int, int, int, int32_t, int32_t, int32_t, float, const float*, int32_t, const float*, int32_t,
                         float, float*, int32_t);
  static const Sgemm sgemm = reinterpret_cast<Sgemm>(yardsticks::openblas("cblas_sgemm"));
  const size_t bytes = sizeof(float) * static_cast<size_t>(size) * static_cast<size_t>(size);
  // Kept for the next call: fresh pages are slow at first.
  static size_t there = 0;
  static float* matrices = nullptr;
  if (sgemm == nullptr) return -1;
  if (there < 3 * bytes) {
    std::free(matrices);
    matrices = static_cast<float*>(std::aligned_alloc(4096, (3 * bytes + 4095) / 4096 * 4096));
    there = matrices == nullptr ? 0 : 3 * bytes;
    if (matrices == nullptr) return -1;
    for (size_t i = 0; i < 3 * bytes / sizeof(float); ++i) matrices[i] = static_cast<float>(i % 17) * 0.125f - 1.0f;
  }
  const float* a = matrices;
  const float* b = matrices + bytes / sizeof(float);
  float* c = matrices + 2 * (bytes / sizeof(float));
  double start = 0;
  for (int time = 0; time <= times; ++time) {
    if (time == 1) start = yardsticks::now();
    constexpr int kRowMajor = 101;
    constexpr int kNoTranspose = 111;
    sgemm(kRowMajor, kNoTranspose, kNoTranspose, size, size, size, 1.0f, a, size, b, size, 0.0f, c, size);
  }
  return yardsticks::now() - start;
}

// The kernels that OpenBLAS has chosen, and how many threads it uses; empty or negative where it is not loaded.
inline const char* openblas_core() {
  using Name = char* (*)();
  const Name name = reinterpret_cast<Name>(yardsticks::openblas("openblas_get_corename"));
  return name == nullptr ? "" : name();
}

inline int openblas_threads() {
  using Threads = int (*)();
  const Threads threads = reinterpret_cast<Threads>(yardsticks::openblas("openblas_get_num_threads"));
  return threads == nullptr ? -1 : threads();
}

#endif
