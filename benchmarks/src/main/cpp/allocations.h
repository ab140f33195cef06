// Counts what a thread asks of the C library for memory, where the library that this is compiled into is preloaded
// (LD_PRELOAD): its functions then stand before those of the C library for everybody in the process, C++'s new too.
#ifndef ELMAN_BENCHMARKS_ALLOCATIONS_H
#define ELMAN_BENCHMARKS_ALLOCATIONS_H

#include <dlfcn.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace allocations {

struct Count {
  int64_t calls;
  int64_t bytes;
};

// In the part of a thread's memory that is there from its beginning: any other would be allocated when it is first
// used, by the very functions that count.
__attribute__((tls_model("initial-exec"))) inline thread_local Count count = {0, 0};

inline void note(size_t bytes) {
  ++count.calls;
  count.bytes += static_cast<int64_t>(bytes);
}

}  // namespace allocations

extern "C" {

// The C library's own, under the names that it has for such cases.
void* __libc_malloc(size_t size);
void* __libc_calloc(size_t count, size_t size);
void* __libc_realloc(void* memory, size_t size);
void* __libc_memalign(size_t alignment, size_t size);

__attribute__((visibility("default"))) void* malloc(size_t size) noexcept {
  allocations::note(size);
  return __libc_malloc(size);
}

__attribute__((visibility("default"))) void* calloc(size_t count, size_t size) noexcept {
  allocations::note(count * size);
  return __libc_calloc(count, size);
}

__attribute__((visibility("default"))) void* realloc(void* memory, size_t size) noexcept {
  allocations::note(size);
  return __libc_realloc(memory, size);
}

__attribute__((visibility("default"))) void* memalign(size_t alignment, size_t size) noexcept {
  allocations::note(size);
  return __libc_memalign(alignment, size);
}

__attribute__((visibility("default"))) void* aligned_alloc(size_t alignment, size_t size) noexcept {
  allocations::note(size);
  return __libc_memalign(alignment, size);
}

__attribute__((visibility("default"))) int posix_memalign(void** memory, size_t alignment, size_t size) noexcept {
  allocations::note(size);
  if (alignment % sizeof(void*) != 0 || (alignment & (alignment - 1)) != 0) return EINVAL;
  void* found = __libc_memalign(alignment, size);
  if (found == nullptr) return ENOMEM;
  *memory = found;
  return 0;
}

__attribute__((visibility("default"))) void* mmap(void* address, size_t size, int protection, int flags, int file,
                                                  off_t offset) noexcept {
  allocations::note(size);
  return reinterpret_cast<void*>(syscall(SYS_mmap, address, size, protection, flags, file, offset));
}

}  // extern "C"

// Whether the functions above are the ones that this process calls: those that the program itself finds. (A search that
// begins in this library finds its own first, since it is linked symbolically.)
inline bool is_counting() {
  using Malloc = void* (*)(size_t);
  const auto found = reinterpret_cast<Malloc>(dlsym(dlopen(nullptr, RTLD_LAZY), "malloc"));
  const int64_t before = allocations::count.calls;
  std::free(found(1));
  return allocations::count.calls > before;
}

// What this thread has asked for so far: how often, and how many bytes.
inline int64_t allocation_calls() { return allocations::count.calls; }

inline int64_t allocation_bytes() { return allocations::count.bytes; }

#endif
