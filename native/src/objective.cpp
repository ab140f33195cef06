#include "objective.h"

#include <cmath>

#include "status.h"

namespace elman {
namespace {

void require_in(const char* name, int32_t value, int32_t first, int32_t last) {
  ELMAN_REQUIRE(value >= first && value <= last, "%s must be from %d to %d but was %d", name, first, last, value);
}

void require_positive(const char* name, double value) {
  ELMAN_REQUIRE(std::isfinite(value) && value > 0, "%s must be positive and finite but was %g", name, value);
}

void require_not_negative(const char* name, double value) {
  ELMAN_REQUIRE(std::isfinite(value) && value >= 0, "%s must be at least 0 and finite but was %g", name, value);
}

void require_fraction(const char* name, double value) {
  ELMAN_REQUIRE(value >= 0 && value < 1, "%s must be in [0, 1) but was %g", name, value);
}

void require_quantiles(const double* quantiles, int32_t count) {
  ELMAN_REQUIRE(count >= 1, "quantile_count must be at least 1 but was %d", count);
  ELMAN_REQUIRE(quantiles != nullptr, "quantiles must not be null where the loss is that of quantiles");
  for (int32_t i = 0; i < count; ++i) {
    ELMAN_REQUIRE(quantiles[i] > (i == 0 ? 0 : quantiles[i - 1]) && quantiles[i] < 1,
                  "quantiles must be between 0 and 1 and in ascending order but number %d was %g", i, quantiles[i]);
  }
}

}  // namespace

const elman_objective& checked(const elman_objective& objective) {
  require_in("loss", objective.loss, ELMAN_NO_LOSS, ELMAN_GAUSSIAN);
  if (objective.loss == ELMAN_NO_LOSS) return objective;
  require_in("optimizer", objective.optimizer, ELMAN_SGD, ELMAN_ADAGRAD);
  require_in("optimizer_form", objective.optimizer_form, ELMAN_KERAS, ELMAN_TORCH);
  require_in("clipping", objective.clipping, ELMAN_NO_CLIPPING, ELMAN_BY_GLOBAL_NORM);
  require_in("clipping_form", objective.clipping_form, ELMAN_KERAS, ELMAN_TORCH);
  if (objective.loss == ELMAN_HUBER) require_positive("huber_delta", objective.huber_delta);
  if (objective.loss == ELMAN_QUANTILES) require_quantiles(objective.quantiles, objective.quantile_count);
  if (objective.clipping != ELMAN_NO_CLIPPING) require_positive("clip", objective.clip);
  switch (objective.optimizer) {
    case ELMAN_SGD:
      require_fraction("momentum", objective.momentum);
      ELMAN_REQUIRE(objective.nesterov == 0 || objective.momentum > 0,
                    "nesterov needs a momentum above 0 but momentum was 0");
      break;
    case ELMAN_ADAM:
      require_fraction("beta1", objective.beta1);
      require_fraction("beta2", objective.beta2);
      require_positive("epsilon", objective.epsilon);
      require_not_negative("weight_decay", objective.weight_decay);
      break;
    case ELMAN_ADAGRAD:
      require_not_negative("initial_accumulator", objective.initial_accumulator);
      require_positive("epsilon", objective.epsilon);
      break;
    default:
      require_fraction("rho", objective.rho);
      require_positive("epsilon", objective.epsilon);
      break;
  }
  ELMAN_REQUIRE(objective.truncation_length >= 1, "truncation_length must be at least 1 but was %d",
                objective.truncation_length);
  require_fraction("average_decay", objective.average_decay);
  return objective;
}

}  // namespace elman
