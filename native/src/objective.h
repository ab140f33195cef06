// What a network minimises and how, checked.
#ifndef ELMAN_OBJECTIVE_H
#define ELMAN_OBJECTIVE_H

#include "elman/elman.h"

namespace elman {

// The same objective; throws where one of its fields is out of its range.
const elman_objective& checked(const elman_objective& objective);

}  // namespace elman

#endif
