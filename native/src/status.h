// Errors inside the library, and how they leave it: as a status and a message of the calling thread.
#ifndef ELMAN_STATUS_H
#define ELMAN_STATUS_H

#include <cstdint>
#include <exception>
#include <new>

#include "elman/elman.h"

namespace elman {

// Holds its text itself, so that reporting that memory ran out needs no memory.
class Error final : public std::exception {
 public:
  Error(elman_status status, const char* text) noexcept;
  elman_status status() const noexcept { return status_; }
  const char* what() const noexcept override { return text_; }

 private:
  elman_status status_;
  char text_[512];
};

// Throws an Error whose text is formatted as by printf.
[[noreturn]] __attribute__((format(printf, 2, 3))) void fail(elman_status status, const char* format, ...);

// Throws ELMAN_INVALID_ARGUMENT unless the condition holds.
#define ELMAN_REQUIRE(condition, ...) \
  do {                                \
    if (!(condition)) ::elman::fail(ELMAN_INVALID_ARGUMENT, __VA_ARGS__); \
  } while (false)

const char* message() noexcept;
void set_message(const char* text) noexcept;

// Runs body, which returns a status, and turns whatever it throws into one.
template <typename Body>
int32_t guarded(Body&& body) noexcept {
  try {
    return body();
  } catch (const Error& error) {
    set_message(error.what());
    return error.status();
  } catch (const std::bad_alloc&) {
    set_message("out of memory");
    return ELMAN_OUT_OF_MEMORY;
  } catch (const std::exception& error) {
    set_message(error.what());
    return ELMAN_INTERNAL;
  } catch (...) {
    set_message("unknown error");
    return ELMAN_INTERNAL;
  }
}

}  // namespace elman

#endif
