#include <cstdlib>
#include <cstring>

#include "check.h"
#include "elman/elman.h"
#include "kernels/kernels.h"

int main() {
  constexpr int kSkipped = 77;  // as CMakeLists.txt tells ctest
  const char* wanted = std::getenv("ELMAN_KERNELS");
  bool supported = wanted == nullptr;
  for (const elman::KernelSet* set : elman::supported_kernel_sets()) {
    supported = supported || std::strcmp(set->name, wanted) == 0;
  }
  std::printf("%s\n", elman_description());
  if (!supported) {
    elman_layer layer = {};
    layer.kind = ELMAN_DENSE;
    layer.units = 1;
    elman_network* network = nullptr;
    const int32_t status = elman_network_open(1, &layer, 1, ELMAN_FLOAT, nullptr, &network);
    std::printf("opening a network: status %d, %s\n", status, elman_message());
    return network == nullptr && status == ELMAN_INVALID_ARGUMENT ? kSkipped : 1;
  }
  return check::run();
}
