// Which of the compiled kernel sets runs here.
#include <cstdlib>
#include <cstring>
#include <string>

#include "kernels/kernels.h"
#include "status.h"

namespace elman {

#if defined(__x86_64__)
namespace baseline {
extern const KernelSet kernel_set;
}
namespace avx2 {
extern const KernelSet kernel_set;
}
namespace avx512 {
extern const KernelSet kernel_set;
}
#elif defined(__aarch64__)
namespace neon {
extern const KernelSet kernel_set;
}
#else
#error "There are kernels for x86-64 and aarch64 alone."
#endif

namespace {

std::vector<const KernelSet*> find_supported() {
  std::vector<const KernelSet*> sets;
#if defined(__x86_64__)
  // The compiler's run-time library also asks whether the operating system saves the wide registers.
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("sse4.2")) return sets;
  sets.push_back(&baseline::kernel_set);
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) return sets;
  sets.push_back(&avx2::kernel_set);
  if (!__builtin_cpu_supports("avx512f") || !__builtin_cpu_supports("avx512dq") ||
      !__builtin_cpu_supports("avx512bw") || !__builtin_cpu_supports("avx512vl")) {
    return sets;
  }
  sets.push_back(&avx512::kernel_set);
#else
  sets.push_back(&neon::kernel_set);
#endif
  return sets;
}

const KernelSet& choose() {
  const std::vector<const KernelSet*>& sets = supported_kernel_sets();
  if (sets.empty()) fail(ELMAN_INTERNAL, "this processor lacks SSE4.2, which the native engine needs");
  const char* wanted = std::getenv("ELMAN_KERNELS");
  if (wanted == nullptr || *wanted == '\0') return *sets.back();
  std::string names;
  for (const KernelSet* set : sets) {
    if (std::strcmp(set->name, wanted) == 0) return *set;
    if (!names.empty()) names += ", ";
    names += set->name;
  }
  fail(ELMAN_INVALID_ARGUMENT, "the environment variable ELMAN_KERNELS is '%.40s', but this processor can run: %s",
       wanted, names.c_str());
}

}  // namespace

const std::vector<const KernelSet*>& supported_kernel_sets() {
  static const std::vector<const KernelSet*> sets = find_supported();
  return sets;
}

const KernelSet& kernel_set() {
  static const KernelSet& chosen = choose();
  return chosen;
}

}  // namespace elman
