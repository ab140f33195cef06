// Every loss against its formula in plain loops, its slopes against central differences, and what is large, small or
// no class.
#include <functional>
#include <limits>
#include <random>

#include "check.h"
#include "loss.h"
#include "net.h"
#include "status.h"

namespace {

using elman::Loss;
using Values = std::vector<double>;

const double kQuantiles[] = {0.1, 0.5, 0.9};

elman_objective objective_of(int32_t kind) {
  elman_objective objective = net::objective(kind);
  objective.huber_delta = 0.7;
  objective.quantiles = kQuantiles;
  objective.quantile_count = 3;
  return objective;
}

// As the documentation of Java's dev.elman.optim.Loss has it, without any care for what overflows.
double formula(int32_t kind, const Values& y, const Values& d) {
  double sum = 0;
  double exponentials = 0;
  for (const double z : y) exponentials += std::exp(z);
  if (kind == ELMAN_SPARSE_CROSS_ENTROPY) return std::log(exponentials) - y[static_cast<size_t>(d[0])];
  if (kind == ELMAN_GAUSSIAN) {
    for (size_t n = 0; n < d.size(); ++n) {
      const double s = y[d.size() + n];
      sum += (s + (y[n] - d[n]) * (y[n] - d[n]) * std::exp(-s)) / 2;
    }
    return sum;
  }
  for (size_t n = 0; n < y.size(); ++n) {
    const double e = kind == ELMAN_QUANTILES ? y[n] - d[n / 3] : y[n] - d[n];
    switch (kind) {
      case ELMAN_MEAN_SQUARED_ERROR:
        sum += e * e;
        break;
      case ELMAN_HALF_SQUARED_ERROR:
        sum += e * e / 2;
        break;
      case ELMAN_MEAN_ABSOLUTE_ERROR:
        sum += std::fabs(e);
        break;
      case ELMAN_HUBER:
        sum += std::fabs(e) <= 0.7 ? e * e / 2 : 0.7 * (std::fabs(e) - 0.35);
        break;
      case ELMAN_CROSS_ENTROPY:
        sum += d[n] * (std::log(exponentials) - y[n]);
        break;
      case ELMAN_BINARY_CROSS_ENTROPY:
        sum += std::log(1 + std::exp(y[n])) - d[n] * y[n];
        break;
      default:
        sum += std::fmax(-kQuantiles[n % 3] * e, (1 - kQuantiles[n % 3]) * e);
        break;
    }
  }
  return sum;
}

Values some_targets(int32_t kind, size_t outputs, std::mt19937_64& random) {
  std::uniform_real_distribution<double> unit(0, 1);
  if (kind == ELMAN_SPARSE_CROSS_ENTROPY) return {static_cast<double>(random() % outputs)};
  Values d(kind == ELMAN_QUANTILES ? outputs / 3 : kind == ELMAN_GAUSSIAN ? outputs / 2 : outputs);
  double sum = 0;
  for (double& value : d) sum += value = static_cast<float>(unit(random));
  if (kind == ELMAN_CROSS_ENTROPY) {
    for (double& value : d) value = static_cast<float>(value / sum);
  }
  return d;
}

template <typename T>
void agrees(int32_t kind, size_t outputs, uint64_t seed) {
  constexpr bool kFloat = sizeof(T) == sizeof(float);
  const Loss loss(objective_of(kind));
  std::mt19937_64 random(seed);
  const Values y = net::uniform(random, static_cast<int64_t>(outputs), 4);
  const Values d = some_targets(kind, outputs, random);
  CHECK_EQUAL(loss.targets(static_cast<int64_t>(outputs)), d.size());
  // Room for whole vectors, and behind the row what must not count.
  std::vector<T> predicted(outputs + 16, std::numeric_limits<T>::infinity());
  std::copy(y.begin(), y.end(), predicted.begin());
  std::vector<T> target(d.begin(), d.end());
  std::vector<T> deltas(outputs + 16, std::numeric_limits<T>::quiet_NaN());
  const int64_t count = static_cast<int64_t>(outputs);
  const double wanted = formula(kind, y, d);
  CHECK_NEAR(loss.sum(predicted.data(), target.data(), count), wanted, kFloat ? 1e-6 : 1e-13);
  CHECK_EQUAL(loss.sum(predicted.data(), target.data(), count, 0.25, deltas.data()),
              loss.sum(predicted.data(), target.data(), count));
  for (size_t n = 0; n < outputs; ++n) {
    constexpr double kStep = 1e-5;
    Values moved = y;
    moved[n] = y[n] + kStep;
    const double above = formula(kind, moved, d);
    moved[n] = y[n] - kStep;
    const double slope = (above - formula(kind, moved, d)) / (2 * kStep);
    // The rounding of large sums counts in their difference.
    const double size = std::fmax(std::fmax(1, std::fabs(slope)), 1e-3 * std::fabs(wanted));
    CHECK(std::fabs(static_cast<double>(deltas[n]) - 0.25 * slope) <= (kFloat ? 1e-6 : 1e-8) * size);
  }
}

TEST(losses_and_slopes_of_every_kind_and_width) {
  for (int32_t kind = ELMAN_MEAN_SQUARED_ERROR; kind <= ELMAN_GAUSSIAN; ++kind) {
    for (const size_t outputs : {1u, 2u, 3u, 6u, 12u, 15u, 16u, 18u, 30u, 66u, 102u, 498u}) {
      if (kind == ELMAN_QUANTILES && outputs % 3 != 0) continue;
      if (kind == ELMAN_GAUSSIAN && outputs % 2 != 0) continue;
      agrees<float>(kind, outputs, outputs);
      agrees<double>(kind, outputs, outputs + 1);
    }
  }
}

// log(1 + e^a), by hand where it is far from what e^a can hold.
template <typename T>
void stays_finite(T large) {
  const Loss binary(objective_of(ELMAN_BINARY_CROSS_ENTROPY));
  const Loss sparse(objective_of(ELMAN_SPARSE_CROSS_ENTROPY));
  const Loss dense(objective_of(ELMAN_CROSS_ENTROPY));
  std::vector<T> logits(16, T(0));
  std::vector<T> deltas(16, T(0));
  for (const T z : {large, -large}) {
    for (const T p : {T(0), T(1)}) {
      logits[0] = z;
      const double wanted = (z > 0) == (p == T(1)) ? 0.0 : static_cast<double>(large);
      CHECK_EQUAL(binary.sum(logits.data(), &p, 1, 1, deltas.data()), wanted);
      CHECK_EQUAL(deltas[0], (z > 0 ? 1 : 0) - p);
    }
  }
  logits = {large, -large, large};
  logits.resize(16);
  for (const T hit : {T(0), T(1), T(2)}) {
    const std::vector<T> one_hot = {hit == T(0) ? T(1) : T(0), hit == T(1) ? T(1) : T(0), hit == T(2) ? T(1) : T(0)};
    const double wanted = (hit == T(1) ? 2 * static_cast<double>(large) : 0.0) + std::log(2.0);
    CHECK_NEAR(sparse.sum(logits.data(), &hit, 3, 1, deltas.data()), wanted, sizeof(T) == 4 ? 1e-4 : 1e-12);
    CHECK_NEAR(deltas[0], hit == T(0) ? -0.5 : 0.5, 1e-6);
    CHECK_NEAR(deltas[1], hit == T(1) ? -1 : 0, 1e-6);
    CHECK_NEAR(dense.sum(logits.data(), one_hot.data(), 3, 1, deltas.data()), wanted, sizeof(T) == 4 ? 1e-4 : 1e-12);
    CHECK_NEAR(deltas[2], hit == T(2) ? -0.5 : 0.5, 1e-6);
  }
  logits[1] = std::numeric_limits<T>::quiet_NaN();
  const T hit = 0;
  CHECK(std::isnan(sparse.sum(logits.data(), &hit, 3, 1, deltas.data())));
  CHECK(std::isnan(dense.sum(logits.data(), logits.data(), 3, 1, deltas.data())));
  CHECK(std::isnan(binary.sum(logits.data() + 1, &hit, 1, 1, deltas.data())));
}

TEST(large_logits_overflow_nothing_and_nan_stays_visible) {
  stays_finite<float>(1000.0f);
  stays_finite<double>(1000.0);
}

TEST(slopes_at_kinks_are_zero) {
  const double y[16] = {1, 1, 1};
  const double d[3] = {1, 1, 1};
  double deltas[16];
  for (const int32_t kind : {ELMAN_MEAN_ABSOLUTE_ERROR, ELMAN_QUANTILES}) {
    CHECK_EQUAL(Loss(objective_of(kind)).sum(y, d, 3, 1, deltas), 0);
    for (int n = 0; n < 3; ++n) CHECK_EQUAL(deltas[n], 0);
  }
}

bool refused(const std::function<void()>& call, const char* text) {
  try {
    call();
    return false;
  } catch (const elman::Error& error) {
    return error.status() == ELMAN_INVALID_ARGUMENT && std::string(error.what()).find(text) != std::string::npos;
  }
}

TEST(targets_that_are_no_class_are_refused_by_sample_and_value) {
  const Loss sparse(objective_of(ELMAN_SPARSE_CROSS_ENTROPY));
  for (const double value : {-1.0, 5.0, 1.5, 1e300, std::nan("")}) {
    CHECK(refused([&] { sparse.require_target(&value, 5, 17); }, "target of sample 17"));
  }
  const float good = 4;
  sparse.require_target(&good, 5, 17);
  CHECK(refused([&] { sparse.require_target(&good, 4, 3); }, "from 0 to 3, but was 4"));
}

TEST(losses_of_several_outputs_for_each_target_need_as_many) {
  CHECK(refused([] { Loss(objective_of(ELMAN_QUANTILES)).targets(4); }, "one for each quantile"));
  CHECK(refused([] { Loss(objective_of(ELMAN_GAUSSIAN)).targets(3); }, "logarithm of a variance"));
  CHECK_EQUAL(Loss(objective_of(ELMAN_QUANTILES)).terms(6), 6);
  CHECK_EQUAL(Loss(objective_of(ELMAN_GAUSSIAN)).terms(6), 3);
  CHECK_EQUAL(Loss(objective_of(ELMAN_CROSS_ENTROPY)).terms(6), 1);
  CHECK_EQUAL(Loss(objective_of(ELMAN_SPARSE_CROSS_ENTROPY)).terms(6), 1);
  CHECK_EQUAL(Loss(objective_of(ELMAN_BINARY_CROSS_ENTROPY)).terms(6), 6);
}

}  // namespace
