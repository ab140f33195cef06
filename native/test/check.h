// A small test harness: tests register themselves, a failed check is reported and counted, main runs all.
#ifndef ELMAN_TEST_CHECK_H
#define ELMAN_TEST_CHECK_H

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <vector>

namespace check {

struct Test {
  const char* name;
  void (*body)();
};

inline std::vector<Test>& tests() {
  static std::vector<Test> all;
  return all;
}

inline int& failures() {
  static int count = 0;
  return count;
}

inline bool add(const char* name, void (*body)()) {
  tests().push_back({name, body});
  return true;
}

template <typename... Values>
void failed(const char* file, int line, const char* format, Values... values) {
  if (++failures() > 20) return;  // of the same kind, most likely
  std::printf("%s:%d: ", file, line);
  std::printf(format, values...);
  std::printf("\n");
}

// How far apart: the error of the tolerances, |a - b| / max(floor, |b|), and infinite where one of them is NaN.
inline double error(double a, double b, double floor) {
  const double difference = std::fabs(a - b) / std::fmax(floor, std::fabs(b));
  return std::isnan(difference) ? (std::isnan(a) && std::isnan(b) ? 0 : INFINITY) : difference;
}

inline int run() {
  for (const Test& test : tests()) {
    const int before = failures();
    try {
      test.body();
    } catch (const std::exception& exception) {
      failed(test.name, 0, "threw: %s", exception.what());
    }
    std::printf("%s %s\n", failures() == before ? "passed" : "FAILED", test.name);
  }
  std::printf("%zu tests, %d failed checks\n", tests().size(), failures());
  return failures() == 0 && !tests().empty() ? 0 : 1;
}

}  // namespace check

#define TEST(name)                                                \
  static void name();                                             \
  static const bool name##_is_known = ::check::add(#name, &name); \
  static void name()

#define CHECK(condition)                                                            \
  do {                                                                              \
    if (!(condition)) ::check::failed(__FILE__, __LINE__, "not true: %s", #condition); \
  } while (false)

#define CHECK_NEAR(actual, expected, tolerance)                                                                     \
  do {                                                                                                              \
    const double actual_ = static_cast<double>(actual);                                                             \
    const double expected_ = static_cast<double>(expected);                                                         \
    if (!(::check::error(actual_, expected_, 1e-3) <= (tolerance)))                                                 \
      ::check::failed(__FILE__, __LINE__, "%s is %.17g but must be %.17g (error %.3g)", #actual, actual_, expected_, \
                      ::check::error(actual_, expected_, 1e-3));                                                    \
  } while (false)

#define CHECK_EQUAL(actual, expected)                                                                    \
  do {                                                                                                   \
    const double actual_ = static_cast<double>(actual);                                                  \
    const double expected_ = static_cast<double>(expected);                                              \
    if (!(actual_ == expected_))                                                                         \
      ::check::failed(__FILE__, __LINE__, "%s is %.17g but must be %.17g", #actual, actual_, expected_); \
  } while (false)

#endif
