// The one BLAS function that the engine uses, and whose BLAS it is.
#ifndef ELMAN_BLAS_H
#define ELMAN_BLAS_H

#include <cstdint>
#include <string>

namespace elman {

// c[rows, columns] = a b + beta c with a[rows, depth] (stored [depth, rows] where transposed) and b[depth, columns];
// all row-major, with the distance between their rows. Extents are at most 2^31 - 1.
template <typename T>
void gemm(bool transposed, int64_t rows, int64_t columns, int64_t depth, const T* a, int64_t a_row, const T* b,
          int64_t b_row, T beta, T* c, int64_t c_row);

// Sets BLAS to one thread, and throws where it is not the library that this one was built for.
void require_blas();

// Name, version, core type and number of threads.
std::string blas_description();

}  // namespace elman

#endif
