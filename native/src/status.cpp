#include "status.h"

#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <exception>

namespace elman {
namespace {

thread_local char last_message[512] = "";

}  // namespace

Error::Error(elman_status status, const char* text) noexcept : status_(status) {
  std::snprintf(text_, sizeof text_, "%s", text);
}

void fail(elman_status status, const char* format, ...) {
  char text[512];
  va_list arguments;
  va_start(arguments, format);
  std::vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  throw Error(status, text);
}

const char* message() noexcept { return last_message; }

void set_message(const char* text) noexcept { std::snprintf(last_message, sizeof last_message, "%s", text); }

}  // namespace elman

namespace __gnu_cxx {

// In place of the C++ run-time library's own, which tells the name of an exception that nobody has caught: 45 kB of the
// library would be there to make that name readable. No exception leaves the boundary.
void __verbose_terminate_handler() { std::abort(); }

}  // namespace __gnu_cxx
