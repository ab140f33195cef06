// The activations of a vector, and their slopes. Only kernels.cpp includes it.
//
// float: within 4 units in the last place of the exact value for every argument, also subnormal ones (measured: 2.4, of
// gelu 3.6); NaN gives NaN, infinities give the limits; native/test/functions_test.cpp goes over every exponent.
// double: the C library's functions.
#ifndef ELMAN_KERNELS_FUNCTIONS_H
#define ELMAN_KERNELS_FUNCTIONS_H

#include "activations.h"
#include "kernels/vector.h"

// The C library's, by their own names, since <cmath> brings inline functions.
extern "C" double tanh(double);
extern "C" double exp(double);
extern "C" double expm1(double);
extern "C" double log1p(double);
extern "C" double erfc(double);

namespace elman {
namespace ELMAN_KERNEL_SET {

using Floats = Vector<float>;
using Ints = Bits<float>;
typedef uint32_t Words __attribute__((vector_size(kVectorBytes)));

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

// Added in place of reduce's number it leaves n + 127 in the low bits: shifted to the left, they are 2^n.
constexpr float kShiftToExponent = 12582912.0f + 127.0f;

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

// tanh |a| = h / (h + 1) with h = (e^(2|a|) - 1) / 2, which loses nothing where |a| is small. Beyond 10 it rounds to
// one. In a recurrence each step waits for the tanh of the one before, so that the longest chain of operations counts
// as much as their number: the polynomial is that of expm1_reduced, of 2r, with 2^n put in where it saves a link; and
// since |a| is small, ln 2 in one part is exact enough.
ELMAN_INLINE Floats tanh_of(Floats a) {
  const Floats size = at_most(10.0f, magnitude(a));
  const Floats shifted = size * 2.88539008f + kShiftToExponent;
  const Floats r = size - (shifted - kShiftToExponent) * 0.346573591f;
  const Floats scale = reinterpret_cast<Floats>(reinterpret_cast<Ints>(shifted) << 23);
  const Floats square = r * r;
  const Floats low = 6.666630740e-01f * r + 1.0f;
  const Floats high = 1.338112476e-01f * r + 3.333324355e-01f;
  const Floats q = (4.456387510e-02f * square + high) * square + low;
  const Floats h = q * (square * scale) + (r * scale + (0.5f * scale - 0.5f));
  const Floats result = h / (h + 1.0f);
  const Ints sign = reinterpret_cast<Ints>(a) & static_cast<int32_t>(0x80000000);
  return reinterpret_cast<Floats>(reinterpret_cast<Ints>(result) | sign);
}

// m 2^n for a result that may be subnormal, so that the power of two is applied in two halves.
ELMAN_INLINE Floats scaled(Floats m, Ints n) {
  const Ints half = n >> 1;
  return m * power_of_two(half) * power_of_two(n - half);
}

// e^a for a <= 0. Below -104 it is zero.
ELMAN_INLINE Floats exp_of(Floats a) {
  const Reduced x = reduce(a < -104.0f ? all<float>(-104.0f) : a);
  return scaled(expm1_reduced(x.r) + 1.0f, x.n);
}

// e^a - 1 for a <= 0, which loses nothing where |a| is small. Below -20 it rounds to -1.
ELMAN_INLINE Floats expm1_of(Floats a) {
  const Reduced x = reduce(a < -20.0f ? all<float>(-20.0f) : a);
  const Floats scale = power_of_two(x.n);
  return expm1_reduced(x.r) * scale + (scale - 1.0f);
}

// 1 / (1 + e^-a), which keeps its relative precision where it is small. With e^-a = (1 + e) 2^n it is
// 2^-k / (2^-k + (1 + e) 2^(n-k)), where k is more than zero only if 2^n is too large for a float.
ELMAN_INLINE Floats sigmoid_of(Floats a) {
  const Floats x = at_most(87.0f, at_least(-104.0f, a));
  const Floats shifted = x * -1.44269504f + kShiftToExponent;
  const Floats n = shifted - kShiftToExponent;
  const Floats r = n * 2.12194440e-4f - (x + n * 0.693359375f);  // as in reduce, but of -x
  const Ints exponent = reinterpret_cast<Ints>(shifted);
  const Ints limited = at_most(0x4B400000 + 127 + 126, exponent);
  // Without a sign, since for NaN the difference leaves the range.
  const Floats one = reinterpret_cast<Floats>(0x3F800000u - (reinterpret_cast<Words>(exponent - limited) << 23));
  const Floats scale = reinterpret_cast<Floats>(limited << 23);
  return one / (expm1_reduced(r) * scale + (scale + one));
}

// max(0, a) + log(1 + z) with z = e^-|a|. Where s = z / (2 + z), log(1 + z) = 2 artanh(s), of whose series in
// s^2 <= 1/9 this is the Chebyshev interpolation of degree 4 (relative error 4e-9).
ELMAN_INLINE Floats softplus_of(Floats a) {
  const Floats z = exp_of(-magnitude(a));
  const Floats twice = z / (1.0f + 0.5f * z);
  const Floats s = 0.5f * twice;
  const Floats u = s * s;
  const Floats low = 2.001229762e-01f * u + 3.333316082e-01f;
  const Floats high = 1.407888918e-01f * u + 1.398257887e-01f;
  const Floats series = (high * (u * u) + low) * u;
  return (a < 0.0f ? zeros<float>() : a) + (series * twice + twice);
}

ELMAN_INLINE Floats elu_of(Floats a) {
  const Floats below = expm1_of(a > 0.0f ? zeros<float>() : a);
  return a > 0.0f ? a : below;
}

// The normal distribution beyond x >= 0: its density there is (1 + e) 2^n / sqrt(2 pi), its share beyond x ratio times
// (1 + e) 2^n. Beyond 15 both are zero.
struct NormalTail {
  Floats e;
  Ints n;
  Floats ratio;
};

ELMAN_INLINE NormalTail normal_tail(Floats size) {
  const Floats x = size > 15.0f ? all<float>(15.0f) : size;
  // e^(-x^2 / 2), from a square that is exact and what is left of it: rounded, a square of 200 would be off by 1e-5.
  const Floats most = reinterpret_cast<Floats>(reinterpret_cast<Ints>(x) & static_cast<int32_t>(0xFFFFF000));
  const Reduced square = reduce(-0.5f * (most * most));
  const Floats e = expm1_reduced(square.r);
  const Floats rest = expm1_reduced(-0.5f * ((x + most) * (x - most)));
  // The share beyond x over e^(-x^2 / 2), times x + 2: the Chebyshev interpolation of degree 11 in
  // w = (x - 2) / (x + 2) (relative error 4e-9). With 2 it is flat near zero, where the rounding of w counts.
  const Floats divisor = x + 2.0f;
  const Floats rounded = 1.0f / divisor;
  const Floats inverse = rounded - rounded * (rounded * (x - (divisor - 2.0f)));  // what the sum lost, in the quotient
  const Floats w = (x - 2.0f) * inverse;
  Floats p = -6.581982622e-05f * w - 1.495980630e-04f;
  p = p * w + 1.330260199e-04f;
  p = p * w + 8.369169431e-04f;
  p = p * w + 8.237860805e-04f;
  p = p * w - 1.951611568e-03f;
  p = p * w - 6.734616133e-03f;
  p = p * w - 4.697699064e-04f;
  p = p * w + 3.671941451e-02f;
  p = p * w + 2.879737519e-02f;
  p = p * w - 3.314044756e-01f;
  p = p * w + 6.724080048e-01f;
  return {e * rest + (e + rest), square.n, p * inverse};
}

// max(0, a) - |a| times the share beyond |a|.
ELMAN_INLINE Floats gelu_of(Floats a) {
  const Floats size = magnitude(a);
  const NormalTail tail = normal_tail(size);
  const Floats limited = size > 15.0f ? all<float>(15.0f) : size;
  const Floats part = limited * tail.ratio;
  return (a < 0.0f ? zeros<float>() : a) - scaled(part * tail.e + part, tail.n);
}

ELMAN_INLINE Floats gelu_slope(Floats a) {
  const NormalTail tail = normal_tail(magnitude(a));
  const Floats e = scaled(tail.e + 1.0f, tail.n);
  const Floats share = e * tail.ratio;
  const Floats limited = magnitude(a) > 15.0f ? zeros<float>() : a;  // an infinite a times a density of zero is zero
  return (a < 0.0f ? share : 1.0f - share) + limited * e * 3.989422804e-01f;
}

#define ELMAN_LANE_BY_LANE(name, value)                          \
  ELMAN_INLINE Vector<double> name(Vector<double> vector) {      \
    for (int lane = 0; lane < kLanes<double>; ++lane) {          \
      const double a = vector[lane];                             \
      vector[lane] = value;                                      \
    }                                                            \
    return vector;                                               \
  }

ELMAN_LANE_BY_LANE(tanh_of, ::tanh(a))
ELMAN_LANE_BY_LANE(exp_of, ::exp(a))
ELMAN_LANE_BY_LANE(expm1_of, ::expm1(a))
ELMAN_LANE_BY_LANE(sigmoid_of, 1.0 / (1.0 + ::exp(-a)))
ELMAN_LANE_BY_LANE(softplus_of, (a < 0 ? 0.0 : a) + ::log1p(::exp(a < 0 ? a : -a)))
ELMAN_LANE_BY_LANE(elu_of, a > 0 ? a : ::expm1(a))
// 1 / sqrt(2) and 1 / sqrt(2 pi); an infinite a, times what is zero there, is left out.
ELMAN_LANE_BY_LANE(gelu_of, a < -40 ? 0.0 : 0.5 * a * ::erfc(-7.0710678118654752e-01 * a))
ELMAN_LANE_BY_LANE(gelu_slope, 0.5 * ::erfc(-7.0710678118654752e-01 * a) +
                                   (a < -40 || a > 40 ? 0.0 : 3.9894228040143268e-01 * a * ::exp(-0.5 * a * a)))

#undef ELMAN_LANE_BY_LANE

// Of NaN the comparison is false, and NaN stays.
template <typename T>
ELMAN_INLINE Vector<T> relu_of(Vector<T> a) {
  return a < T(0) ? zeros<T>() : a;
}

template <typename T>
ELMAN_INLINE Vector<T> hard_sigmoid_of(Vector<T> a) {
  const Vector<T> y = (a + T(3)) / T(6);
  const Vector<T> limited = y > T(1) ? all<T>(1) : y;
  return limited < T(0) ? zeros<T>() : limited;
}

// The activations that are seldom asked for, not inlined: a kernel that had them all would fill the instruction cache.
template <typename T>
__attribute__((noinline)) Vector<T> other_activated(Activation activation, Vector<T> a) {
  switch (activation) {
    case Activation::kSoftplus:
      return softplus_of(a);
    case Activation::kElu:
      return elu_of(a);
    case Activation::kGelu:
      return gelu_of(a);
    default:
      return hard_sigmoid_of<T>(a);
  }
}

// The usual ones alone, for a loop that cannot spare the registers of a call.
template <typename T>
ELMAN_INLINE Vector<T> usual_activated(Activation activation, Vector<T> a) {
  switch (activation) {
    case Activation::kTanh:
      return tanh_of(a);
    case Activation::kSigmoid:
      return sigmoid_of(a);
    case Activation::kRelu:
      return relu_of<T>(a);
    default:
      return a;
  }
}

template <typename T>
ELMAN_INLINE Vector<T> activated(Activation activation, Vector<T> a) {
  return is_usual(activation) ? usual_activated<T>(activation, a) : other_activated<T>(activation, a);
}

// Where a slope is zero it is multiplied all the same: NaN and infinite deltas must stay visible.
template <typename T>
__attribute__((noinline)) Vector<T> other_sloped(Activation activation, Vector<T> y, Vector<T> delta) {
  switch (activation) {
    case Activation::kSoftplus:
      return delta * -expm1_of(-y);
    case Activation::kElu:
      return delta * (y > T(0) ? all<T>(1) : y + T(1));
    case Activation::kGelu:
      return delta * gelu_slope(y);
    default:
      return delta * ((y > T(0)) & (y < T(1)) ? all<T>(T(1) / T(6)) : zeros<T>());
  }
}

template <typename T>
ELMAN_INLINE Vector<T> usual_sloped(Activation activation, Vector<T> y, Vector<T> delta) {
  switch (activation) {
    case Activation::kTanh:
      return delta * (T(1) - y * y);
    case Activation::kSigmoid:
      return delta * (y * (T(1) - y));
    case Activation::kRelu:
      return y > T(0) ? delta : delta * T(0);
    default:
      return delta;
  }
}

// delta * f'(y), of gelu delta * f'(a); the equations are in activations.h.
template <typename T>
ELMAN_INLINE Vector<T> sloped(Activation activation, Vector<T> y, Vector<T> delta) {
  return is_usual(activation) ? usual_sloped<T>(activation, y, delta) : other_sloped<T>(activation, y, delta);
}

}  // namespace ELMAN_KERNEL_SET
}  // namespace elman

#endif
