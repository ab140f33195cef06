// tanh, sigmoid and relu of a vector, and their slopes. Only kernels.cpp includes it.
//
// float: within 4 units in the last place of the exact value for every argument, subnormal ones included (measured:
// 2.3); NaN gives NaN, infinities give the limits, -0 keeps its sign. native/test/functions_test.cpp goes over every
// exponent. double: the C library's functions.
#ifndef ELMAN_KERNELS_FUNCTIONS_H
#define ELMAN_KERNELS_FUNCTIONS_H

#include "activations.h"
#include "kernels/vector.h"

// The C library's, by their own names, since <cmath> brings inline functions.
extern "C" double tanh(double);
extern "C" double exp(double);

namespace elman {
namespace ELMAN_KERNEL_SET {

using Floats = Vector<float>;
using Ints = Bits<float>;

// a = n ln 2 + r with an integer n and |r| <= ln 2 / 2: e^a = 2^n e^r.
struct Reduced {
  Ints n;
  Floats r;
};

ELMAN_INLINE Reduced reduce(Floats a) {
  // Adding 1.5 * 2^23 leaves the nearest integer in the low bits of the sum.
  constexpr float kShift = 12582912.0f;
  const Floats shifted = a * 1.44269504f + kShift;
  const Floats n = shifted - kShift;
  // ln 2 in two parts, of which the first has so few bits that its product with n is exact.
  Floats r = a - n * 0.693359375f;
  r = r + n * 2.12194440e-4f;
  return {reinterpret_cast<Ints>(shifted) - 0x4B400000, r};
}

// e^r - 1 for |r| <= ln 2 / 2: r + r^2 q(r), with q the Chebyshev interpolation of degree 4 (relative error 1e-8).
ELMAN_INLINE Floats expm1_reduced(Floats r) {
  const Floats square = r * r;
  const Floats low = 1.666657685e-01f * r + 5.000000000e-01f;
  const Floats high = 8.363202972e-03f * r + 4.166655444e-02f;
  const Floats q = (1.392621347e-03f * square + high) * square + low;
  return q * square + r;
}

// 2^n for -126 <= n <= 127.
ELMAN_INLINE Floats power_of_two(Ints n) { return reinterpret_cast<Floats>((n + 127) << 23); }

ELMAN_INLINE Floats magnitude(Floats a) {
  return reinterpret_cast<Floats>(reinterpret_cast<Ints>(a) & 0x7FFFFFFF);
}

// tanh |a| = e / (e + 2) with e = e^(2|a|) - 1, which loses nothing where |a| is small. Beyond 10 it rounds to one. The
// comparison is false for NaN, which so passes.
ELMAN_INLINE Floats tanh_of(Floats a) {
  const Floats size = magnitude(a);
  const Floats limited = size > 10.0f ? all<float>(10.0f) : size;
  const Reduced x = reduce(limited + limited);
  const Floats scale = power_of_two(x.n);
  const Floats e = expm1_reduced(x.r) * scale + (scale - 1.0f);
  const Floats result = e / (e + 2.0f);
  const Ints sign = reinterpret_cast<Ints>(a) & static_cast<int32_t>(0x80000000);
  return reinterpret_cast<Floats>(reinterpret_cast<Ints>(result) | sign);
}

// With z = e^-|a|: 1 / (1 + z) where a >= 0, else z / (1 + z), which keeps its relative precision where it is small.
// z may be subnormal, so that its power of two is applied in two halves. Beyond 104 it is zero.
ELMAN_INLINE Floats sigmoid_of(Floats a) {
  const Floats size = magnitude(a);
  const Floats limited = size > 104.0f ? all<float>(104.0f) : size;
  const Reduced x = reduce(-limited);
  const Ints half = x.n >> 1;
  const Floats z = (expm1_reduced(x.r) + 1.0f) * power_of_two(half) * power_of_two(x.n - half);
  const Floats positive = 1.0f / (1.0f + z);
  return a < 0.0f ? z * positive : positive;
}

ELMAN_INLINE Vector<double> tanh_of(Vector<double> a) {
  for (int lane = 0; lane < kLanes<double>; ++lane) a[lane] = ::tanh(a[lane]);
  return a;
}

ELMAN_INLINE Vector<double> sigmoid_of(Vector<double> a) {
  for (int lane = 0; lane < kLanes<double>; ++lane) a[lane] = 1.0 / (1.0 + ::exp(-a[lane]));
  return a;
}

// Of NaN the comparison is false, and NaN stays.
template <typename T>
ELMAN_INLINE Vector<T> relu_of(Vector<T> a) {
  return a < T(0) ? zeros<T>() : a;
}

template <typename T>
ELMAN_INLINE Vector<T> activated(Activation activation, Vector<T> a) {
  switch (activation) {
    case Activation::kTanh:
      return tanh_of(a);
    case Activation::kSigmoid:
      return sigmoid_of(a);
    case Activation::kRelu:
      return relu_of<T>(a);
    case Activation::kLinear:
      break;
  }
  return a;
}

// delta * f'(y); the equations are in activations.h.
template <typename T>
ELMAN_INLINE Vector<T> sloped(Activation activation, Vector<T> y, Vector<T> delta) {
  switch (activation) {
    case Activation::kTanh:
      return delta * (T(1) - y * y);
    case Activation::kSigmoid:
      return delta * (y * (T(1) - y));
    case Activation::kRelu:
      return y > T(0) ? delta : delta * T(0);  // not zero: NaN and infinite deltas must stay visible
    case Activation::kLinear:
      break;
  }
  return delta;
}

}  // namespace ELMAN_KERNEL_SET
}  // namespace elman

#endif
