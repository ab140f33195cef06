// Counts what a thread asks of the C library for memory, where the library that this is compiled into is preloaded
// (LD_PRELOAD): its functions then stand before those of the C library for everybody in the process, C++'s new too. And
// how much of what the thread was given it had at once, at most.
#ifndef ELMAN_BENCHMARKS_ALLOCATIONS_H
#define ELMAN_BENCHMARKS_ALLOCATIONS_H

#include <dlfcn.h>
#include <malloc.h>
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
  int64_t held;  // what was given less what was given back, in the size that blocks have
  int64_t peak;  // the most that was held since someone asked to forget it
};

// In the part of a thread's memory that is there from its beginning: any other would be allocated when it is first
// used, by the very functions that count.
__attribute__((tls_model("initial-exec"))) inline thread_local Count count = {0, 0, 0, 0};

inline void note(size_t bytes) {
  ++count.calls;
  count.bytes += static_cast<int64_t>(bytes);
}

inline void hold(int64_t bytes) {
  count.held += bytes;
  if (count.held > count.peak) count.peak = count.held;
}

inline int64_t size(void* memory) { return memory == nullptr ? 0 : static_cast<int64_t>(malloc_usable_size(memory)); }

inline void* held(void* memory) {
  hold(size(memory));
  return memory;
}

}  // namespace allocations

extern "C" {

// The C library's own, under the names that it has for such cases.
void* __libc_malloc(size_t size);
void* __libc_calloc(size_t count, size_t size);
void* __libc_realloc(void* memory, size_t size);
void* __libc_memalign(size_t alignment, size_t size);
void __libc_free(void* memory);

__attribute__((visibility("default"))) void* malloc(size_t size) noexcept {
  allocations::note(size);
  return allocations::held(__libc_malloc(size));
}

__attribute__((visibility("default"))) void* calloc(size_t count, size_t size) noexcept {
  allocations::note(count * size);
  return allocations::held(__libc_calloc(count, size));
}

__attribute__((visibility("default"))) void* realloc(void* memory, size_t size) noexcept {
  allocations::note(size);
  const int64_t before = allocations::size(memory);
  void* const moved = __libc_realloc(memory, size);
  // Where there was no room, the block is still there.
  if (moved != nullptr || size == 0) allocations::hold(allocations::size(moved) - before);
  return moved;
}

__attribute__((visibility("default"))) void* memalign(size_t alignment, size_t size) noexcept {
  allocations::note(size);
  return allocations::held(__libc_memalign(alignment, size));
}

__attribute__((visibility("default"))) void* aligned_alloc(size_t alignment, size_t size) noexcept {
  allocations::note(size);
  return allocations::held(__libc_memalign(alignment, size));
}

__attribute__((visibility("default"))) int posix_memalign(void** memory, size_t alignment, size_t size) noexcept {
  allocations::note(size);
  if (alignment % sizeof(void*) != 0 || (alignment & (alignment - 1)) != 0) return EINVAL;
  void* found = allocations::held(__libc_memalign(alignment, size));
  if (found == nullptr) return ENOMEM;
  *memory = found;
  return 0;
}

__attribute__((visibility("default"))) void* mmap(void* address, size_t size, int protection, int flags, int file,
                                                  off_t offset) noexcept {
  allocations::note(size);
  void* const mapped = reinterpret_cast<void*>(syscall(SYS_mmap, address, size, protection, flags, file, offset));
  if (mapped != MAP_FAILED) allocations::hold(static_cast<int64_t>(size));
  return mapped;
}

__attribute__((visibility("default"))) int munmap(void* address, size_t size) noexcept {
  const int result = static_cast<int>(syscall(SYS_munmap, address, size));
  if (result == 0) allocations::hold(-static_cast<int64_t>(size));
  return result;
}

__attribute__((visibility("default"))) void free(void* memory) noexcept {
  allocations::hold(-allocations::size(memory));
  __libc_free(memory);
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

// The most that this thread has held at once, beyond what it held when forget_peak was called last.
inline void forget_peak() { allocations::count.held = allocations::count.peak = 0; }

inline int64_t peak_bytes() { return allocations::count.peak; }

#endif
