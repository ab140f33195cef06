#include "blas.h"

#include <cstring>

#include "status.h"

#ifdef ELMAN_BLAS_OPENBLAS

// Declared here, since the cblas.h of the arm64 build does not compile with every compiler. Integers are 32 bits wide
// in this build of OpenBLAS (no INTERFACE64).
extern "C" {
void cblas_sgemm(int order, int transpose_a, int transpose_b, int32_t m, int32_t n, int32_t k, float alpha,
                 const float* a, int32_t lda, const float* b, int32_t ldb, float beta, float* c, int32_t ldc);
void cblas_dgemm(int order, int transpose_a, int transpose_b, int32_t m, int32_t n, int32_t k, double alpha,
                 const double* a, int32_t lda, const double* b, int32_t ldb, double beta, double* c, int32_t ldc);
char* openblas_get_config(void);
char* openblas_get_corename(void);
int openblas_get_num_threads(void);
void openblas_set_num_threads(int threads);
}

namespace elman {
namespace {

constexpr int kRowMajor = 101;
constexpr int kNoTranspose = 111;
constexpr int kTranspose = 112;

// Where the loader finds another OpenBLAS first (the system's, an application's), results and speed would silently be
// others. The version is the one that the build links with.
constexpr char kExpected[] = "OpenBLAS " ELMAN_OPENBLAS_VERSION;

bool is_expected() {
  const char* config = openblas_get_config();
  const size_t length = sizeof kExpected - 1;
  return std::strncmp(config, kExpected, length) == 0 && (config[length] < '0' || config[length] > '9') &&
         std::strstr(config, "USE64BITINT") == nullptr;
}

inline int32_t narrow(int64_t extent) { return static_cast<int32_t>(extent); }

}  // namespace

template <>
void gemm<float>(bool transposed, int64_t rows, int64_t columns, int64_t depth, const float* a, int64_t a_row,
                 const float* b, int64_t b_row, float beta, float* c, int64_t c_row) {
  cblas_sgemm(kRowMajor, transposed ? kTranspose : kNoTranspose, kNoTranspose, narrow(rows), narrow(columns),
              narrow(depth), 1.0f, a, narrow(a_row), b, narrow(b_row), beta, c, narrow(c_row));
}

template <>
void gemm<double>(bool transposed, int64_t rows, int64_t columns, int64_t depth, const double* a, int64_t a_row,
                  const double* b, int64_t b_row, double beta, double* c, int64_t c_row) {
  cblas_dgemm(kRowMajor, transposed ? kTranspose : kNoTranspose, kNoTranspose, narrow(rows), narrow(columns),
              narrow(depth), 1.0, a, narrow(a_row), b, narrow(b_row), beta, c, narrow(c_row));
}

void require_blas() {
  if (!is_expected()) {
    fail(ELMAN_INTERNAL,
         "the library libopenblas.so.0 that was loaded is '%.120s', not %s, for which the native engine was built; "
         "remove the other one from the library path (LD_LIBRARY_PATH, java.library.path)",
         openblas_get_config(), kExpected);
  }
  if (openblas_get_num_threads() != 1) openblas_set_num_threads(1);
}

std::string blas_description() {
  openblas_set_num_threads(1);
  std::string text = openblas_get_config();
  while (!text.empty() && text.back() == ' ') text.pop_back();
  text = std::string(is_expected() ? "" : "unexpected ") + text + ", core " + openblas_get_corename() + ", " +
         std::to_string(openblas_get_num_threads()) + " thread";
  return text;
}

}  // namespace elman

#else

// Plain loops, for builds whose tools do not see into OpenBLAS's assembly and for platforms without it.
namespace elman {

template <typename T>
void gemm(bool transposed, int64_t rows, int64_t columns, int64_t depth, const T* a, int64_t a_row, const T* b,
          int64_t b_row, T beta, T* c, int64_t c_row) {
  for (int64_t row = 0; row < rows; ++row) {
    T* sums = c + row * c_row;
    for (int64_t n = 0; n < columns; ++n) sums[n] = beta == T(0) ? T(0) : beta * sums[n];
    for (int64_t d = 0; d < depth; ++d) {
      const T left = transposed ? a[d * a_row + row] : a[row * a_row + d];
      for (int64_t n = 0; n < columns; ++n) sums[n] += left * b[d * b_row + n];
    }
  }
}

template void gemm<float>(bool, int64_t, int64_t, int64_t, const float*, int64_t, const float*, int64_t, float, float*,
                          int64_t);
template void gemm<double>(bool, int64_t, int64_t, int64_t, const double*, int64_t, const double*, int64_t, double,
                           double*, int64_t);

void require_blas() {}

std::string blas_description() { return "plain loops in place of BLAS, 1 thread"; }

}  // namespace elman

#endif
