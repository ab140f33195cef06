#include "status.h"

#include <cstdarg>
#include <cstdio>

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
